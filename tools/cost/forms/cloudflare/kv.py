"""Cloudflare Workers KV: operations and storage."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count, size
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
    count("reads", "keys read", "read_operations", "read"),
    count("writes", "keys written", "write_operations", "write"),
    count("deletes", "keys deleted", "delete_operations"),
    count("lists", "lists", "list_operations"),
    size("storage", "data stored", "stored", "data"),
)
CHARGES = (
    Charge("reads", "Reads", ("reads",)),
    Charge("writes", "Writes", ("writes",)),
    Charge("deletes", "Deletes", ("deletes",)),
    Charge("lists", "Lists", ("lists",)),
    Charge("storage", "Storage", ("storage",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form("kv", FIELDS, CHARGES, lines=lines, free_by_default="*", features={"workers_kv": {}})
