"""AWS IoT Core: connections, messages by started 5 KB, rules and their actions."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.metering.steps import IOT_MESSAGE_KB
from tools.cost.usage import Usage

FIELDS = (
    count("devices", "devices that stay connected", "things", "connected_devices"),
    count("connection_minutes", "minutes connected", "minutes", "connectivity_minutes", "connected_minutes"),
    count("messages", "messages", "message", "msgs", ""),
    size("message_size", "one message", "message", "payload", "msg", unit="KB"),
    count("messages_per_device", "messages of each device in the month", "messages_each"),
    count("rules", "rules triggered", "rules_triggered", "rule_triggers", "rule"),
    count("actions", "actions run", "actions_executed", "actions_run", "rule_actions", "action"),
)
CHARGES = (
    Charge("connection_minutes", "Connection minutes", ("connection_minutes",)),
    Charge("messages", "Messages", ("messages",), ("message_size", IOT_MESSAGE_KB)),
    Charge("rules", "Rules", ("rules",), ("message_size", IOT_MESSAGE_KB)),
    Charge("actions", "Actions", ("actions",), ("message_size", IOT_MESSAGE_KB)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Devices that stay connected, and what each sends."""
    if given.has("devices") and not given.has("connection_minutes"):
        formula = "devices x hours x 60"
        yield given.usage("connection_minutes", "Connection minutes", formula, given.inputs("devices", "hours"))
    if given.has("devices") and given.has("messages_per_device"):
        formula = f"devices x messages per device x started(message size KB / {IOT_MESSAGE_KB:g})"
        inputs = given.inputs("devices", "messages_per_device", "message_size")
        yield given.usage("messages", "Messages", formula, inputs)


FORM = Form(
    "iot",
    FIELDS,
    CHARGES,
    lines=lines,
    features={"iot_core": {}, "iot_messaging": {}, "iot_connectivity": {}, "iot_rules": {}},
)
