"""What is told of a follow-up without changing anything: answers to questions, and what else would have to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.revising import telling
from agent.planners.embedded.revising.explaining import explained, is_why
from agent.planners.embedded.revising.figuring import AsIf, figured
from agent.planners.embedded.revising.given import given
from agent.planners.embedded.revising.ground import Ground, Outcome
from agent.planners.embedded.revising.hearing.message import Message
from agent.planners.embedded.revising.overview import is_about_all, overviewed
from agent.planners.embedded.revising.reaching import reached
from agent.planners.embedded.revising.wishes import Excused, Given, Question, TakenBack, Unclear
from agent.planners.quoting import own_words
from tools.design import requirements as language


def answer_all(message: Message, ground: Ground, outcome: Outcome, as_if: AsIf) -> None:
    """What is told without changing anything."""
    for heard in message.heard:
        match heard.wish:
            case Question(text=text):
                outcome.note("told", text, answered(text, ground, as_if))
            case Given(text=text):
                outcome.note("given", heard.words, text)
            case TakenBack():
                outcome.note("told", heard.words, telling.BACK)
            case Excused():
                outcome.note("told", heard.words, telling.EXCUSED)
            case Unclear(why=why, options=options):
                outcome.note("unclear", heard.words, why)
                outcome.questions += which_part(heard.words, why, options)
            case _:
                pass
    if message.asides:
        outcome.note("told", "", telling.ASIDE)


def answered(question: str, ground: Ground, as_if: AsIf) -> str:
    """What is said to a question: what the design lets happen, figures, general words, the whole, its decisions."""
    design = ground.design
    if is_about_all(question):
        return overviewed(question, design)
    return (
        ("" if is_why(question) else reached(question, design))
        or ("" if is_why(question) else figured(question, design, ground.before, as_if))
        or _raised(given(question, design))
        or overviewed(question, design)
        or explained(question, design)
    )


def _raised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def which_part(words: str, why: str, options: tuple[str, ...]) -> Iterator[language.Question]:
    """A question for which of several parts is meant."""
    if 1 < len(options) <= len(_LETTERS):
        yield language.Question(
            id="which-part",
            text=f"{_WHICH}{telling.shortened(words)}”?",
            about="components",
            default=_NONE,
            options=tuple(language.Option(id=i, text=o) for i, o in zip(_LETTERS, options, strict=False)),
            impact=0.5,
            why=why,
        )


_LETTERS = "abcdefgh"
_WHICH = "Which part is meant by “"
_NONE = "none of them"
_CHOSEN = re.compile(rf"^> {_WHICH}(?P<words>.*?)”\?[^\n]*\n(?P<part>[^\n]*)$", re.MULTILINE)


def with_parts_meant(message: str) -> str:
    """The message with the parts that were chosen put where they were asked for; what else is quoted is left out."""
    for chosen in list(_CHOSEN.finditer(message)):
        words, part = chosen["words"].removesuffix("…"), chosen["part"].strip()
        meant = "" if not part or part == _NONE else f"{words} for {part}"
        message = message.replace(chosen[0], "", 1).replace(words, meant, 1)
    return own_words(message)
