"""Data transfer out to the internet: answers of front doors, and what is sent to systems outside.

Source: Amazon EC2 pricing page, data transfer. Answers are taken to be as large as the requests where the design does
not say more. What a CDN serves is billed there, and what it fetches from AWS is free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Flow, Scope
from tools.cost.usage import Usage

FRONT_DOORS = ("api", "load-balancer", "device-gateway", "file-gateway", "bucket", "static-site", "function")
INSIDE = ("cdn", "bucket", "mail")
"""Kinds whose own meters bill what leaves through them, or that send nothing to the outside themselves."""


def overhead(scope: Scope) -> Iterator[Usage]:
    """Data out of each component that answers somebody outside, or sends to somebody."""
    for component in scope.design.components:
        answered = [flow for flow in scope.incoming(component.name) if _answers_outside(flow)]
        sent = [flow for flow in scope.outgoing(component.name) if _goes_outside(flow)]
        size = sum(flow.gigabytes for flow in (*answered, *sent))
        if size:
            yield Usage(
                component.name,
                "data_transfer",
                "internet_out",
                "Data out to the internet",
                size,
                "(requests from outside + sent outside) x payload KB / 1024 / 1024",
                (("GB answered", sum(f.gigabytes for f in answered)), ("GB sent", sum(f.gigabytes for f in sent))),
            )


def _answers_outside(flow: Flow) -> bool:
    if flow.source.kind != "external" or flow.target.kind not in FRONT_DOORS:
        return False
    return flow.link.kind != "write" and flow.link.kind != "send"


def _goes_outside(flow: Flow) -> bool:
    return flow.target.kind == "external" and flow.source.kind not in INSIDE
