"""Hears other names: for a part, or for the thing the system is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.reading.traffic import kebab
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.parts import kinds_named, parts_named
from agent.planners.embedded.revising.wishes import Heard, Renamed, Unclear, Wish
from tools.design.design import Design

_QUOTES = "\"'“”‘’`"
_OLD = r"(?P<old>[\w -]{2,60}?)"
_NEW = rf"[{_QUOTES}]?(?P<new>[\w -]{{2,48}}?)[{_QUOTES}]?\s*$"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\brename\s+(?:the\s+|our\s+)?[{_QUOTES}]?{_OLD}[{_QUOTES}]?\s+(?:to|into|as)\s+(?:the\s+)?{_NEW}",
        rf"^\W*(?:the\s+|our\s+)?[{_QUOTES}]?{_OLD}[{_QUOTES}]?\s+(?:should|must|shall|is|are|will)\s+(?:now\s+)?(?:be\s+)?(?:called|named|renamed(?:\s+to)?)\s+{_NEW}",
        rf"\b(?:call|name)\s+(?:the\s+|our\s+)?[{_QUOTES}]?{_OLD}[{_QUOTES}]?\s+[{_QUOTES}](?P<new>[\w -]{{2,48}})[{_QUOTES}]",
        r"^\W*(?:call|name)\s+(?:the\s+|our\s+)(?P<old>[\w-]+(?:\s+(?:function|table|queue|bucket|topic|bus|stream|api|workflow|cache|schedule))?)\s+(?P<new>[\w-]+)\s*$",
        r"^\W*(?:they|these|those|it)\s+(?:are|is)\s+(?:called\s+)?(?P<new>[\w-]+),?\s+not\s+(?P<old>[\w-]+)\s*$",
        rf"\bsay\s+[{_QUOTES}]?(?P<new>[\w-]+)[{_QUOTES}]?\s+instead\s+of\s+[{_QUOTES}]?(?P<old>[\w-]+)[{_QUOTES}]?",
    )
)


def names_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """The other name that a clause gives to something."""
    text = clause.lower.rstrip(" .!;,")
    match = next((found for pattern in _FORMS if (found := pattern.search(text))), None)
    if match is not None and kebab(match["new"]) != kebab(match["old"]):
        wish = _renamed(match["old"].strip(), match["new"].strip(), design)
        yield Heard(wish, clause.words, clause.start, clause.start + len(clause.text))


def _renamed(old: str, new: str, design: Design) -> Wish:
    if _is_thing(old, design) and not kinds_named(old):
        return Renamed(old, new, is_thing=True)
    meant = parts_named(old, design)
    if len(meant) == 1:
        return Renamed(meant[0], _name_of(new))
    if not meant:
        return Unclear(f"there is nothing here that goes by “{old}”")
    return Unclear(f"“{old}” may be any of {', '.join(meant)}; say which one", meant)


def _is_thing(words: str, design: Design) -> bool:
    """Whether words name what the system is about, and not one part of it."""
    roots = {stem(forms(entity.name)["entity"].split("-")[-1]) for entity in design.requirements.entities}
    roots |= {stem(load.what.split(" ")[-1]) for load in design.requirements.loads}
    return stem(words.split(" ")[-1].split("-")[-1]) in roots and "-" not in words


def _name_of(words: str) -> str:
    return kebab(words.removeprefix("the ")).lstrip("0123456789-")[:48].strip("-") or "part"
