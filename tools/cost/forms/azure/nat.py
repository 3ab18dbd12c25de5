"""Azure NAT Gateway: by the hour and the data it carries."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("gateways", "gateways", "gateway", "nat_gateways", default=1.0),
    size("data", "data it carries", "data_processed", "processed", ""),
)
CHARGES = (
    Charge(
        "nat_hour",
        "Gateway hours",
        (
            "gateways",
            "hours",
        ),
        is_standing=True,
    ),
    Charge("nat_gb", "Data", ("data",)),
)

FORM = Form("nat", FIELDS, CHARGES, features={"nat_gateway": {}})
