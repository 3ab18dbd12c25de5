"""AWS IoT Core: connection minutes, messages in steps of 5 KB, rules and their actions. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.measures import steps
from tools.cost.metering.steps import IOT_MESSAGE_KB
from tools.cost.scope import Scope, total
from tools.cost.usage import Usage
from tools.design.components import DeviceGateway


def meter(gateway: DeviceGateway, scope: Scope) -> Iterator[Usage]:
    """Usage of one gateway."""
    if gateway.protocol == "mqtt":
        yield _connections(gateway, scope)
    flows = scope.incoming(gateway.name)
    messages = sum(flow.demand.per_month * steps(flow.demand.payload_kb, IOT_MESSAGE_KB) for flow in flows)
    yield Usage(
        gateway.name,
        "iot",
        "messages",
        "Messages",
        messages,
        "messages x started 5 KB of one",
        (("messages", total(flows)), ("started 5 KB of one", messages / (total(flows) or 1.0))),
    )
    triggered = sum(
        flow.demand.per_month * steps(flow.demand.payload_kb, IOT_MESSAGE_KB)
        for flow in scope.outgoing(gateway.name)
        if flow.link.kind in ("trigger", "send", "write")
    )
    for sku, title in (("rules", "Rules triggered"), ("actions", "Actions of rules")):
        yield Usage(
            gateway.name,
            "iot",
            sku,
            title,
            triggered,
            "messages handed on in started 5 KB",
            (("messages handed on in started 5 KB", triggered),),
        )


def _connections(gateway: DeviceGateway, scope: Scope) -> Usage:
    share = scope.assume("device_online_share")
    return Usage(
        gateway.name,
        "iot",
        "connection_minutes",
        "Connection minutes",
        gateway.devices * share * scope.hours * 60,
        "devices x share online x hours x 60",
        (("devices", gateway.devices), ("share online", share), ("hours", scope.hours)),
    )
