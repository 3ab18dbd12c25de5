"""Azure Logic Apps: calls of connectors, vCPU and memory of a Standard plan."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count(
        "standard_connector_calls", "calls of standard connectors", "standard_connector", "standard_calls", "standard"
    ),
    count(
        "enterprise_connector_calls",
        "calls of enterprise connectors",
        "enterprise_connector",
        "enterprise_calls",
        "enterprise",
    ),
    count("vcores", "vCores of Workflow Standard", "vcpu", "vcore", "ws1_vcores"),
    size("memory", "its memory", "mem"),
)
CHARGES = (
    Charge("standard_connector", "Standard connectors", ("standard_connector_calls",)),
    Charge("enterprise_connector", "Enterprise connectors", ("enterprise_connector_calls",)),
    Charge("ws1_vcore", "vCores", ("vcores",)),
    Charge("ws1_memory", "Memory", ("memory",)),
)

FORM = Form(
    "logic_apps",
    FIELDS,
    CHARGES,
    features={
        "logic_app_standard": {},
        "logic_app": {},
        "logic_app_consumption": {},
        "ws1": {"vcores": 1.0, "memory": 3.5},
    },
)
