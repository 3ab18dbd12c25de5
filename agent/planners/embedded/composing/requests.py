"""Moves at the front: APIs over entities, sign-in, front ends, webhooks, uploads, live updates."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.arrivals import READS_PER_WRITE, WRITES_OF_REQUESTS
from agent.planners.embedded.composing.naming import event_fields, forms, happened, key_field
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import compute, front_doors, state
from agent.planners.embedded.reading.text import stem
from agent.planners.embedded.reading.traffic import EVENTS
from tools.design.requirements import Entity

MOST_ENTITIES = 5


def open_api(scene: Scene) -> None:
    """An API over the entities people create and read, or over one thing where the brief has no entities."""
    facts = scene.facts
    if not facts.wants("http-api", "crud", "webhooks", "partner-api") or _is_graph_only(scene):
        return
    scene.base["api_style"] = scene.decide(front_doors.api_style(facts), "api")
    scene.base["auth"] = scene.decide(front_doors.api_auth(facts), "api")
    if not facts.wants("http-api", "crud", "partner-api"):
        return
    scene.decide(compute.request_compute(facts))
    entities = _kept_by_people(scene) if facts.wants("crud", "key-value", "relational") else ()
    if facts.wants("stream", "iot", "timeseries") and not facts.wants("crud"):
        entities = tuple(entity for entity in entities if scene.arrivals.comes_by_request(entity.name))
    if not entities:
        plain_endpoint(scene)
        return
    if facts.wants("partner-api") and facts.wants("sign-in"):
        scene.base["api_style"] = "http"
    grain = scene.decide(front_doors.granularity(facts))
    for position, entity in enumerate(entities):
        _entity_api(scene, entity, alone=position == 0 or grain == "one function an operation", share=1 / len(entities))


def _kept_by_people(scene: Scene) -> tuple[Entity, ...]:
    """The entities an API is for: the main one, and those people do something to; not those only a process touches."""
    flowing = scene.facts.wants("stream", "iot")
    entities = [e for e in scene.facts.requirements.entities if not (flowing and stem(e.name) in EVENTS)]
    if not entities:
        return ()
    asked = {e.name for e in entities if scene.arrivals.comes_by_request(e.name)}
    main, *others = sorted(entities, key=lambda e: e.name not in asked)
    done_to = {word for step in scene.facts.steps for word in step.name.split("-")} | {"stock", "inventory"}
    people = {"customer", "user", "guest", "member"} if scene.facts.wants("sign-in") else set[str]()
    kept = [e for e in others if e.name in asked or (e.access and forms(e.name)["entity"] not in done_to | people)]
    return (main, *kept)[:MOST_ENTITIES]


def _is_graph_only(scene: Scene) -> bool:
    return (
        scene.facts.wants("graphql")
        and not scene.facts.names("apigateway_rest", "apigateway_http")
        and not scene.facts.wants("webhooks")
    )


def plain_endpoint(scene: Scene) -> None:
    """An API that computes or hands on, and keeps nothing."""
    asks = scene.facts.wants("stream", "iot", "timeseries", "search")
    verb = {"verb": "get" if asks else "process", "access": "read"}
    name = f"{'query' if asks else 'handle'}-{scene.base['entity'] if not asks else scene.base['entities']}"[
        :48
    ].rstrip("-")
    routes = [f"{'GET' if asks else 'POST'} /{scene.base['entities']}"]
    operation = {
        "name": name,
        "title": "Answers requests",
        "routes": routes,
        "rate": scene.arrivals.requests().per_second,
        "work_ms": 80.0,
        "reads": False,
        "base": scene.arrivals.front().id,
        **verb,
    }
    scene.use(
        "crud-api", ("http-api", "crud", "partner-api"),
        operations=[operation], in_table=False, in_database=False, store="", partition_key="id", sort_key=None,
        database="", engine="postgres",
    )  # fmt: skip
    scene.draft.unlink("read", name, "")
    if asks:
        scene.reader = name
    else:
        scene.producer = name


def _entity_api(scene: Scene, entity: Entity, alone: bool, share: float) -> None:
    facts = scene.facts
    names = forms(entity.name)
    chosen = scene.decide(state.store(facts))
    keeps = facts.wants("key-value", "crud", "relational", "multi-tenant")
    base = _base(scene, entity)
    in_database = chosen == "database" and keeps
    if in_database:
        database(scene)
    store = "database" if in_database else names["entities"]
    pooled = facts.wants("multi-tenant") and key_field(entity.name) != "tenantId"
    asked = scene.arrivals.requests()
    reading = asked.id if scene.arrivals.is_stated(asked) and entity.name == scene.noun else base
    operations = [
        operation | {"base": base if operation["verb"] in ("create", "manage") else reading}
        for operation in _operations(scene, entity, alone, share)
    ]
    scene.use(
        "crud-api", ("http-api", "crud", "key-value", "relational", "partner-api", "multi-tenant"),
        **names, operations=operations, in_table=keeps and not in_database, in_database=in_database, store=store,
        partition_key="tenantId" if pooled else key_field(entity.name),
        sort_key=key_field(entity.name) if pooled else None,
        database="database", engine=_engine(scene),
    )  # fmt: skip
    if not keeps:
        for operation in operations:
            for kind in ("read", "write"):
                scene.draft.unlink(kind, operation["name"], store)
    if scene.producer is None:
        scene.producer = operations[0]["name"]
        scene.arrival = happened(entity.name)


def _operations(scene: Scene, entity: Entity, alone: bool, share: float) -> list[dict[str, Any]]:
    names = forms(entity.name)
    one, many = names["entity"], names["entities"]
    writes, reads = _rates(scene, entity, share)
    if not alone:
        routes = [
            f"POST /{many}",
            f"GET /{many}",
            f"GET /{many}/{{id}}",
            f"PUT /{many}/{{id}}",
            f"DELETE /{many}/{{id}}",
        ]
        return [
            _operation(
                f"manage-{many}",
                f"Creates, reads, changes and deletes {many}",
                "manage",
                routes,
                writes + reads,
                "write",
                True,
            )
        ]
    return [
        _operation(
            f"create-{one}", f"Validates and stores a new {one}", "create", [f"POST /{many}"], writes, "write", False
        ),
        _operation(f"get-{one}", f"Answers with one {one}", "get", [f"GET /{many}/{{id}}"], reads * 0.6, "read", False),
        _operation(f"list-{many}", f"Lists {many}", "list", [f"GET /{many}"], reads * 0.3, "read", False),
        _operation(
            f"update-{one}",
            f"Changes {_article(one)} {one}",
            "update",
            [f"PUT /{many}/{{id}}"],
            reads * 0.1,
            "write",
            True,
        ),
    ]


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def _operation(
    name: str, title: str, verb: str, routes: list[str], rate: float, access: str, reads: bool
) -> dict[str, Any]:
    return {
        "name": name[:48].rstrip("-"), "title": title, "verb": verb, "routes": routes, "rate": rate, "access": access,
        "reads": reads, "work_ms": 45.0 if access == "write" else 25.0,
    }  # fmt: skip


def _base(scene: Scene, entity: Entity) -> str:
    """The load that an entity's routes are told in multiples of."""
    own = scene.arrivals.entity(forms(entity.name)["entity"])
    return own.id if scene.arrivals.is_stated(own) else scene.arrivals.front().id


def _rates(scene: Scene, entity: Entity, share: float) -> tuple[float, float]:
    """Writes and reads a second of an entity; `share` is its part of what is not counted by entity."""
    requests = scene.arrivals.requests().per_second
    if entity.name == scene.noun:
        writes = scene.arrivals.entity().per_second
        return writes, max(requests - writes, writes) * share
    if scene.arrivals.comes_by_request(entity.name):
        writes = scene.arrivals.entity(forms(entity.name)["entity"]).per_second
        return writes, writes * READS_PER_WRITE * share
    return requests * share * WRITES_OF_REQUESTS, requests * share * (1 - WRITES_OF_REQUESTS)


def database(scene: Scene) -> None:
    stored = sum(volume.gigabytes for volume in scene.facts.requirements.volumes) or 20.0
    scene.use(
        "relational-database", ("relational", "crud"), database="database", engine=_engine(scene), stored_gb=stored
    )


def _engine(scene: Scene) -> str:
    named = scene.facts.named | scene.facts.existing
    return "mysql" if {"mysql", "mariadb"} & named else "postgres"


def webhooks(scene: Scene) -> None:
    """Calls of outside systems: checked, answered at once, worked on later."""
    facts = scene.facts
    if not facts.wants("webhooks"):
        return
    ordered = facts.wants("stream", "event-sourcing")
    hook = "webhook"
    inbox = f"{hook}s" if ordered else f"{hook}-inbox"
    if ordered:
        days = max((r.days for r in facts.requirements.retentions), default=7.0)
        scene.draft.add(
            {
                "kind": "stream",
                "name": inbox,
                "retention_hours": int(min(max(days * 24, 24), 8760)),
                "serves": ["stream"] if facts.wants("stream") else ["webhooks"],
                "patterns": ["stream-ordering"],
            }
        )
    rate = scene.arrivals.entity("webhook").per_second
    scene.use(
        "webhook-intake", ("webhooks", "background-work", "key-value"),
        partner="sender", api="hooks", hook=hook, Hook="Webhook", inbox=inbox, needs_queue=not ordered, ordered=False,
        keeps_calls=facts.wants("key-value", "audit", "event-sourcing"), rate=rate,
        base=scene.arrivals.entity("webhook").id,
    )  # fmt: skip
    for part in ("receive-webhook", "hooks"):
        scene.draft.components[part]["serves"] = ["webhooks"]
    scene.producer = scene.producer or "process-webhook"
    scene.arrival = scene.arrival or "WebhookReceived"


def arrival_event(scene: Scene, owner: str) -> dict[str, Any]:
    """The event of the main entity's arrival."""
    return {
        "Event": scene.arrival or happened(scene.noun),
        "owner": owner,
        "description": f"{_article(scene.base['entity']).capitalize()} {scene.base['entity']} has come in and is"
        " stored",
        "key": key_field(scene.noun),
        "fields": event_fields(scene.entity, scene.noun),
    }
