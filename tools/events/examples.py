"""Example events: always the same ones, told by the names and types of their fields."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tools.design.design import Design
from tools.design.events import Event, EventField, source_name
from tools.design.requirements import FieldType
from tools.events.schema import AMOUNT
from tools.events.words import words_of

TIME = "2026-01-15T09:30:00Z"
UUID = "7f9c24e8-3b12-4fef-91e0-5c3d8a6b2f10"

_TEXTS: dict[str, str] = {
    "status": "active",
    "state": "active",
    "currency": "EUR",
    "country": "DE",
    "language": "en",
    "locale": "en-GB",
    "email": "customer@example.com",
    "mail": "customer@example.com",
    "phone": "+442079460000",
    "mobile": "+442079460000",
    "url": "https://example.com/items/1001",
    "uri": "https://example.com/items/1001",
    "link": "https://example.com/items/1001",
    "ip": "192.0.2.10",
    "bucket": "uploads",
    "key": "incoming/2026/01/15/document.pdf",
    "path": "incoming/2026/01/15/document.pdf",
    "file": "document.pdf",
    "filename": "document.pdf",
    "sku": "SKU-1001",
    "city": "Berlin",
    "street": "1 Example Street",
    "address": "1 Example Street, 10115 Berlin",
    "postcode": "10115",
    "zip": "10115",
    "reason": "requested by the customer",
    "message": "An example message",
    "title": "An example title",
    "subject": "An example subject",
    "description": "A short description",
    "name": "Example",
    "type": "standard",
    "category": "general",
    "channel": "web",
    "method": "card",
    "version": "1.0.0",
    "region": "eu-west-1",
    "timezone": "Europe/Berlin",
    "unit": "celsius",
    "severity": "high",
    "priority": "normal",
    "colour": "blue",
    "color": "blue",
    "checksum": "9f86d081884c7d65",
    "hash": "9f86d081884c7d65",
    "time": TIME,
    "timestamp": TIME,
    "at": TIME,
    "date": "2026-01-15",
}

_NUMBERS: dict[str, float] = {
    "amount": 129.9,
    "total": 129.9,
    "price": 49.95,
    "cost": 49.95,
    "balance": 1250.0,
    "tax": 20.74,
    "discount": 5.0,
    "latitude": 52.52,
    "lat": 52.52,
    "longitude": 13.405,
    "lon": 13.405,
    "lng": 13.405,
    "temperature": 21.5,
    "humidity": 48.0,
    "pressure": 1013.2,
    "speed": 54.3,
    "score": 0.87,
    "confidence": 0.87,
    "probability": 0.87,
    "ratio": 0.5,
    "percent": 12.5,
    "percentage": 12.5,
    "rating": 4.5,
    "weight": 1.2,
    "duration": 42.0,
    "quantity": 2,
    "count": 3,
    "age": 42,
    "size": 20480,
    "bytes": 20480,
    "year": 2026,
    "month": 1,
    "day": 15,
    "attempt": 1,
    "attempts": 1,
    "battery": 87,
    "level": 3,
}


def example(event: Event, design: Design) -> dict[str, Any]:
    """An event as it is delivered: valid against its schema, the same every time."""
    subject = words_of(event.name)[0] if words_of(event.name) else "event"
    return {
        "specversion": "1.0",
        "id": UUID,
        "source": source_name(event, design.name),
        "type": event.name,
        "version": event.version,
        "time": TIME,
        "correlationid": f"{subject}-request-1001",
        "data": example_of(event.fields),
    }


def example_of(fields: tuple[EventField, ...]) -> dict[str, Any]:
    """Example data for these fields."""
    return {field.name: _value(field) for field in fields}


def _value(field: EventField) -> Any:
    if field.type == "object":
        return example_of(field.fields)
    if field.type == "list":
        return _list(field)
    if field.type == "string" and field.choices:
        return field.example if field.example in field.choices else field.choices[0]
    stated = _stated(field)
    return _made(field.type, field.name) if stated is None else stated


def _list(field: EventField) -> list[Any]:
    if field.fields:
        return [example_of(field.fields)]
    if field.items == "string" and field.choices:
        return list(dict.fromkeys(field.choices))[:2]
    return [_made(field.items or "string", _singular(field.name))]


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _stated(field: EventField) -> Any:
    """The example the design gives, where it is one of the field's type."""
    text = field.example.strip()
    read = _READERS.get(field.type)
    if not text or read is None:
        return None
    try:
        return read(text)
    except ValueError:
        return None


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text):
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false", "yes", "no"):
        raise ValueError(text)
    return text.lower() in ("true", "yes")


def _money(text: str) -> dict[str, str]:
    found = re.fullmatch(r"(?:(\S+) )?([A-Z]{3})(?: (\S+))?", text)
    amount, currency = (found[1] or found[3] or "", found[2]) if found else (text, "EUR")
    if not re.fullmatch(AMOUNT, amount, re.ASCII):
        raise ValueError(text)
    return {"amount": amount, "currency": currency}


def _shaped(pattern: str) -> Callable[[str], str]:
    shape = re.compile(pattern, re.ASCII)

    def read(text: str) -> str:
        if not shape.fullmatch(text):
            raise ValueError(text)
        return text

    return read


_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?"

_READERS: dict[FieldType, Callable[[str], Any]] = {
    "string": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "money": _money,
    "timestamp": _shaped(rf"{_DAY}T{_CLOCK}(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"),
    "date": _shaped(_DAY),
    "uuid": _shaped(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"),
    "email": _shaped(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    "url": _shaped(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?"),
}


def _made(kind: FieldType, name: str) -> Any:
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in ("integer", "number"):
        value = _known(_NUMBERS, name)
        found = 1 if value is None else value
        return int(found) if kind == "integer" else float(found)
    if kind == "object":
        return {}
    return [] if kind == "list" else _text(name)


_FIXED: dict[FieldType, Any] = {
    "boolean": True,
    "timestamp": TIME,
    "date": "2026-01-15",
    "uuid": UUID,
    "email": "customer@example.com",
    "url": "https://example.com/items/1001",
    "money": {"amount": "129.90", "currency": "EUR"},
}


def _text(name: str) -> str:
    words = words_of(name)
    if words and words[-1] in ("id", "number", "no", "ref", "reference", "code"):
        return "-".join((*words[:-1], "1001")) if len(words) > 1 else "example-1001"
    return str(_known(_TEXTS, name) or f"example {' '.join(words)}".strip())


def _known(table: dict[str, Any], name: str) -> Any:
    """What a table holds for the last word of a name that it knows."""
    return next((table[word] for word in reversed(words_of(name)) if word in table), None)


def example_text(event: Event, design: Design) -> str:
    """The example as the text of its file."""
    return json.dumps(example(event, design), indent=2, ensure_ascii=False) + "\n"
