"""Schemas of events, and examples that satisfy them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tools.design.design import Design
from tools.design.events import Event, source_name
from tools.events import example, json_schema, schema_id

Shop = Callable[..., Design]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_type_has_its_schema(order_placed: Event, shop: Shop) -> None:
    schema = json_schema(order_placed, shop(order_placed))
    fields = schema["properties"]["data"]["properties"]
    assert fields["status"] == {"type": "string", "enum": ["open", "paid"]}
    assert fields["placedAt"] == {"type": "string", "format": "date-time"}
    assert fields["email"] == {"type": "string", "format": "email", "x-sensitive": True}
    assert fields["total"]["required"] == ["amount", "currency"]
    assert fields["lines"]["items"]["properties"]["price"]["type"] == "object"
    assert fields["tags"] == {"type": "array", "items": {"type": "string"}}
    assert "weight" not in schema["properties"]["data"]["required"]
    assert schema["x-consumers"] == ["pack", "mails"]
    assert schema["x-key"] == ["orderId"]


def test_the_identifier_is_derived(order_placed: Event, shop: Shop) -> None:
    assert schema_id(order_placed, shop(order_placed)) == "urn:cloudwright:shop:event:OrderPlaced:2"


def test_the_example_is_realistic(order_placed: Event, shop: Shop) -> None:
    data = example(order_placed, shop(order_placed))["data"]
    assert data["orderId"] == "order-1001"
    assert data["email"] == "customer@example.com"
    assert data["total"] == {"amount": "129.90", "currency": "EUR"}
    assert data["lines"][0]["sku"] == "SKU-1001"
    assert data["address"]["city"] == "Berlin"


def test_the_envelope_names_the_owner(order_placed: Event, shop: Shop) -> None:
    found = example(order_placed, shop(order_placed))
    assert found["source"] == source_name(order_placed, "shop") == "shop.orders"
    assert (found["type"], found["version"], found["specversion"]) == ("OrderPlaced", 2, "1.0")


FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("missing field", lambda e: e["data"].pop("orderId")),
    ("missing envelope", lambda e: e.pop("correlationid")),
    ("wrong type", lambda e: e["data"].update(quantity="two")),
    ("unknown choice", lambda e: e["data"].update(status="lost")),
    ("bad mail address", lambda e: e["data"].update(email="nobody")),
    ("bad moment", lambda e: e["data"].update(placedAt="yesterday")),
    ("bad day", lambda e: e["data"].update(dueOn="2026-02-30")),
    ("bad identifier", lambda e: e["data"].update(customerId="1")),
    ("money as a number", lambda e: e["data"].update(total={"amount": 1.5, "currency": "EUR"})),
    ("too many decimals", lambda e: e["data"]["total"].update(amount="1.23456")),
    ("another event", lambda e: e.update(type="OrderCancelled")),
    ("null", lambda e: e["data"].update(gift=None)),
]


@pytest.mark.parametrize(("what", "spoil"), FAULTS, ids=[name for name, _ in FAULTS])
def test_faults_are_rejected(what: str, spoil: Callable[[Any], Any], order_placed: Event, shop: Shop) -> None:
    design = shop(order_placed)
    check = validator(json_schema(order_placed, design))
    event = copy.deepcopy(example(order_placed, design))
    assert check.is_valid(event)
    spoil(event)
    assert not check.is_valid(event), what


def test_consumers_are_tolerant_and_producers_strict(order_placed: Event, shop: Shop) -> None:
    design = shop(order_placed)
    event = copy.deepcopy(example(order_placed, design))
    event["data"]["lines"][0]["colour"] = "red"
    assert validator(json_schema(order_placed, design)).is_valid(event)
    assert not validator(json_schema(order_placed, design, strict=True)).is_valid(event)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any_example_satisfies_its_schema(data: st.DataObject, any_event: st.SearchStrategy[Event], shop: Shop) -> None:
    event = data.draw(any_event)
    design = shop(event)
    found = example(event, design)
    json.dumps(found, allow_nan=False)
    for strict in (False, True):
        validator(json_schema(event, design, strict=strict)).validate(found)
    assert json.dumps(found) == json.dumps(example(event, design))
