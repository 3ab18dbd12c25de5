"""Answers to questions: read like the brief itself, and remembered as answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from agent.planners.embedded.reading.intake import Reading, read
from agent.planners.protocol import BadAnswerError
from tools.design.requirements import Answered, Question, Requirements

_BARE_NUMBER = re.compile(r"^\s*[$€£]?\s*\d[\d,. ]*(?:k|m|bn)?\s*$", re.IGNORECASE)

_SENTENCES: dict[str, tuple[str, str, str]] = {
    "traffic": ("We expect {} .", " requests a day", "50,000 orders a day"),
    "peak": ("At its peak the traffic is {} the normal load.", "x", "10x for an hour"),
    "latency": ("The p99 latency must stay under {} .", " ms", "300 ms"),
    "recovery": ("{} .", " minutes RTO", "RPO 5 minutes, RTO 1 hour"),
    "budget": ("The budget is {} a month.", " dollars", "$500"),
    "retention": ("Data is kept for {} .", " days", "7 years"),
    "compliance": ("{} applies.", "", "GDPR"),
    "region": ("It runs in {} .", "", "eu-central-1"),
}
"""Question to the sentence its answer completes, the unit of a bare number, and an example."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "traffic": ("loads",),
    "peak": ("loads",),
    "latency": ("latencies",),
    "recovery": ("recovery",),
    "budget": ("budget",),
    "retention": ("retentions",),
    "compliance": ("regimes", "data_classes"),
    "region": ("regions",),
}
_NOTHING = re.compile(
    r"^\s*(?:you decide|default|none|no|don'?t know|unknown|skip|one region is enough|no limit.*)\s*$", re.IGNORECASE
)


def answered(reading: Reading, answers: Mapping[str, str]) -> Requirements:
    """The requirements with the answers in place of what was assumed. Raises BadAnswerError."""
    requirements = reading.requirements
    questions = {question.id: question for question in requirements.questions}
    for name, answer in answers.items():
        if name not in questions:
            asked = ", ".join(questions) or "none"
            raise BadAnswerError(f"there is no question '{name}'; asked are: {asked}")
        requirements = _with_answer(requirements, questions[name], str(answer))
    open_questions = tuple(q for q in requirements.questions if q.id not in answers)
    return requirements.model_copy(update={"questions": open_questions})


def _with_answer(requirements: Requirements, question: Question, answer: str) -> Requirements:
    words = _option(question, answer.strip())
    if not words or _NOTHING.match(words):
        return requirements
    sentence, unit, example = _SENTENCES[question.id]
    said = sentence.format(words + unit if _BARE_NUMBER.match(words) else words)
    found = read(said).requirements
    changes = {field: _marked(getattr(found, field), question.id) for field in _FIELDS[question.id]}
    if question.id == "peak":
        return _with_peak(requirements, found, question.id, example)
    if (
        question.id == "region"
        and not re.search(r"[a-z]{2}-[a-z]+-\d", words)
        and found.regions.origin.kind == "assumed"
    ):
        raise BadAnswerError(f"'{words}' names no region to question '{question.id}'; {example} would")
    if not any(changes[field] for field in _FIELDS[question.id][:1]) or _is_assumed(found, question.id):
        raise BadAnswerError(f"'{words}' does not answer '{question.id}' ({question.text}); an answer is: {example}")
    return requirements.model_copy(update={field: value for field, value in changes.items() if value})


def _option(question: Question, answer: str) -> str:
    """The text of the option that a letter stands for, else the answer itself."""
    return next((option.text for option in question.options if option.id == answer.lower()), answer)


def _is_assumed(found: Requirements, question: str) -> bool:
    return question == "traffic" and found.loads[0].origin.kind == "assumed"


def _with_peak(requirements: Requirements, found: Requirements, question: str, example: str) -> Requirements:
    peaks = found.loads[0].peaks
    if not peaks:
        raise BadAnswerError(f"no multiple is given to question '{question}'; an answer is: {example}")
    marked = tuple(peak.model_copy(update={"origin": Answered(question=question)}) for peak in peaks)
    loads = tuple(load.model_copy(update={"peaks": (*load.peaks, *marked)}) for load in requirements.loads)
    return requirements.model_copy(update={"loads": loads})


def _marked(value: Any, question: str) -> Any:
    """The value with its origin set to the answer."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(_marked(item, question) for item in cast("tuple[Any, ...]", value))
    return value.model_copy(update={"origin": Answered(question=question)})
