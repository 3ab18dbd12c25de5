"""Answers to questions: read like the brief itself, and remembered as answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from agent.planners.embedded.reading.intake import Reading, read
from agent.planners.protocol import BadAnswerError
from tools.design.requirements import Answered, Load, Peak, Question, Recovery, Requirements

EXAMPLES: dict[str, str] = {
    "traffic": "50,000 orders a day",
    "peak": "10x for an hour",
    "latency": "300 ms",
    "recovery": "RPO 5 minutes, RTO 1 hour",
    "budget": "$500",
    "retention": "7 years",
    "compliance": "GDPR",
    "region": "eu-central-1",
}
"""Question to an answer to it, in the order in which answers are taken: peaks are multiples of the traffic."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "latency": ("latencies",),
    "recovery": ("recovery",),
    "budget": ("budget",),
    "retention": ("retentions",),
    "compliance": ("regimes", "data_classes"),
    "region": ("regions",),
}
"""Question to the fields its answer fills; the first must come out of it."""

_NOTHING = re.compile(
    r"^\W*(?:you decide|default|none|no|don'?t know|unknown|skip|one region(?: is enough)?|no limit.*)\W*$",
    re.IGNORECASE,
)
_LONGEST = 300
"""Characters of an answer that are read."""


def answered(reading: Reading, answers: Mapping[str, str]) -> Requirements:
    """The requirements with the answers in place of what was assumed, whatever order they come in.

    Raises BadAnswerError.
    """
    requirements = reading.requirements
    questions = {question.id: question for question in requirements.questions}
    for name in answers:
        if name not in questions:
            asked = ", ".join(questions) or "none"
            raise BadAnswerError(f"there is no question '{_line(name)[:60]}'; asked are: {asked}")
    for name in sorted(answers, key=list(EXAMPLES).index):
        requirements = _with_answer(requirements, questions[name], _line(str(answers[name])))
    has_peaks = any(load.peaks for load in requirements.loads)
    settled = {*answers, *(["peak"] if has_peaks else [])}
    return requirements.model_copy(
        update={"questions": tuple(q for q in requirements.questions if q.id not in settled)}
    )


def _line(text: str) -> str:
    """An answer as one line."""
    return " ".join(text.split())[:_LONGEST]


def _with_answer(requirements: Requirements, question: Question, answer: str) -> Requirements:
    words = next((option.text for option in question.options if option.id == answer.lower()), answer)
    if not words or _NOTHING.match(words):
        return requirements
    changes = _READERS.get(question.id, _with_fields)(requirements, question.id, words)
    if changes is None and words.lower() != question.default.lower():
        raise BadAnswerError(
            f"'{words[:80]}' does not answer '{question.id}' ({question.text}); an answer is: {EXAMPLES[question.id]}"
        )
    return requirements.model_copy(update=changes or {})


Changes = dict[str, Any] | None
"""Fields and what they become; None where the answer says nothing."""


def _with_traffic(requirements: Requirements, question: str, words: str) -> Changes:
    found = read(f"We expect {_counted(words, ' requests a day')}.").requirements
    if found.loads[0].origin.kind == "assumed":
        return None
    known = requirements.loads[0].peaks if requirements.loads else ()
    loads: tuple[Load, ...] = _marked(found.loads, question)
    return {"loads": tuple(load if load.peaks else load.model_copy(update={"peaks": known}) for load in loads)}


def _with_peak(requirements: Requirements, question: str, words: str) -> Changes:
    """Peaks, read beside the load they are multiples of: "10x" as well as "200 a second"."""
    if not requirements.loads:
        return None
    base = requirements.loads[0]
    usual = f"The usual load is {base.per_second:.9f} {base.what} per second."
    found = read(f"{usual} At its peak the traffic is {_counted(words, 'x')}.").requirements
    peaks = tuple(peak for load in found.loads for peak in load.peaks)[:1]
    if not peaks:
        return None
    marked = cast("tuple[Peak, ...]", _marked(peaks, question))
    return {"loads": tuple(load.model_copy(update={"peaks": (*load.peaks, *marked)}) for load in requirements.loads)}


_BOTH_ACTIVE = re.compile(r"\b(?:active|both|two|2|several|multiple|multi)\b.*\b(?:active|regions?)\b", re.IGNORECASE)
_STANDBY = re.compile(r"\b(?:standby|second region|fail\s?over)\b", re.IGNORECASE)
_OBJECTIVE = re.compile(r"\b(?:rpo|rto|recovery|lose|loss|back|within)\b", re.IGNORECASE)


def _with_recovery(requirements: Requirements, question: str, words: str) -> Changes:
    """Objectives, or the way a region's loss is met: active regions lose and wait no longer than a minute."""
    origin = Answered(question=question)
    said = words if _OBJECTIVE.search(words) else f"RTO {_counted(words, ' minutes')}"
    found = read(f"{said}.").requirements.recovery
    if found is not None:
        return {"recovery": found.model_copy(update={"origin": origin})}
    if _BOTH_ACTIVE.search(words):
        return {"recovery": Recovery(rpo_s=60, rto_s=60, origin=origin)}
    return {"recovery": Recovery(rpo_s=300, rto_s=3600, origin=origin)} if _STANDBY.search(words) else None


_SENTENCES: dict[str, Callable[[str], str]] = {
    "latency": lambda words: f"The p99 latency must stay under {_counted(words, ' ms')}.",
    "budget": lambda words: f"The budget is {_priced(words)}.",
    "retention": lambda words: f"Data is kept for {_counted(words, ' days')}.",
    "compliance": lambda words: f"{words} applies.",
    "region": lambda words: f"It runs in {words}.",
}
"""Question to the sentence its answer completes."""


def _with_fields(requirements: Requirements, question: str, words: str) -> Changes:
    found = read(_SENTENCES[question](words)).requirements
    changes = {field: _marked(getattr(found, field), question) for field in _FIELDS[question]}
    if not changes[_FIELDS[question][0]] or (question == "region" and found.regions.origin.kind == "assumed"):
        return None
    return {field: value for field, value in changes.items() if value}


_READERS: dict[str, Callable[[Requirements, str, str], Changes]] = {
    "traffic": _with_traffic,
    "peak": _with_peak,
    "recovery": _with_recovery,
}

_BARE_NUMBER = re.compile(r"^\s*[$€£]?\s*\d[\d,. ]*(?:k|m|bn)?\s*$", re.IGNORECASE)
_AMOUNT = re.compile(r"(?<![\d.,])\d")
_CURRENCY = re.compile(r"[$€£]|\b(?:usd|eur|gbp|dollars?|euros?|bucks)\b", re.IGNORECASE)
_OVER = re.compile(
    r"(?:/|\b(?:a|an|per|each|every)\s)\s*(?:day|week|mo|mth|month|quarter|year|yr)s?\b"
    r"|\b(?:daily|weekly|monthly|yearly|annual|annually)\b",
    re.IGNORECASE,
)


def _counted(words: str, unit: str) -> str:
    """An answer with the unit that a bare number is meant in."""
    return words + unit if _BARE_NUMBER.match(words) else words


def _priced(words: str) -> str:
    """An amount of money with its currency and its period."""
    money = words if _CURRENCY.search(words) else _AMOUNT.sub(lambda digit: f"${digit[0]}", words, count=1)
    return money if _OVER.search(words) else f"{money} a month"


def _marked(value: Any, question: str) -> Any:
    """The value with its origin, and those of its peaks, set to the answer."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(_marked(item, question) for item in cast("tuple[Any, ...]", value))
    changes: dict[str, Any] = {"origin": Answered(question=question)}
    if isinstance(value, Load):
        changes["peaks"] = _marked(value.peaks, question)
    return value.model_copy(update=changes)
