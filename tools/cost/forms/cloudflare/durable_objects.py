"""Cloudflare Durable Objects: requests, with socket messages twenty to one, and time at 0.128 GB."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.forms.cloudflare_plan import base_plan
from tools.cost.forms.model import Charge, Form, Given, choice, count, size, time
from tools.cost.metering.steps import OBJECT_GB, SOCKET_MESSAGES_PER_REQUEST
from tools.cost.usage import Usage

FIELDS = (
    count("messages_per_minute", "messages a minute of one socket", "msgs_per_minute", "msgs_per_min"),
    choice(
        "plan",
        "plan of the account; the paid one has a base charge",
        "account_plan",
        "workers_plan",
        of={
            "paid": "paid",
            "standard": "paid",
            "workers_paid": "paid",
            "bundled": "paid",
            "included": "included",
            "none": "included",
        },
    ),
    count("requests", "requests in a month", "http_requests", "rpc_requests", "calls", ""),
    count("objects", "objects", "durable_objects", "object", "instances", default=1.0),
    time(
        "active",
        "time one object is active, or all where requests are stated for all",
        "active_time",
        "duration",
        "wall_clock",
        "active_duration",
        unit="s",
    ),
    count(
        "sockets",
        "web sockets of one object",
        "ws_per_object",
        "websockets_per_object",
        "websockets",
        "connections_per_object",
    ),
    count("messages_per_s", "messages a second of one socket", "msgs_per_s", "messages_per_second", "msgs_per_second"),
    count(
        "messages",
        "socket messages of the month, all objects",
        "websocket_messages",
        "incoming_messages",
        "ws_messages",
    ),
    count("hours_per_day", "hours a day they are active", "active_hours_per_day"),
    count("days", "days of the month they are", "days_per_month", "active_days"),
    count("gb_seconds", "memory-time, where stated at once", "gb_s", "duration_gb_s"),
    count("rows_read", "rows read of SQLite", "sqlite_rows_read", "reads"),
    count("rows_written", "rows written of SQLite", "sqlite_rows_written", "writes"),
    size("storage", "data of SQLite", "sqlite_storage", "stored"),
)
CHARGES = (
    Charge("duration", "Time", ("gb_seconds",)),
    Charge("sqlite_rows_read", "Rows read", ("rows_read",)),
    Charge("sqlite_rows_written", "Rows written", ("rows_written",)),
    Charge("sqlite_storage", "Storage", ("storage",)),
)


def lines(given: Given) -> Iterator[Usage]:
    """Requests and time, of objects that hold sockets or of ones that are called."""
    yield from _requests(given)
    if given.has("active"):
        formula = f"objects x active s x {OBJECT_GB:g}"
        yield given.usage("duration", "Time", formula, given.inputs("objects", "active"))
    elif given.has("hours_per_day"):
        inputs = (*given.inputs("objects", "hours_per_day"), ("days", given.number("days", given.hours / 24)))
        formula = f"objects x hours per day x 3600 x days x {OBJECT_GB:g}"
        yield given.usage("duration", "Time", formula, inputs)
    yield from base_plan(given)


def _requests(given: Given) -> Iterator[Usage]:
    """Requests, the opening of each socket, and a twentieth of the messages."""
    days, per = given.number("days", given.hours / 24), f"{SOCKET_MESSAGES_PER_REQUEST:g}"
    if given.has("sockets") and given.has("messages_per_s", "messages_per_minute"):
        hours, rate = given.number("hours_per_day", 24.0), given.number("messages_per_minute") / 60
        rate = given.number("messages_per_s", rate)
        inputs = (*given.inputs("objects", "sockets"), ("messages per s", rate), ("hours a day", hours), ("days", days))
        opened = "objects x sockets"
        formula = f"{opened} + {opened} x messages per s x hours a day x 3600 x days / {per}"
        yield given.usage("requests", "Requests", formula, inputs)
    elif given.has("messages"):
        formula, inputs = f"requests + messages / {per}", given.inputs("requests", "messages")
        yield given.usage("requests", "Requests", formula, inputs)
    elif given.has("requests"):
        yield given.usage("requests", "Requests", "requests", given.inputs("requests"))


FORM = Form(
    "durable_objects",
    FIELDS,
    CHARGES,
    lines=lines,
    covers=(
        "requests",
        "duration",
    ),
    free_by_default="*",
    features={"do": {}, "durable_objects_sqlite": {}, "durable_objects_websocket": {}},
)
