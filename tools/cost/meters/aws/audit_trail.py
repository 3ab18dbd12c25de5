"""AWS CloudTrail and AWS Config: data events, recorded configurations and their evaluation, storage of the records.

Source: their pricing pages. The first trail's management events are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import KB_PER_GB, Scope
from tools.cost.usage import Usage
from tools.design.components import AuditTrail, Bucket, Function
from tools.design.requirements import DAYS_PER_MONTH

EVENT_KB = 1.5
"""Size of one recorded event, before compression."""


def meter(trail: AuditTrail, scope: Scope) -> Iterator[Usage]:
    """Usage of one trail: with data events, every access to objects and every invocation is recorded."""
    if trail.data_events:
        yield from _data_events(trail, scope)
    if trail.configuration:
        yield from _configuration(trail, scope)


def _data_events(trail: AuditTrail, scope: Scope) -> Iterator[Usage]:
    objects = sum(
        flow.demand.per_month
        for bucket in scope.all(Bucket)
        for flow in (*scope.incoming(bucket.name), *scope.outgoing(bucket.name, "read"))
    )
    runs = sum(scope.runs(function.name).per_month for function in scope.all(Function))
    events = objects + runs
    yield Usage(
        trail.name,
        "cloudtrail",
        "data_events",
        "Data events",
        events,
        "accesses to objects + invocations",
        (("accesses to objects", objects), ("invocations", runs)),
    )
    months = trail.retention_days / DAYS_PER_MONTH
    kept = events * EVENT_KB * scope.assume("log_compression") / KB_PER_GB * months
    yield Usage(
        trail.name,
        "s3",
        "standard_storage",
        "Storage of records",
        kept,
        "events x 1.5 x compression / 1024 / 1024 x months kept",
        (("events", events), ("compression", scope.assume("log_compression")), ("months kept", months)),
    )


def _configuration(trail: AuditTrail, scope: Scope) -> Iterator[Usage]:
    parts = len(scope.design.components)
    changes = parts * scope.assume("changes_per_component")
    inputs = (("components", parts), ("changes of one", scope.assume("changes_per_component")))
    formula = "components x changes of one"
    yield Usage(trail.name, "config", "items", "Recorded configurations", changes, formula, inputs)
    yield Usage(trail.name, "config", "evaluations", "Rule evaluations", changes, formula, inputs)
