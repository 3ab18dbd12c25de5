"""Amazon Polly: characters spoken."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Form, Given, choice, count
from tools.cost.usage import Usage

FIELDS = (
    choice(
        "voice", "kind of voice", "engine", "type", of={"standard": "standard", "neural": "neural"}, default="standard"
    ),
    count("characters", "characters", "chars", "text", ""),
    count("requests", "texts", "texts"),
    count("characters_each", "characters of one text", "characters_per_request"),
)


def lines(given: Given) -> Iterator[Usage]:
    """Characters of the voice that is named."""
    sku, title = f"{given.text('voice')}_character", f"Characters ({given.text('voice')})"
    if given.has("characters"):
        yield given.usage(sku, title, "characters", given.inputs("characters"))
    elif given.has("requests"):
        formula = "requests x characters each"
        yield given.usage(sku, title, formula, given.inputs("requests", "characters_each"))


FORM = Form(
    "polly",
    FIELDS,
    lines=lines,
    covers=(
        "standard_character",
        "neural_character",
    ),
)
