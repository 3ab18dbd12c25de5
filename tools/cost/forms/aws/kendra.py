"""Amazon Kendra: indexes by the hour."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (count("indexes", "indexes", "index", "genai_indexes", default=1.0),)
CHARGES = (
    Charge(
        "genai_index_hour",
        "Index hours",
        (
            "indexes",
            "hours",
        ),
        is_standing=True,
    ),
)

FORM = Form("kendra", FIELDS, CHARGES)
