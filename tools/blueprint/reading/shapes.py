"""Settings under one word each, kind by kind, wherever two providers use different ones.

In the tables a line `a.b > c` takes a setting from one path to another; with nothing behind the sign it is dropped:
what only says how a provider does it, or a name that every language gives by its own rule.
"""

from __future__ import annotations

from functools import cache

from tools.blueprint.reading.forms import FROM_CLOUDFORMATION, FROM_TERRAFORM, placed
from tools.blueprint.reading.neutral import Named, move
from tools.blueprint.reading.vocabulary import read_words


@cache
def _moves(table: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    kind = ""
    for line in filter(None, map(str.strip, read_words(table).splitlines())):
        if line.endswith(":"):
            kind = line[:-1]
        else:
            start, _, end = line.partition(" >")
            found.setdefault(kind, []).append((start.strip(), end.strip()))
    return found


def shape_all(found: list[Named], *, terraform: bool) -> list[Named]:
    """Every resource's settings under our words."""
    moves = _moves("terraform" if terraform else "cloudformation")
    shapers = FROM_TERRAFORM if terraform else FROM_CLOUDFORMATION
    shaped: list[Named] = []
    for each in found:
        for start, end in moves.get(each.kind, ()):
            move(each.settings, start, end)
        kept = each.kind == "layer" and each.settings.get("keeps") == "true"
        placed(each.settings)
        if each.kind in shapers:
            shapers[each.kind](each.settings)
        shaped.append(each._replace(keeps=True) if kept else each)
    return shaped
