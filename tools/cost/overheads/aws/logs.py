"""Amazon CloudWatch Logs: what functions, containers, workflows, APIs and networks write, and its storage.

Source: Amazon CloudWatch pricing page. Logs of functions have price tiers of their own since 2025-05-01.
Flow logs: Amazon VPC documentation, "Flow log records" (one for each aggregation interval).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tools.cost.scope import KB_PER_GB, Scope
from tools.cost.usage import Usage
from tools.design.components import Api, Component, Container, Function, Network, WorkflowEngine
from tools.design.requirements import DAYS_PER_MONTH
from tools.workload.batching import work_seconds
from tools.workload.executions import transitions

EVENTS_PER_TRANSITION = 2.0
"""A workflow that logs everything writes one event when it enters a state and one when it leaves it."""

FLOW_INTERVAL_S = 600.0
"""How long a flow log gathers what goes over one connection into one record, by default."""

USUAL_DAYS = 30
"""Retention of logs whose component does not say."""


class Source(NamedTuple):
    """What writes a log: so many lines of so many KB, kept for so many days."""

    lines: float
    line_kb: float
    days: int
    sku: str = "logs_ingest"


def overhead(scope: Scope) -> Iterator[Usage]:
    """Ingestion and storage of the logs of each component that writes any."""
    for component in scope.design.components:
        source = _source(component, scope)
        if source is not None:
            yield from _log(component.name, source, scope)


def _source(component: Component, scope: Scope) -> Source | None:
    if isinstance(component, Function):
        runs = scope.runs(component.name).per_month
        return Source(runs, scope.assume("log_kb_per_run"), component.log_retention_days, "lambda_logs_ingest")
    if isinstance(component, Container) and component.platform == "managed":
        runs = scope.demand(component.name).per_month
        return Source(runs, scope.assume("log_kb_per_run"), component.log_retention_days)
    if isinstance(component, WorkflowEngine):
        entered = transitions(scope.workflow(component.definition))
        events = scope.runs(component.name).per_month * entered * EVENTS_PER_TRANSITION
        return Source(events, scope.assume("access_log_kb"), component.log_retention_days)
    if isinstance(component, Api) and component.access_logs and component.style != "graphql":
        lines = scope.demand(component.name).per_month
        return Source(lines, scope.assume("access_log_kb"), component.log_retention_days)
    if isinstance(component, Network):
        return Source(_flow_records(component, scope), scope.assume("access_log_kb"), USUAL_DAYS)
    return None


def _flow_records(network: Network, scope: Scope) -> float:
    """Records of a network's flow log: one for each connection, direction and interval in which something crossed it.

    Code keeps its connections: an interval has as many as requests, at most one for each run that is under way.
    """
    found = 0.0
    intervals = scope.seconds / FLOW_INTERVAL_S
    for part in scope.inside(network.name):
        at_once = max(1.0, scope.runs(part.name).mean_rps * work_seconds(part))
        found += sum(min(flow.demand.per_month, at_once * intervals) for flow in scope.outgoing(part.name))
    return 2 * found


def _log(name: str, source: Source, scope: Scope) -> Iterator[Usage]:
    size = source.lines * source.line_kb / KB_PER_GB
    inputs = (("lines", source.lines), ("KB of one", source.line_kb))
    yield Usage(name, "cloudwatch", source.sku, "Logs", size, "lines x KB of one / 1024 / 1024", inputs)
    months, packed = source.days / DAYS_PER_MONTH, scope.assume("log_compression")
    yield Usage(
        name,
        "cloudwatch",
        "logs_storage",
        "Log storage",
        size * packed * months,
        "GB written x compression x months kept",
        (("GB written", size), ("compression", packed), ("months kept", months)),
    )
