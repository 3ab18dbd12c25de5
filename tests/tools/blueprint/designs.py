"""Designs to print: small ones made by hand, and for every kind of component a star of links to every other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.design.components import COMPONENT_TYPES, Component, ComponentBase, Idempotency, UsagePlan
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Assumed, DataClass, Entity, EntityField, Load, Regime, Requirements, Stated
from tools.design.workflows import Succeed, Task, Workflow

ORIGIN = Assumed(reason="made for a test")

ORDER = Entity(
    name="Order",
    plural="orders",
    fields=(
        EntityField(name="id", type="uuid"),
        EntityField(name="customer", type="string", sensitive=True),
        EntityField(name="placedAt", type="timestamp"),
        EntityField(name="total", type="money"),
        EntityField(name="lines", type="list"),
    ),
    origin=ORIGIN,
)

LOAD = Load(id="orders", what="orders", count=20, per="second", origin=ORIGIN)


def requirements(*regions: str, **more: Any) -> Requirements:
    """Requirements of a system that handles orders."""
    return Requirements(
        title=Stated(value="Orders", origin=ORIGIN),
        provider=Stated(value="aws", origin=ORIGIN),
        regions=Stated(value=regions or ("eu-west-1",), origin=ORIGIN),
        languages=Stated(value=("python",), origin=ORIGIN),
        targets=Stated(value=("sam",), origin=ORIGIN),
        entities=(ORDER,),
        loads=(LOAD,),
        **more,
    )


def placed(owner: str) -> Event:
    """An event that says an order was placed."""
    fields = (EventField(name="orderId", type="uuid"), EventField(name="total", type="money"))
    return Event(name="OrderPlaced", owner=owner, fields=fields, key=("orderId",))


def design(
    name: str,
    components: Iterable[ComponentBase],
    links: Iterable[Link],
    *,
    events: Iterable[Event] = (),
    workflows: Iterable[Workflow] = (),
    needs: Requirements | None = None,
) -> Design:
    """A design of these parts."""
    return Design(
        name=name,
        title=name.replace("-", " ").capitalize(),
        requirements=needs or requirements(),
        components=tuple(components),  # type: ignore[arg-type]
        links=tuple(links),
        events=tuple(events),
        workflows=tuple(workflows),
    )


def made(kind: str, name: str, **fields: Any) -> Component:
    """A component with what it needs at least."""
    needed: dict[str, dict[str, Any]] = {
        "layer": {"libraries": ("requests",)},
        "workflow": {"definition": "process"},
        "dns-failover": {"regions": ("eu-west-1", "eu-central-1")},
        "schedule": {"every_minutes": 5},
    }
    model = COMPONENT_TYPES[kind]
    return model(name=name, **{**needed.get(kind, {}), **fields})  # type: ignore[return-value]


VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "api": ({"style": "http"}, {"style": "rest"}, {"style": "websocket", "auth": "iam"}, {"style": "graphql"}),
    "container": tuple({"mode": m, "platform": p} for m in ("job", "service") for p in ("managed", "kubernetes", "vm")),
    "function": ({}, {"placement": "edge"}),
    "workflow": ({}, {"durability": "express", "synchronous": True}),
    "queue": ({}, {"fifo": True}),
    "topic": ({}, {"fifo": True}, {"audience": "people"}),
    "bus": ({}, {"scope": "default"}),
    "stream": ({}, {"engine": "kafka"}),
    "table": ({"change_stream": True},),
    "bucket": ({}, {"events_to_bus": True}),
    "database": ({}, {"engine": "mysql"}, {"engine": "document"}),
    "schedule": ({}, {"mode": "one-off"}),
    "search-index": ({}, {"vector": True}),
    "delivery-stream": ({}, {"format": "parquet"}),
}
"""Ways of being a kind that are printed differently."""

AI = (
    "language-model",
    "embedding",
    "ocr",
    "vision",
    "speech-to-text",
    "text-to-speech",
    "translation",
    "text-analysis",
    "forecasting",
    "recommendation",
    "fraud-detection",
    "custom-model",
    "enterprise-search",
)


def every_part() -> list[Component]:
    """One component of every kind and variant."""
    found: list[Component] = []
    for kind in COMPONENT_TYPES:
        for number, fields in enumerate(VARIANTS.get(kind, ({},)), start=1):
            found.append(made(kind, f"{kind}-{number}", **fields))
    found += [made("ai-service", f"ai-{capability}", capability=capability) for capability in AI]
    return found


PROCESS = Workflow(name="process", steps=(Task(name="Work", component="worker", next="Done"), Succeed(name="Done")))

LINK_KINDS = ("trigger", "call", "send", "read", "write")


def star(center: Component, kinds: Iterable[str] = LINK_KINDS) -> Design:
    """A design in which one component is linked to one of every kind and variant, by every kind of link."""
    others = [part for part in every_part() if part.name != center.name]
    worker = made("function", "worker")
    links = [
        Link(kind=kind, source=center.name, target=other.name, events=("OrderPlaced",) if kind == "send" else ())
        for kind in kinds
        for other in (*others, worker)
    ]
    return design(
        f"from-{center.name}",
        [center, worker, *others],
        links,
        events=[placed(center.name)],
        workflows=[PROCESS],
    )


def stars() -> list[Design]:
    """A star around every kind and variant."""
    return [star(part) for part in every_part() if part.kind not in ("layer", "ai-service")]


def pair(source: Component, target: Component) -> Design:
    """A design in which one component is linked to another in every way."""
    links = [Link(kind=kind, source=source.name, target=target.name) for kind in LINK_KINDS]
    parts = [source, target, made("function", "worker")]
    return design(f"{source.name}-to-{target.name}", parts, links, workflows=[PROCESS])


def shop() -> Design:
    """An order pipeline: API, table, bus, queue, state machine, bucket, schedule, stream."""
    return design(
        "shop",
        [
            made("external", "customers", role="person"),
            made("user-pool", "accounts", groups=("staff",)),
            made("api", "shop-api", user_pool="accounts", cors_origins=("https://shop.example",)),
            made("function", "create-order", operation="create", entity="Order", idempotency=_once("id")),
            made("function", "get-order", operation="get", entity="Order"),
            made("function", "list-orders", operation="list", entity="Order", language="nodejs"),
            made("table", "orders", entity="Order", partition_key="customer", sort_key="id", change_stream=True),
            made("table", "seen", role="idempotency", partition_key="key", ttl_attribute="expiresAt"),
            made("bus", "events", archive_days=30),
            made("queue", "invoices"),
            made("function", "make-invoice", idempotency=_once("orderId")),
            made("bucket", "documents"),
            made("function", "index-document", description="Reads what a new invoice says"),
            made("topic", "alerts"),
            made("schedule", "nightly", cron="0 3 * * 1-5", timezone="Europe/Berlin", every_minutes=None),
            made("function", "report"),
            made("workflow", "fulfilment", definition="fulfil", on_failure="invoices"),
            made("function", "charge"),
            made("stream", "clicks"),
            made("function", "count-clicks"),
            made("function", "project-orders"),
        ],
        [
            Link(kind="trigger", source="customers", target="shop-api", load="orders"),
            Link(kind="trigger", source="shop-api", target="create-order", matches=("POST /orders",)),
            Link(kind="trigger", source="shop-api", target="get-order"),
            Link(kind="trigger", source="shop-api", target="list-orders"),
            Link(kind="write", source="create-order", target="orders"),
            Link(kind="read", source="get-order", target="orders"),
            Link(kind="read", source="list-orders", target="orders"),
            Link(kind="send", source="create-order", target="events", events=("OrderPlaced",)),
            Link(kind="trigger", source="events", target="invoices", events=("OrderPlaced",)),
            Link(kind="trigger", source="events", target="fulfilment", events=("OrderPlaced",)),
            Link(kind="trigger", source="invoices", target="make-invoice", events=("OrderPlaced",)),
            Link(kind="write", source="make-invoice", target="documents"),
            Link(kind="trigger", source="documents", target="index-document", matches=("invoices/*.pdf",)),
            Link(kind="read", source="index-document", target="documents"),
            Link(kind="send", source="index-document", target="alerts"),
            Link(kind="trigger", source="nightly", target="report"),
            Link(kind="read", source="report", target="orders"),
            Link(kind="call", source="fulfilment", target="charge"),
            Link(kind="send", source="get-order", target="clicks"),
            Link(kind="trigger", source="clicks", target="count-clicks"),
            Link(kind="trigger", source="orders", target="project-orders", matches=("insert",)),
        ],
        events=[placed("create-order")],
        workflows=[
            Workflow(name="fulfil", steps=(Task(name="Charge", component="charge", next="Done"), Succeed(name="Done")))
        ],
    )


def _once(key: str) -> Idempotency:
    return Idempotency(key=(key,), store="seen")


def world() -> Design:
    """The same service in two regions, for when one of them fails."""
    return design(
        "world",
        [
            made("dns-failover", "entrance"),
            made("api", "api", auth="iam"),
            made("function", "orders-function", operation="manage", entity="Order"),
            made("table", "orders", entity="Order", replicas=("eu-central-1",), change_stream=True, key="data"),
            made("key", "data"),
            made("bucket", "files", replicate_to=("eu-central-1",)),
            made("bus", "events", replicate_to=("eu-central-1",)),
            made("database", "ledger", replicas=("eu-central-1",)),
            made("function", "audit"),
        ],
        [
            Link(kind="trigger", source="entrance", target="api"),
            Link(kind="trigger", source="api", target="orders-function"),
            Link(kind="write", source="orders-function", target="orders"),
            Link(kind="read", source="orders-function", target="orders"),
            Link(kind="write", source="orders-function", target="files"),
            Link(kind="write", source="orders-function", target="ledger"),
            Link(kind="send", source="orders-function", target="events", events=("OrderPlaced",)),
            Link(kind="trigger", source="orders", target="audit"),
        ],
        events=[placed("orders-function")],
    )


def clinic() -> Design:
    """A regulated system: one key for everything, an audit trail, firewalls, private endpoints."""
    kept = {"sensitivity": "restricted", "key": "data"}
    return design(
        "clinic",
        [
            made("key", "data"),
            made("audit-trail", "trail", data_events=True, configuration=True, **kept),
            made("firewall", "edge-wall", scope="edge"),
            made("firewall", "wall"),
            made("cdn", "portal", firewall="edge-wall", domain="portal.example", blocked_countries=("KP", "nowhere")),
            made("static-site", "site", **kept),
            made("api", "records-api", style="rest", auth="jwt", user_pool="patients", firewall="wall"),
            made("user-pool", "patients", mfa="required", **kept),
            made(
                "function", "read-record", operation="get", entity="Order", network="private", reserved_concurrency=50
            ),
            made("function", "signed-up", network=None),
            made("network", "private"),
            made("database", "records", network="private", **kept),
            made("table", "visits", **kept),
            made("bucket", "scans", access_logs="logs", object_lock_days=365, archive_after_days=90, **kept),
            made("bucket", "logs", role="logs", expire_after_days=400),
            made("queue", "reminders", **kept),
            made("topic", "notices", **kept),
            made("function", "remind", log_retention_days=365),
            made("secret", "partner-token", rotation_days=30, **kept),
            made("function", "rotate-token"),
            made("stream", "vitals", **kept),
            made("delivery-stream", "lake", **kept),
            made("mail", "letters", sender_domain="clinic.example"),
        ],
        [
            Link(kind="call", source="portal", target="site"),
            Link(kind="call", source="portal", target="records-api"),
            Link(kind="trigger", source="records-api", target="read-record"),
            Link(kind="read", source="read-record", target="records"),
            Link(kind="read", source="read-record", target="visits"),
            Link(kind="read", source="read-record", target="scans"),
            Link(kind="trigger", source="patients", target="signed-up"),
            Link(kind="write", source="signed-up", target="patients"),
            Link(kind="send", source="signed-up", target="notices"),
            Link(kind="trigger", source="notices", target="reminders"),
            Link(kind="trigger", source="reminders", target="remind"),
            Link(kind="send", source="remind", target="letters"),
            Link(kind="read", source="remind", target="partner-token"),
            Link(kind="write", source="rotate-token", target="partner-token"),
            Link(kind="trigger", source="vitals", target="lake"),
            Link(kind="write", source="lake", target="scans"),
        ],
        needs=requirements(
            "us-east-1",
            regimes=(Regime(name="hipaa", origin=ORIGIN),),
            data_classes=(DataClass(name="health", sensitivity="restricted", origin=ORIGIN),),
        ),
    )


def fleet() -> Design:
    """Devices, containers, batch jobs, analytics."""
    return design(
        "fleet",
        [
            made("device-gateway", "devices"),
            made("stream", "readings", capacity="provisioned", shards=4),
            made("function", "detect", cold_start="provisioned", provisioned_concurrency=2),
            made("delivery-stream", "lake", format="parquet"),
            made("bucket", "raw", events_to_bus=True),
            made("container", "compact", vcpu=0.3, memory_mb=700),
            made("container", "dashboard", mode="service", image="public.ecr.aws/nginx/nginx:1.27"),
            made("load-balancer", "front"),
            made("query-engine", "questions"),
            made("etl", "reshape"),
            made("warehouse", "history"),
            made("timeseries", "measurements"),
            made("cache", "latest", engine="redis"),
            made("queue", "work", fifo=True),
            made("container", "worker", mode="service"),
            made("schedule", "hourly", every_minutes=60),
            made("workflow", "batch", definition="process"),
            made("function", "worker-function"),
            made("table", "states", capacity="provisioned", read_units=10, write_units=5),
        ],
        [
            Link(kind="trigger", source="devices", target="readings"),
            Link(kind="trigger", source="readings", target="detect"),
            Link(kind="trigger", source="readings", target="lake"),
            Link(kind="write", source="lake", target="raw"),
            Link(kind="trigger", source="raw", target="compact", matches=("data/*.parquet",)),
            Link(kind="read", source="compact", target="raw"),
            Link(kind="write", source="compact", target="raw"),
            Link(kind="trigger", source="front", target="dashboard"),
            Link(kind="read", source="dashboard", target="latest"),
            Link(kind="write", source="detect", target="latest"),
            Link(kind="write", source="detect", target="measurements"),
            Link(kind="write", source="detect", target="states"),
            Link(kind="read", source="questions", target="raw"),
            Link(kind="read", source="reshape", target="raw"),
            Link(kind="write", source="reshape", target="raw"),
            Link(kind="trigger", source="hourly", target="reshape"),
            Link(kind="trigger", source="hourly", target="batch"),
            Link(kind="trigger", source="hourly", target="compact"),
            Link(kind="send", source="detect", target="work"),
            Link(kind="trigger", source="work", target="worker"),
            Link(kind="call", source="batch", target="worker-function"),
            Link(kind="read", source="worker-function", target="history"),
            Link(kind="call", source="worker-function", target="questions"),
        ],
        workflows=[
            Workflow(
                name="process",
                steps=(
                    Task(name="Reshape", component="reshape", next="Compact"),
                    Task(name="Compact", component="compact", next="Tell"),
                    Task(name="Tell", component="worker-function"),
                ),
            )
        ],
    )


def chat() -> Design:
    """Websockets, REST with usage plans, GraphQL, direct integrations."""
    plan = UsagePlan(name="gold", rate_rps=50, burst=100, quota_per_day=100000)
    return design(
        "chat",
        [
            made("api", "socket", style="websocket", auth="function", authorizer="allow"),
            made("function", "allow", operation="authorize"),
            made("function", "talk", language="nodejs"),
            made("table", "connections", role="connections", partition_key="connectionId"),
            made("api", "partners", style="rest", auth="api-key", usage_plans=(plan,), cache_ttl_s=60),
            made("function", "orders-function", operation="manage", entity="Order"),
            made("table", "orders", entity="Order"),
            made("api", "graph", style="graphql", auth="jwt"),
            made("api", "inbox", auth="none"),
            made("queue", "incoming"),
            made("function", "take-in"),
            made("ai-service", "model", model="anthropic.claude-sonnet-5"),
            made("external", "bank", url="https://bank.example/v1", max_rps=20),
            made("bus", "events"),
        ],
        [
            Link(kind="trigger", source="socket", target="talk"),
            Link(kind="send", source="talk", target="socket"),
            Link(kind="write", source="talk", target="connections"),
            Link(kind="read", source="talk", target="connections"),
            Link(kind="trigger", source="partners", target="orders-function"),
            Link(kind="write", source="orders-function", target="orders"),
            Link(kind="read", source="orders-function", target="orders"),
            Link(kind="trigger", source="graph", target="orders-function"),
            Link(
                kind="trigger", source="graph", target="events", matches=("Mutation.announce",), events=("OrderPlaced",)
            ),
            Link(kind="send", source="inbox", target="incoming", matches=("POST /hooks/{partner}",)),
            Link(kind="trigger", source="incoming", target="take-in"),
            Link(kind="call", source="take-in", target="model"),
            Link(kind="call", source="take-in", target="bank"),
            Link(kind="trigger", source="events", target="bank", events=("OrderPlaced",)),
        ],
        events=[placed("graph")],
    )


def notes() -> Design:
    """As little as deserves the name: a request is stored and told, and somebody works on what was told."""
    return design(
        "notes",
        [
            made("api", "api", cors_origins=("https://notes.example",)),
            made("function", "create-order", operation="create", entity="Order", title="Takes in an order"),
            made("table", "orders", entity="Order", partition_key="orderId"),
            made("bus", "events"),
            made("queue", "work"),
            made("function", "pack", title="Packs", idempotency=_once("orderId")),
            made("table", "seen", role="idempotency", partition_key="key", ttl_attribute="expiresAt"),
            made("topic", "alerts"),
        ],
        [
            Link(kind="trigger", source="api", target="create-order", matches=("POST /orders",), load="orders"),
            Link(kind="write", source="create-order", target="orders"),
            Link(kind="send", source="create-order", target="events", events=("OrderPlaced",)),
            Link(kind="trigger", source="events", target="work", events=("OrderPlaced",)),
            Link(kind="trigger", source="work", target="pack", events=("OrderPlaced",)),
            Link(kind="write", source="pack", target="seen", ratio=2),
            Link(kind="send", source="pack", target="alerts", ratio=0.01),
        ],
        events=[placed("create-order")],
    )


def examples() -> list[Design]:
    """The designs made by hand."""
    return [shop(), world(), clinic(), fleet(), chat()]
