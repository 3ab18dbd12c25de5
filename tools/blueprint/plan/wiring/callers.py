"""Services that call a function as part of their own work: identity, load balancing, incoming mail."""

from __future__ import annotations

from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.values import Ref, Value, arn
from tools.blueprint.plan.wiring.goals import permit
from tools.design.components import Function
from tools.design.links import Link


def wire_callers(draft: Draft, link: Link) -> None:
    """Lets the source invoke its function."""
    source, target = draft.graph[link.source], draft.graph[link.target]
    if not isinstance(target, Function):
        return
    identity = draft.ids[source.name]
    where: Value = Ref(source.name)
    if source.kind == "load-balancer":
        where = arn("elasticloadbalancing", "targetgroup/*")
    elif source.kind == "mail":
        where = arn("ses", "receipt-rule-set/*")
    permit(draft, target.name, source.kind, where, identity, of_account=source.kind == "mail")
