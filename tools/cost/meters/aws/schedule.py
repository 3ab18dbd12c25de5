"""Amazon EventBridge Scheduler: invocations. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Schedule


def meter(schedule: Schedule, scope: Scope) -> Iterator[Usage]:
    """Usage of one schedule: each target is invoked on its own."""
    starts = scope.demand(schedule.name).per_month
    targets = max(1, len(scope.outgoing(schedule.name, "trigger")))
    yield Usage(
        schedule.name,
        "eventbridge",
        "scheduler",
        "Scheduler invocations",
        starts * targets,
        "starts x targets",
        (("starts", starts), ("targets", targets)),
    )
