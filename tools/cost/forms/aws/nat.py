"""NAT gateways: by the hour and the data they carry."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("gateways", "gateways", "nat_gateways", "gateway", "nats", "count", default=1.0),
    count("azs", "zones, with a gateway each", "availability_zones", "zones", default=1.0),
    size("data", "data they carry", "data_processed", "processed", "gb_processed", "nat", ""),
)
CHARGES = (
    Charge(
        "nat_hour",
        "Gateway hours",
        (
            "gateways",
            "azs",
            "hours",
        ),
        is_standing=True,
    ),
    Charge("nat_gb", "Data", ("data",)),
)

FORM = Form("nat", FIELDS, CHARGES, features={"nat_gateway": {}})
