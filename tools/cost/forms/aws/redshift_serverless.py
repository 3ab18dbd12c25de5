"""Amazon Redshift Serverless: processing units by the second, at least a minute a query."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size, time
from tools.cost.usage import Usage

FIELDS = (
    count("rpus", "processing units", "rpu", "base_rpu", "base_capacity", "base_rpus", "capacity", default=8.0),
    time(
        "duration",
        "time they work in the month",
        "query",
        "run",
        "runtime",
        "active",
        "active_time",
        "workload",
        "",
        unit="s",
    ),
    count("queries", "queries of that time, at least a minute each", "query_count", default=1.0),
    count("rpu_hours", "processing-unit-hours", "rpu_hour"),
    size("storage", "managed storage", "data"),
)
CHARGES = (Charge("rpu_hour", "Processing units", ("rpu_hours",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Units by the time they work."""
    if given.has("duration"):
        formula = "rpus x queries x max(60, duration s) / 3600"
        yield given.usage("rpu_hour", "Processing units", formula, given.inputs("rpus", "queries", "duration"))


FORM = Form("redshift_serverless", FIELDS, CHARGES, lines=lines, features={"redshift": {}})
