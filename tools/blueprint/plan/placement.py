"""Networks and tasks: which services are reached privately, who may reach whom, how big a task or a store is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.blueprint.plan.draft import Draft
from tools.blueprint.plan.model import ContainerPlan, NetworkPlan
from tools.catalog.private_access import FREE_ENDPOINTS, endpoint_services, own_endpoints
from tools.catalog.sizes import series_storage_gb, task_size
from tools.design.components import Api, Component, Container, Function, LoadBalancer, Network, TimeSeries

_CATALOGUE_IDS = {
    "lambda": "lambda",
    "eventbridge": "events",
    "step-functions": "states",
    "stepfunctions": "states",
    "secrets-manager": "secretsmanager",
    "secretsmanager": "secretsmanager",
    "cloudwatch-logs": "logs",
    "cloudwatch": "monitoring",
    "ecr": "ecr.api",
    "kinesis": "kinesis-streams",
    "firehose": "kinesis-firehose",
    "ssm": "ssm",
    "bedrock": "bedrock-runtime",
}
"""Endpoint services by catalogue id, where they differ."""

_ENDPOINT = re.compile(r"^[a-z0-9][a-z0-9.-]*$")


def networks_of(draft: Draft) -> dict[str, NetworkPlan]:
    """Every network, decided."""
    return {network.name: _network(draft, network) for network in draft.graph.all(Network)}


def _network(draft: Draft, network: Network) -> NetworkPlan:
    inside = [c for c in draft.design.components if getattr(c, "network", None) == network.name]
    wanted: dict[str, None] = dict.fromkeys(_stated(network))
    for component in inside:
        wanted |= dict.fromkeys(_needed(draft, component))
    if network.nat:
        wanted = dict.fromkeys(_stated(network))
    public = network.nat or any(isinstance(c, LoadBalancer) and c.public for c in inside)
    cidr = network.cidr if _CIDR.fullmatch(network.cidr) else DEFAULT_CIDR
    services = tuple(service for service in wanted if service not in FREE_ENDPOINTS)
    return NetworkPlan(services, public, cidr, parts_of(cidr))


def parts_of(cidr: str) -> tuple[str, ...]:
    """Sixteen equal parts of an address range."""
    address, _, length = cidr.partition("/")
    first = 0
    for number in address.split("."):
        first = first * 256 + int(number)
    bits = 32 - int(length)
    first = first >> bits << bits
    size = 1 << (bits - 4)
    return tuple(f"{_dotted(first + part * size)}/{int(length) + 4}" for part in range(16))


def _dotted(address: int) -> str:
    return ".".join(str(address >> shift & 255) for shift in (24, 16, 8, 0))


DEFAULT_CIDR = "10.0.0.0/16"
_CIDR = re.compile(r"^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}/(?:1[6-9]|2[0-4])$")


def _stated(network: Network) -> Iterator[str]:
    for text in network.endpoints:
        name = text.strip().lower().removeprefix("aws.").removeprefix("amazon-")
        found = _CATALOGUE_IDS.get(name, name)
        if _ENDPOINT.match(found):
            yield found


def _needed(draft: Draft, component: Component) -> Iterator[str]:
    """Without a way out, code in a network reaches a service only by an endpoint."""
    if isinstance(component, Api) and component.endpoint == "private":
        yield "execute-api"
    if not isinstance(component, (Function, Container)):
        return
    yield from own_endpoints(component)
    for link in draft.graph.outgoing(component.name):
        yield from endpoint_services(draft.graph[link.target])
    if isinstance(component, Container):
        for link in draft.graph.incoming(component.name, "trigger", "send"):
            if draft.graph[link.source].kind in ("queue", "stream"):
                yield from endpoint_services(draft.graph[link.source])


def containers_of(draft: Draft) -> dict[str, ContainerPlan]:
    """Every container, decided."""
    return {container.name: size_of(container) for container in draft.graph.all(Container)}


def size_of(container: Container) -> ContainerPlan:
    """The smallest size on offer that holds what was asked, in CPU units and MB."""
    size = task_size(container.vcpu, container.memory_mb)
    return ContainerPlan(int(size.vcpu * 1024), size.memory_mb)


def series_of(draft: Draft) -> dict[str, int]:
    """What every database of measurements is given to hold, in gigabytes."""
    found = draft.graph.all(TimeSeries)
    if not found:
        return {}
    from tools.workload import holding_of, propagate  # what flows, which no other part of a plan asks

    workload = propagate(draft.design)
    return {series.name: series_storage_gb(holding_of(series, workload).gigabytes) for series in found}
