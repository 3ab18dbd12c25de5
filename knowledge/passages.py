"""Passages: the pieces of a pattern that a question is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.pattern import Origin, Pattern

SUMMARY, QUESTION = "Summary", "Question"


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of one pattern."""

    id: str
    """`pattern#number`, unique in the library."""
    pattern: str
    origin: Origin
    section: str
    """SUMMARY, QUESTION or the heading it stands under."""
    text: str


def cut_passages(patterns: Iterable[Pattern]) -> tuple[Passage, ...]:
    """The passages of these patterns in their order: the title with the summary, each question, each section."""
    return tuple(passage for pattern in patterns for passage in _pieces(pattern))


def _pieces(pattern: Pattern) -> Iterator[Passage]:
    texts = [(SUMMARY, f"{pattern.title}. {pattern.summary}")]
    texts += [(QUESTION, question) for question in pattern.questions]
    texts += [(section.heading, section.text) for section in pattern.sections]
    for number, (section, text) in enumerate(texts):
        yield Passage(f"{pattern.id}#{number:02d}", pattern.id, pattern.origin, section, text)
