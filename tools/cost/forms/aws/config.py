"""AWS Config: items recorded and rules evaluated."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count(
        "items", "configuration items", "config_items", "configuration_items", "custom_config_items", "recorded_items"
    ),
    count("evaluations", "evaluations of rules", "rule_evaluations", "config_rule_evaluations"),
)
CHARGES = (
    Charge("items", "Items", ("items",)),
    Charge("evaluations", "Evaluations", ("evaluations",)),
)

FORM = Form(
    "config",
    FIELDS,
    CHARGES,
    features={"config_config_rule": {}, "config_configuration_recorder": {}, "config_rule": {}},
)
