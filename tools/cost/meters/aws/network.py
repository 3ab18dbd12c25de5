"""Amazon VPC: a NAT gateway, and interface endpoints by zone and hour, with the data they carry.

Source: Amazon VPC pricing page. Without a way out, code in a network needs an endpoint for every service it reaches;
those of object storage and tables are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog.private_access import FREE_ENDPOINTS, endpoint_services, own_endpoints
from tools.cost.scope import Flow, Scope, gigabytes
from tools.cost.usage import Usage
from tools.design.components import ComponentBase, Container, Function, Network


def meter(network: Network, scope: Scope) -> Iterator[Usage]:
    """Usage of one network."""
    inside = scope.inside(network.name)
    flows = [flow for part in inside for flow in scope.outgoing(part.name)]
    if network.nat:
        yield from _gateway(network, scope, [flow for flow in flows if flow.target.kind == "external"])
    wanted = dict.fromkeys(name for name in network.endpoints if name not in FREE_ENDPOINTS)
    if not network.nat:
        for part in inside:
            wanted |= dict.fromkeys(_needed(part, scope))
    if wanted:
        yield from _endpoints(network, scope, tuple(wanted), flows)


def _needed(part: ComponentBase, scope: Scope) -> Iterator[str]:
    if not isinstance(part, Function | Container):
        return
    yield from own_endpoints(part)
    for flow in scope.outgoing(part.name):
        yield from endpoint_services(flow.target)
    if isinstance(part, Container):
        for flow in scope.incoming(part.name, "trigger", "send"):
            if flow.source.kind in ("queue", "stream"):
                yield from endpoint_services(flow.source)


def _gateway(network: Network, scope: Scope, flows: list[Flow]) -> Iterator[Usage]:
    hours = (("hours", scope.hours),)
    yield Usage(network.name, "nat", "nat_hour", "NAT gateway", scope.hours, "hours", hours, is_standing=True)
    yield Usage(network.name, "vpc", "public_ipv4", "Public address", scope.hours, "hours", hours, is_standing=True)
    size = 2 * gigabytes(flows)
    yield Usage(
        network.name, "nat", "nat_gb", "NAT data", size, "GB to and from outside", (("GB to and from outside", size),)
    )


def _endpoints(network: Network, scope: Scope, names: tuple[str, ...], flows: list[Flow]) -> Iterator[Usage]:
    count = len(names)
    yield Usage(
        network.name,
        "vpc",
        "interface_endpoint_hour",
        "Interface endpoints",
        count * network.zones * scope.hours,
        "endpoints x zones x hours",
        (("endpoints", count), ("for", ", ".join(names)), ("zones", network.zones), ("hours", scope.hours)),
        is_standing=True,
    )
    size = 2 * gigabytes(flow for flow in flows if set(endpoint_services(flow.target)) & set(names))
    formula = "GB to and from these services"
    yield Usage(network.name, "vpc", "interface_endpoint_gb", "Endpoint data", size, formula, ((formula, size),))
