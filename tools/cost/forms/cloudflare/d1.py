"""Cloudflare D1: rows and storage."""

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
    count("rows_read", "rows read", "reads", "read_rows"),
    count("rows_written", "rows written", "writes", "written_rows"),
    size("storage", "data stored", "stored", "data", "database"),
)
CHARGES = (
    Charge("rows_read", "Rows read", ("rows_read",)),
    Charge("rows_written", "Rows written", ("rows_written",)),
    Charge("storage", "Storage", ("storage",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form("d1", FIELDS, CHARGES, lines=lines, free_by_default="*")
