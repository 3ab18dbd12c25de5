"""Moves about what people meet: sign-in, front ends, live updates, GraphQL, doors for partners."""

from __future__ import annotations

from typing import Any

from agent.planners.embedded.composing.naming import forms, happened, key_field, step_title
from agent.planners.embedded.composing.requests import MOST_ENTITIES
from agent.planners.embedded.composing.scene import Scene


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


def sign_in(scene: Scene) -> None:
    """People sign in; the API checks their tokens."""
    facts = scene.facts
    if not facts.wants("sign-in"):
        return
    users = facts.population(frozenset({"person", "staff"}), 1000.0)
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
            {
                "name": f"resolve-{names['entities']}", "title": f"Resolves {names['entities']}", "verb": "manage",
                "entity": names["Entity"], "access": "write", "store": names["entities"],
                "fields": [f"Query.{names['entity']}", f"Query.{names['entities']}", f"Mutation.save{names['Entity']}"],
                "rate": scene.arrivals.requests().per_second / len(entities),
            }
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
