"""Designs to draw, from five components to fifty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Assumed, Requirements, Stated

ORIGIN = Assumed(reason="a test")

Part = tuple[str, str] | tuple[str, str, dict[str, Any]]
Join = tuple[str, str, str] | tuple[str, str, str, tuple[str, ...]]


def design_of(title: str, parts: Iterable[Part], joins: Iterable[Join], **more: Any) -> Design:
    """A design from (kind, name, fields) and (kind of link, source, target, events or routes)."""
    components = [COMPONENT_TYPES[kind](name=name, **(rest[0] if rest else {})) for kind, name, *rest in parts]
    links = [_link(*join) for join in joins]
    events = dict.fromkeys(event for link in links for event in link.events)
    owner = next((link.source for link in links if link.events), "")
    return Design(
        name="-".join(re.findall("[a-z0-9]+", title.lower())),
        title=title,
        requirements=Requirements(
            title=Stated(value=title, origin=ORIGIN),
            provider=Stated(value="aws", origin=ORIGIN),
            regions=Stated(value=("eu-west-1",), origin=ORIGIN),
            languages=Stated(value=("python",), origin=ORIGIN),
            targets=Stated(value=("sam",), origin=ORIGIN),
        ),
        components=tuple(components),
        links=tuple(links),
        events=tuple(Event(name=name, owner=owner, fields=(EventField(name="id"),)) for name in events),
        **more,
    )


def _link(kind: Any, source: str, target: str, carried: tuple[str, ...] = ()) -> Link:
    events = tuple(text for text in carried if text[0].isupper() and text.isalnum())
    return Link(
        kind=kind,
        source=source,
        target=target,
        events=events,
        matches=tuple(text for text in carried if text not in events),
    )


def short_links() -> Design:
    return design_of(
        "Short links",
        [
            ("external", "visitors", {"role": "person"}),
            ("api", "links-api"),
            ("function", "create-link"),
            ("function", "follow-link"),
            ("table", "links"),
        ],
        [
            ("trigger", "visitors", "links-api"),
            ("trigger", "links-api", "create-link", ("POST /links",)),
            ("trigger", "links-api", "follow-link", ("GET /{code}",)),
            ("write", "create-link", "links"),
            ("read", "follow-link", "links"),
        ],
    )


def photo_pipeline() -> Design:
    return design_of(
        "Photo archive with automatic captions",
        [
            ("external", "members", {"role": "person"}),
            ("cdn", "gallery-cdn"),
            ("static-site", "gallery"),
            ("api", "gallery-api", {"user_pool": "member-accounts", "firewall": "gallery-shield"}),
            ("firewall", "gallery-shield"),
            ("user-pool", "member-accounts"),
            ("function", "issue-upload"),
            ("function", "search-photos"),
            ("bucket", "originals", {"key": "photo-key"}),
            ("bucket", "renditions"),
            ("key", "photo-key"),
            ("queue", "new-photos", {"dead_letter": "new-photos-dlq"}),
            ("queue", "new-photos-dlq", {"role": "dead-letter"}),
            ("function", "prepare-photo", {"idempotency": {"key": ("key",), "store": "seen-photos"}}),
            ("table", "seen-photos", {"role": "idempotency"}),
            ("ai-service", "labels", {"capability": "vision"}),
            ("ai-service", "captions"),
            ("table", "photos"),
            ("search-index", "photo-search"),
            ("function", "index-photo"),
            ("topic", "announcements", {"audience": "people"}),
        ],
        [
            ("trigger", "members", "gallery-cdn"),
            ("read", "gallery-cdn", "gallery"),
            ("trigger", "members", "gallery-api"),
            ("trigger", "gallery-api", "issue-upload", ("POST /uploads",)),
            ("trigger", "gallery-api", "search-photos", ("GET /photos", "GET /photos/{id}")),
            ("write", "issue-upload", "originals"),
            ("trigger", "originals", "new-photos", ("incoming/*.jpg",)),
            ("trigger", "new-photos", "prepare-photo"),
            ("read", "prepare-photo", "originals"),
            ("write", "prepare-photo", "renditions"),
            ("call", "prepare-photo", "labels"),
            ("call", "prepare-photo", "captions"),
            ("write", "prepare-photo", "photos"),
            ("trigger", "photos", "index-photo", ("insert", "modify")),
            ("write", "index-photo", "photo-search"),
            ("read", "search-photos", "photo-search"),
            ("read", "gallery-cdn", "renditions"),
            ("send", "index-photo", "announcements", ("PhotoReady",)),
            ("trigger", "announcements", "members"),
        ],
    )


def shop() -> Design:
    g = lambda name, **more: {"group": name, **more}  # noqa: E731
    return design_of(
        "Online shop: orders, payment and delivery",
        [
            ("external", "customers", {"role": "person"}),
            ("external", "payment-provider", {"role": "partner"}),
            ("external", "carrier", {"role": "partner"}),
            ("api", "shop-api", {"user_pool": "accounts"}),
            ("user-pool", "accounts"),
            ("bus", "shop-events"),
            ("function", "place-order", g("ordering")),
            ("function", "get-order", g("ordering")),
            ("table", "orders", g("ordering")),
            ("function", "close-order", g("ordering", on_failure="close-order-dlq")),
            ("queue", "close-order-dlq", g("ordering", role="dead-letter")),
            ("workflow", "fulfilment", g("ordering", definition="fulfil")),
            ("queue", "payments-due", g("payment", dead_letter="payments-dlq")),
            ("queue", "payments-dlq", g("payment", role="dead-letter")),
            ("function", "charge-card", g("payment")),
            ("function", "refund-card", g("payment")),
            ("table", "payments", g("payment")),
            ("secret", "payment-key", g("payment")),
            ("function", "reserve-stock", g("warehouse")),
            ("function", "release-stock", g("warehouse")),
            ("table", "stock", g("warehouse", title="Stock levels by warehouse and article")),
            ("function", "book-carrier", g("delivery")),
            ("table", "shipments", g("delivery")),
            ("function", "notify-customer", g("customer-care")),
            ("mail", "order-mail", g("customer-care")),
        ],
        [
            ("trigger", "customers", "shop-api"),
            ("trigger", "shop-api", "place-order", ("POST /orders",)),
            ("trigger", "shop-api", "get-order", ("GET /orders/{id}",)),
            ("write", "place-order", "orders"),
            ("read", "get-order", "orders"),
            ("send", "place-order", "shop-events", ("OrderPlaced",)),
            ("trigger", "shop-events", "fulfilment", ("OrderPlaced",)),
            ("call", "fulfilment", "reserve-stock"),
            ("call", "fulfilment", "release-stock"),
            ("call", "fulfilment", "charge-card"),
            ("call", "fulfilment", "refund-card"),
            ("write", "reserve-stock", "stock"),
            ("write", "release-stock", "stock"),
            ("write", "charge-card", "payments"),
            ("write", "refund-card", "payments"),
            ("read", "charge-card", "payment-key"),
            ("call", "charge-card", "payment-provider"),
            ("call", "refund-card", "payment-provider"),
            ("trigger", "payments-due", "charge-card"),
            ("send", "fulfilment", "payments-due"),
            ("send", "fulfilment", "shop-events", ("OrderConfirmed",)),
            ("trigger", "shop-events", "book-carrier", ("OrderConfirmed",)),
            ("call", "book-carrier", "carrier"),
            ("write", "book-carrier", "shipments"),
            ("send", "book-carrier", "shop-events", ("ParcelShipped",)),
            ("trigger", "shop-events", "close-order", ("ParcelShipped",)),
            ("write", "close-order", "orders"),
            ("trigger", "shop-events", "notify-customer", ("OrderConfirmed", "ParcelShipped")),
            ("send", "notify-customer", "order-mail"),
            ("trigger", "order-mail", "customers"),
        ],
        workflows=({"name": "fulfil", "steps": ({"kind": "task", "name": "Reserve", "component": "reserve-stock"},)},),
    )


def fleet() -> Design:
    """A large one: devices, streams, analytics, several contexts."""
    parts: list[Part] = [
        ("external", "vehicles", {"role": "device"}),
        ("external", "dispatchers", {"role": "staff"}),
        ("external", "drivers", {"role": "person"}),
        ("external", "map-provider", {"role": "partner"}),
        ("device-gateway", "telemetry-gateway", {"group": "telemetry"}),
        ("stream", "telemetry", {"group": "telemetry"}),
        ("function", "clean-readings", {"group": "telemetry"}),
        ("timeseries", "readings", {"group": "telemetry"}),
        ("delivery-stream", "raw-delivery", {"group": "telemetry"}),
        ("bucket", "data-lake", {"group": "analytics"}),
        ("etl", "nightly-model", {"group": "analytics"}),
        ("schedule", "every-night", {"group": "analytics", "cron": "0 2 * * *"}),
        ("query-engine", "fleet-queries", {"group": "analytics"}),
        ("warehouse", "fleet-warehouse", {"group": "analytics"}),
        ("cdn", "console-cdn"),
        ("static-site", "dispatch-console"),
        ("user-pool", "staff-accounts"),
        ("api", "dispatch-api", {"user_pool": "staff-accounts", "firewall": "api-shield"}),
        ("api", "live-updates", {"style": "websocket"}),
        ("firewall", "api-shield"),
        ("bus", "fleet-events"),
        ("key", "fleet-key"),
        ("audit-trail", "trail"),
        ("network", "private-network"),
    ]
    joins: list[Join] = [
        ("trigger", "vehicles", "telemetry-gateway"),
        ("send", "telemetry-gateway", "telemetry"),
        ("trigger", "telemetry", "clean-readings"),
        ("trigger", "telemetry", "raw-delivery"),
        ("write", "raw-delivery", "data-lake"),
        ("write", "clean-readings", "readings"),
        ("send", "clean-readings", "fleet-events", ("FaultDetected", "VehicleMoved")),
        ("trigger", "every-night", "nightly-model"),
        ("read", "nightly-model", "data-lake"),
        ("write", "nightly-model", "fleet-warehouse"),
        ("read", "fleet-queries", "data-lake"),
        ("trigger", "dispatchers", "console-cdn"),
        ("read", "console-cdn", "dispatch-console"),
        ("trigger", "dispatchers", "dispatch-api"),
        ("trigger", "drivers", "dispatch-api"),
        ("trigger", "dispatchers", "live-updates"),
    ]
    for context, noun, event in (
        ("trips", "trip", "TripPlanned"),
        ("maintenance", "repair", "RepairBooked"),
        ("charging", "charge", "ChargeNeeded"),
        ("billing", "invoice", "InvoiceIssued"),
    ):
        parts += [
            ("function", f"manage-{noun}", {"group": context}),
            ("table", f"{noun}-table", {"group": context, "key": "fleet-key"}),
            ("queue", f"{noun}-queue", {"group": context, "dead_letter": f"{noun}-dlq"}),
            ("queue", f"{noun}-dlq", {"group": context, "role": "dead-letter"}),
            ("function", f"on-{noun}-event", {"group": context}),
        ]
        joins += [
            ("trigger", "dispatch-api", f"manage-{noun}", (f"POST /{context}", f"GET /{context}")),
            ("write", f"manage-{noun}", f"{noun}-table"),
            ("send", f"manage-{noun}", "fleet-events", (event,)),
            ("trigger", "fleet-events", f"{noun}-queue", ("FaultDetected",)),
            ("trigger", f"{noun}-queue", f"on-{noun}-event"),
            ("write", f"on-{noun}-event", f"{noun}-table"),
        ]
    parts += [
        ("function", "push-updates"),
        ("table", "connections", {"role": "connections"}),
        ("function", "plan-route"),
    ]
    joins += [
        ("trigger", "fleet-events", "push-updates", ("VehicleMoved", "TripPlanned")),
        ("read", "push-updates", "connections"),
        ("send", "push-updates", "live-updates"),
        ("call", "manage-trip", "plan-route"),
        ("call", "plan-route", "map-provider"),
        ("read", "plan-route", "readings"),
    ]
    return design_of("Fleet operations: telemetry and dispatch", parts, joins)


def long_chain() -> Design:
    """A chain longer than a picture is wide."""
    parts: list[Part] = [("external", "senders", {"role": "partner"}), ("bucket", "inbox")]
    joins: list[Join] = [("trigger", "senders", "inbox")]
    before = "inbox"
    for number in range(1, 8):
        parts += [("function", f"stage-{number}"), ("queue", f"queue-{number}")]
        joins += [("trigger", before, f"stage-{number}"), ("send", f"stage-{number}", f"queue-{number}")]
        before = f"queue-{number}"
    parts += [("function", "finish"), ("table", "results")]
    joins += [("trigger", before, "finish"), ("write", "finish", "results"), ("write", "stage-1", "results")]
    return design_of("A long chain", parts, joins)


DESIGNS: dict[str, Callable[[], Design]] = {
    "short-links": short_links,
    "photo-pipeline": photo_pipeline,
    "shop": shop,
    "fleet": fleet,
    "long-chain": long_chain,
}


@pytest.fixture(scope="session")
def designs() -> dict[str, Design]:
    """Designs of many sizes, by name."""
    return {name: build() for name, build in DESIGNS.items()}


@pytest.fixture(scope="session")
def compose() -> Callable[..., Design]:
    """Builds a design from parts and joins."""
    return design_of
