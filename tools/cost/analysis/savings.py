"""What would make the bill smaller: typed edits, each with what the edited design costs less."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tools.cost.analysis.pricing import Case
from tools.cost.bill import ZERO
from tools.design.components import Api, Bucket, Component, Container, Function, Network, Table, WorkflowEngine
from tools.design.edits import Edit, EditError, SetField, apply
from tools.design.queries import Graph
from tools.design.workflows import walk
from tools.workload import propagate

LEAST = Decimal("0.10")
"""US dollars a month below which nobody changes anything."""
LONGEST_S = 240.0
"""Mean duration from which some runs may exceed the five minutes of an express workflow."""
LOG_DAYS = 14
ARCHIVE_DAYS = 90
STEADY = 2.0
"""Most that the peak may exceed the mean where capacity is provisioned."""
CAPACITY = 0.7
"""Share of the provisioned capacity in use at the peak."""


class Saving(NamedTuple):
    """One change of the design."""

    component: str
    what: str
    why: str
    """What is given up, or why nothing is."""
    edits: tuple[Edit, ...]
    saved: Decimal
    """US dollars a month, made alone."""


class Savings(NamedTuple):
    """Changes, the largest first, and what the bill comes to with all of them."""

    before: Decimal
    found: tuple[Saving, ...]
    after: Decimal


class _Idea(NamedTuple):
    component: str
    what: str
    why: str
    edits: tuple[Edit, ...]


def savings(case: Case) -> Savings:
    """Tries every idea that fits the design, by billing it. Changes that cost or break something are left out."""
    before = case.total()
    found: list[Saving] = []
    for part in case.design.components:
        for idea in _ideas(part, case):
            edited = _edited(case, idea.edits)
            saved = before - edited.total() if edited is not None else ZERO
            if saved >= LEAST:
                found.append(Saving(*idea, saved))
    ordered = sorted(found, key=lambda each: (-each.saved, each.component, each.what))
    everything = case
    for saving in ordered:
        everything = _edited(everything, saving.edits) or everything
    return Savings(before, tuple(ordered), everything.total())


def _edited(case: Case, edits: tuple[Edit, ...]) -> Case | None:
    try:
        return case.of(apply(case.design, *edits))
    except EditError:
        return None


def _set(part: Component, field: str, value: bool | int | float | str) -> tuple[Edit, ...]:
    return (SetField(name=part.name, field=field, value=value),)


def _ideas(part: Component, case: Case) -> Iterator[_Idea]:
    if isinstance(part, Function):
        yield from _of_function(part, case)
    elif isinstance(part, Container) and part.architecture == "x86_64":
        why = "about a fifth cheaper; images have to be built for it"
        yield _Idea(part.name, "run on arm64", why, _set(part, "architecture", "arm64"))
    elif isinstance(part, Api):
        yield from _of_api(part)
    elif isinstance(part, Table):
        yield from _of_table(part, case)
    elif isinstance(part, WorkflowEngine) and part.durability == "standard" and _may_repeat(part, case):
        why = "steps may run twice and the history is in the logs only; its steps must bear being repeated"
        yield _Idea(part.name, "run as an express workflow", why, _set(part, "durability", "express"))
    elif isinstance(part, Bucket) and part.archive_after_days is None and part.role == "data":
        why = "objects older than that cost more to read"
        what = f"archive objects after {ARCHIVE_DAYS} days"
        yield _Idea(part.name, what, why, _set(part, "archive_after_days", ARCHIVE_DAYS))
    elif isinstance(part, Network) and part.nat:
        why = "nothing in the network reaches the internet any more; AWS services are reached through endpoints"
        if not _reaches_out(part, case):
            yield _Idea(part.name, "do without the NAT gateway", why, _set(part, "nat", False))
    if getattr(part, "log_retention_days", 0) > LOG_DAYS:
        why = "older logs are gone"
        yield _Idea(part.name, f"keep logs for {LOG_DAYS} days", why, _set(part, "log_retention_days", LOG_DAYS))


def _of_function(function: Function, case: Case) -> Iterator[_Idea]:
    if function.architecture == "x86_64":
        why = "a fifth cheaper for the same time; native libraries have to exist for it"
        yield _Idea(function.name, "run on arm64", why, _set(function, "architecture", "arm64"))
    runs = propagate(case.design).invocations.get(function.name)
    busy = runs.peak_rps * function.work_ms / 1000 if runs is not None else 0.0
    least = max(1, round(busy / CAPACITY + 0.5))
    if function.provisioned_concurrency > least:
        why = f"the peak keeps {busy:.1f} environments busy"
        what = f"keep {least} environments warm, not {function.provisioned_concurrency}"
        yield _Idea(function.name, what, why, _set(function, "provisioned_concurrency", least))


def _of_api(api: Api) -> Iterator[_Idea]:
    plain = api.auth != "api-key" and not api.usage_plans and api.endpoint == "regional"
    if api.style == "rest" and plain and not api.cache_ttl_s and api.firewall is None:
        why = "requests are no longer checked against their schema at the door"
        yield _Idea(api.name, "be an HTTP API", why, _set(api, "style", "http"))
    if api.cache_ttl_s:
        why = "every request reaches what answers it"
        yield _Idea(api.name, "do without the response cache", why, _set(api, "cache_ttl_s", 0))


def _of_table(table: Table, case: Case) -> Iterator[_Idea]:
    if table.capacity == "provisioned":
        why = "no capacity to plan; a surprise costs more"
        yield _Idea(table.name, "be billed on demand", why, _set(table, "capacity", "on-demand"))
        return
    demand = propagate(case.design).components.get(table.name)
    if demand is None or demand.peak_rps > STEADY * demand.mean_rps:
        return
    why = "capacity follows the traffic within minutes; what comes faster is throttled"
    yield _Idea(table.name, "provision its capacity", why, _set(table, "capacity", "provisioned"))


def _may_repeat(engine: WorkflowEngine, case: Case) -> bool:
    """Whether nothing in the workflow lasts long, waits for people or has to be undone: express steps may run twice."""
    steps = walk(Graph(case.design).workflow(engine.definition).steps)
    lasting = any(step.kind in ("callback", "approval", "wait") or getattr(step, "compensate", None) for step in steps)
    return engine.work_s < LONGEST_S and not lasting


def _reaches_out(network: Network, case: Case) -> bool:
    inside = {part.name for part in case.design.components if getattr(part, "network", None) == network.name}
    outside = {part.name for part in case.design.components if part.kind == "external"}
    return any(link.source in inside and link.target in outside for link in case.design.links)
