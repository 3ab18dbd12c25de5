"""AWS AppSync: operations, updates in real time by started 5 KB, connection minutes."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count, size
from tools.cost.metering.steps import REALTIME_UPDATE_KB

FIELDS = (
    count(
        "operations",
        "queries and mutations",
        "requests",
        "queries",
        "query_mutation",
        "queries_and_mutations",
        "query_and_data_modification_operations",
        "api_requests",
        "",
    ),
    count("updates", "updates in real time", "realtime_updates", "real_time_updates", "real_time_operations"),
    size("update_size", "one update", "update", "message", "message_size", "payload", unit="KB"),
    count("connection_minutes", "connection minutes", "connected_minutes", "connection_mins"),
    count("event_operations", "operations of event APIs", "event_api_operations", "events_operations"),
    size("event_size", "one event", "event", unit="KB"),
)
CHARGES = (
    Charge("query_mutation", "Operations", ("operations",)),
    Charge("realtime_updates", "Updates", ("updates",), ("update_size", REALTIME_UPDATE_KB)),
    Charge("connection_minutes", "Connection minutes", ("connection_minutes",)),
    Charge("event_api_operations", "Event operations", ("event_operations",), ("event_size", REALTIME_UPDATE_KB)),
)

FORM = Form(
    "appsync", FIELDS, CHARGES, features={"appsync_graphql_api": {}, "appsync_events": {}, "appsync_realtime": {}}
)
