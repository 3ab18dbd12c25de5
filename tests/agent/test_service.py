"""The use cases from outside: what is read, refused, told, and given back."""

from __future__ import annotations

import codecs
import gc
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent import service
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import BadAnswerError, UnclearBriefError
from agent.summary import MOST_QUESTIONS, plain_summary
from knowledge.knowledge import Knowledge
from tests.agent.conftest import Said
from tests.agent.scripted import BRIEF, Scripted, mending, small_design
from tools.blueprint.targets import UnknownTargetError
from tools.design.requirements import Answered

Design = Callable[..., service.Outcome]


@pytest.fixture
def design(shelf: Knowledge, said: Said) -> Design:
    """Designs from a brief with the embedded planner, or another."""

    def made(brief: str = BRIEF, answers: dict[str, str] | None = None, **rest: Any) -> service.Outcome:
        planner = rest.pop("planner", None) or EmbeddedPlanner()
        say = rest.pop("say", lambda step, text: said.append((step, text)))
        return service.design(brief, answers or {}, planner=planner, knowledge=shelf, say=say, **rest)

    return made


def test_steps_are_told_in_the_order_in_which_they_are_taken(design: Design, said: Said) -> None:
    design()
    steps = [step for step, _ in said]
    first = {step: steps.index(step) for step in ("read", "assess", "retrieve", "propose", "verify")}
    assert sorted(first, key=lambda step: first[step]) == list(first)
    assert steps[-1] in ("compare", "repair", "verify")
    assert all("\n" not in text and text for _, text in said)


def test_the_outcome_agrees_with_itself(design: Design) -> None:
    outcome = design()
    evidence, summary = outcome.dossier.evidence, outcome.summary
    assert summary.name == evidence.design.name
    assert summary.monthly_cost == float(evidence.bill.total) == summary.options[0].monthly_cost
    assert summary.p99_ms == evidence.slowest_p99_ms == summary.options[0].p99_ms
    assert summary.errors == evidence.report.count("error")
    assert summary.options[0].parts == len(evidence.design.components) == sum(count for _, count in summary.parts)
    assert len(summary.questions) <= MOST_QUESTIONS
    assert 2 <= len(summary.options) <= 3


def test_every_pattern_cited_is_in_the_library(design: Design, shelf: Knowledge) -> None:
    cited = [pattern.id for pattern in design().dossier.patterns]
    assert cited
    assert len(set(cited)) == len(cited)
    assert all(shelf.get(name) is not None for name in cited)


def test_the_summary_is_plain_data(design: Design) -> None:
    plain = plain_summary(design().summary)
    assert json.loads(json.dumps(plain)) == json.loads(json.dumps(plain, sort_keys=True))
    assert plain["options"][0]["monthly_cost"] == plain["monthly_cost"]


def test_an_answer_is_in_the_design_as_an_answer(design: Design) -> None:
    asked = {question.id for question in design().dossier.evidence.design.requirements.questions}
    assert {"budget", "retention"} & asked
    outcome = design(answers={"budget": "700"})
    budget = outcome.dossier.evidence.design.requirements.budget
    assert budget is not None
    assert (budget.value, budget.origin) == (700, Answered(question="budget"))
    assert outcome.summary.budget == 700
    assert "budget" not in {question.id for question in outcome.dossier.evidence.design.requirements.questions}


def test_an_answer_about_traffic_moves_the_bill(design: Design) -> None:
    brief = "Customers place orders over an API and look them up."
    few, many = (design(brief, {"traffic": f"{count} orders a day"}).summary for count in ("1,000", "1,000,000"))
    assert few.monthly_cost * 10 < many.monthly_cost


def test_a_region_that_is_answered_is_where_it_stands(design: Design) -> None:
    made = design("Customers place orders over an API.", {"region": "eu-central-1"}).dossier.evidence.design
    assert made.requirements.regions.value == ("eu-central-1",)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"answers": {"colour": "red"}}, BadAnswerError, "no question 'colour'; asked are: "),
        ({"answers": {"budget": "plenty"}}, BadAnswerError, "does not answer 'budget'"),
        ({"targets": ("clouds",)}, UnknownTargetError, "clouds"),
        ({"brief": "Guten Tag, wir brauchen ein System für unsere Kunden."}, UnclearBriefError, "German"),
        ({"brief": "Hello!"}, UnclearBriefError, "no requirement"),
    ],
)
def test_what_cannot_be_worked_with_is_one_line(
    arguments: dict[str, Any], error: type[Exception], message: str, design: Design, said: Said
) -> None:
    with pytest.raises(error, match=message) as raised:
        design(**arguments)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, service.refusals())
    assert {step for step, _ in said} <= {"read"}


def test_a_planner_by_name() -> None:
    assert service.planner_named("embedded").name == "embedded"
    with pytest.raises(service.UnknownPlannerError, match="no planner 'magic'; there is: embedded"):
        service.planner_named("magic")


def test_targets_are_those_asked_for_and_can_be_printed(design: Design) -> None:
    assert design(targets=("sam",)).dossier.targets == ("sam",)
    assert design(BRIEF + " We deploy with Bicep.").dossier.targets[0] == "sam"
    assert design(BRIEF + " We deploy with the AWS CDK.").dossier.targets[0] == "cdk-python"


def test_another_planner_s_design_is_mended_and_reported(design: Design) -> None:
    outcome = design(planner=Scripted(small_design(), repair=mending))
    assert outcome.summary.errors
    assert outcome.summary.options[0].title == "Option 0"


def test_a_run_that_is_stopped_leaves_no_outcome(design: Design) -> None:
    def stop(step: str, text: str) -> None:
        if step == "verify":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        design(say=stop)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Orders come in.", "Orders come in."),
        (codecs.BOM_UTF8 + b"Orders come in.", "Orders come in."),
        ("Bücher kommen an.".encode("utf-16"), "Bücher kommen an."),
        (b"a\tb\r\nc", "a\tb\r\nc"),
    ],
)
def test_a_brief_is_read(data: bytes, text: str) -> None:
    assert service.read_brief(data, "brief.md") == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "brief.md: the brief is empty"),
        (b" \n\t ", "brief.md: the brief is empty"),
        (b"ok\nna\xefve", "brief.md:2: not UTF-8 text"),
        (b"\x7fELF\x00\x00\x01\xff", "brief.md: not a text file"),
        (b"a\x00b", "brief.md: not a text file"),
        (b"\x01\x02\x03 text", "brief.md: not a text file"),
        (b"a" * (service.MOST_BYTES + 1), "brief.md: larger than the 200,000 bytes"),
    ],
)
def test_what_is_no_brief_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(service.BriefError, match=message) as raised:
        service.read_brief(data, "brief.md")
    assert "\n" not in str(raised.value)


def test_a_bundle_is_written_once_and_agrees_with_the_summary(design: Design, tmp_path: Path) -> None:
    outcome = design()
    service.check_place(tmp_path / "out")
    written = service.write(outcome.dossier, tmp_path / "out")
    assert {"design.yaml", "README.md", "evidence.json"} <= set(written)
    assert all((tmp_path / "out" / name).is_file() for name in written)


def test_garbage_is_looked_for_again_after_a_design_whatever_became_of_it(design: Design) -> None:
    seen: list[bool] = []
    design(say=lambda *_: seen.append(gc.isenabled()))
    assert not any(seen)
    assert gc.isenabled()
    with pytest.raises(RuntimeError):
        design(say=stumble)
    assert gc.isenabled()
    gc.disable()
    try:
        design()
        assert not gc.isenabled()
    finally:
        gc.enable()


def stumble(*_: str) -> None:
    raise RuntimeError("the face went away")
