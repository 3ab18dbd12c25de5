"""Amazon Comprehend: units of 100 characters, at least three a request."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count
from tools.cost.usage import Usage

FIELDS = (
    count("requests", "texts", "documents", "texts", "tickets", "comments", ""),
    count(
        "characters",
        "characters of one text",
        "characters_per_request",
        "characters_each",
        "chars",
        "length",
        "characters_per_document",
    ),
    count("units", "units, where stated at once", "unit"),
)
CHARGES = (Charge("unit", "Units", ("units",)),)


def lines(given: Given) -> Iterator[Usage]:
    """Texts by their length."""
    if given.has("requests"):
        formula = "requests x max(3, ceil(characters / 100))"
        yield given.usage("unit", "Units", formula, given.inputs("requests", "characters"))


FORM = Form("comprehend", FIELDS, CHARGES, lines=lines)
