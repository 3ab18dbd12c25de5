"""Figures that other rooms work out and rules judge by. Each may be missing; a rule then judges by the design alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

_NONE: Mapping[str, float] = MappingProxyType({})


class StepIssue(NamedTuple):
    """Something wrong, or doubtful, with a step of a workflow."""

    rule: str
    """What was broken, in a few words joined by hyphens."""
    severity: Literal["error", "warning", "info"]
    workflow: str
    step: str
    """Empty where the workflow as a whole is meant."""
    message: str
    remedy: str


class TightLimit(NamedTuple):
    """A limit that the expected peak reaches, or at a small multiple of it."""

    component: str
    """The component it limits; `account` for one that several share."""
    title: str
    """What is limited, in words."""
    taken: str
    """What the expected peak takes of it: `204 of 263 tasks`."""
    multiple: float
    """At how many times the expected peak it is reached; 0 where it is without any traffic."""
    effect: str = ""
    """What happens beyond it."""
    is_granted: bool = False
    """Whether the provider raises it on request; otherwise only another design gets around it."""


class Figures(NamedTuple):
    """Cost, latency and load of one design."""

    monthly_cost: float | None = None
    """US dollars a month, free allowances deducted."""
    p99_ms: Mapping[str, float] = _NONE
    """99th percentile of the response time by entry point: the name of a load or of the component it enters."""
    peak_rps: Mapping[str, float] = _NONE
    """Requests, messages or objects a component takes in per second at its worst."""
    held_gb: Mapping[str, float] = _NONE
    """Data that a store holds, in gigabytes."""
    peak_concurrency: Mapping[str, float] = _NONE
    """Executions of a function under way at the worst second."""
    account_concurrency_limit: float | None = None
    tight_limits: tuple[TightLimit, ...] = ()
    """Limits that the expected traffic reaches, or comes near to, tightest first."""
    cold_start_share: Mapping[str, float] = _NONE
    """Share of a function's invocations that start cold, 0 to 1."""
    cold_start_p99_ms: Mapping[str, float] = _NONE
    """99th percentile of a function's initialisation."""
    duration_ms: Mapping[str, float] = _NONE
    """Mean duration of a warm execution of a function, what it waits for included."""
    queue_delay_s: Mapping[str, float] = _NONE
    """Longest wait of a message in a queue, at the worst peak; infinite where its consumer never catches up."""
    step_issues: tuple[StepIssue, ...] = ()
    """What is wrong with the steps of the workflows."""
    workflow_mean_s: Mapping[str, float] = _NONE
    """Mean duration of one execution by workflow definition."""
    workflow_history_events: Mapping[str, float] = _NONE
    """History events one execution writes by workflow definition."""


NO_FIGURES = Figures()
