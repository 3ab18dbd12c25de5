"""Google Cloud Logging: logs taken in."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, size

FIELDS = (size("logs", "logs taken in", "logging_data", "logging", "ingest", "ingested", "log_data", ""),)
CHARGES = (Charge("ingest", "Logs", ("logs",)),)

FORM = Form(
    "logging", FIELDS, CHARGES, features={"logging_project_sink": {}, "logging_bucket": {}, "cloud_logging": {}}
)
