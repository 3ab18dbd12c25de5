"""Google API Gateway: calls."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (count("calls", "API calls", "requests", "api_calls", ""),)
CHARGES = (Charge("calls", "Calls", ("calls",)),)

FORM = Form("api_gateway", FIELDS, CHARGES)
