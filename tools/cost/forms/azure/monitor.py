"""Azure Monitor: logs taken in."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, size

FIELDS = (
    size(
        "log_analytics",
        "logs of Log Analytics",
        "log_analytics_ingest",
        "log_data_ingestion",
        "log_analytics_ingested",
        "logs",
    ),
    size(
        "app_insights",
        "telemetry of Application Insights",
        "data_ingested",
        "application_insights",
        "app_insights_ingest",
        "ingested",
        "",
    ),
)
CHARGES = (
    Charge("log_analytics_ingest", "Log Analytics", ("log_analytics",)),
    Charge("app_insights_ingest", "Application Insights", ("app_insights",)),
)

FORM = Form(
    "monitor",
    FIELDS,
    CHARGES,
    features={"application_insights": {}, "log_analytics_workspace": {}, "log_analytics": {}},
)
