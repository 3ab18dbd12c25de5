"""How code reaches each kind of neighbour: which part of the shared library, by which variables, and what it can do
there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.blueprint.plan.model import Plan
from tools.blueprint.plan.names import variable
from tools.blueprint.plan.wiring.routes import plural_of
from tools.design.components import AiService, Api, Component, Container, Database, SearchIndex, Stream, Table
from tools.design.links import Link


@dataclass(frozen=True, slots=True)
class Client:
    """A neighbour as code sees it."""

    component: str
    module: str
    """Module of the shared library."""
    type: str
    """Class in it."""
    variable: str
    """The variable, or the beginning of the variables, that say where it is."""
    extra: tuple[str | tuple[str, ...], ...] = ()
    """What else its maker is told."""
    asks: bool = False
    keeps: bool = False
    tells: bool = False
    sourced: bool = False
    """Whether its maker is told what its events say they come from."""


_KINDS: dict[str, tuple[str, str, str, str]] = {
    "bucket": ("storage", "Bucket", "BUCKET", "ask keep"),
    "static-site": ("storage", "Bucket", "BUCKET", "ask keep"),
    "queue": ("messaging", "Queue", "QUEUE_URL", "tell"),
    "topic": ("messaging", "Topic", "TOPIC_ARN", "tell"),
    "bus": ("messaging", "Bus", "BUS", "tell"),
    "delivery-stream": ("messaging", "DeliveryStream", "STREAM", "tell"),
    "function": ("calls", "Function", "FUNCTION_ARN", "ask tell"),
    "workflow": ("calls", "Workflow", "WORKFLOW_ARN", "ask tell"),
    "external": ("calls", "Partner", "URL", "ask tell"),
    "load-balancer": ("calls", "Partner", "BALANCER_URL", "ask tell"),
    "etl": ("calls", "Job", "JOB", "tell"),
    "transcoder": ("calls", "Transcoder", "TRANSCODER", "tell"),
    "warehouse": ("databases", "Warehouse", "WAREHOUSE", "ask keep"),
    "query-engine": ("databases", "Queries", "QUERY", "ask"),
    "timeseries": ("databases", "Series", "SERIES", "keep"),
    "cache": ("databases", "Cache", "CACHE", "ask keep"),
    "mail": ("people", "Mail", "MAIL", "tell"),
    "user-pool": ("people", "Accounts", "USER_POOL_ID", "ask keep"),
    "device-gateway": ("people", "Devices", "DEVICE_TOPIC", "tell"),
    "secret": ("storage", "Secret", "SECRET_ARN", ""),
    "parameter": ("storage", "Parameter", "PARAMETER", ""),
}
"""Module, class, variable and abilities of the kinds that need no closer look."""


def client_of(plan: Plan, link: Link) -> Client | None:
    """The client a link's source needs for its target; None for what code does not reach by itself."""
    target = plan.graph[link.target]
    found = _particular(plan, target) or _plain(target)
    if found is None or not _is_told(plan, link.source, found.variable):
        return None
    return found


def _is_told(plan: Plan, name: str, wanted: str) -> bool:
    """Whether code is told a variable, or several that begin with it."""
    return any(word == wanted or word.startswith(f"{wanted}_") for word in plan.environments.get(name, {}))


def _plain(target: Component) -> Client | None:
    found = _KINDS.get(target.kind)
    if found is None:
        return None
    module, kind, word, able = found
    return Client(
        target.name,
        module,
        kind,
        variable(target.name, word),
        asks="ask" in able,
        keeps="keep" in able,
        tells="tell" in able,
        sourced=module == "messaging",
    )


def _particular(plan: Plan, target: Component) -> Client | None:
    make = _MAKERS.get(target.kind)
    return make(plan, target) if make is not None else None


def _table(plan: Plan, target: Component) -> Client:
    assert isinstance(target, Table)
    extra = (target.partition_key, target.sort_key or "", target.numeric_keys)
    return Client(target.name, "tables", "Table", variable(target.name, "TABLE"), extra, asks=True, keeps=True)


def _database(plan: Plan, target: Component) -> Client:
    assert isinstance(target, Database)
    where = variable(target.name, "DATABASE")
    if target.engine == "document":
        return Client(target.name, "databases", "Documents", where)
    return Client(target.name, "databases", "Database", where, (documents_of(plan, target),), asks=True, keeps=True)


def documents_of(plan: Plan, database: Database) -> str:
    """Name of the table that holds a database's documents."""
    return plural_of(plan.design, database.entity or "documents").replace("-", "_")


def _index(plan: Plan, target: Component) -> Client:
    assert isinstance(target, SearchIndex)
    extra = ((target.entity or target.name).lower(),)
    where = variable(target.name, "INDEX_ENDPOINT")
    return Client(target.name, "databases", "Index", where, extra, asks=True, keeps=True)


def _model(plan: Plan, target: Component) -> Client:
    assert isinstance(target, AiService)
    return Client(target.name, "models", "Model", variable(target.name, "MODEL"), (target.capability,), asks=True)


def _container(plan: Plan, target: Component) -> Client:
    assert isinstance(target, Container)
    if target.mode == "job":
        return Client(target.name, "calls", "Task", variable(target.name, "TASK"), tells=True)
    return Client(target.name, "calls", "Partner", variable(target.name, "URL"), asks=True, tells=True)


def _schedule(plan: Plan, target: Component) -> Client:
    return Client(target.name, "calls", "Timers", variable(target.name, "SCHEDULE"), tells=True)


def _stream(plan: Plan, target: Component) -> Client | None:
    assert isinstance(target, Stream)
    if target.engine == "kafka":
        return None
    return Client(target.name, "messaging", "Stream", variable(target.name, "STREAM"), tells=True, sourced=True)


def _api(plan: Plan, target: Component) -> Client:
    assert isinstance(target, Api)
    where = variable(target.name, "API_URL")
    if target.style == "websocket":
        return Client(target.name, "people", "Connections", where, tells=True)
    return Client(target.name, "calls", "Partner", where, asks=True, tells=True)


_MAKERS: dict[str, Callable[[Plan, Component], Client | None]] = {
    "table": _table,
    "database": _database,
    "search-index": _index,
    "ai-service": _model,
    "container": _container,
    "schedule": _schedule,
    "stream": _stream,
    "api": _api,
}
