"""Azure Event Hubs: throughput units, events by started 64 KB, retention."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.metering.steps import EVENT_HUB_KB
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "tier",
        "tier",
        "sku",
        "plan",
        of={"basic": "tu_basic", "standard": "tu_standard", "premium": "premium_pu"},
        default="tu_standard",
    ),
    count(
        "throughput_units",
        "throughput or processing units",
        "capacity",
        "throughput_or_capacity_units",
        "tu",
        "tus",
        "units",
        "processing_units",
        "pu",
    ),
    count("ingress_events", "events taken in", "events", "ingress", "requests", "messages", ""),
    size("event_size", "one event", "event", "message", "payload", unit="KB"),
    size("extended_retention", "data kept beyond a day", "retention_storage", "retention", "extended_storage"),
)
CHARGES = (
    Charge("ingress_events", "Events", ("ingress_events",), ("event_size", EVENT_HUB_KB)),
    Charge("extended_retention", "Retention", ("extended_retention",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Units of the tier, which are priced for a month of 730 hours."""
    if given.has("throughput_units"):
        formula = "throughput units x hours / 730"
        inputs = given.inputs("throughput_units", "hours")
        yield given.usage(given.text("tier"), "Throughput units", formula, inputs)


FORM = Form(
    "event_hubs",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "tu_basic",
        "tu_standard",
        "premium_pu",
    ),
    features={
        "eventhub_namespace": {},
        "eventhubs_namespace": {},
        "eventhub": {},
        "event_hubs_basic": {"tier": "tu_basic"},
        "event_hubs_standard": {},
        "event_hubs_premium": {"tier": "premium_pu"},
    },
)
