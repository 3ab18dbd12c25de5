"""Questions to the person; until they are answered, their defaults hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.planners.claude.editing import explained
from agent.planners.claude.schemas import many, of_model, record
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench, RefusalError
from tools.design.requirements import Question

MOST_QUESTIONS = 5


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """Collects the questions. Nobody waits for answers here."""
    known = {question.id for question in (*bench.requirements.questions, *bench.questions)}
    found = tuple(_question(each) for each in given["questions"])
    names = [question.id for question in found]
    again = sorted(known.intersection(names) | {name for name in names if names.count(name) > 1})
    if again:
        raise RefusalError(f"already asked: {', '.join(again)}")
    if len(bench.questions) + len(found) > MOST_QUESTIONS:
        raise RefusalError(f"at most {MOST_QUESTIONS} questions are put to a person; keep those that change the most")
    after = replace(bench, questions=(*bench.questions, *found)).noted(f"asked: {', '.join(names)}")
    return after, {"asked": names, "until answered": [f"{question.id}: {question.default}" for question in found]}


def _question(given: Mapping[str, Any]) -> Question:
    try:
        return Question.model_validate(dict(given))
    except ValueError as error:
        raise RefusalError("; ".join(explained(error))) from None


TOOL = Tool(
    "ask",
    "Puts questions to the person, only such as would change the design or move the bill noticeably. Do not wait: go on"
    " with the default, which holds until they answer.",
    record(questions=many(of_model(Question), least=1, most=MOST_QUESTIONS)),
    run,
)
