"""Cloudflare Workers Logpush: requests logged."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count
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
    count("requests", "requests logged", "logged_requests", "logs", ""),
)
CHARGES = (Charge("requests", "Requests", ("requests",)),)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form("logpush", FIELDS, CHARGES, lines=lines, free_by_default="*", features={"workers_logpush": {}})
