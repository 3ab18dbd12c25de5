"""Cloudflare Workflows: state that is kept; requests and CPU time are billed as Workers."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count, size, time
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
    size("storage", "state kept", "stored", "state", "data"),
    count("requests", "requests, as Workers", "invocations"),
    time("cpu", "CPU time of one, as Workers", "cpu_time", ""),
)
CHARGES = (
    Charge("storage", "Storage", ("storage",)),
    Charge("requests", "Requests", ("requests",), service="workers"),
    Charge(
        "cpu_ms",
        "CPU time",
        (
            "requests",
            "cpu",
        ),
        service="workers",
    ),
)


def lines(given: Given) -> Iterator[Usage]:
    """The base charge of the plan, if stated."""
    yield from base_plan(given)


FORM = Form("workflows", FIELDS, CHARGES, lines=lines, free_by_default="*")
