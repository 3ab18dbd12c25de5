"""Where a service of the cloud can deliver by itself, and under which role."""

from __future__ import annotations

from tools.blueprint.plan.draft import Draft, granted
from tools.blueprint.plan.model import Goal, Permit, Purpose, Role
from tools.blueprint.plan.values import Value
from tools.design.components import Component, Queue
from tools.design.links import Link

SERVICES = {
    "api": "apigateway.amazonaws.com",
    "bus": "events.amazonaws.com",
    "schedule": "scheduler.amazonaws.com",
    "pipe": "pipes.amazonaws.com",
    "topic": "sns.amazonaws.com",
    "device-gateway": "iot.amazonaws.com",
}
"""Who takes on the role, by what delivers."""

_WITH_ROLE = {
    "bus": frozenset({"workflow", "stream", "delivery-stream", "container", "etl", "external", "bus"}),
    "topic": frozenset({"delivery-stream"}),
}
"""Targets an event rule or a topic needs a role for; the others let it in by their own policy."""


def goal_of(draft: Draft, deliverer: str, link: Link) -> Goal | None:
    """The goal of a link's deliveries, or None where this deliverer has no way to its target; notes say so then."""
    return goal_at(draft, deliverer, draft.graph[link.target], draft.ids[link.source])


def goal_at(draft: Draft, deliverer: str, target: Component, owner_id: str) -> Goal | None:
    """The goal of deliveries to a target."""
    statements = granted(deliverer, "deliver", target)
    if statements is None or (target.kind == "container" and target.mode == "service"):
        draft.notes.append(
            f"{owner_id} cannot deliver to {target.name} ({target.kind}) by itself: connect them with a function."
        )
        return None
    needs_role = target.kind in _WITH_ROLE[deliverer] if deliverer in _WITH_ROLE else True
    role = None
    if needs_role:
        role_id = f"{owner_id}To{draft.ids[target.name]}Role"
        role = draft.add_role(Role(role_id, target.name, f"{deliverer}-deliver", SERVICES[deliverer], statements))
    fields = _TASK_FIELDS.get(deliverer, ()) if target.kind == "container" else ()
    return Goal(target.name, role, group_of(target), fields)


_TASK_FIELDS = {
    "bus": (("EVENT_ID", "$.id"), ("EVENT_TYPE", "$.detail-type"), ("EVENT_TIME", "$.time")),
    "pipe": (("EVENT", "$.body"),),
}
"""What a started task is told, in environment variables."""


def group_of(target: Component) -> str:
    """Message group or partition key, where the target keeps order."""
    return "$.id" if (isinstance(target, Queue) and target.fifo) or target.kind == "stream" else ""


def permit(draft: Draft, function: str, kind: str, source: Value, owner_id: str, of_account: bool = False) -> None:
    """Lets the service behind a source invoke a function, once for each source."""
    service, purpose = _INVOKERS[kind]
    towards = f"To{draft.ids[function]}"
    identity = f"{owner_id.removesuffix(towards)}{towards}Permission"
    draft.permits.setdefault(identity, Permit(identity, function, service, source, purpose, of_account))


_INVOKERS: dict[str, tuple[str, Purpose]] = {
    "route": ("apigateway.amazonaws.com", "route"),
    "authorizer": ("apigateway.amazonaws.com", "authorizer"),
    "graph": ("appsync.amazonaws.com", "authorizer"),
    "rule": ("events.amazonaws.com", "rule"),
    "topic": ("sns.amazonaws.com", "topic"),
    "bucket": ("s3.amazonaws.com", "bucket"),
    "user-pool": ("cognito-idp.amazonaws.com", "pool"),
    "device-gateway": ("iot.amazonaws.com", "device"),
    "load-balancer": ("elasticloadbalancing.amazonaws.com", "balancer"),
    "mail": ("ses.amazonaws.com", "mail"),
    "secret": ("secretsmanager.amazonaws.com", "secret"),
}
