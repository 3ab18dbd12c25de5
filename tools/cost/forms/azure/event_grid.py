"""Azure Event Grid: operations."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("operations", "operations", "events", "requests", "published_events", ""),
    count("deliveries", "further deliveries of them", "delivery_attempts"),
)
CHARGES = (
    Charge("operations", "Operations", ("operations",)),
    Charge("operations", "Deliveries", ("deliveries",)),
)

FORM = Form(
    "event_grid", FIELDS, CHARGES, features={"eventgrid_topic": {}, "eventgrid_system_topic": {}, "eventgrid": {}}
)
