"""Amazon EventBridge: buses, pipes, schedules, archives, replays, calls of other APIs, schema discovery."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.model import Charge, Form, Given, choice, count, size
from tools.cost.metering.steps import MESSAGE_KB, PIPE_KB
from tools.cost.usage import Usage

PARTS = {
    "bus": ("custom_events", "Events"),
    "pipes": ("pipes", "Requests of pipes"),
    "scheduler": ("scheduler", "Invocations of schedules"),
    "api_destinations": ("api_destinations", "Calls of API destinations"),
    "partner": ("third_party_events", "Events of partners"),
}
"""What plain events or requests are, by the part of the service that is priced."""

FIELDS = (
    choice("part", "part of the service that events are counted of", of={name: name for name in PARTS}, default="bus"),
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
    size("archive_storage", "archive kept", "archive", "archived_storage", "stored", "storage"),
    count("schema_discovery_events", "events whose schemas are discovered", "schema_discovery", "ingested_events"),
    count("cross_account_events", "events to other accounts"),
)  # fmt: skip
CHARGES = (
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
    """Events of the part that is named, and schema discovery, whose events count in steps of 8 KB."""
    if given.has("custom_events"):
        sku, title = PARTS[given.text("part")]
        formula, inputs = "custom events", given.inputs("custom_events")
        if given.has("event_size") and sku != "scheduler":
            step = PIPE_KB if sku == "pipes" else MESSAGE_KB
            formula += f" x started(event size KB / {step:g})"
            inputs = (*inputs, *given.inputs("event_size"))
        yield given.usage(sku, title, formula, inputs)
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
    covers=("schema_discovery", "custom_events"),
    features={
        "cloudwatch_event_bus": {},
        "eventbridge_bus": {},
        "event_bus": {},
        "eventbridge_archive": {},
        "eventbridge_replay": {},
        "schema_discovery": {},
        "eventbridge_schema": {},
        "eventbridge_pipes": {"part": "pipes"},
        "pipes": {"part": "pipes"},
        "pipes_pipe": {"part": "pipes"},
        "eventbridge_scheduler": {"part": "scheduler"},
        "scheduler": {"part": "scheduler"},
        "scheduler_schedule": {"part": "scheduler"},
        "eventbridge_api_destinations": {"part": "api_destinations"},
        "api_destinations": {"part": "api_destinations"},
    },
)
