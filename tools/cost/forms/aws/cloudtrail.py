"""AWS CloudTrail: further copies of management events, data events, Insights."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count(
        "management_events",
        "copies of management events beyond the first",
        "extra_management_event_copies",
        "additional_management_events",
        "management_event_copies",
        "mgmt_events",
        "mgmt_events_extra_copy",
        "extra_copies",
        "management_events_copies",
    ),
    count("data_events", "data events", "data_event"),
    count("insight_events", "events that Insights looks at", "insights_events", "insights", "insight"),
)
CHARGES = (
    Charge("mgmt_events_extra_copy", "Copies of management events", ("management_events",)),
    Charge("data_events", "Data events", ("data_events",)),
    Charge("insights", "Insights", ("insight_events",)),
)

FORM = Form("cloudtrail", FIELDS, CHARGES, features={"trail": {}})
