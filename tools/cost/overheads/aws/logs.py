"""Amazon CloudWatch Logs: what functions, containers, workflows, APIs and networks write, and its storage.

Source: Amazon CloudWatch pricing page. Logs of functions have price tiers of their own since 2025-05-01.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tools.cost.executions import execution_of
from tools.cost.scope import KB_PER_GB, Scope, total
from tools.cost.usage import Usage
from tools.design.components import Api, Component, Container, Function, Network, WorkflowEngine
from tools.design.requirements import DAYS_PER_MONTH

EVENTS_PER_TRANSITION = 2.0
"""A workflow that logs everything writes one event when it enters a state and one when it leaves it."""

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
        entered = execution_of(scope.workflow(component.definition)).transitions
        events = scope.runs(component.name).per_month * entered * EVENTS_PER_TRANSITION
        return Source(events, scope.assume("access_log_kb"), component.log_retention_days)
    if isinstance(component, Api) and component.access_logs and component.style != "graphql":
        lines = scope.demand(component.name).per_month
        return Source(lines, scope.assume("access_log_kb"), component.log_retention_days)
    if isinstance(component, Network):
        parts = scope.inside(component.name)
        return Source(
            sum(total(scope.outgoing(part.name)) for part in parts), scope.assume("access_log_kb"), USUAL_DAYS
        )
    return None


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
