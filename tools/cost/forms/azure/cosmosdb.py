"""Azure Cosmos DB: provisioned request units by the hundred, storage."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.usage import Usage

FIELDS = (
    count(
        "rus",
        "request units a second, provisioned",
        "ru_s",
        "throughput",
        "provisioned_ru",
        "provisioned_throughput",
        "provisioned_100ru_units",
        "max_request_units",
        "ru_per_s",
    ),
    count("request_units", "request units of the month, serverless", "serverless_request_units", "serverless_rus"),
    size("storage", "data stored", "data", "stored", "transactional_storage", ""),
    count("regions", "regions it is written in", "region_count", default=1.0),
)
CHARGES = (
    Charge(
        "storage",
        "Storage",
        (
            "storage",
            "regions",
        ),
    ),
)


def lines(given: Given) -> Iterator[Usage]:
    """Provisioned units by started hundred; serverless ones by number."""
    if given.has("rus"):
        formula = "ceil(rus / 100) x 100 x regions"
        yield given.usage("provisioned_100ru", "Request units a second", formula, given.inputs("rus", "regions"))
    if given.has("request_units"):
        inputs = given.inputs("request_units")
        yield given.usage("ru", "Request units", "request units", inputs, service="cosmosdb_serverless")


FORM = Form(
    "cosmosdb",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("provisioned_100ru",),
    features={
        "cosmosdb_account": {},
        "cosmosdb_sql_database": {},
        "cosmosdb_sql_container": {},
        "cosmos_db": {},
        "cosmosdb_provisioned": {},
        "cosmosdb_serverless": {},
    },
)
