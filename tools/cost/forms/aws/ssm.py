"""AWS Systems Manager: parameters."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "tier",
        "tier of the parameters",
        "parameter_tier",
        "type",
        of={"standard": "standard", "advanced": "advanced"},
        default="standard",
    ),
    count("parameters", "parameters kept", "parameter", "parameter_count", ""),
    count("advanced_parameters", "of the advanced tier", "advanced_parameter", "advanced"),
    count("standard_parameters", "of the standard tier", "standard_parameter", "standard"),
    count(
        "api_calls",
        "interactions of higher throughput or with advanced parameters",
        "api_interactions",
        "requests",
        "api_requests",
        "advanced_api",
        "interactions",
    ),
    count("storage_hours", "hours an advanced parameter is kept, where not the month", "parameter_storage_hrs"),
)
CHARGES = (
    Charge("advanced_parameter", "Advanced parameters", ("advanced_parameters",)),
    Charge("standard_parameter", "Standard parameters", ("standard_parameters",)),
    Charge("advanced_api", "Interactions", ("api_calls",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Parameters of the tier that is named."""
    if given.has("parameters"):
        tier, formula, inputs = given.text("tier"), "parameters", given.inputs("parameters")
        if given.has("storage_hours"):
            formula, inputs = "parameters x storage hours / hours", given.inputs("parameters", "storage_hours", "hours")
        yield given.usage(f"{tier}_parameter", f"Parameters ({tier})", formula, inputs)


FORM = Form(
    "ssm",
    FIELDS,
    CHARGES,
    lines=lines,
    features={"ssm_parameter": {}, "parameter_store": {}, "ssm_advanced": {"tier": "advanced"}, "ssm_standard": {}},
)
