"""What the test of a handler tries: each sample event, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.samples import CALLER, IDENTIFIER
from tools.blueprint.source.wording import STATUS, is_once, operation_of, seed_of

Kind = Literal[
    "answers",
    "refuses",
    "misses",
    "batch",
    "partial",
    "fact",
    "socket",
    "remembers",
    "field",
    "person",
    "records",
    "stranger",
    "tells",
    "once",
]


@dataclass(frozen=True, slots=True)
class Case:
    """One test. What is not of its kind is empty."""

    kind: Kind
    words: str
    sample: str = ""
    """Name of the sample event."""
    status: int = 0
    table: Client | None = None
    """The table that holds an item before, and the item."""
    seed: tuple[tuple[str, str], ...] = ()
    operation: str = ""
    """The operation of AWS that tells, and the type it tells."""
    type: str = ""


REFUSED_BODY = '{"nobody-declared-this": 1}'

_OPERATIONS = {"Bus": "PutEvents", "Queue": "SendMessage", "Topic": "Publish", "Stream": "PutRecord"}


def cases_of(plan: Plan, handler: Handler) -> tuple[Case, ...]:
    """Every test of a handler."""
    found = [case for calling in handler.callings for case in _of_calling(plan, handler, calling)]
    return (*found, *_telling(handler))


def value_in_test(name: str) -> str:
    """What a variable of the environment holds while tests run."""
    if name.endswith("_PORT"):
        return "6379"
    if name.endswith("_HOURS"):
        return "24"
    if name.endswith(("_URL", "_ENDPOINT")):
        return "https://example.com"
    return name.lower().replace("_", "-")


_SIMPLE: dict[str, Case] = {
    "fact": Case("fact", "a fact is handled", "fact"),
    "pool": Case("person", "the person goes on", "pool"),
    "transform": Case("records", "records are changed", "transform"),
    "door": Case("stranger", "strangers are turned away", "door"),
}


def _of_calling(plan: Plan, handler: Handler, calling: str) -> list[Case]:
    match calling:
        case "api":
            return _api(handler)
        case "graph":
            route = next((r for r in handler.routes if r.method in ("Query", "Mutation")), None)
            operation = operation_of(handler, route) if route is not None else "process"
            return [_seeded(handler, operation, Case("field", "a field is answered", "graph"))]
        case "batch":
            return _batch(plan, handler)
        case "socket":
            known = handler.connections
            more = [Case("remembers", "an open connection is remembered", table=known)] if known is not None else []
            return [Case("socket", "a message is answered", "socket"), *more]
        case _:
            return [_SIMPLE[calling]]


def _seeded(handler: Handler, operation: str, case: Case) -> Case:
    seed = seed_of(handler, operation, IDENTIFIER, CALLER)
    return replace(case, table=handler.table, seed=tuple(seed.items())) if seed else case


def _api(handler: Handler) -> list[Case]:
    route = handler.routes[0] if handler.routes else None
    operation = operation_of(handler, route) if route is not None else "process"
    status = 202 if operation == "create" and handler.table is None else STATUS[operation]
    cases = [_seeded(handler, operation, Case("answers", "a request is answered", "api", status))]
    if operation in ("create", "update") and handler.entity is not None and handler.entity.fields:
        refused = Case("refuses", "a body that is not what was asked for is refused", "api", 400)
        cases.append(_seeded(handler, operation, refused))
    if operation in ("get", "update", "delete"):
        cases.append(Case("misses", "what is not there is not found", "api", 404))
    return cases


def _batch(plan: Plan, handler: Handler) -> list[Case]:
    poller = next((p for p in plan.wiring.pollers if p.function == handler.name), None)
    queue = poller is not None and plan.graph[poller.source].kind == "queue"
    required = handler.consumed is not None and any(field.required for field in handler.consumed.fields)
    more = [Case("partial", "only the record that failed is reported", "batch")] if queue and required else []
    return [Case("batch", "a batch is handled", "batch"), *more]


def _telling(handler: Handler) -> list[Case]:
    told = next((t for t in handler.tells if t.client.type in _OPERATIONS), None)
    sample = next((c for c in ("batch", "fact", "api") if c in handler.callings), "")
    route = handler.routes[0] if handler.routes else None
    if told is None or not sample:
        return []
    if sample == "api" and (route is None or operation_of(handler, route) not in ("create", "process")):
        return []
    operation = _OPERATIONS[told.client.type]
    found = [Case("tells", f"{told.client.component} is told", sample, operation=operation, type=told.type)]
    if is_once(handler):
        words = "it is done once however often it is delivered"
        found.append(Case("once", words, sample, operation=operation))
    return found
