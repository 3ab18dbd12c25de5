"""Amazon OpenSearch Serverless: capacity units by the hour, storage."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("ocus", "capacity units, mean of the month", "ocu", "capacity_units", "capacity"),
    count("ocu_hours", "capacity-unit-hours, where stated at once", "ocu_hour"),
    count("indexing_ocus", "units for indexing", "indexing_ocu", "index_ocus"),
    count("search_ocus", "units for searching", "search_ocu"),
    size("storage", "data kept", "data", "index_storage", ""),
)
CHARGES = (
    Charge(
        "ocu_hour",
        "Capacity",
        (
            "ocus",
            "hours",
        ),
    ),
    Charge("ocu_hour", "Capacity", ("ocu_hours",)),
    Charge(
        "ocu_hour",
        "Indexing",
        (
            "indexing_ocus",
            "hours",
        ),
    ),
    Charge(
        "ocu_hour",
        "Searching",
        (
            "search_ocus",
            "hours",
        ),
    ),
    Charge("storage", "Storage", ("storage",)),
)

FORM = Form("opensearch_serverless", FIELDS, CHARGES, features={"opensearch": {}, "aoss": {}})
