"""Moves at the front: APIs over entities, sign-in, front ends, webhooks, uploads, live updates."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.arrivals import EVENTS, WRITES_OF_REQUESTS, object_kb
from agent.planners.embedded.composing.naming import event_fields, forms, happened, key_field, step_title
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.deciding import compute, front_doors, state
from agent.planners.embedded.reading.text import stem
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
    asked = [e for e in entities if scene.arrivals.comes_by_request(e.name)]
    main, *others = dict.fromkeys((*asked, *entities))
    done_to = {word for step in scene.facts.steps for word in step.name.split("-")} | {"stock", "inventory"}
    people = {"customer", "user", "guest", "member"} if scene.facts.wants("sign-in") else set[str]()
    kept = [e for e in others if e in asked or (e.access and not {forms(e.name)["entity"]} & (done_to | people))]
    return (main, *kept)[:MOST_ENTITIES]


def partner_door(scene: Scene) -> None:
    """A door of their own for other companies' programs, where people come in by another: keys, plans and quotas."""
    facts = scene.facts
    if not (facts.wants("partner-api") and facts.wants("sign-in") and scene.draft.has("api")):
        return
    behind = [link for link in scene.draft.outgoing("api", "trigger") if "rate" in link]
    if not behind:
        return
    scene.draft.add(
        {
            "kind": "api",
            "name": "partner-api",
            "style": "rest",
            "auth": "api-key",
            "serves": ["partner-api"],
            "patterns": ["api-throttling"],
        }
    )
    scene.draft.link({"kind": "call", "source": scene.outside("partner-system", "partner"), "target": "partner-api"})
    for link in behind:
        link["rate"] = link["rate"] / 2
        scene.draft.link(dict(link) | {"source": "partner-api", "matches": list(link["matches"])})


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
    scene.draft.links.pop(("read", name, "", ""), None)
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
    pooled = facts.wants("multi-tenant")
    operations = [operation | {"base": base} for operation in _operations(scene, entity, alone, share)]
    scene.use(
        "crud-api", ("http-api", "crud", "key-value", "relational", "partner-api", "multi-tenant"),
        **names, operations=operations, in_table=keeps and not in_database, in_database=in_database, store=store,
        partition_key="tenantId" if pooled else key_field(entity.name), sort_key=key_field(entity.name) if pooled else None,
        database="database", engine=_engine(scene),
    )  # fmt: skip
    if not keeps:
        for operation in operations:
            for kind in ("read", "write"):
                scene.draft.links.pop((kind, operation["name"], store, ""), None)
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
    return requests * share * WRITES_OF_REQUESTS, requests * share * (1 - WRITES_OF_REQUESTS)


def database(scene: Scene) -> None:
    stored = sum(volume.gigabytes for volume in scene.facts.requirements.volumes) or 20.0
    scene.use(
        "relational-database", ("relational", "crud"), database="database", engine=_engine(scene), stored_gb=stored
    )


def _engine(scene: Scene) -> str:
    named = scene.facts.named | scene.facts.existing
    return "mysql" if {"mysql", "mariadb"} & named else "postgres"


def sign_in(scene: Scene) -> None:
    """People sign in; the API checks their tokens."""
    facts = scene.facts
    if not facts.wants("sign-in"):
        return
    users = next((p.count for p in facts.requirements.populations if "concurrent" not in p.what), 1000.0)
    sensitive = facts.requirements.sensitivity == "restricted" or facts.requirements.regulated
    federation = [name for name in ("google", "microsoft", "apple", "facebook", "okta") if name in facts.named]
    scene.use(
        "api-authentication", "sign-in", mfa="required" if sensitive else "optional", federation=federation, users=users
    )
    scene.people()
    for api in scene.draft.of_kind("api"):
        if api.get("auth") == "jwt":
            api["user_pool"] = "sign-in"


def front_end(scene: Scene) -> None:
    """A front end served from the edge, or content near its users."""
    facts = scene.facts
    if facts.wants("web-app"):
        scene.use(
            "static-site-hosting",
            ("web-app", "content-delivery"),
            framework="",
            load=scene.arrivals.views().id,
            views_ratio=1.0,
        )
    if facts.wants("content-delivery") and not facts.wants("web-app"):
        origin = next((bucket["name"] for bucket in reversed(scene.draft.of_kind("bucket"))), None)
        if origin is not None:
            scene.use(
                "static-site-hosting/delivery",
                "content-delivery",
                response_kb=500.0,
                origin=origin,
                load=scene.arrivals.views().id,
                views_ratio=1.0,
            )
            scene.people()


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
        keeps_calls=facts.wants("key-value", "audit", "event-sourcing"), rate=rate, base=scene.arrivals.entity("webhook").id,
    )  # fmt: skip
    for part in ("receive-webhook", "hooks"):
        scene.draft.components[part]["serves"] = ["webhooks"]
    scene.producer = scene.producer or "process-webhook"
    scene.arrival = scene.arrival or "WebhookReceived"


def uploads(scene: Scene) -> None:
    """Files that people hand in go straight to object storage by a signed address."""
    facts = scene.facts
    if not facts.wants("upload") or facts.wants("partner-files"):
        return
    if facts.thing == "file" and not facts.wants("file-processing", "parallel-batch") and facts.wants(*KEEPS_FILES):
        return
    hand_in(scene)


def hand_in(scene: Scene) -> None:
    """A bucket for what is handed in: by a signed address where people come by an API, else straight from its source."""
    facts = scene.facts
    thing = forms(facts.thing)
    bucket = uploads_name(scene)
    by_people = facts.wants("http-api", "crud", "web-app", "sign-in") and _are_handed_in(scene)
    load = scene.arrivals.files()
    if by_people and scene.draft.has("api"):
        scene.use(
            "presigned-upload", ("upload",), thing=thing["entity"], things=thing["entities"], uploads=bucket,
            rate=load.per_second, load=load.id,
            object_kb=object_kb(facts.thing),
        )  # fmt: skip
    else:
        scene.draft.add({"kind": "bucket", "name": bucket, "serves": ["upload"], "patterns": ["file-processing"]})
        source = scene.client if scene.client_role != "system" else "source"
        if not scene.draft.has(source):
            scene.draft.add(
                {
                    "kind": "external",
                    "name": source,
                    "role": "system" if source == "source" else scene.client_role,
                    "serves": [],
                    "patterns": [],
                }
            )
        scene.draft.link(
            {"kind": "write", "source": source, "target": bucket, "load": load.id, "payload_kb": object_kb(facts.thing)}
        )


KEEPS_FILES = ("archive-stream", "data-lake", "etl", "web-app", "audit")
"""Needs that bring a bucket of their own: where no file is handed in, theirs is the storage that was meant."""


def _are_handed_in(scene: Scene) -> bool:
    return any(actor.role in ("person", "staff") for actor in scene.facts.requirements.actors)


def uploads_name(scene: Scene) -> str:
    """Bucket in which files arrive."""
    return f"{forms(scene.facts.thing)['entity']}-uploads" if scene.facts.thing != "file" else "file-uploads"


def live_updates(scene: Scene) -> None:
    """Updates pushed over open connections."""
    facts = scene.facts
    if not facts.wants("realtime-push") or facts.wants("graphql"):
        return
    scene.use(
        "realtime-push", "realtime-push", connect_rate=scene.arrivals.requests().per_second * 0.1,
        updates=scene.bus, events=[scene.arrival] if scene.bus and scene.arrival else [],
    )  # fmt: skip
    talks = any(entity in ("Message", "Conversation") for entity in facts.entities) or facts.names(
        "apigateway_websocket"
    )
    if talks and not scene.draft.has("handle-messages"):
        scene.use(
            "realtime-push/messages",
            "realtime-push",
            messages="messages",
            Message="Message",
            room="conversationId",
            rate=scene.arrivals.requests().per_second,
        )


def graph(scene: Scene) -> None:
    """A GraphQL API in front of the services."""
    facts = scene.facts
    if not facts.wants("graphql"):
        return
    entities = [entity.name for entity in facts.requirements.entities[:MOST_ENTITIES]] or [scene.noun]
    auth = "jwt" if facts.wants("sign-in") or not facts.wants("private-network") else "iam"
    resolvers: list[dict[str, Any]] = []
    for entity in entities:
        names = forms(entity)
        if scene.draft.has(names["entities"]) or not facts.wants("crud", "key-value"):
            continue
        scene.draft.add(
            {
                "kind": "table",
                "name": names["entities"],
                "entity": names["Entity"] if names["Entity"] in facts.entities else None,
                "partition_key": key_field(entity),
                "serves": [n for n in ("crud", "key-value") if facts.wants(n)],
                "patterns": ["graphql-api"],
            }
        )
        resolvers.append(
            {"name": f"resolve-{names['entities']}", "verb": "manage", "entity": names["Entity"], "fields": [f"Query.{names['entity']}", f"Query.{names['entities']}", f"Mutation.save{names['Entity']}"],
             "rate": scene.arrivals.requests().per_second / len(entities), "access": "write", "store": names["entities"], "title": f"Resolves {names['entities']}"}
        )  # fmt: skip
    scene.use("graphql-api", ("graphql", "realtime-push", "http-api"), auth=auth, resolvers=resolvers)
    if resolvers and scene.producer is None:
        scene.producer, scene.arrival = resolvers[0]["name"], happened(scene.noun)
    if not resolvers:
        scene.producer = scene.producer or _resolver(scene)
        scene.draft.link(
            {
                "kind": "trigger",
                "source": "graph",
                "target": scene.producer,
                "matches": ["Query.all"],
                "rate": scene.arrivals.requests().per_second,
            }
        )


def _resolver(scene: Scene) -> str:
    """A function that resolves what no table is named for."""
    name = f"resolve-{scene.base['entities']}"[:48].rstrip("-")
    scene.draft.add(
        {
            "kind": "function",
            "name": name,
            "title": step_title(name),
            "serves": ["graphql"],
            "patterns": ["graphql-api"],
        }
    )
    return name


def title_of(name: str) -> str:
    """A function's title where nothing better is known."""
    return step_title(name)


def arrival_event(scene: Scene, owner: str) -> dict[str, Any]:
    """The event of the main entity's arrival."""
    return {
        "Event": scene.arrival or happened(scene.noun),
        "owner": owner,
        "description": f"{_article(scene.base['entity']).capitalize()} {scene.base['entity']} has come in and is stored",
        "key": key_field(scene.noun),
        "fields": event_fields(scene.entity, scene.noun),
    }
