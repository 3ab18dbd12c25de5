"""What devices publish, and who is handed it."""

from __future__ import annotations

from tools.blueprint.plan.completion import dead_letter_of
from tools.blueprint.plan.draft import Draft, granted
from tools.blueprint.plan.model import DeviceRule, Goal, Role
from tools.blueprint.plan.values import PartRef
from tools.blueprint.plan.wiring.goals import SERVICES, goal_of, permit
from tools.design.components import DeviceGateway
from tools.design.links import Link

_REACHED = frozenset({"function", "queue", "topic", "stream", "delivery-stream", "bucket", "table", "workflow"})


def wire_devices(draft: Draft, link: Link) -> None:
    """A rule on the gateway's topic filter, whose failures go to a queue."""
    gateway, target = draft.graph[link.source], draft.graph[link.target]
    assert isinstance(gateway, DeviceGateway)
    identity = draft.wire_id(link, "Rule")
    if target.kind not in _REACHED:
        draft.notes.append(
            f"{gateway.name} cannot hand on to {target.name} ({target.kind}): put a function between them."
        )
        return
    goal = Goal(target.name) if target.kind == "function" else goal_of(draft, "device-gateway", link)
    if goal is None:
        return
    dead_letter = dead_letter_of(draft.graph, link)
    keeps = granted("device-gateway", "deliver", draft.graph[dead_letter]) or () if dead_letter else ()
    owner = draft.ids[gateway.name]
    errors = draft.add_role(Role(f"{owner}ErrorsRole", gateway.name, "errors", SERVICES["device-gateway"], keeps))
    draft.device_rules.append(
        DeviceRule(identity, gateway.name, goal, goal.role or "", gateway.topic_filter, errors, dead_letter)
    )
    if target.kind == "function":
        permit(draft, target.name, "device-gateway", PartRef(identity), owner)
