"""The decision tables: both sides of every number at which a choice flips, and that the number printed is the one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.planners.embedded.deciding import compute, coordination, front_doors, state
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.deciding.rates import rate_text
from agent.planners.embedded.deciding.table import Row, Table
from agent.planners.embedded.lexicon.deeds import Deed
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.reading.steps import Step
from tools.design.decisions import Decision, Flip
from tools.design.requirements import (
    Assumed,
    DataClass,
    LatencyObjective,
    Load,
    Peak,
    Recovery,
    Regime,
    Requirements,
    Stated,
    Steady,
    Technology,
    WorkDuration,
)

SAID = Assumed(reason="a test")
PLAIN = EmbeddedPlanner().read("Customers place orders.", {})


def facts(needs: str = "", **asked: Any) -> Facts:
    """Requirements with these fields, and these needs for certain."""
    certainty = dict.fromkeys(needs.split(), 1.0)
    bare: dict[str, Any] = {"capabilities": (), "latencies": (), "technologies": (), "regimes": (), "data_classes": ()}
    return Facts(PLAIN.model_copy(update=bare | asked), certainty, (), "file")


def load(per_second: float, peak: float = 1.0) -> Load:
    peaks = (Peak(name="peak", multiplier=peak, origin=SAID),) if peak > 1 else ()
    return Load(id="orders", what="orders", count=per_second, profile=Steady(), peaks=peaks, origin=SAID)


def uses(*services: str, stance: str = "use") -> tuple[Technology, ...]:
    return tuple(Technology.model_validate({"service": s, "stance": stance, "origin": SAID}) for s in services)


def flip(decision: Decision, to: str) -> Flip:
    return next(flip for flip in decision.flips if flip.to == to)


def at(threshold: float | None) -> float:
    assert threshold is not None
    return threshold


def test_the_first_row_that_holds_decides_and_the_others_are_rejected() -> None:
    table = Table(
        "t", "Which?", (Row("a", False, "no"), Row("b", True, "yes"), Row("c", True, "last")), {"a": "x", "b": "y"},
        (Flip(to="a", when="z"), Flip(to="b", when="w")),
    )  # fmt: skip
    decision = table.decide()
    assert (decision.chosen, decision.because) == ("b", "yes")
    assert [rejected.option for rejected in decision.rejected] == ["a"]
    assert [flip.to for flip in decision.flips] == ["a"]


def test_requests_move_to_containers_at_the_rate_that_is_printed() -> None:
    printed = flip(compute.request_compute(facts(loads=(load(1),))), "containers")
    assert printed.current == 1
    below, above = (facts(loads=(load(at(printed.threshold) * factor),)) for factor in (0.98, 1.02))
    assert compute.request_compute(below).chosen == "functions"
    assert compute.request_compute(above).chosen == "containers"


def test_a_load_with_peaks_stays_with_functions_at_any_rate() -> None:
    printed = flip(compute.request_compute(facts(loads=(load(1),))), "containers")
    peaky = facts(loads=(load(at(printed.threshold) * 3, peak=10),))
    assert compute.request_compute(peaky).chosen == "functions"


@pytest.mark.parametrize(
    ("technologies", "chosen"),
    [
        (uses("lambda"), "functions"),
        (uses("ecs"), "containers"),
        (uses("ecs", "lambda"), "functions"),
        (uses("lambda", stance="avoid"), "containers"),
    ],
)
def test_what_the_brief_names_goes_before_figures(technologies: tuple[Technology, ...], chosen: str) -> None:
    assert compute.request_compute(facts(technologies=technologies)).chosen == chosen


@pytest.mark.parametrize(("seconds", "chosen"), [(590, None), (610, "container job"), (3600, "container job")])
def test_work_that_may_outlast_a_function_runs_elsewhere(seconds: float, chosen: str | None) -> None:
    decision = compute.long_work(facts(durations=(WorkDuration(what="work", seconds=seconds, origin=SAID),)))
    assert (decision.chosen if decision else None) == chosen


@pytest.mark.parametrize(
    ("needs", "rto", "chosen"),
    [
        ("", None, "one region"),
        ("", 86_400, "one region"),
        ("multi-region", None, "warm standby"),
        ("multi-region", 3600, "warm standby"),
        ("multi-region", 61, "warm standby"),
        ("multi-region", 60, "active-active"),
    ],
)
def test_regions_follow_the_time_to_be_back(needs: str, rto: float | None, chosen: str) -> None:
    recovery = Recovery(rto_s=rto, origin=SAID) if rto is not None else None
    assert compute.regions(facts(needs, recovery=recovery)).chosen == chosen


@pytest.mark.parametrize("milliseconds", [-1, 1])
def test_cold_starts_are_paid_away_at_the_objective_that_is_printed(milliseconds: float) -> None:
    printed = flip(front_doors.cold_starts(facts(latencies=())), "provisioned")
    goal = LatencyObjective(milliseconds=at(printed.threshold) + milliseconds, origin=SAID)
    decision = front_doors.cold_starts(facts(latencies=(goal,)))
    assert decision.chosen == ("tolerated" if milliseconds > 0 else "provisioned")
    back = flip(decision, "provisioned" if milliseconds > 0 else "tolerated")
    assert (back.threshold, back.current) == (printed.threshold, goal.milliseconds)


@pytest.mark.parametrize(("rate", "chosen"), [(199, "one function an entity"), (201, "one function an operation")])
def test_functions_are_split_at_the_peak_that_is_printed(rate: float, chosen: str) -> None:
    entities = tuple(PLAIN.entities[:1]) * 4
    decision = front_doors.granularity(facts(entities=entities, loads=(load(rate),)))
    assert decision.chosen == chosen
    for printed in decision.flips:
        assert (printed.threshold, printed.current) == (200, rate)


def test_few_entities_have_a_function_for_each_operation() -> None:
    assert front_doors.granularity(facts(loads=(load(1),))).chosen == "one function an operation"


@pytest.mark.parametrize(
    ("needs", "asked", "chosen"),
    [
        ("", {}, "http"),
        ("partner-api", {}, "rest"),
        ("private-network", {}, "rest"),
        ("private-network web-app", {}, "http"),
        ("web-firewall", {}, "rest"),
        ("", {"regimes": (Regime(name="gdpr", origin=SAID),)}, "rest"),
        ("partner-api", {"technologies": uses("apigateway_http")}, "http"),
        ("", {"technologies": uses("apigateway_rest")}, "rest"),
    ],
)
def test_apis(needs: str, asked: dict[str, Any], chosen: str) -> None:
    assert front_doors.api_style(facts(needs, **asked)).chosen == chosen


@pytest.mark.parametrize(
    ("needs", "chosen"),
    [
        ("", "jwt"),
        ("sign-in", "jwt"),
        ("partner-api", "api-key"),
        ("sign-in partner-api", "jwt"),
        ("private-network", "iam"),
    ],
)
def test_who_may_call(needs: str, chosen: str) -> None:
    assert front_doors.api_auth(facts(needs)).chosen == chosen


@pytest.mark.parametrize(
    ("needs", "asked", "chosen"),
    [
        ("", {}, "table"),
        ("key-value", {}, "table"),
        ("relational", {}, "database"),
        ("", {"technologies": uses("rds")}, "database"),
        ("relational", {"technologies": uses("dynamodb")}, "table"),
    ],
)
def test_stores(needs: str, asked: dict[str, Any], chosen: str) -> None:
    assert state.store(facts(needs, **asked)).chosen == chosen


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({}, "provider key"),
        ({"data_classes": (DataClass(name="personal", sensitivity="confidential", origin=SAID),)}, "customer key"),
        ({"data_classes": (DataClass(name="public", sensitivity="internal", origin=SAID),)}, "provider key"),
        ({"data_classes": (DataClass(name="health", sensitivity="restricted", origin=SAID),)}, "customer key"),
        ({"regimes": (Regime(name="gdpr", origin=SAID),)}, "customer key"),
    ],
)
def test_keys(asked: dict[str, Any], chosen: str) -> None:
    assert state.encryption(facts(**asked)).chosen == chosen


@pytest.mark.parametrize(
    ("needs", "tenancy", "chosen"), [("", None, None), ("multi-tenant", None, "pooled"), ("", "siloed", "siloed")]
)
def test_tenants(needs: str, tenancy: Any, chosen: str | None) -> None:
    stated = Stated[Any](value=tenancy, origin=SAID) if tenancy else None
    decision = state.tenancy(facts(needs, tenancy=stated))
    assert (decision.chosen if decision else None) == chosen


@pytest.mark.parametrize(
    ("needs", "technologies", "chosen"),
    [
        ("", (), "choreography"),
        ("human-approval", (), "orchestration"),
        ("process", (), "orchestration"),
        ("human-approval", uses("stepfunctions", stance="avoid"), "choreography"),
        ("", uses("stepfunctions"), "orchestration"),
    ],
)
def test_who_coordinates(needs: str, technologies: tuple[Technology, ...], chosen: str) -> None:
    assert coordination.coordination(facts(needs, technologies=technologies)).chosen == chosen


@pytest.mark.parametrize(("consumers", "chosen"), [(1, "queue"), (2, "bus"), (5, "bus")])
def test_messages_go_over_a_bus_from_the_second_consumer_on(consumers: int, chosen: str) -> None:
    decision = coordination.carrier(facts(), consumers)
    assert decision.chosen == chosen
    for printed in decision.flips:
        if printed.to == "bus":
            assert (printed.threshold, printed.current) == (2, consumers)


@pytest.mark.parametrize(("rate", "chosen"), [(999, "queue"), (1001, "stream")])
def test_ordered_events_are_streamed_at_the_rate_that_is_printed(rate: float, chosen: str) -> None:
    found = facts("stream", loads=(load(rate),))
    found.certainty["stream"] = 0.8
    decision = coordination.carrier(found, 1)
    assert decision.chosen == chosen
    for printed in decision.flips:
        if printed.to == "stream":
            assert (printed.threshold, printed.current) == (1000, rate)


def test_a_workflow_is_express_at_the_number_of_executions_that_is_printed() -> None:
    printed = flip(coordination.durability(facts(), transitions=10, duration_s=5, rps=0.001), "express")
    rate = at(printed.threshold) / (30.4375 * 86400)
    below, above = (coordination.durability(facts(), 10, 5, rate * factor) for factor in (0.99, 1.01))
    assert (below.chosen, above.chosen) == ("standard", "express")


@pytest.mark.parametrize(("seconds", "needs"), [(301, ""), (5, "human-approval"), (5, "one-off-timer")])
def test_a_workflow_that_waits_is_standard_at_any_rate(seconds: float, needs: str) -> None:
    assert coordination.durability(facts(needs), 10, seconds, 1000).chosen == "standard"


@pytest.mark.parametrize(("seconds", "chosen"), [(-1, None), (0, None), (1, "container job")])
def test_long_work_is_told_apart_at_the_length_that_is_printed(seconds: float, chosen: str | None) -> None:
    def decided(length: float) -> Decision | None:
        return compute.long_work(facts(durations=(WorkDuration(what="work", seconds=length, origin=SAID),)))

    hour = decided(3600)
    assert hour is not None
    decision = decided(at(flip(hour, "function").threshold) + seconds)
    assert (decision.chosen if decision else None) == chosen


@pytest.mark.parametrize(("needs", "speaks"), [("", False), ("multi-region", True)])
@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_regions_flip_at_the_time_that_is_printed_or_at_none(needs: str, speaks: bool, seconds: float) -> None:
    def decided(rto: float | None) -> Decision:
        found = facts(recovery=Recovery(rto_s=rto, origin=SAID) if rto else None)
        found.certainty.update(dict.fromkeys(needs.split(), 0.3))
        return compute.regions(found)

    printed = flip(decided(None), "warm standby")
    assert (printed.threshold is not None) == speaks
    if printed.threshold is not None:
        wanted = "warm standby" if seconds <= 0 else "one region"
        assert decided(printed.threshold + seconds).chosen == wanted
    active = flip(decided(None), "active-active")
    assert decided(at(active.threshold)).chosen == ("active-active" if speaks else "one region")


@pytest.mark.parametrize("mean", [10, 99, 100, 5000])
@pytest.mark.parametrize("peak", [1, 1.5, 1.6, 9])
def test_table_units_are_provisioned_at_the_figure_that_is_printed(mean: float, peak: float) -> None:
    decision = state.capacity(facts(loads=(load(mean, peak),)))
    assert decision.chosen == ("provisioned" if peak <= 1.5 and mean >= 100 else "on-demand")
    for printed in decision.flips:
        if printed.measure == "mean rate":
            assert state.capacity(facts(loads=(load(at(printed.threshold), peak),))).chosen == printed.to
        elif printed.measure == "peak / mean":
            ratio = at(printed.threshold) + 0.01 * (printed.to == "on-demand")
            assert state.capacity(facts(loads=(load(mean, ratio),))).chosen == printed.to
        else:
            assert state.capacity(facts(loads=(load(100, 1.5),))).chosen == printed.to


@pytest.mark.parametrize(
    ("steps", "undone", "chosen"),
    [(2, 1, "choreography"), (2, 2, "orchestration"), (3, 1, "orchestration"), (5, 0, "choreography")],
)
def test_steps_that_must_be_undone_are_coordinated_at_the_number_that_is_printed(
    steps: int, undone: int, chosen: str
) -> None:
    made = tuple(
        Step(Deed(name=f"step-{n}", cues="", phase=10), f"step-{n}", "undo" * (n < undone), SAID, n)
        for n in range(steps)
    )
    decision = coordination.coordination(replace(facts(), steps=made))
    assert decision.chosen == chosen
    for printed in decision.flips:
        if printed.to == "orchestration":
            assert (printed.threshold, printed.current) == (1 if steps >= 3 else 2, undone)


def test_no_rate_makes_a_workflow_express_that_waits_or_moves_money() -> None:
    waiting = coordination.durability(facts("human-approval"), 10, 5, 1000)
    paying = Step(Deed(name="pay", cues="", phase=10, external="bank"), "pay", "", SAID, 0)
    for decision in (waiting, coordination.durability(replace(facts(), steps=(paying,)), 10, 5, 1000)):
        assert decision.chosen == "standard"
        assert flip(decision, "express").threshold is None


def test_rate_alone_makes_no_stream_where_order_is_not_asked_for() -> None:
    decision = coordination.carrier(facts(loads=(load(50_000),)), 1)
    assert decision.chosen == "queue"
    assert flip(decision, "stream").threshold is None


@pytest.mark.parametrize("what", ["readings", "quotes", "events", "vital signs"])
def test_events_that_flow_in_are_no_requests(what: str) -> None:
    flood = Load(id="flood", what=what, count=25_000, profile=Steady(), origin=SAID)
    found = facts(loads=(flood, load(3)))
    assert (found.asked_rps, found.asked_peak_rps, found.mean_rps) == (3, 3, 25_003)
    assert compute.request_compute(found).chosen == "functions"
    assert flip(compute.request_compute(found), "containers").current == 3
    assert 0 < facts(loads=(flood,)).asked_rps < 1


def every_decision(found: Facts) -> list[Decision | None]:
    return [
        compute.request_compute(found), compute.long_work(found), compute.regions(found), front_doors.api_style(found),
        front_doors.api_auth(found), front_doors.cold_starts(found), front_doors.granularity(found), state.store(found),
        state.capacity(found), state.encryption(found), state.tenancy(found), coordination.coordination(found),
        coordination.durability(found, 10, 5, 1), coordination.carrier(found, 2), coordination.file_trigger(found, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("needs", ["", "batch multi-tenant relational stream", "human-approval multi-region sign-in"])
@pytest.mark.parametrize("rate", [0.001, 10, 100_000])
def test_every_decision_says_why_what_else_there_was_and_on_which_patterns_it_rests(
    needs: str, rate: float, shelf: Any
) -> None:
    decided = [d for d in every_decision(facts(needs, loads=(load(rate, peak=3),))) if d is not None]
    library = {pattern.id for pattern in shelf.list()}
    for decision in decided:
        assert decision.because
        assert decision.chosen not in {rejected.option for rejected in decision.rejected}
        assert decision.chosen not in {flip.to for flip in decision.flips}
        assert set(decision.patterns) <= library
        assert decision.rejected
    assert len({decision.id for decision in decided}) == len(decided)


def requirement_paths(found: Requirements) -> set[str]:
    return set(type(found).model_fields)


@pytest.mark.parametrize("needs", ["", "partner-api human-approval process"])
def test_decisions_rest_on_fields_of_the_requirements(needs: str) -> None:
    for decision in every_decision(facts(needs)):
        if decision is not None:
            assert {path.partition(".")[0] for path in decision.requirements} <= requirement_paths(PLAIN)


def test_messages_of_devices_go_through_a_stream_at_the_rate_that_is_printed() -> None:
    printed = flip(coordination.telemetry(facts(), 1.0, 40.0, 512), "stream")
    assert printed.current == 1
    below, above = (
        coordination.telemetry(facts(), at(printed.threshold) * factor, 40.0, 512) for factor in (0.98, 1.02)
    )
    assert (below.chosen, above.chosen) == ("function", "stream")
    assert coordination.telemetry(facts("stream"), 1.0, 40.0, 512).chosen == "stream"


@pytest.mark.parametrize(
    ("rps", "text"),
    [(0.0, "0.0"), (0.00347, "0.0035"), (0.1, "0.1"), (1.0, "1.0"), (12_345.6, "12,345.6")],
)
def test_small_rates_keep_their_digits(rps: float, text: str) -> None:
    assert rate_text(rps) == text
