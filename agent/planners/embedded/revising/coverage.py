"""How much of a clause was understood: what is heard in half of its words is not taken for the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.small import SMALL
from tools.design.design import Design

Span = tuple[int, int]

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
SHORTEST = 3

COMMON = frozenset(
    stem(word)
    for word in (
        "user users customer customers client clients people person team teams company business admin member "
        "members day week month year hour minute second time times daily weekly monthly yearly hourly always never "
        "soon later number amount count first last next old different additional extra further special main single "
        "whole part parts work works working run runs running start stop happen happens done finish finished ready "
        "good better best nice come comes coming becomes become send sends sent show shows shown tell told say "
        "says said see sees ask asks store stores stored save saved keep kept hold held put puts take takes taken "
        "let lets have receive received must should shall allowed possible able required necessary important data "
        "information record records item items large small big little many much few less long short high low fast "
        "slow quick real directly least within after before during until since between across without instead only "
        "even once twice per each whenever someone anyone everyone everybody nobody somebody everything nothing "
        "based way ways kind kinds type types case cases"
    ).split()
)
"""Words that add little to what a clause says."""


def left_over(clause: Clause, spans: Iterable[Span], design: Design, brief: str) -> tuple[list[str], int]:
    """The telling words of a clause that nothing was heard in and the conversation does not know.

    And how many of its telling words something was heard in.
    """
    spans = tuple(spans)
    known = _known(brief, tuple(c.name for c in design.components))
    left: list[str] = []
    heard = 0
    for match in _WORD.finditer(clause.lower):
        if not _tells(match[0]):
            continue
        start, end = match.start() + clause.start, match.end() + clause.start
        if any(first < end and start < last for first, last in spans):
            heard += 1
        elif stem(match[0]) not in known:
            left.append(match[0])
    return left, heard


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST and word not in SMALL and stem(word) not in COMMON


@lru_cache(maxsize=8)
def _known(brief: str, names: tuple[str, ...]) -> frozenset[str]:
    """Roots of the words of the brief, and of the names of the parts."""
    return frozenset(map(stem, _WORD.findall(f"{brief.lower()} {' '.join(names).replace('-', ' ')}")))


def is_half_heard(left: list[str], heard: int) -> bool:
    """Whether as much of what a clause tells was not heard as was, or more."""
    return len(left) >= max(heard, 2) or (len(left) == 1 and not heard)
