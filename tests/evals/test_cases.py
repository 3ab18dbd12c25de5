"""A sample of the cases through the whole service: a design that holds together, or a typed refusal; never a crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent import service
from agent.planners.embedded.planner import EmbeddedPlanner
from evals.predict import CaseError, cases_in, services_of_text
from knowledge.knowledge import Knowledge
from tests.agent.conftest import shelf  # noqa: F401
from tools.design import codec

CASES = Path(__file__).resolve().parents[2] / "evals" / "cases"
EVERY = 70


def sample() -> list[Any]:
    """Every so manieth case of all files of requirements."""
    files = sorted(CASES.glob("requirements*.jsonl"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [json.loads(line) for line in lines[::EVERY]]
    return [pytest.param(case["text"], id=case["id"]) for case in cases]


@pytest.mark.parametrize("text", sample())
def test_a_case_becomes_a_design_or_is_refused(text: str, shelf: Knowledge) -> None:  # noqa: F811
    try:
        made = service.design(
            text, {}, planner=EmbeddedPlanner(), knowledge=shelf, say=lambda step, said: None
        ).dossier.evidence
    except service.refusals():
        return
    assert made.design.components
    assert codec.loads(codec.dumps(made.design)) == made.design
    assert made.report.rules > 100


def test_a_text_that_asks_nothing_uses_no_service() -> None:
    class Refusing(EmbeddedPlanner):
        def read(self, brief: str, answers: Any) -> Any:
            raise ValueError("nothing in it")

    assert services_of_text("Hello", Refusing(), ()) == []


def test_cases_are_lines_of_json() -> None:
    lines = b'{"id": "a", "text": "Orders."}\n\n{"id": "b", "text": "Bills.", "more": 1}\n'
    assert [case["id"] for case in cases_in(lines, "cases.jsonl")] == ["a", "b"]


@pytest.mark.parametrize("line", [b"orders", b"[]", b'{"id": 1}', b'{"text": "Orders."}', b'{"id": "a", "text": 3}'])
def test_a_line_that_is_no_case_is_named(line: bytes) -> None:
    with pytest.raises(CaseError, match=r"cases\.jsonl:2: ") as raised:
        list(cases_in(b'{"id": "a", "text": "Orders."}\n' + line, "cases.jsonl"))
    assert "\n" not in str(raised.value)
