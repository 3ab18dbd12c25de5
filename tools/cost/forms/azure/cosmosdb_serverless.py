"""Azure Cosmos DB, serverless: request units and storage."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size

FIELDS = (
    count("request_units", "request units of the month", "rus", "ru", "serverless_request_units", "requests", ""),
    size("storage", "data stored", "data", "stored"),
)
CHARGES = (
    Charge("ru", "Request units", ("request_units",)),
    Charge("storage", "Storage", ("storage",), service="cosmosdb"),
)

FORM = Form("cosmosdb_serverless", FIELDS, CHARGES, features={"serverless": {}})
