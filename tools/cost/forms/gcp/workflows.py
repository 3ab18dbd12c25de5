"""Google Workflows: steps."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("internal_steps", "steps inside", "steps", ""),
    count("external_steps", "steps that call out", "external_calls", "http_steps"),
    count("executions", "executions, with these steps each", "workflows", "runs"),
    count("internal_steps_per_execution", "steps inside of one", "steps_per_execution"),
    count("external_steps_per_execution", "steps out of one", "external_per_execution"),
)
CHARGES = (
    Charge("internal_steps", "Steps", ("internal_steps",)),
    Charge("external_steps", "External steps", ("external_steps",)),
    Charge(
        "internal_steps",
        "Steps",
        (
            "executions",
            "internal_steps_per_execution",
        ),
    ),
    Charge(
        "external_steps",
        "External steps",
        (
            "executions",
            "external_steps_per_execution",
        ),
    ),
)

FORM = Form("workflows", FIELDS, CHARGES)
