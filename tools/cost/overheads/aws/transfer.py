"""Data transfer out to the internet: answers of front doors, and what is sent to systems outside.

Source: Amazon EC2 pricing page, data transfer. What a CDN serves is billed there, and what it fetches from AWS is free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import KB_PER_GB, Flow, Scope, gigabytes
from tools.cost.usage import Usage

FRONT_DOORS = ("api", "load-balancer", "bucket", "static-site", "function")
"""Kinds that answer with data. Devices that publish and partners that upload get no more than an acknowledgement."""

INSIDE = ("cdn", "bucket", "mail")
"""Kinds whose own meters bill what leaves through them, or that send nothing to the outside themselves."""


def overhead(scope: Scope) -> Iterator[Usage]:
    """Data out of each component that answers somebody outside, or sends to somebody."""
    for component in scope.design.components:
        answered = sum(_answer(flow, scope) for flow in scope.incoming(component.name) if _is_answered(flow))
        sent = gigabytes(flow for flow in scope.outgoing(component.name) if _goes_outside(flow))
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


def _is_answered(flow: Flow) -> bool:
    from_outside = flow.source.kind == "external" and flow.target.kind in FRONT_DOORS
    return from_outside and flow.link.kind not in ("write", "send")


def _goes_outside(flow: Flow) -> bool:
    return flow.target.kind == "external" and flow.source.kind not in INSIDE
