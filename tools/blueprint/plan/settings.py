"""What is decided about functions, queues and APIs: everything the provider would otherwise decide by its defaults."""

from __future__ import annotations

import math

from tools.blueprint.plan.code import code_of, kept_warm, starts_from_snapshot
from tools.blueprint.plan.completion import FOURTEEN_DAYS_S, is_asynchronous
from tools.blueprint.plan.cycles import spelled
from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.model import ApiPlan, FunctionPlan, QueuePlan
from tools.blueprint.plan.values import PARTITION, REGION, Param, PartRef, Ref, Value, joined
from tools.design.components import Api, Container, Function, Queue
from tools.design.requirements import Daily, Load

MAX_TIMEOUT_S = 900
EDGE_TIMEOUT_S = 30

VISIBILITY_FACTOR = 6
"""A message stays hidden for six times its consumer's timeout, so that throttled retries do not show it twice (AWS
Lambda developer guide, "Using Lambda with Amazon SQS")."""

MAX_VISIBILITY_S = 43_200

DEFAULT_RATE = 100.0
HEADROOM = 2.0
"""Throttles are set to twice the highest rate that is asked for."""

MAX_RATE = 10_000.0


def functions_of(draft: Draft, environments: dict[str, dict[str, Value]]) -> dict[str, FunctionPlan]:
    """Every function, decided."""
    return {f.name: _function(draft, f, environments[f.name]) for f in draft.graph.all(Function)}


def _function(draft: Draft, function: Function, environment: dict[str, Value]) -> FunctionPlan:
    code = code_of(function)
    if code.note:
        draft.notes.append(code.note)
    edge = function.placement == "edge"
    return FunctionPlan(
        runtime=code.runtime,
        language=code.language,
        handler=code.handler,
        folder=code.folder,
        build=code.build,
        timeout_s=min(math.ceil(function.timeout_s), EDGE_TIMEOUT_S if edge else MAX_TIMEOUT_S),
        environment={} if edge else environment,
        asynchronous=is_asynchronous(draft.graph, function.name),
        on_failure=function.on_failure,
        network=None if edge else function.network,
        reserved=function.reserved_concurrency,
        provisioned=kept_warm(function),
        snapstart=starts_from_snapshot(function),
    )


def queues_of(draft: Draft, functions: dict[str, FunctionPlan]) -> dict[str, QueuePlan]:
    """Every queue, decided."""
    sources: dict[str, list[str]] = {}
    for queue in draft.graph.all(Queue):
        if queue.dead_letter is not None:
            sources.setdefault(queue.dead_letter, []).append(queue.name)
    senders = _senders(draft)
    return {
        queue.name: QueuePlan(
            visibility_s=_visibility(draft, queue, functions),
            retention_s=_retention(queue),
            dead_letter=queue.dead_letter,
            max_receives=queue.max_receives,
            senders=tuple(dict.fromkeys(senders.get(queue.name, ()))),
            sources=tuple(sources.get(queue.name, ())),
        )
        for queue in draft.graph.all(Queue)
    }


def _retention(queue: Queue) -> int:
    """A dead-letter queue keeps for the longest there is: its messages' age counts from when they were first sent."""
    return FOURTEEN_DAYS_S if queue.role == "dead-letter" else max(60, min(queue.retention_s, FOURTEEN_DAYS_S))


def _visibility(draft: Draft, queue: Queue, functions: dict[str, FunctionPlan]) -> int:
    needed = [queue.visibility_s or 30]
    needed += [
        VISIBILITY_FACTOR * functions[poller.function].timeout_s + poller.window_s
        for poller in draft.pollers
        if poller.source == queue.name
    ]
    for link in draft.graph.incoming(queue.name) + draft.graph.outgoing(queue.name):
        reader = draft.graph[link.target if link.source == queue.name else link.source]
        if isinstance(reader, Container):
            needed.append(math.ceil(reader.max_s or VISIBILITY_FACTOR * reader.work_s))
    return min(max(needed), MAX_VISIBILITY_S)


def _senders(draft: Draft) -> dict[str, list[tuple[str, Value]]]:
    """Services that put messages into a queue by its own policy: rules and topics, for their targets and what they
    give up."""
    found: dict[str, list[tuple[str, Value]]] = {}

    def note(queue: str | None, service: str, source: Value) -> None:
        if queue is not None and draft.graph[queue].kind == "queue":
            found.setdefault(queue, []).append((service, source))

    for rule in draft.rules:
        note(rule.goal.component, "events.amazonaws.com", PartRef(rule.id))
        note(rule.dead_letter, "events.amazonaws.com", PartRef(rule.id))
    for subscription in draft.subscriptions:
        note(subscription.goal.component, "sns.amazonaws.com", Ref(subscription.topic))
        note(subscription.dead_letter, "sns.amazonaws.com", Ref(subscription.topic))
    for notice in draft.notices:
        note(
            notice.goal.component,
            "s3.amazonaws.com",
            spelled(draft, joined("arn:", PARTITION, ":s3:::", Ref(notice.bucket, "name"))),
        )
    return found


def apis_of(draft: Draft) -> dict[str, ApiPlan]:
    """Every API, decided."""
    return {api.name: _api(draft, api) for api in draft.graph.all(Api)}


def _api(draft: Draft, api: Api) -> ApiPlan:
    style = api.style
    if style == "http" and (lacking := _lacking(draft, api)):
        style = "rest"
        draft.notes.append(f"{api.name} is a REST API, because HTTP APIs have no {lacking}.")
    rate = api.throttle_rps or _rate(draft, api)
    issuer, audience = _issuer(api)
    return ApiPlan(
        style=style,
        rate=rate,
        burst=api.throttle_burst or math.ceil(rate * 2),
        issuer=issuer,
        audience=audience,
        domain=bool(api.domain) or api.auth == "mutual-tls",
    )


def _lacking(draft: Draft, api: Api) -> str:
    routed = {(r.action, draft.graph[r.target].kind) for r in draft.routes if r.api == api.name}
    reasons = {
        "integration with what it hands requests to": bool(routed & _REST_ONLY),
        "API keys": api.auth == "api-key" or bool(api.usage_plans),
        "edge or private endpoints": api.endpoint != "regional",
        "cache": api.cache_ttl_s > 0,
        "firewall": api.firewall is not None,
    }
    return next((text for text, holds in reasons.items() if holds), "")


_REST_ONLY = frozenset(
    {
        ("publish", "topic"),
        ("record", "delivery-stream"),
        ("put", "table"),
        ("get", "table"),
        ("put", "bucket"),
        ("get", "bucket"),
    }
)
"""What HTTP APIs cannot hand a request to (API Gateway developer guide, "Integration subtype reference")."""


def _issuer(api: Api) -> tuple[Value | None, Value | None]:
    if api.auth != "jwt":
        return None, None
    if api.user_pool is None:
        return Param("JwtIssuer"), Param("JwtAudience")
    address = joined("https://cognito-idp.", REGION, ".amazonaws.com/", Ref(api.user_pool, "id"))
    return address, Ref(api.user_pool, "client")


def _rate(draft: Draft, api: Api) -> float:
    loads = {load.id: load for load in draft.design.requirements.loads}
    entering = [link for link in draft.graph.incoming(api.name) if link.load is not None]
    entering += [link for link in draft.graph.outgoing(api.name) if link.load is not None]
    wanted = sum(peak_rate(loads[link.load]) * link.ratio for link in entering if link.load)
    return float(min(max(math.ceil(wanted * HEADROOM), 10), MAX_RATE)) if wanted else DEFAULT_RATE


def peak_rate(load: Load) -> float:
    """Highest rate of a load, requests per second: its daily top, or its highest burst."""
    daily = load.profile.peak_ratio if isinstance(load.profile, Daily) else 1.0
    recorded = max(load.profile.rates) if load.profile.kind == "replay" else 0.0
    burst = max((peak.multiplier for peak in load.peaks), default=1.0)
    return max(load.per_second * daily, load.per_second * burst, recorded)
