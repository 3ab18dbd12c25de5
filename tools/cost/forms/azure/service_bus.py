"""Azure Service Bus: operations, namespaces, connections, messaging units."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, choice, count
from tools.cost.usage import Usage

FIELDS = (
    choice("tier", "tier", "sku", "plan", of={"basic": "basic", "standard": "standard", "premium": "premium"}),
    count("operations", "operations", "messaging_operations", "messages", "requests", "message_operations", ""),
    count("connections", "connections at their peak", "brokered_connections", "peak_connections", "relay_hours"),
    count("messaging_units", "messaging units, Premium", "capacity", "units", "mu", "premium_mu"),
)


def lines(given: Given) -> Iterator[Usage]:
    """What the tier bills: Standard has a base charge that includes the first operations and connections."""
    tier = given.text("tier") or ("premium" if given.has("messaging_units") else "standard")
    if tier == "premium":
        inputs = (("units", given.number("messaging_units", 1.0)), ("hours", given.hours))
        yield given.usage("premium_mu", "Messaging units", "units x hours / 730", inputs)
        return
    if tier == "standard":
        yield given.usage("standard_base", "Namespace", "hours / 730", given.inputs("hours"))
        if given.has("connections"):
            inputs = given.inputs("connections")
            yield given.usage("standard_connections", "Connections", "connections", inputs)
    if given.has("operations"):
        yield given.usage(f"{tier}_operations", "Operations", "operations", given.inputs("operations"))


FORM = Form(
    "service_bus",
    FIELDS,
    lines=lines,
    covers=(
        "basic_operations",
        "standard_base",
        "standard_operations",
        "standard_connections",
        "premium_mu",
    ),
    features={
        "servicebus_namespace": {},
        "service_bus_basic": {"tier": "basic"},
        "service_bus_standard": {"tier": "standard"},
        "service_bus_premium": {"tier": "premium"},
    },
)
