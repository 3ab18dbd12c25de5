"""Names of things in a design, from the brief's own nouns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from agent.planners.embedded.reading.things import plural, singular
from agent.planners.embedded.reading.traffic import kebab
from tools.design.requirements import Entity, FieldType

PAST: dict[str, str] = {
    "order": "Placed", "booking": "Requested", "reservation": "Requested", "application": "Submitted",
    "claim": "Submitted", "loan": "Requested", "payment": "Requested", "trade": "Ordered", "document": "Submitted",
    "message": "Sent", "vote": "Cast", "bid": "Placed", "job": "Submitted", "request": "Submitted",
    "reading": "Taken", "measurement": "Taken", "appointment": "Requested", "subscription": "Started",
    "patient": "Admitted", "admission": "Requested", "submission": "Made", "donation": "Made", "transaction": "Made",
    "transfer": "Requested", "ride": "Requested", "trip": "Requested", "alert": "Raised", "quote": "Taken",
    "shipment": "Requested", "ticket": "Opened", "incident": "Opened", "case": "Opened", "account": "Opened",
}  # fmt: skip
"""What happens to a thing when it comes into the system, in the past tense; "Created" for all others."""

DONE: dict[str, str] = {
    "order": "Confirmed", "booking": "Confirmed", "reservation": "Confirmed", "application": "Decided",
    "claim": "Settled", "loan": "Decided", "payment": "Completed", "trade": "Executed", "patient": "Discharged",
}  # fmt: skip
"""What a process ends in; "Completed" for all others."""


@lru_cache(maxsize=512)
def forms(noun: str) -> Mapping[str, str]:
    """The forms a fragment may ask for: `entity`, `entities`, `Entity` of a noun such as "Support Ticket"."""
    one = " ".join(re.findall(r"[A-Za-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", noun))).lower() or "item"
    name = kebab(singular(one))[:24].strip("-")
    many = kebab(plural(name))
    return MappingProxyType({"entity": name, "entities": many, "Entity": pascal(name)})


@lru_cache(maxsize=512)
def pascal(name: str) -> str:
    """`support-ticket` as `SupportTicket`; a leading digit gets an `N` before it."""
    joined = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name) if part)
    return joined if joined[:1].isalpha() else f"N{joined}"


def camel(name: str) -> str:
    """`support-ticket` as `supportTicket`."""
    whole = pascal(name)
    return whole[:1].lower() + whole[1:]


def happened(noun: str) -> str:
    """The event of a thing's arrival: `OrderPlaced`."""
    return forms(noun)["Entity"] + PAST.get(forms(noun)["entity"], "Created")


def completed(noun: str) -> str:
    """The event of a process's good end: `OrderConfirmed`."""
    return forms(noun)["Entity"] + DONE.get(forms(noun)["entity"], "Completed")


def event_fields(entity: Entity | None, noun: str) -> list[dict[str, Any]]:
    """Payload of an event about a thing: its key and its usual fields."""
    key = f"{camel(forms(noun)['entity'])}Id"
    fields: list[dict[str, Any]] = [
        {"name": key, "type": "uuid", "description": f"Identifies the {forms(noun)['entity']}"}
    ]
    for field in entity.fields if entity else ():
        if field.name != key and len(fields) < 8:
            fields.append(_event_field(field.name, field.type, field.sensitive))
    return fields


def _event_field(name: str, kind: FieldType, sensitive: bool) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": kind}
    if kind == "list":
        field["items"] = "string"
    if kind == "object":
        field["fields"] = [{"name": "value"}]
    if sensitive:
        field["sensitive"] = True
    if name.endswith("At") or kind in ("list", "object"):
        field["required"] = False
    return field


def key_field(noun: str) -> str:
    """The key attribute of a thing: `orderId`."""
    return f"{camel(forms(noun)['entity'])}Id"


def step_title(name: str) -> str:
    """`reserve-stock` as "Reserve stock"."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def step_name(name: str) -> str:
    """`reserve-stock` as the workflow step "ReserveStock"."""
    return pascal(name)
