"""Amazon CloudWatch alarms: those that every deployment of a design brings along. Source: its pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Component, Container, Database, Function, Stream, Table

_ALARMS = {
    "queue": 1,
    "api": 1,
    "workflow": 2,
    "delivery-stream": 1,
    "load-balancer": 1,
}


def overhead(scope: Scope) -> Iterator[Usage]:
    """Alarms of each component that is watched."""
    for component in scope.design.components:
        count = _alarms(component, scope)
        if count:
            yield Usage(
                component.name,
                "cloudwatch",
                "alarm_standard",
                "Alarms",
                count,
                "alarms",
                (("alarms", count),),
                is_standing=True,
            )


def _alarms(component: Component, scope: Scope) -> int:
    if isinstance(component, Function):
        if component.placement == "edge":
            return 0
        streams = any(flow.source.kind in ("stream", "table") for flow in scope.incoming(component.name, "trigger"))
        return 2 + int(streams) + int(component.on_failure is not None)
    if isinstance(component, Table):
        return len({flow.link.kind for flow in scope.incoming(component.name, "read", "write")})
    if isinstance(component, Container):
        return int(component.mode == "service" and component.platform == "managed")
    if isinstance(component, Database):
        return int(component.engine != "document")
    if isinstance(component, Stream):
        return int(component.engine == "native")
    return _ALARMS.get(component.kind, 0)
