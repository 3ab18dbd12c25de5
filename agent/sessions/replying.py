"""What somebody says to questions: by number, by letter, by name, in words, or "you decide"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Question = Mapping[str, Any]
"""A `Question` of the language as plain data."""

DECIDE = (
    "you decide",
    "you choose",
    "your choice",
    "up to you",
    "default",
    "defaults",
    "skip",
    "don't know",
    "no idea",
)

_PART = re.compile(r"[\n;]+")
_NUMBERED = re.compile(r"\s*(?:q(?:uestion)?\s*)?(\d{1,2})\s*[:.)=-]\s*(.+)", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"\s*([a-z][a-z0-9-]*)\s*[:=]\s*(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Replied:
    """What a reply comes to."""

    answers: Mapping[str, str]
    """Question to the words that answer it."""
    decided: frozenset[str]
    """Questions that were left to us: their defaults hold."""


def replied(text: str, questions: Sequence[Question]) -> Replied:
    """What a reply says to the questions that are open, in the order in which they were put.

    "2: you decide", "budget: 500" and "1) b" name their question; words that name none answer the first that is left.
    A number or a letter alone chooses among its options.
    """
    if _is_left_to_us(text):
        return Replied({}, frozenset(question["id"] for question in questions))
    answers: dict[str, str] = {}
    decided: set[str] = set()
    for question, words in _assigned(text, questions):
        if _is_left_to_us(words):
            decided.add(question["id"])
        else:
            answers[question["id"]] = _chosen(words, question)
    return Replied(answers, frozenset(decided))


def _assigned(text: str, questions: Sequence[Question]) -> Iterator[tuple[Question, str]]:
    """Each question with the words for it."""
    parts = [part for part in _PART.split(text) if part.strip()]
    named = [_named(part, questions) for part in parts]
    if not any(named):
        if questions:
            yield questions[0], " ".join(text.split())
        return
    left = [question for question in questions if all(found is None or found[0] is not question for found in named)]
    for part, found in zip(parts, named, strict=True):
        if found is not None:
            yield found
        elif left:
            yield left.pop(0), part.strip()


def _named(part: str, questions: Sequence[Question]) -> tuple[Question, str] | None:
    numbered = _NUMBERED.fullmatch(part)
    if numbered and len(questions) > 1 and 1 <= int(numbered[1]) <= len(questions):
        return questions[int(numbered[1]) - 1], numbered[2].strip()
    called = _NAMED.fullmatch(part)
    for question in questions if called else ():
        if called and question["id"] == called[1].lower():
            return question, called[2].strip()
    return None


def _chosen(words: str, question: Question) -> str:
    """The text of the option that a number or a letter means; other words as they are."""
    options = question.get("options") or ()
    said = words.strip().lower().rstrip(".)")
    for number, option in enumerate(options, 1):
        if said in (str(number), str(option["id"]).lower()):
            return str(option["text"])
    return words.strip()


def _is_left_to_us(text: str) -> bool:
    return " ".join(text.lower().split()).strip(" .!") in DECIDE
