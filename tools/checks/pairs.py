"""Which kinds of component a link of each kind may sensibly join.

Sources: the integrations that API Gateway, EventBridge (rules, pipes, scheduler), S3, SNS, IoT rules, Cognito, SES and
Step Functions document; what another cloud joins otherwise is still the same pair at this level.
"""

from __future__ import annotations

from tools.design.components import KINDS
from tools.design.links import LinkKind

_CODE = frozenset({"function", "container", "workflow"})
_JOBS = frozenset({"etl", "transcoder"})
_WORK = _CODE | _JOBS
_CARRIERS = frozenset({"queue", "topic", "bus", "stream", "delivery-stream"})
_STORES = frozenset({"table", "database", "timeseries", "warehouse", "bucket", "cache", "search-index", "query-engine"})
_DOORS = frozenset({"api", "load-balancer", "cdn"})
_DELIVERED = _CODE | _CARRIERS | {"etl", "external"}
"""What a bus, a scheduler or a pipe starts or hands to by itself."""

_TRIGGERS: dict[str, frozenset[str]] = {
    "external": _DOORS
    | _CARRIERS
    | frozenset({"function", "container", "workflow", "device-gateway", "file-gateway", "user-pool", "static-site"})
    | frozenset({"dns-failover", "bucket", "mail", "external"}),
    "dns-failover": _DOORS | {"static-site", "container", "function"},
    "cdn": frozenset({"function", "api", "load-balancer", "container", "static-site", "bucket", "external"}),
    "api": _CARRIERS | _CODE | frozenset({"load-balancer", "table", "bucket", "external"}),
    "load-balancer": frozenset({"function", "container", "external"}),
    "user-pool": frozenset({"function"}),
    "bucket": _DELIVERED,
    "table": _DELIVERED,
    "queue": _DELIVERED,
    "topic": frozenset({"function", "queue", "delivery-stream", "external"}),
    "bus": _DELIVERED,
    "schedule": _DELIVERED,
    "stream": _DELIVERED,
    "delivery-stream": frozenset({"function"}),
    "device-gateway": _DELIVERED | {"table", "bucket", "timeseries"},
    "file-gateway": _DELIVERED | {"bucket"},
    "etl": _DELIVERED,
    "transcoder": _DELIVERED,
    "mail": frozenset({"function", "topic", "bucket", "external"}),
    "workflow": _WORK,
    "function": _WORK | {"schedule"},
    "container": _WORK | {"schedule"},
}

_CALLERS = _WORK | _DOORS | frozenset({"external", "static-site", "dns-failover", "query-engine", "user-pool"})
_CALLED = (
    _WORK
    | _DOORS
    | frozenset({"external", "ai-service", "query-engine", "user-pool", "device-gateway", "static-site", "schedule"})
    | frozenset({"file-gateway"})
    | frozenset({"mail", "warehouse", "database", "search-index", "cache", "table", "bucket", "key", "topic", "queue"})
)

_SENDERS = (
    _WORK
    | frozenset(
        {"external", "api", "device-gateway", "ai-service", "file-gateway", "user-pool", "bucket", "table", "mail"}
    )
    | frozenset(
        {"stream", "bus", "topic", "delivery-stream", "audit-trail", "queue", "schedule", "database", "static-site"}
    )
)
_SENT_TO = _CARRIERS | frozenset(
    {"mail", "device-gateway", "external", "api", "schedule", "bucket", "search-index", "timeseries", "warehouse"}
)

_READERS = (
    _WORK
    | _DOORS
    | frozenset(
        {"external", "query-engine", "ai-service", "warehouse", "search-index", "static-site", "firewall", "user-pool"}
    )
    | frozenset({"delivery-stream", "file-gateway", "stream", "schedule"})
)
_READ = _STORES | frozenset(
    {"secret", "parameter", "user-pool", "queue", "stream", "static-site", "audit-trail", "key", "topic", "external"}
)

_WRITERS = (
    _WORK
    | _DOORS
    | frozenset(
        {"external", "delivery-stream", "device-gateway", "file-gateway", "ai-service", "mail", "audit-trail", "stream"}
    )
    | frozenset(
        {"user-pool", "query-engine", "warehouse", "firewall", "network", "schedule", "bus", "database", "table"}
    )
)
_WRITTEN = _STORES | frozenset({"user-pool", "parameter", "secret", "static-site", "audit-trail", "external"})


def is_sensible(kind: LinkKind, source: str, target: str) -> bool:
    """Whether a link of this kind makes sense from one kind of component to another."""
    if kind == "trigger":
        return target in _TRIGGERS.get(source, frozenset())
    sources, targets = {
        "call": (_CALLERS, _CALLED),
        "send": (_SENDERS, _SENT_TO),
        "read": (_READERS, _READ),
        "write": (_WRITERS, _WRITTEN),
    }[kind]
    return source in sources and target in targets


def sensible_targets(kind: LinkKind, source: str) -> tuple[str, ...]:
    """Kinds that a link of this kind may lead to from a kind of component, in the order of the language."""
    return tuple(target for target in KINDS if is_sensible(kind, source, target))
