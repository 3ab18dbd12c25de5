"""Private networks: subnets in several zones, endpoints instead of ways out, flow logs."""

from __future__ import annotations

from tools.blueprint.resources.kinds.entrances import print_group, print_way, vpc_cidr
from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import NUMBER, Attr, Body, Expr, Fact, Item, Local, Node
from tools.catalog.private_access import FREE_ENDPOINTS
from tools.design.components import Network

ANYWHERE = "0.0.0.0/0"


def print_network(root: Root, network: Network) -> None:
    """The network with all that belongs to it."""
    decided = root.plan.networks[network.name]
    body: Body = {
        "cidr_block": decided.cidr,
        "enable_dns_hostnames": True,
        "enable_dns_support": True,
        **_named(root, network),
    }
    root.add("aws_vpc", network.name, body)
    # The group every network is born with lets everything in among its members: without rules it lets in nothing.
    root.add("aws_default_security_group", network.name, {"vpc_id": _vpc(root, network)})
    _print_subnets(root, network, "", decided.subnets[: network.zones])
    if decided.public:
        _print_public(root, network, decided.subnets[network.zones : 2 * network.zones])
    if network.nat:
        _print_way_out(root, network)
    for service in FREE_ENDPOINTS:
        endpoint: Body = {
            "vpc_id": _vpc(root, network),
            "vpc_endpoint_type": "Gateway",
            "service_name": _service(service),
            "route_table_ids": [root.at("aws_route_table", network.name, "id")],
        }
        root.add("aws_vpc_endpoint", network.name, endpoint, word=service)
    _print_groups(root, network)
    for service in decided.services:
        _print_endpoint(root, network, service)
    _print_flows(root, network)


def _vpc(root: Root, network: Network) -> Expr:
    return root.at("aws_vpc", network.name, "id")


def _service(service: str) -> Node:
    return text("com.amazonaws.", HERE["region"], f".{service}")


def _named(root: Root, network: Network, *words: str) -> Body:
    return {"tags": {"Name": root.named("-".join((network.name, *words)), 255)}}


def _print_subnets(root: Root, network: Network, word: str, parts: tuple[str, ...]) -> None:
    """Equal parts of the network, each in a zone of its own, and the routes they share."""
    root.add("aws_route_table", network.name, {"vpc_id": _vpc(root, network)}, word=word)
    body: Body = {
        "count": network.zones,
        "vpc_id": _vpc(root, network),
        "availability_zone": Item(Fact("zones"), NUMBER),
        "cidr_block": Item(Local(root.label(network.name, _ranges(word))), NUMBER),
        "map_public_ip_on_launch": False,
        **_named(root, network, *([word] if word else ["private"])),
    }
    root.write("locals", "", "", {root.label(network.name, _ranges(word)): list(parts)})
    root.add("aws_subnet", network.name, body, word=word)
    joined: Body = {
        "count": network.zones,
        "subnet_id": Attr("aws_subnet", root.label(network.name, word), "id", "same"),
        "route_table_id": root.at("aws_route_table", network.name, "id", word),
    }
    root.add("aws_route_table_association", network.name, joined, word=word)


def _ranges(word: str) -> str:
    return f"{word or 'private'}_ranges"


def _print_public(root: Root, network: Network, parts: tuple[str, ...]) -> None:
    root.add("aws_internet_gateway", network.name, {"vpc_id": _vpc(root, network)})
    _print_subnets(root, network, "public", parts)
    route: Body = {
        "route_table_id": root.at("aws_route_table", network.name, "id", "public"),
        "destination_cidr_block": ANYWHERE,
        "gateway_id": root.at("aws_internet_gateway", network.name, "id"),
    }
    root.add("aws_route", network.name, route, word="public")


def _print_way_out(root: Root, network: Network) -> None:
    gateway = f"aws_internet_gateway.{root.label(network.name)}"
    root.add("aws_eip", network.name, {"domain": "vpc"}, after=[gateway])
    nat: Body = {
        "allocation_id": root.at("aws_eip", network.name, "id"),
        "subnet_id": Attr("aws_subnet", root.label(network.name, "public"), "id", 0),
    }
    root.add("aws_nat_gateway", network.name, nat)
    route: Body = {
        "route_table_id": root.at("aws_route_table", network.name, "id"),
        "destination_cidr_block": ANYWHERE,
        "nat_gateway_id": root.at("aws_nat_gateway", network.name, "id"),
    }
    root.add("aws_route", network.name, route, word="out")


def _print_groups(root: Root, network: Network) -> None:
    """One group for code that reaches into the network, one for the endpoints it reaches."""
    print_group(root, network.name, f"Functions in {network.name}", network.name, word="access")
    far: Body = {"cidr_ipv4": ANYWHERE}
    print_way(root, network.name, "egress", "Anywhere the network leads", far, word="access")
    if root.plan.networks[network.name].services:
        print_group(root, network.name, f"Endpoints in {network.name}", network.name, word="endpoints")
        near: Body = {"cidr_ipv4": vpc_cidr(root.resolver, network.name)}
        words = "From inside the network, by TLS"
        print_way(root, network.name, "ingress", words, near, word="endpoints", port=443)


def _print_endpoint(root: Root, network: Network, service: str) -> None:
    body: Body = {
        "vpc_id": _vpc(root, network),
        "vpc_endpoint_type": "Interface",
        "service_name": _service(service),
        "private_dns_enabled": True,
        "security_group_ids": [root.at("aws_security_group", network.name, "id", "endpoints")],
        "subnet_ids": root.resolver.subnets(network.name),
    }
    root.add("aws_vpc_endpoint", network.name, body, word=endpoint_word(service))


def endpoint_word(service: str) -> str:
    """Word of the endpoint of a service."""
    return service.replace(".", "_").replace("-", "_")


def _print_flows(root: Root, network: Network) -> None:
    print_logs(root, network.name)
    role = root.role(f"{root.plan.ids[network.name]}Role")
    flow: Body = {
        "vpc_id": _vpc(root, network),
        "traffic_type": "ALL",
        "log_destination_type": "cloud-watch-logs",
        "log_destination": root.at("aws_cloudwatch_log_group", network.name),
        "iam_role_arn": role,
    }
    root.add("aws_flow_log", network.name, flow)
