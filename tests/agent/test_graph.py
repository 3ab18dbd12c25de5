"""The routes through the graph, with planners that behave and planners that do not."""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from langsmith.utils import tracing_is_enabled

from agent import state as states
from agent.nodes.assess import assess
from agent.nodes.intake import intake
from agent.nodes.propose import propose
from agent.nodes.repair import MOST_ROUNDS, repair
from agent.nodes.retrieve import retrieve
from agent.nodes.verify import severities, verify
from agent.options import compared
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import BadAnswerError, PlannerError, UnclearBriefError
from agent.state import Deps, State
from knowledge.knowledge import Knowledge
from tests.agent.conftest import Said
from tests.agent.planners.embedded.sentences import briefs
from tests.agent.scripted import BRIEF, Scripted, mending, small_design, spoiling
from tools.bundle.evidence import gather
from tools.checks import Finding
from tools.design.components import Function
from tools.design.decisions import Waiver
from tools.design.design import Design
from tools.design.edits import EditError, PutComponent, PutRequirements, PutWaiver, SetField, apply

Drive = Callable[..., State]


def test_a_design_without_findings_goes_straight_through(drive: Drive, said: Said) -> None:
    planner = Scripted(small_design())
    planner.designs = (drive(BRIEF, Scripted(small_design(), repair=mending))["evidence"].design,)
    said.clear()
    drive(BRIEF, planner)
    assert [step for step, _ in said if step not in ("propose",)] == [
        "read", "read", "assess", "retrieve", "verify", "repair",
    ]  # fmt: skip
    assert said[-1] == ("repair", "nothing more can be mended")


def test_what_can_be_mended_is_mended(drive: Drive, said: Said) -> None:
    planner = Scripted(small_design(), repair=mending)
    end = drive(BRIEF, planner)
    before = severities(gather(small_design()).report)
    assert severities(end["evidence"].report) < before
    assert [step for step, _ in said][-4:] == ["verify", "repair", "verify", "repair"]
    assert end["repairs"].rounds == 1
    assert [finding.severity for finding in planner.handed[1]] == ["error"] * len(planner.handed[1])


def test_a_repair_that_makes_it_worse_is_undone(drive: Drive, said: Said) -> None:
    end = drive(BRIEF, Scripted(small_design(), repair=spoiling))
    assert end["evidence"].design == small_design()
    assert ("verify", "no better than before; the repair is undone") in said


def test_one_bad_remedy_costs_no_good_one(drive: Drive) -> None:
    def partly(design: Design, findings: tuple[Finding, ...]) -> Design:
        mended = mending(design, findings)
        hasty = [Function(name=f"idle-{n}", runtime="python3.8") for n in range(3)]
        edits = [PutComponent(component=function) for function in hasty]
        return apply(mended, *edits) if any(f.rule == "SL-L01" for f in findings) else mended

    end = drive(BRIEF, Scripted(small_design(), repair=partly))
    assert "SL-A04" not in {finding.rule for finding in end["evidence"].report.findings}
    assert not [c for c in end["evidence"].design.components if c.name.startswith("idle")]


def test_a_planner_that_goes_to_and_fro_comes_to_an_end(drive: Drive) -> None:
    def swinging(design: Design, findings: tuple[Finding, ...]) -> Design:
        timeout = next(c for c in design.components if isinstance(c, Function)).timeout_s
        return apply(design, SetField(name="place-order", field="timeout_s", value=61 if timeout == 60 else 60))

    planner = Scripted(small_design(), repair=swinging)
    end = drive(BRIEF, planner)
    assert end["evidence"].design == small_design()
    assert len(planner.handed) <= MOST_ROUNDS
    assert end["repairs"].rounds <= MOST_ROUNDS


def test_repair_ends_after_its_rounds_however_much_is_left(drive: Drive) -> None:
    def one_at_a_time(design: Design, findings: tuple[Finding, ...]) -> Design:
        return mending(design, [finding for finding in findings if finding.mend][:1])

    spares = [{"kind": "queue", "name": f"spare-{number}", "role": "dead-letter"} for number in range(12)]
    design = small_design()
    crowded = Design.model_validate(
        {**design.model_dump(), "components": (*design.model_dump()["components"], *spares)}
    )
    planner = Scripted(crowded, repair=one_at_a_time)
    end = drive(BRIEF, planner)
    assert (len(planner.handed), end["repairs"].rounds) == (MOST_ROUNDS, MOST_ROUNDS)
    assert severities(end["evidence"].report) < severities(gather(crowded).report)


def test_a_planner_that_cannot_repair_is_reported(drive: Drive, said: Said) -> None:
    def failing(design: Design, findings: tuple[Finding, ...]) -> Design:
        raise EditError("there is no component 'ordres'")

    end = drive(BRIEF, Scripted(small_design(), repair=failing))
    assert end["evidence"].design == small_design()
    assert ("repair", "the planner 'scripted' could not: there is no component 'ordres'") in said


def lenient(design: Design, findings: tuple[Finding, ...]) -> Design:
    """Accepts what it ought to mend."""
    waiver = Waiver(rule="SL-L01", component="place-order", reason="we like this version", expires="2999-01-01")
    return apply(design, PutWaiver(waiver=waiver))


def forgetful(design: Design, findings: tuple[Finding, ...]) -> Design:
    """Forgets what was asked."""
    return apply(design, PutRequirements(requirements=design.requirements.model_copy(update={"capabilities": ()})))


@pytest.mark.parametrize("repair", [lenient, forgetful])
def test_a_repair_may_neither_waive_findings_nor_change_what_was_asked(repair: Any, drive: Drive) -> None:
    end = drive(BRIEF, Scripted(small_design(), repair=repair))
    assert end["evidence"].design == small_design()


def test_a_planner_without_proposals_is_a_typed_error(drive: Drive) -> None:
    with pytest.raises(PlannerError, match="'scripted' proposed no design"):
        drive(BRIEF, Scripted())


def test_options_without_any_part_are_an_unclear_brief(drive: Drive) -> None:
    empty = small_design(components=(), links=())
    with pytest.raises(UnclearBriefError, match="what has to be built"):
        drive(BRIEF, Scripted(empty))


def broken_design() -> Design:
    """A design that no tool can work with: a link to a component that is not there."""
    design = small_design()
    lost = design.links[0].model_copy(update={"target": "nowhere"})
    return design.model_copy(update={"links": (lost, *design.links)})


def test_an_option_that_does_not_hold_together_is_left_out(drive: Drive, said: Said) -> None:
    end = drive(BRIEF, Scripted(broken_design(), small_design()))
    assert [proposal.id for proposal in end["proposals"]] == ["option-1"]
    assert any("left out" in text or "cannot be verified" in text for _, text in said)


def test_an_alternative_that_breaks_the_tools_is_left_out(drive: Drive, said: Said) -> None:
    end = drive(BRIEF, Scripted(small_design(), broken_design()))
    assert [found.id for found in compared(end, lambda step, text: said.append((step, text)))] == ["option-0"]
    assert any(text.startswith("Option 1: left out") for _, text in said)


def test_only_options_that_do_not_hold_together_are_a_typed_error(drive: Drive) -> None:
    with pytest.raises(PlannerError, match="proposed no design that"):
        drive(BRIEF, Scripted(broken_design(), broken_design()))


def test_options_that_break_the_tools_are_a_typed_error(
    drive: Drive, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.nodes.verify.gather", lambda *given: {}["rate"])
    with pytest.raises(PlannerError, match="no design that can be verified"):
        drive(BRIEF, Scripted(small_design()))
    assert said[-1] == ("verify", "orders cannot be verified (KeyError: 'rate')")


def test_a_repair_that_breaks_the_tools_is_undone(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    def careful(design: Design, *_: object) -> Any:
        return gather(design) if design == small_design() else {}["rate"]

    monkeypatch.setattr("agent.nodes.verify.gather", careful)
    assert drive(BRIEF, Scripted(small_design(), repair=spoiling))["evidence"].design == small_design()


def test_what_a_node_refuses_comes_through_as_it_is(drive: Drive) -> None:
    with pytest.raises(BadAnswerError, match="no question 'colour'"):
        drive(BRIEF, answers={"colour": "red"})
    with pytest.raises(UnclearBriefError):
        drive("Hello there!")


class Stopped(BaseException):
    """Somebody has had enough."""


@pytest.mark.parametrize("last", ["read", "assess", "retrieve", "propose", "verify", "repair"])
def test_whoever_listens_can_stop_a_run_at_any_step(last: str, shelf: Knowledge) -> None:
    heard: list[str] = []

    def listen(step: str, text: str) -> None:
        heard.append(step)
        if step == last:
            raise Stopped

    deps = Deps(Scripted(small_design(), repair=mending), shelf, listen)
    from agent.graph import run

    with pytest.raises(Stopped):
        run(BRIEF, {}, deps)
    assert heard[-1] == last
    assert heard.count(last) == 1


def test_nothing_of_a_run_is_traced(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[object] = []

    def looking(design: Design, findings: tuple[Finding, ...]) -> Design:
        traced.append(tracing_is_enabled())
        return design

    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    drive(BRIEF, Scripted(small_design(), repair=looking))
    assert traced == [False]


def test_nodes_give_what_they_say_and_nothing_else(shelf: Knowledge) -> None:
    deps = Deps(Scripted(small_design(), repair=mending), shelf)
    state: dict[str, Any] = {"brief": BRIEF, "answers": {}}
    for node in (intake, assess, retrieve, propose, verify, repair, verify):
        given = node(typing.cast("Any", state), deps)
        promised = typing.get_type_hints(node, vars(states))["return"]
        assert set(given) == set(promised.__annotations__)
        state |= given
    assert set(state) == set(State.__annotations__)


def test_planners_get_the_patterns_that_were_found_first(drive: Drive) -> None:
    planner = Scripted(small_design())
    end = drive(BRIEF, planner)
    found = [pattern.id for pattern in end["hits"]]
    assert [known.id for known in planner.patterns[: len(found)]] == found
    assert len({known.id for known in planner.patterns}) == len(planner.patterns) > len(found)


@given(brief=briefs())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_run_never_leaves_more_wrong_than_the_planner_proposed(brief: str, drive: Drive) -> None:
    end = drive(f"{BRIEF}\n{brief}")
    before = severities(gather(end["proposals"][0].design).report)
    assert severities(end["evidence"].report) <= before
    assert end["evidence"].report.count("error") <= before[0]


def test_the_same_brief_gives_the_same_run(drive: Drive) -> None:
    first, second = (drive(BRIEF, EmbeddedPlanner()) for _ in range(2))
    for key in ("requirements", "fitness", "hits", "repairs"):
        assert first[key] == second[key]
    assert [proposal.design for proposal in first["proposals"]] == [p.design for p in second["proposals"]]
    assert first["evidence"].design == second["evidence"].design
    assert first["evidence"].report.findings == second["evidence"].report.findings


def test_adding_a_component_the_repair_did_not_need_counts_as_worse(drive: Drive) -> None:
    def adding(design: Design, findings: tuple[Finding, ...]) -> Design:
        return apply(mending(design, findings[:0]), PutComponent(component=Function(name="nobody")))

    assert drive(BRIEF, Scripted(small_design(), repair=adding))["evidence"].design == small_design()
