"""Amazon EventBridge: buses, pipes, schedules, archives, replays, calls of other APIs, schema discovery."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, count, size
from tools.cost.metering.steps import MESSAGE_KB, PIPE_KB
from tools.cost.usage import Usage

FIELDS = (
    count("custom_events", "events published by you", "events", "published_events", "events_published",
          "opt_in_events", "requests", ""),
    size("event_size", "payload of one event", "event", "payload", "event_payload", "payload_size", "", unit="KB"),
    count("third_party_events", "events of partners", "partner_events", "saas_events"),
    count("replayed_events", "events replayed, billed as custom events", "replay_events", "replays", "replayed"),
    count("pipes_requests", "requests of pipes, after the filter", "pipe_requests", "pipes_events", "pipe_events",
          "requests_after_filtering", "pipes_invocations"),
    count("invocations", "invocations of schedules", "scheduler_invocations", "scheduled_invocations", "schedules",
          "schedule_invocations"),
    count("api_destination_calls", "calls of API destinations", "api_destinations", "api_destination_invocations"),
    size("archive_processing", "data archived", "archived", "archive_processed"),
    size("archive_storage", "archive kept", "archive", "archived_storage"),
    count("schema_discovery_events", "events whose schemas are discovered", "schema_discovery", "ingested_events"),
    count("cross_account_events", "events to other accounts"),
)  # fmt: skip
CHARGES = (
    Charge("custom_events", "Events", ("custom_events",), ("event_size", MESSAGE_KB)),
    Charge("third_party_events", "Events of partners", ("third_party_events",), ("event_size", MESSAGE_KB)),
    Charge("custom_events", "Replayed events", ("replayed_events",), ("event_size", MESSAGE_KB)),
    Charge("pipes", "Requests of pipes", ("pipes_requests",), ("event_size", PIPE_KB)),
    Charge("scheduler", "Invocations of schedules", ("invocations",)),
    Charge("api_destinations", "Calls of API destinations", ("api_destination_calls",), ("event_size", MESSAGE_KB)),
    Charge("archive_processing", "Archiving", ("archive_processing",)),
    Charge("archive_storage", "Archive storage", ("archive_storage",)),
    Charge("cross_account", "Events to other accounts", ("cross_account_events",), ("event_size", MESSAGE_KB)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Schema discovery, whose events count in steps of 8 KB."""
    if given.has("schema_discovery_events"):
        formula, inputs = "schema discovery events", given.inputs("schema_discovery_events")
        if given.has("event_size"):
            formula, inputs = f"{formula} x started(event size KB / 8)", (*inputs, *given.inputs("event_size"))
        yield given.usage("schema_discovery", "Schema discovery", formula, inputs)


FORM = Form(
    "eventbridge",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=("schema_discovery",),
    features={
        "cloudwatch_event_bus": {}, "eventbridge_bus": {}, "event_bus": {}, "eventbridge_archive": {},
        "eventbridge_pipes": {}, "pipes": {}, "eventbridge_scheduler": {}, "scheduler": {}, "scheduler_schedule": {},
        "eventbridge_replay": {}, "eventbridge_api_destinations": {}, "schema_discovery": {}, "eventbridge_schema": {},
    },
)  # fmt: skip
