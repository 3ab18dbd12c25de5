"""What every link becomes: a route, a poller, a pipe, a rule, a timer, a subscription, or only a permission.

Owns the table from the kind of a link's source to what is made of it. A link for which the cloud has nothing is said in
the plan's notes; it never disappears.
"""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.wiring.callers import wire_callers
from tools.blueprint.plan.wiring.devices import wire_devices
from tools.blueprint.plan.wiring.messages import wire_bus, wire_topic
from tools.blueprint.plan.wiring.objects import wire_bucket
from tools.blueprint.plan.wiring.polling import wire_poller
from tools.blueprint.plan.wiring.routes import wire_api, wire_authorizers
from tools.blueprint.plan.wiring.rules import wire_finished, wire_workflow_failures
from tools.blueprint.plan.wiring.timers import wire_schedule
from tools.design.links import Link

_WIRES: dict[str, Callable[[Draft, Link], None]] = {
    "api": wire_api,
    "queue": wire_poller,
    "stream": wire_poller,
    "table": wire_poller,
    "bus": wire_bus,
    "topic": wire_topic,
    "bucket": wire_bucket,
    "schedule": wire_schedule,
    "device-gateway": wire_devices,
    "file-gateway": wire_finished,
    "etl": wire_finished,
    "transcoder": wire_finished,
    "user-pool": wire_callers,
    "load-balancer": wire_callers,
    "mail": wire_callers,
}


def wire_links(draft: Draft) -> None:
    """Wires every link of the design that becomes more than a permission."""
    for link in draft.design.links:
        wire = _WIRES.get(draft.graph[link.source].kind)
        if wire is not None and link.kind != "read":
            wire(draft, link)
    wire_authorizers(draft)
    wire_workflow_failures(draft)
