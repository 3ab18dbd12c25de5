"""Azure API Management: calls of the Consumption tier, self-hosted gateways."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, choice, count

FIELDS = (
    choice(
        "tier",
        "tier",
        "sku",
        "sku_name",
        "plan",
        of={"consumption": "consumption", "consumption_0": "consumption"},
        default="consumption",
    ),
    count("calls", "API calls", "api_calls", "requests", "consumption", ""),
    count(
        "self_hosted_gateways", "self-hosted gateways", "self_hosted_gateway_count", "self_hosted_gateway", "gateways"
    ),
)
CHARGES = (
    Charge("consumption", "Calls", ("calls",)),
    Charge("self_hosted_gateway", "Self-hosted gateways", ("self_hosted_gateways",)),
)

FORM = Form("api_management", FIELDS, CHARGES, features={"apim": {}})
