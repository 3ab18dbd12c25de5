"""Cloudflare Queues: operations by started 64 KB, three for a message that is written, read and deleted."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.metering.steps import CLOUDFLARE_MESSAGE_KB
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "plan",
        "plan of the account; the paid one has a base charge",
        "account_plan",
        "workers_plan",
        of={
            "paid": "paid",
            "standard": "paid",
            "workers_paid": "paid",
            "bundled": "paid",
            "included": "included",
            "none": "included",
        },
    ),
    count("operations", "operations", "ops", "requests"),
    count("messages", "messages in a month", "msgs", ""),
    size("message_size", "one message", "message", "payload", "", unit="KB"),
    count("retries", "further reads of messages", "retried_messages"),
    count("operations_per_message", "operations of one", "ops_per_message", default=3.0),
)
CHARGES = (
    Charge("operations", "Operations", ("operations",)),
    Charge(
        "operations",
        "Messages",
        (
            "messages",
            "operations_per_message",
        ),
        ("message_size", CLOUDFLARE_MESSAGE_KB),
    ),
    Charge("operations", "Retries", ("retries",), ("message_size", CLOUDFLARE_MESSAGE_KB)),
)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form("queues", FIELDS, CHARGES, lines=lines, free_by_default="*")
