"""AWS Secrets Manager: secrets and requests."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("secrets", "secrets kept", "secret", ""),
    count("requests", "API requests", "api_calls", "api_requests", "api", "calls"),
)
CHARGES = (
    Charge("secret", "Secrets", ("secrets",)),
    Charge("api", "Requests", ("requests",)),
)

FORM = Form(
    "secretsmanager",
    FIELDS,
    CHARGES,
    features={"secretsmanager_secret": {"secrets": 1.0}, "secrets_manager": {}, "secrets": {}},
)
