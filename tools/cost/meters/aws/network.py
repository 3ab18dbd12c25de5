"""Amazon VPC: NAT gateways and interface endpoints by zone and hour, with the data they carry.

Source: Amazon VPC pricing page. Gateway endpoints, of object storage and tables, are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog import service_of
from tools.cost.scope import Flow, Scope, gigabytes
from tools.cost.usage import Usage
from tools.design.components import Network

FREE_ENDPOINTS = ("s3", "dynamodb")


def meter(network: Network, scope: Scope) -> Iterator[Usage]:
    """Usage of one network."""
    flows = _outward(network, scope)
    if network.nat:
        yield from _gateway(network, scope, [flow for flow in flows if flow.target.kind == "external"])
    billed = [name for name in network.endpoints if name not in FREE_ENDPOINTS]
    if billed:
        yield from _endpoints(network, scope, billed, flows)


def _outward(network: Network, scope: Scope) -> list[Flow]:
    """What parts inside the network exchange with others."""
    inside = [part.name for part in scope.design.components if getattr(part, "network", None) == network.name]
    return [flow for name in inside for flow in scope.outgoing(name)]


def _gateway(network: Network, scope: Scope, flows: list[Flow]) -> Iterator[Usage]:
    yield Usage(
        network.name,
        "nat",
        "nat_hour",
        "NAT gateways",
        network.zones * scope.hours,
        "zones x hours",
        (("zones", network.zones), ("hours", scope.hours)),
        is_standing=True,
    )
    size = 2 * gigabytes(flows)
    yield Usage(network.name, "nat", "nat_gb", "NAT data", size, "GB to and from outside", (("GB", size),))


def _endpoints(network: Network, scope: Scope, names: list[str], flows: list[Flow]) -> Iterator[Usage]:
    count = len(names)
    yield Usage(
        network.name,
        "vpc",
        "interface_endpoint_hour",
        "Interface endpoints",
        count * network.zones * scope.hours,
        "endpoints x zones x hours",
        (("endpoints", count), ("zones", network.zones), ("hours", scope.hours)),
        is_standing=True,
    )
    size = 2 * gigabytes(flow for flow in flows if _service(flow) in names)
    yield Usage(
        network.name,
        "vpc",
        "interface_endpoint_gb",
        "Endpoint data",
        size,
        "GB to and from these services",
        (("GB", size),),
    )


def _service(flow: Flow) -> str:
    found = service_of(flow.target, "aws")
    return found.id if found is not None else ""
