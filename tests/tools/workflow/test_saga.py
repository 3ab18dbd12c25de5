"""Compensation, by running what the compiler prints: what is undone, in which order, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workflow import Resolver, to_asl

Run = Callable[..., tuple[list[str], Any, str]]


@pytest.fixture(scope="session")
def run(samples: dict[str, Workflow], system: Callable[..., Graph], arns: Resolver, machine: Any, failed: Any) -> Run:
    """Runs a sample with functions that fail: the calls made, the result, the error it ended with."""

    def run_sample(name: str, data: Any, **errors: str) -> tuple[list[str], Any, str]:
        def failing(error: str) -> Callable[[Any], Any]:
            def function(_: Any) -> Any:
                raise failed(error, "planted")

            return function

        document = to_asl(samples[name], system(samples[name]), arns)
        running = machine(document, {function: failing(error) for function, error in errors.items()})
        try:
            return running.calls, running.run(data), ""
        except failed as failure:
            return running.calls, None, failure.error

    return run_sample


def test_nothing_is_undone_when_all_goes_well(run: Run) -> None:
    calls, result, error = run("saga", {"orderId": "1"})
    assert calls == ["reserve", "charge", "pack", "notify"]
    assert error == ""
    assert result["payment"] == {"by": "charge"}


@pytest.mark.parametrize(
    ("failing", "calls"),
    [
        ("reserve", ["reserve"]),
        ("charge", ["reserve", "charge", "release"]),
        ("pack", ["reserve", "charge", "pack", "refund", "release"]),
        ("notify", ["reserve", "charge", "pack", "notify", "unpack", "refund", "release"]),
    ],
)
def test_what_was_done_is_undone_the_latest_first(run: Run, failing: str, calls: list[str]) -> None:
    assert run("saga", {}, **{failing: "OutOfStock"}) == (calls, None, "OutOfStock")


def test_a_step_that_timed_out_is_undone_too(run: Run) -> None:
    calls, _, error = run("saga", {}, charge="States.Timeout")
    assert calls == ["reserve", "charge", "refund", "release"]
    assert error == "States.Timeout"


def test_a_compensation_that_fails_does_not_stop_the_others(run: Run) -> None:
    calls, _, error = run("saga", {}, pack="OutOfBoxes", refund="BankClosed")
    assert calls == ["reserve", "charge", "pack", "refund", "release"]
    assert error == "CompensationFailed"


def test_failing_on_purpose_undoes_as_well(run: Run) -> None:
    calls, _, error = run("winding-saga", {"total": 500}, check="CheckBroken")
    assert (calls, error) == (["reserve", "check", "release"], "CheckBroken")
    calls, _, error = run("winding-saga", {"total": 500})
    assert (calls, error) == (["reserve", "check", "notify", "release"], "OrderRefused")


def test_a_declared_catch_that_ends_in_failure_undoes_first(run: Run) -> None:
    calls, _, error = run("winding-saga", {"total": 5}, charge="CardDeclined")
    assert (calls, error) == (["reserve", "charge", "release"], "OrderRefused")


def test_catching_everything_into_a_failure_undoes_what_is_needed(run: Run) -> None:
    data = {"lines": [{"sku": "a"}]}
    calls, _, error = run("guarded-saga", data, charge="CardDeclined")
    assert (calls, error) == (["reserve", "charge", "release"], "ProcessFailed")
    calls, _, error = run("guarded-saga", data, charge="States.Timeout")
    assert (calls, error) == (["reserve", "charge", "refund", "release"], "ProcessFailed")
    calls, _, error = run("guarded-saga", data, pack="OutOfBoxes")
    assert (calls, error) == (["reserve", "charge", "pack", "unpack", "refund", "release"], "ProcessFailed")


def test_only_what_was_done_is_undone_where_it_can_be_told(run: Run) -> None:
    calls, _, _ = run("winding-saga", {"total": 5}, pack="OutOfBoxes")
    assert calls == ["reserve", "charge", "pack", "refund", "release"]


def test_groups_are_undone_as_wholes(run: Run) -> None:
    lines = [{"sku": "a"}, {"sku": "b"}]
    calls, _, error = run("nested-saga", {"lines": lines}, charge="CardDeclined")
    assert calls == ["reserve", "check", "pack", "pack", "charge", "unpack", "unpack", "release"]
    assert error == "CardDeclined"
    calls, _, error = run("nested-saga", {"lines": lines}, check="CheckBroken")
    assert (calls, error) == (["reserve", "check", "release"], "CheckBroken")


@given(total=st.integers(0, 1000), failing=st.sampled_from(["reserve", "check", "charge", "pack"]))
def test_each_thing_done_is_undone_exactly_once(run: Run, total: int, failing: str) -> None:
    calls, _, error = run("winding-saga", {"total": total}, **{failing: "Broken"})
    if not error:
        return
    undoing = {"reserve": "release", "check": "notify", "charge": "refund"}
    done = [call for call in calls if call in undoing and call != failing]
    assert [call for call in calls if call in undoing.values()] == [undoing[call] for call in reversed(done)]
