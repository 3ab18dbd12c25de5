"""Data transfer out to the internet: answers of front doors, and what is sent to systems outside.

Source: Amazon EC2 pricing page, data transfer. What a CDN serves is billed there, and what it fetches from AWS is free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import KB_PER_GB, Flow, Scope, gigabytes
from tools.cost.usage import Usage
from tools.design.components import Component

FRONT_DOORS = ("api", "load-balancer", "bucket", "static-site", "function")
"""Kinds that answer with data. Devices that publish and partners that upload get no more than an acknowledgement."""

INSIDE = ("cdn", "bucket", "mail")
"""Kinds whose own meters bill what leaves through them, or that send nothing to the outside themselves."""


def overhead(scope: Scope) -> Iterator[Usage]:
    """Data out of each component that answers somebody outside, or sends to somebody."""
    for component in scope.design.components:
        answered = sum([_answer(flow, scope) for flow in _asked_from_outside(component, scope)])
        sent = gigabytes(_sent_outside(component, scope))
        if answered or sent:
            yield Usage(
                component.name,
                "data_transfer",
                "internet_out",
                "Data out to the internet",
                answered + sent,
                "GB answered + GB sent",
                (("GB answered", answered), ("GB sent", sent)),
            )


def _answer(flow: Flow, scope: Scope) -> float:
    size_kb = min(flow.demand.payload_kb, scope.assume("largest_answer_kb"))
    return flow.demand.per_month * size_kb / KB_PER_GB


def _asked_from_outside(component: Component, scope: Scope) -> list[Flow]:
    if component.kind not in FRONT_DOORS:
        return []
    flows = scope.incoming(component.name)
    return [flow for flow in flows if flow.source.kind == "external" and flow.link.kind not in ("write", "send")]


def _sent_outside(component: Component, scope: Scope) -> list[Flow]:
    if component.kind in INSIDE:
        return []
    return [flow for flow in scope.outgoing(component.name) if flow.target.kind == "external"]
