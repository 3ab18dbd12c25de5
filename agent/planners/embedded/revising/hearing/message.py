"""A whole message, heard: its wishes in order, and the words that are left over for reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.planners.embedded.revising.clauses import (
    Clause,
    Sentence,
    clauses_of,
    led_in,
    sentences_in,
    without_speeches,
)
from agent.planners.embedded.revising.given import given
from agent.planners.embedded.revising.hearing.choices import choices_in
from agent.planners.embedded.revising.hearing.figures import figures_in
from agent.planners.embedded.revising.hearing.losses import losses_in
from agent.planners.embedded.revising.hearing.names import names_in
from agent.planners.embedded.revising.hearing.places import places_in
from agent.planners.embedded.revising.hearing.products import products_in
from agent.planners.embedded.revising.hearing.settings import settings_in
from agent.planners.embedded.revising.hearing.sizes import sizes_in
from agent.planners.embedded.revising.hearing.talk import talk_in
from agent.planners.embedded.revising.hearing.wants import wants_in
from agent.planners.embedded.revising.overview import is_about_all
from agent.planners.embedded.revising.wishes import Given, Heard, Product, Question
from tools.design.design import Design

Hearer = Callable[[Clause, Design], Iterator[Heard]]


def given_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """General words: what every design has, or none can."""
    told = given(clause.lower, design)
    if told:
        yield Heard(Given(told), clause.words, clause.start, clause.start + len(clause.text))


HEARERS: tuple[Hearer, ...] = (
    given_in,
    names_in,
    sizes_in,
    settings_in,
    places_in,
    choices_in,
    figures_in,
    products_in,
    losses_in,
    wants_in,
)
"""Who listens, one after the other: what names a part goes before what speaks of the whole."""

LONGEST = 20_000
"""Characters of a message that are heard; more is a brief, and no follow-up."""


@dataclass(frozen=True)
class Message:
    """What was heard of a message."""

    text: str
    heard: tuple[Heard, ...]
    rest: str
    """The message with what was heard blanked."""
    clauses: tuple[Clause, ...]
    """What is left of each clause, in order."""
    asides: int = 0
    """How many sentences speak to a reader and were left out."""


def hear(message: str, design: Design) -> Message:
    """The wishes of a message about this design."""
    text = message[:LONGEST]
    if is_about_all(text):
        return Message(text, (Heard(Question(text), "", 0, len(text)),), " " * len(text), ())
    sentences = list(sentences_in(text))
    talk = {sentence.start: found for sentence in sentences if (found := talk_in(sentence)) is not None}
    heard = [Heard(talk[s.start], s.words, s.start, s.start + len(s.text)) for s in sentences if s.start in talk]
    asking = [sentence for sentence in sentences if sentence.start not in talk]
    opened, asides = without_speeches(_written(len(text), [(s.start, _opened(s)) for s in asking]))
    clauses: list[Clause] = []
    for sentence in asking:
        for clause in clauses_of(opened[sentence.start : sentence.start + len(sentence.text)], sentence.start):
            found, left = _listened(clause, design)
            heard += [_corrected(one) for one in found] if _CORRECTS.match(sentence.text) else found
            clauses.append(left)
    return Message(text, tuple(heard), assembled(len(text), clauses), tuple(clauses), asides)


def _opened(sentence: Sentence) -> str:
    """A sentence without its polite beginning; a question that asks for something as a statement."""
    text = led_in(sentence.text)
    end = len(text.rstrip())
    return f"{text[: end - 1]}.{text[end:]}" if text[:end].endswith("?") else text


def _written(length: int, pieces: list[tuple[int, str]]) -> str:
    """The pieces at their places, blanks between them."""
    letters = [" "] * length
    for start, piece in pieces:
        letters[start : start + len(piece)] = piece
    return "".join(letters)


def _listened(clause: Clause, design: Design) -> tuple[list[Heard], Clause]:
    found: list[Heard] = []
    words = clause.words
    for hearer in HEARERS:
        if not clause.lower.strip(" .,;:!?"):
            break
        for heard in hearer(clause, design):
            found.append(_trimmed(heard, words))
            clause = clause.without(heard.start - clause.start, heard.end - clause.start)
    return found, clause


_CORRECTS = re.compile(r"\W*(?:no|nope|nah|actually|rather|not\s+that)\b", re.IGNORECASE)


def _corrected(heard: Heard) -> Heard:
    """What is said to correct: "no, use Kinesis" means in the place of what is there."""
    wish = heard.wish
    return replace(heard, wish=replace(wish, is_instead=True)) if isinstance(wish, Product) else heard


def _trimmed(heard: Heard, words: str) -> Heard:
    """The words without what stands blank around them, at their place."""
    text = heard.text.strip(" \t,.;:!?")
    start = heard.start + heard.text.find(text)
    return replace(heard, text=text, start=start, end=start + len(text), clause=words)


def assembled(length: int, clauses: Sequence[Clause]) -> str:
    """The clauses at their places, full stops between them so that none runs into the next."""
    letters = list(_written(length, [(clause.start, clause.text) for clause in clauses]))
    for clause in clauses:
        end = clause.start + len(clause.text)
        if end < length and clause.text.strip() and not clause.text.rstrip().endswith((".", "!", ":", ";")):
            letters[end] = "."
    return "".join(letters)
