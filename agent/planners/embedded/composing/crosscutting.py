"""Moves that touch the whole: tenants, audit, regions, firewalls, keys, old systems, containers, named products."""

from __future__ import annotations

from agent.planners.embedded.composing.processing import external, open_bus, uploads_name
from agent.planners.embedded.composing.requests import arrival_event
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import compute, state

from tools.design.components import DataHolder, COMPONENT_TYPES  # isort: skip


def partners(scene: Scene) -> None:
    """Files that partners deliver."""
    if scene.facts.wants("partner-files"):
        scene.use(
            "partner-file-exchange",
            ("partner-files", "upload"),
            partner="partner",
            uploads=uploads_name(scene),
            load=scene.arrivals.files().id,
        )


def legacy(scene: Scene) -> None:
    """A system on other premises is reached through one adapter."""
    facts = scene.facts
    stays = facts.certainty.get("private-network", 0) >= 0.8 and facts.wants("legacy-integration")
    if not stays:
        return
    scene.use(
        "legacy-integration",
        ("legacy-integration", "private-network"),
        legacy="legacy-system",
        adapter="legacy-adapter",
        max_rps=facts.accepted_rps or 50.0,
        concurrency=10,
    )
    caller = next((w["name"] for w in scene.draft.of_kind("workflow")), None) or scene.producer
    if caller and caller != "legacy-adapter":
        scene.draft.link({"kind": "call", "source": caller, "target": "legacy-adapter"})
    elif scene.draft.has("api"):
        scene.draft.link(
            {
                "kind": "trigger",
                "source": "api",
                "target": "legacy-adapter",
                "matches": ["POST /legacy"],
                "rate": scene.arrivals.entity().per_second,
            }
        )


def integrations(scene: Scene) -> None:
    """Outside systems the brief speaks of that no step talks to yet."""
    facts = scene.facts
    if not facts.wants("external-integration") or scene.draft.of_kind("secret"):
        return
    billing = scene.draft.has("bill-tenants")
    caller = "bill-tenants" if billing else scene.producer
    if billing or facts.says(
        "payment", "payments", "pay", "paid", "pays", "card", "checkout", "fee", "fees", "sepa", "paypal"
    ):
        if caller is not None:
            external(scene, _who_pays(scene, caller), "payment-provider")
        return
    if caller is None or scene.draft.components.get(caller, {}).get("kind") not in ("function", "container"):
        return
    external(scene, caller, "partner-system")


OUTSIDE_P99_MS = 1_500.0
"""What a call to somebody else's system may take at the 99th percentile; assumed."""

PAYMENT = "charge-payment"


def _who_pays(scene: Scene, caller: str) -> str:
    """Who calls the payment provider: a worker behind a queue, where those at the caller's door may not wait for it."""
    goal = scene.facts.p99_ms
    doors = [scene.draft.components[link["source"]]["kind"] for link in scene.draft.incoming(caller, "trigger")]
    if goal is None or goal >= OUTSIDE_P99_MS or "api" not in doors or scene.draft.has(PAYMENT):
        return caller
    event = arrival_event(scene, caller) | {"Event": "PaymentRequested"}
    scene.use(
        "queue-load-levelling", ("background-work", "external-integration"), queue="payment-requests", ordered=False,
        worker=PAYMENT, worker_title="Takes a payment that nobody waits for", work_ms=500.0, timeout_s=30.0,
        producer=caller, **event,
    )  # fmt: skip
    return PAYMENT


def containers(scene: Scene) -> None:
    """Code that lives in containers, behind a balancer."""
    facts = scene.facts
    chosen = scene.draft.decisions.get("request-compute")
    asked = facts.certainty.get("containers", 0.0) >= 0.75
    if not asked or (chosen is not None and chosen.chosen != "containers") or scene.draft.of_kind("container"):
        return
    if not scene.draft.has(scene.client):
        scene.draft.add(
            {"kind": "external", "name": scene.client, "role": scene.client_role, "serves": [], "patterns": []}
        )
    scene.use(
        "containers-and-functions", ("containers",), service="app-service",
        service_title="Runs the application in containers",
        max_tasks=10, work_s=0.1, load=scene.arrivals.requests().id,
    )  # fmt: skip
    for store in scene.draft.of_kind("table", "database")[:1]:
        scene.draft.link({"kind": "write", "source": "app-service", "target": store["name"]})


def tenants(scene: Scene) -> None:
    """Tenants, their quotas, their bills."""
    facts = scene.facts
    decision = state.tenancy(facts)
    if decision is not None:
        scene.decide(decision, *[t["name"] for t in scene.draft.of_kind("table")][:4])
        for api in scene.draft.of_kind("api"):
            if api.get("style") == "rest":
                api["usage_plans"] = [
                    {"name": "standard", "rate_rps": 20, "burst": 40, "quota_per_day": 100_000},
                    {"name": "premium", "rate_rps": 100, "burst": 200, "quota_per_day": 1_000_000},
                ]
    if facts.wants("metering") and scene.producer:
        open_bus(scene)
        events = [scene.arrival] if scene.arrival else []
        count = next(
            (p.count for p in facts.requirements.populations if p.what in ("tenants", "companies", "customers")), 100.0
        )
        scene.use("usage-metering", ("metering",), events=events, tenants=count)


def audit(scene: Scene) -> None:
    """Who did what, provable later."""
    facts = scene.facts
    regulated = facts.requirements.regulated
    if not facts.wants("audit", "compliance-config") and not regulated:
        return
    days = max([365, *(r.whole_days for r in facts.requirements.retentions if "audit" in r.what)])
    if (
        facts.names("cloudtrail", "config")
        or facts.certainty.get("audit", 0) >= 0.8
        or facts.wants("compliance-config")
        or regulated
    ):
        scene.use(
            "compliance-audit",
            ("audit", "compliance-config"),
            data_events=facts.requirements.sensitivity == "restricted",
            configuration=facts.wants("compliance-config"),
            retention_days=days,
        )
    if facts.certainty.get("audit", 0) >= 0.9 and scene.bus and scene.arrival:
        scene.use("compliance-audit/log", ("audit",), bus=scene.bus, events=[scene.arrival], lock_days=days)
        size = min(scene.arrivals.entity().payload_kb, MOST_RECORD_KB)
        scene.draft.components["audit-log"] |= {"serves": [], "object_kb": size}


MOST_RECORD_KB = 16.0
"""Largest record of an audit log, in kilobytes: it says what happened, and does not hold the files it happened to."""


def keys(scene: Scene) -> None:
    """Stores are classed by the data they keep; a key of one's own where the data asks for it."""
    level = scene.facts.requirements.sensitivity
    own_key = scene.decide(state.encryption(scene.facts)) == "customer key"
    if own_key:
        scene.use("encryption-keys", ())
    _class_what_is_sensitive(scene)
    for component in scene.draft.components.values():
        if issubclass(COMPONENT_TYPES[component["kind"]], DataHolder) and component["kind"] not in (
            "user-pool",
            "audit-trail",
        ):
            keeps = component["kind"] in ("table", "database", "bucket") and component.get("role", "data") == "data"
            if own_key:
                component.setdefault("key", "data-key")
                component.setdefault("sensitivity", level if keeps else "confidential")
            elif keeps and level in ("confidential", "restricted"):
                component.setdefault("sensitivity", level)


def _class_what_is_sensitive(scene: Scene) -> None:
    """Stores of things with sensitive fields say so, whatever else the brief says of its data."""
    sensitive = {e.name for e in scene.facts.requirements.entities if any(field.sensitive for field in e.fields)}
    for store in scene.draft.of_kind("table", "database", "search-index"):
        if store.get("entity") in sensitive:
            store.setdefault("sensitivity", "confidential")


def access_logs(scene: Scene) -> None:
    """Who read sensitive objects is on record, where no audit trail records it."""
    draft = scene.draft
    if any(trail.get("data_events") for trail in draft.of_kind("audit-trail")):
        return
    asked = [b for b in draft.of_kind("bucket") if b.get("sensitivity") in ("confidential", "restricted")]
    for bucket in asked:
        draft.add(
            {
                "kind": "bucket",
                "name": "access-logs",
                "role": "logs",
                "expire_after_days": 400,
                "description": "Who read and wrote which object.",
                "serves": [],
                "patterns": ["compliance-audit"],
            }
        )
        bucket.setdefault("access_logs", "access-logs")


def firewall(scene: Scene) -> None:
    """Filtering of web requests."""
    facts = scene.facts
    if not facts.wants("web-firewall") and not facts.requirements.regulated:
        return
    edge = scene.draft.has("cdn")
    fronts = [a for a in scene.draft.of_kind("api") if a.get("style") in ("rest", "graphql")]
    if not edge and not fronts:
        return
    scene.use("web-firewall", ("web-firewall",), scope="edge" if edge else "regional")
    if edge:
        scene.draft.components["cdn"]["firewall"] = "firewall"
    for front in fronts if not edge else ():
        front["firewall"] = "firewall"


def regions(scene: Scene) -> None:
    """A second region that takes over."""
    facts = scene.facts
    chosen = scene.decide(compute.regions(facts))
    if chosen == "one region":
        return
    home = facts.regions[0]
    second = facts.regions[1] if len(facts.regions) > 1 else PAIRS.get(home, "us-west-2")
    for table in scene.draft.of_kind("table"):
        table["replicas"] = [second]
    for bucket in scene.draft.of_kind("bucket"):
        if bucket.get("role", "data") == "data":
            bucket["replicate_to"] = [second]
    for bus in scene.draft.of_kind("bus"):
        if bus.get("scope", "custom") == "custom":
            bus["replicate_to"] = [second]
    entry = next((c["name"] for c in scene.draft.of_kind("api", "cdn", "load-balancer")), None)
    if entry is not None:
        scene.regions = (home, second)
        scene.use(
            "multi-region-failover",
            ("multi-region",),
            regions=[home, second],
            policy="latency" if chosen == "active-active" else "failover",
            entry=entry,
        )


PAIRS: dict[str, str] = {
    "us-east-1": "us-west-2", "us-west-2": "us-east-1", "eu-west-1": "eu-central-1", "eu-central-1": "eu-west-1",
    "eu-west-2": "eu-west-1", "ap-southeast-1": "ap-southeast-2", "ap-northeast-1": "ap-southeast-1",
    "ca-central-1": "us-east-1",
}  # fmt: skip
"""Where a region's standby lies when none is named: far enough away, in the same jurisdiction where there is one."""


def settings(scene: Scene) -> None:
    """Settings and credentials of their own."""
    facts = scene.facts
    if facts.wants("config"):
        scene.use("runtime-configuration", "config")
    if facts.wants("secrets") and not scene.draft.of_kind("secret"):
        scene.draft.add(
            {
                "kind": "secret",
                "name": "app-secret",
                "purpose": "Credentials of the application",
                "rotation_days": None,
                "serves": ["secrets"],
                "patterns": ["secrets-management"],
            }
        )
        if scene.producer and scene.draft.components.get(scene.producer, {}).get("kind") == "function":
            scene.draft.link({"kind": "read", "source": scene.producer, "target": "app-secret", "ratio": 0.01})
