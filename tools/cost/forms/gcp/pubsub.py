"""Google Pub/Sub: data published and delivered, snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    size("kept", "messages kept after they were read", "storage", "retained_acked_messages"),
    size(
        "message_data",
        "data published",
        "published",
        "data",
        "ingested",
        "messages_data",
        "message_data_published",
        "",
        unit="TB",
    ),
    size("delivered", "data delivered", "delivery", "message_data_delivered", "deliveries", unit="TB"),
    count("messages", "messages, in place of data", "events"),
    size("message_size", "one message", "message", "payload", unit="KB"),
    count("subscriptions", "subscriptions that each message is delivered to", "subscribers"),
    size("retained", "data of snapshots and retention", "snapshot_storage", "retained_snapshot_storage"),
)
CHARGES = (
    Charge("retained_snapshot_storage", "Messages kept", ("kept",)),
    Charge("throughput", "Published", ("message_data",)),
    Charge("throughput", "Delivered", ("delivered",)),
    Charge("retained_snapshot_storage", "Snapshots", ("retained",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Messages by their size, at least 1 KB, for publishing and each delivery."""
    if given.has("messages"):
        formula = "messages x max(1, message size KB) x (1 + subscriptions) / 1024 / 1024 / 1024"
        inputs = given.inputs("messages", "message_size", "subscriptions")
        yield given.usage("throughput", "Published and delivered", formula, inputs)


FORM = Form("pubsub", FIELDS, CHARGES, lines=lines, features={"pubsub_topic": {}, "pubsub_subscription": {}})
