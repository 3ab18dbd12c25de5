"""Designs with events, and events of every shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from tools.design.components import Bus, Function, Queue
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Assumed, Requirements, Stated

ORIGIN = Assumed(reason="a test")
TYPES = (
    "string",
    "integer",
    "number",
    "boolean",
    "timestamp",
    "date",
    "uuid",
    "email",
    "url",
    "money",
    "object",
    "list",
)


def design_of(*events: Event) -> Design:
    """A shop whose events go over a bus to two consumers."""
    names = tuple(event.name for event in events)
    return Design(
        name="shop",
        title="A shop",
        requirements=Requirements(
            title=Stated(value="A shop", origin=ORIGIN),
            provider=Stated(value="aws", origin=ORIGIN),
            regions=Stated(value=("eu-west-1",), origin=ORIGIN),
            languages=Stated(value=("python",), origin=ORIGIN),
            targets=Stated(value=("sam",), origin=ORIGIN),
        ),
        components=(Function(name="orders"), Bus(name="events"), Function(name="pack"), Queue(name="mails")),
        links=(
            Link(kind="send", source="orders", target="events", events=names),
            Link(kind="trigger", source="events", target="pack", events=names),
            Link(kind="trigger", source="events", target="mails", events=names[:1]),
        ),
        events=events,
    )


@pytest.fixture(scope="session")
def shop() -> Callable[..., Design]:
    """Builds a design around events."""
    return design_of


@pytest.fixture(scope="session")
def order_placed() -> Event:
    """An event with a field of every type."""
    fields: list[dict[str, Any]] = [
        {"name": "orderId"},
        {"name": "status", "choices": ["open", "paid"]},
        {"name": "quantity", "type": "integer"},
        {"name": "weight", "type": "number", "required": False},
        {"name": "gift", "type": "boolean"},
        {"name": "placedAt", "type": "timestamp"},
        {"name": "dueOn", "type": "date"},
        {"name": "customerId", "type": "uuid"},
        {"name": "email", "type": "email", "sensitive": True},
        {"name": "page", "type": "url"},
        {"name": "total", "type": "money", "description": "What the customer pays"},
        {"name": "address", "type": "object", "fields": [{"name": "city"}, {"name": "postcode"}]},
        {"name": "lines", "type": "list", "fields": [{"name": "sku"}, {"name": "price", "type": "money"}]},
        {"name": "tags", "type": "list", "items": "string"},
        {"name": "extra", "type": "object"},
    ]
    return Event(
        name="OrderPlaced",
        version=2,
        owner="orders",
        description="A customer placed an order",
        fields=tuple(EventField.model_validate(field) for field in fields),
        sensitivity="confidential",
        key=("orderId",),
    )


FIELD_NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True) | st.sampled_from(
    ["email", "orderId", "amount", "latitude", "url", "status", "createdAt", "sku", "name", "count"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
EXAMPLES = TEXTS | st.sampled_from(["7", "1.50", "EUR 9.99", "2026-02-01", "true", "a@b.example", "x", "http://a.b/c"])


def _fields(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "name": FIELD_NAMES,
            "type": st.sampled_from(TYPES),
            "required": st.booleans(),
            "description": TEXTS,
            "sensitive": st.booleans(),
            "choices": st.lists(TEXTS, max_size=3),
            "items": st.none() | st.sampled_from(TYPES),
            "example": EXAMPLES,
            "fields": st.lists(_fields(depth - 1), max_size=3) if depth else st.just([]),
        }
    )


@pytest.fixture(scope="session")
def any_event() -> st.SearchStrategy[Event]:
    """Events of every shape."""
    return st.lists(_fields(2), min_size=1, max_size=5).map(
        lambda fields: Event.model_validate({"name": "Happened", "owner": "orders", "fields": fields})
    )
