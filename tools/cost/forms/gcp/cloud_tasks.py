"""Google Cloud Tasks: operations by started 32 KB."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size
from tools.cost.metering.steps import SCHEDULED_TASK_KB

FIELDS = (
    count("operations", "operations", "tasks", "requests", "calls", ""),
    size("task_size", "one task", "task", "payload", unit="KB"),
)
CHARGES = (Charge("operations", "Operations", ("operations",), ("task_size", SCHEDULED_TASK_KB)),)

FORM = Form("cloud_tasks", FIELDS, CHARGES)
