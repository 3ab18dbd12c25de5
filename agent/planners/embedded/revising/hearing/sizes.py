"""Hears how large what comes in is: "pictures may be up to 25 MB now"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.wishes import Heard, Sized, Unclear
from tools.design.design import Design

_SIZE = re.compile(
    r"(?<![\w.])(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<u>kb|kilobytes?|mb|megabytes?|megs?|gb|gigabytes?|gigs?)\b"
)
_UNITS = {"k": 1.0, "m": 1000.0, "g": 1_000_000.0}
_FILES = re.compile(
    r"\b(?:images?|pictures?|photos?|files?|videos?|clips?|documents?|pdfs?|uploads?|attachments?|recordings?|scans?|originals?|objects?)\b"
)
_BODIES = re.compile(r"\b(?:messages?|requests?|bodies|payloads?|events?|records?|readings?|entries|items?)\b")
_LARGE = re.compile(
    r"\b(?:big|bigger|large|larger|small|smaller|heavy|heavier|sizes?|sized|up\s+to|at\s+most|max(?:imum)?|weigh\w*|each|average|limit\w*|grow\w*|can|may|will|are|be|of|allow\w*)\b"
)
_ELSE = re.compile(
    r"\b(?:memory|ram|disk|ephemeral|storage|gives?|per\s+(?:month|day|second|user)|in\s+total|total|altogether|quota|cache|model|layer|package)\b"
)
"""Speaks of another size: a setting of a part, or of all data together."""

LARGE_KB = 64.0
"""Payloads above this are files, whatever they are called."""


def sizes_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """A size of what comes in, for the loads it is said of."""
    text = clause.lower
    size = _SIZE.search(text)
    about = _FILES.search(text) or _BODIES.search(text)
    if size is None or _ELSE.search(text) or not _LARGE.search(text):
        return
    named = _named(text, design)
    if about is None and not named:
        return
    meant = named or _files(design, is_file=_FILES.search(text) is not None)
    kilobytes = float(size["n"].replace(",", "")) * _UNITS[size["u"][0]]
    wish = Sized(kilobytes, meant) if meant else Unclear(_unknown(design))
    yield Heard(wish, clause.words, clause.start, clause.start + len(clause.text))


def _named(text: str, design: Design) -> tuple[str, ...]:
    words = {stem(word) for word in re.findall(r"[a-z]{3,}", text)}
    return tuple(load.id for load in design.requirements.loads if stem(load.what.split(" ")[-1].lower()) in words)


def _files(design: Design, *, is_file: bool) -> tuple[str, ...]:
    """The loads that bring files, or those that bring none; the only one there is, whatever it brings."""
    loads = design.requirements.loads
    if len(loads) == 1:
        return (loads[0].id,)
    return tuple(load.id for load in loads if (load.payload_kb > LARGE_KB) == is_file)


def _unknown(design: Design) -> str:
    loads = ", ".join(load.what for load in design.requirements.loads) or "nothing"
    return f"nothing of that sort comes in; what does is: {loads}"
