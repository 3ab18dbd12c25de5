"""Finds out which part of one design is which of another where their names differ: renamed by hand, or composed anew.

Parts are told by what they are joined to and what they do. Only pairs that answer to each other far better than to
any other are taken; everything else keeps its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tools.design.components import Component
from tools.design.design import Design
from tools.design.edits import EditError, RenameComponent, apply

Features = frozenset[tuple[str, ...]]

ALIKE = 0.5
"""Share of what two parts are joined to and do that they must have in common."""

ROUNDS = 2
"""What is told by parts that were told themselves is found in the second round: queues of failures by their owners."""


def aligned(design: Design, like: Design) -> Design:
    """The design with the names that another one has for the same parts."""
    for _ in range(ROUNDS):
        names = renamed_parts(design, like)
        if not names:
            break
        design = with_names(design, names)
    return design


def with_names(design: Design, names: dict[str, str]) -> Design:
    """The design with parts under other names; as it is where they cannot have them."""
    there = {component.name for component in design.components}
    renames = [RenameComponent(name=old, to=new) for old, new in names.items() if old in there and new not in there]
    try:
        return apply(design, *renames) if renames else design
    except EditError:
        return design


def renamed_parts(design: Design, like: Design) -> dict[str, str]:
    """Names that only this design has, to those that only the other has for the same parts."""
    known, there = _names(like), _names(design)
    mine = {c.name: c for c in design.components if c.name not in known}
    theirs = {c.name: c for c in like.components if c.name not in there}
    if not mine or not theirs:
        return {}
    here, beyond = _features(design, mine), _features(like, theirs)
    pairs = sorted(_pairs(mine, theirs, here, beyond), reverse=True)
    found: dict[str, str] = {}
    for score, old, new in pairs:
        rivals = [s for s, o, n in pairs if (o == old) != (n == new)]
        if old not in found and new not in found.values() and all(rival < score for rival in rivals):
            found[old] = new
    return found


def _names(design: Design) -> frozenset[str]:
    return frozenset(component.name for component in design.components)


def _pairs(
    mine: dict[str, Component], theirs: dict[str, Component], here: dict[str, Features], beyond: dict[str, Features]
) -> Iterator[tuple[float, str, str]]:
    for old, component in mine.items():
        for new, other in theirs.items():
            score = _likeness(here[old], beyond[new]) if component.kind == other.kind else 0.0
            if score >= ALIKE:
                yield score, old, new


def _likeness(one: Features, other: Features) -> float:
    return round(len(one & other) / len(one | other), 4) if one and other else 0.0


def _features(design: Design, names: Iterable[str]) -> dict[str, Features]:
    found: dict[str, set[tuple[str, ...]]] = {name: set() for name in names}
    for link in design.links:
        if link.source in found:
            found[link.source] |= {("to", link.kind, link.target), *(("on", match) for match in link.matches)}
        if link.target in found:
            found[link.target] |= {("from", link.kind, link.source), *(("by", match) for match in link.matches)}
        letter = link.delivery.dead_letter if link.delivery else None
        if letter in found:
            found[letter].add(("letter", link.target))
    for component in design.components:
        for field in ("on_failure", "dead_letter", "definition", "network", "key"):
            other = getattr(component, field, None)
            if other in found:
                found[other].add(("letter" if field != "network" else field, component.name))
    return {name: frozenset(features) for name, features in found.items()}
