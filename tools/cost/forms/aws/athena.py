"""Amazon Athena: data scanned, by the megabyte and at least 10 MB a query."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    size("scanned", "data scanned", "data_scanned", "data", "scan", "", unit="TB"),
    count("queries", "queries", "query"),
    size(
        "scanned_per_query",
        "data one query scans",
        "per_query",
        "data_scanned_per_query",
        "data_per_query",
        "query",
        "query_size",
        unit="MB",
    ),
)
CHARGES = (Charge("scanned", "Data scanned", ("scanned",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Queries by what each scans."""
    if given.has("queries") and given.has("scanned_per_query"):
        formula = "queries x max(10, ceil(scanned per query MB)) / 1024 / 1024"
        yield given.usage("scanned", "Data scanned", formula, given.inputs("queries", "scanned_per_query"))


FORM = Form("athena", FIELDS, CHARGES, lines=lines, features={"athena_query": {}, "athena_sql": {}})
