"""What running code is told about its neighbours: environment variables, from the links."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import MODEL_PARAMETERS, parameter_for
from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.names import variable
from tools.blueprint.plan.values import Attribute, Param, Ref, RoleRef, Value
from tools.design.components import (
    AiService,
    Api,
    Cdn,
    Component,
    Container,
    Database,
    External,
    Function,
    Schedule,
    Stream,
)
from tools.design.queries import Graph

_TOLD: dict[str, tuple[tuple[str, Attribute], ...]] = {
    "function": (("FUNCTION_ARN", "arn"),),
    "workflow": (("WORKFLOW_ARN", "arn"),),
    "queue": (("QUEUE_URL", "url"),),
    "topic": (("TOPIC_ARN", "arn"),),
    "bus": (("BUS", "name"),),
    "stream": (("STREAM", "name"),),
    "delivery-stream": (("STREAM", "name"),),
    "table": (("TABLE", "name"),),
    "bucket": (("BUCKET", "name"),),
    "static-site": (("BUCKET", "name"),),
    "database": (
        ("DATABASE_ARN", "arn"),
        ("DATABASE_HOST", "host"),
        ("DATABASE_SECRET", "secret"),
        ("DATABASE_NAME", "name"),
    ),
    "cache": (("CACHE_HOST", "host"), ("CACHE_PORT", "port"), ("CACHE_USER", "id")),
    "search-index": (("INDEX_ENDPOINT", "host"),),
    "timeseries": (("SERIES_HOST", "host"), ("SERIES_SECRET", "secret")),
    "warehouse": (("WAREHOUSE_WORKGROUP", "group"), ("WAREHOUSE_DATABASE", "name")),
    "query-engine": (("QUERY_WORKGROUP", "group"), ("QUERY_DATABASE", "name")),
    "secret": (("SECRET_ARN", "arn"),),
    "parameter": (("PARAMETER", "name"),),
    "key": (("KEY_ARN", "arn"),),
    "user-pool": (("USER_POOL_ID", "id"),),
    "mail": (("MAIL_SENDER", "url"), ("MAIL_SETTINGS", "name")),
    "etl": (("JOB", "name"),),
    "transcoder": (("TRANSCODER_ROLE_ARN", "role"), ("TRANSCODER_QUEUE_ARN", "arn")),
    "load-balancer": (("BALANCER_URL", "url"),),
    "device-gateway": (("DEVICE_TOPIC", "name"),),
}
"""Word of the variable and attribute, by kind of the neighbour."""


def environment_of(draft: Draft, name: str) -> dict[str, Value]:
    """The variables of a function or a container, in the order of its links."""
    found: dict[str, Value] = {}
    for link in draft.graph.outgoing(name):
        found.update(told_about(draft, draft.graph[link.target]))
    component = draft.graph[name]
    if isinstance(component, Container):
        for link in draft.graph.incoming(name, "trigger", "send"):
            if draft.graph[link.source].kind in ("queue", "stream"):
                found.update(told_about(draft, draft.graph[link.source]))
    how = component.idempotency if isinstance(component, Function) else None
    if how is not None and how.store is not None:
        found["IDEMPOTENCY_TABLE"] = Ref(how.store, "name")
        found["IDEMPOTENCY_HOURS"] = f"{how.ttl_hours:g}"
    return found


def told_about(draft: Draft, target: Component) -> dict[str, Value]:
    """The variables about one neighbour."""
    name = target.name
    match target:
        case External():
            return {variable(name, "URL"): external_url(target)}
        case AiService():
            return {variable(name, "MODEL"): model_of(target)}
        case Api():
            return {variable(name, "API_URL"): Ref(name, "url")}
        case Container():
            return _told_about_container(draft, target)
        case Stream() if target.engine == "kafka":
            return {variable(name, "CLUSTER_ARN"): Ref(name)}
        case Schedule():
            return _told_about_schedule(draft, name) if target.mode == "one-off" else {}
        case Database() if target.engine == "document":
            words: tuple[tuple[str, Attribute], ...] = (("DATABASE_HOST", "host"), ("DATABASE_SECRET", "secret"))
            return {variable(name, word): Ref(name, attribute) for word, attribute in words}
        case Cdn():
            return {variable(name, "URL"): Ref(name, "url")} if is_served(draft.graph, name) else {}
        case _:
            return {variable(name, word): Ref(name, attribute) for word, attribute in _TOLD.get(target.kind, ())}


def external_url(target: External) -> Value:
    """Where something outside is reached: said by the design, else at deployment."""
    return target.url or Param(parameter_for(target.name, "Url"))


_ORIGINS = frozenset({"static-site", "bucket", "api", "load-balancer", "external"})


def is_served(graph: Graph, cdn: str) -> bool:
    """Whether a distribution has an origin: without one there is nothing to print."""
    return any(graph[link.target].kind in _ORIGINS for link in graph.outgoing(cdn))


def model_of(target: AiService) -> Value:
    """Id of the model: said by the design, else at deployment; capabilities without a choice have none to say."""
    if target.model:
        return target.model
    word = MODEL_PARAMETERS.get(target.capability, "ModelId")
    chosen = target.capability in MODEL_PARAMETERS or target.capability in ("language-model", "embedding")
    return Param(parameter_for(target.name, word)) if chosen else target.capability


def _told_about_container(draft: Draft, target: Container) -> dict[str, Value]:
    if target.platform != "managed":
        return {variable(target.name, "URL"): Param(parameter_for(target.name, "Url"))}
    if target.mode == "service":
        balancer = next(
            (link.source for link in draft.graph.incoming(target.name) if _balances(draft, link.source)), None
        )
        return {variable(target.name, "URL"): Ref(balancer, "url")} if balancer else {}
    subnets = Ref(target.network or "", "id")
    return {
        variable(target.name, "TASK_ARN"): Ref(target.name),
        variable(target.name, "TASK_CLUSTER"): Ref(target.name, "cluster"),
        variable(target.name, "TASK_SUBNETS"): subnets,
        variable(target.name, "TASK_SECURITY_GROUP"): Ref(target.name, "group"),
    }


def _balances(draft: Draft, name: str) -> bool:
    return draft.graph[name].kind == "load-balancer"


def _told_about_schedule(draft: Draft, name: str) -> dict[str, Value]:
    started = draft.graph.outgoing(name)
    goal: dict[str, Value] = {variable(name, "SCHEDULE_TARGET_ARN"): Ref(started[0].target)} if started else {}
    return {
        variable(name, "SCHEDULE_GROUP"): Ref(name, "group"),
        variable(name, "SCHEDULE_ROLE_ARN"): RoleRef(name, "deliver"),
        **goal,
    }
