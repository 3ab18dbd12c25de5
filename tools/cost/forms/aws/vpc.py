"""Amazon VPC: interface endpoints by zone and hour, their data, public addresses."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "endpoint_type",
        "kind of endpoint",
        "type",
        "endpoint_kind",
        of={
            "interface": "interface",
            "gateway": "gateway",
            "gatewayloadbalancer": "gwlb",
            "gateway_load_balancer": "gwlb",
            "gwlb": "gwlb",
        },
        default="interface",
    ),
    count(
        "endpoints",
        "interface endpoints",
        "interface_endpoints",
        "endpoint",
        "vpc_endpoints",
        "vpce",
        "interfaces",
        default=1.0,
    ),
    count("azs", "availability zones of each", "availability_zones", "zones", "subnets", "az", "enis", default=1.0),
    size("data", "data through them", "data_processed", "processed", "gb_processed", "interface_endpoint", "vpce", ""),
    count(
        "endpoint_hours",
        "hours of all endpoints in all zones, where stated at once",
        "endpoint_az_hours",
        "interface_endpoint_hours",
        "vpce_hours",
    ),
    count(
        "public_ipv4",
        "public IPv4 addresses",
        "public_ips",
        "ipv4_addresses",
        "public_ipv4_addresses",
        "elastic_ips",
        "addresses",
        "eips",
        "ipv4",
    ),
)
CHARGES = (
    Charge("interface_endpoint_gb", "Endpoint data", ("data",)),
    Charge(
        "public_ipv4",
        "Public addresses",
        (
            "public_ipv4",
            "hours",
        ),
    ),
)


def lines(given: Given) -> Iterator[Usage]:
    """Hours of the endpoints, where any are stated."""
    sku, title = "interface_endpoint_hour", "Endpoint hours"
    if given.text("endpoint_type") == "gateway":
        return
    if given.has("endpoint_hours"):
        yield given.usage(sku, title, "endpoint hours", given.inputs("endpoint_hours"))
    elif given.has("endpoints", "azs", "data", "endpoint_type"):
        yield given.usage(sku, title, "endpoints x azs x hours", given.inputs("endpoints", "azs", "hours"))


FORM = Form(
    "vpc",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("interface_endpoint_hour",),
    features={
        "vpc_endpoint": {},
        "interface_endpoint": {},
        "privatelink": {},
        "public_ipv4": {},
        "vpc_interface_endpoint": {},
        "eip": {"public_ipv4": 1.0},
    },
)
