"""Log groups: one for each part that writes logs, with a retention somebody decided."""

from __future__ import annotations

from bisect import bisect_left

from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.model import LogGroup
from tools.blueprint.plan.values import STACK, joined
from tools.design.components import (
    Api,
    Component,
    Container,
    DeliveryStream,
    Firewall,
    Function,
    Key,
    Network,
    WorkflowEngine,
)

_PLACES = {
    "function": "/aws/lambda/",
    "container": "/aws/ecs/",
    "workflow": "/aws/vendedlogs/states/",
    "api": "/aws/vendedlogs/apis/",
    "delivery-stream": "/aws/vendedlogs/firehose/",
    "network": "/aws/vendedlogs/flows/",
    "firewall": "aws-waf-logs-",
}
"""Where each kind's group stands; names under `vendedlogs` spare the account's one log policy."""

_DEFAULT_DAYS = 30
_ALLOWED = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""Retentions CloudWatch Logs offers, in days (API reference, PutRetentionPolicy)."""

REGULATED_DAYS = 365
"""Regimes ask for a year of logs (PCI DSS 10.5.1, and SOC 2 and ISO 27001 practice)."""


def logs_of(draft: Draft) -> dict[str, LogGroup]:
    """The log group of every component that writes logs."""
    key = _log_key(draft)
    least = REGULATED_DAYS if draft.design.requirements.regulated else 0
    found: dict[str, LogGroup] = {}
    for component in draft.design.components:
        if not _writes(component):
            continue
        days = max(getattr(component, "log_retention_days", _DEFAULT_DAYS), least)
        name = joined(_PLACES[component.kind], STACK, f"-{component.name}")
        found[component.name] = LogGroup(component.name, f"{draft.ids[component.name]}Logs", name, retention(days), key)
    return found


def _writes(component: Component) -> bool:
    match component:
        case Function():
            return component.placement == "regional"
        case Container():
            return component.platform == "managed"
        case Api():
            return component.style != "graphql" and component.access_logs
        case Firewall():
            return component.scope == "regional"
        case WorkflowEngine() | DeliveryStream() | Network():
            return True
        case _:
            return False


def retention(days: int) -> int:
    """The shortest retention offered that keeps logs for so many days."""
    return _ALLOWED[min(bisect_left(_ALLOWED, days), len(_ALLOWED) - 1)]


def _log_key(draft: Draft) -> str | None:
    """Logs of regulated systems and of strictly confidential data are encrypted with the system's own key, where it
    has one."""
    strict = draft.design.requirements.regulated or draft.design.requirements.sensitivity == "restricted"
    key = next(iter(draft.graph.all(Key)), None)
    return key.name if key is not None and strict else None
