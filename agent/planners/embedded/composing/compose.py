"""The composition: moves in order, then hardening and sizing, and out comes a design."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agent.planners.embedded.composing import (
    background,
    choreography,
    crosscutting,
    flows,
    fronts,
    intelligence,
    lifecycle,
    named,
    processing,
    requests,
    stores,
    telling,
    uploads,
)
from agent.planners.embedded.composing.hardening import harden
from agent.planners.embedded.composing.provision import provide
from agent.planners.embedded.composing.scene import Fragments, Scene
from agent.planners.embedded.composing.serving import join
from agent.planners.embedded.composing.sizing import size
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.reading.origin import assumed
from agent.planners.embedded.reading.traffic import kebab
from tools.design.base import Region
from tools.design.design import Design
from tools.design.requirements import LatencyObjective, Requirements, Stated

MOVES: tuple[Callable[[Scene], None], ...] = (
    requests.open_api,
    crosscutting.partners,
    uploads.uploads,
    fronts.graph,
    requests.webhooks,
    flows.devices,
    flows.stream,
    processing.intake_queue,
    processing.process,
    choreography.chain,
    processing.files,
    background.parallel_work,
    telling.operations,
    background.schedules,
)
"""What brings work in and does it."""

LATER_MOVES: tuple[Callable[[Scene], None], ...] = (
    background.timers,
    background.long_work,
    telling.reactions,
    telling.webhook_calls,
    stores.event_log,
    intelligence.transcoding,
    intelligence.models,
    intelligence.language,
    telling.notifications,
    flows.archive,
    telling.commands,
    stores.search,
    stores.leaderboard,
    stores.cache,
    stores.lake,
    fronts.front_end,
    fronts.live_updates,
    fronts.partner_door,
    fronts.sign_in,
    crosscutting.legacy,
    crosscutting.containers,
    crosscutting.tenants,
    crosscutting.integrations,
    crosscutting.settings,
    named.named_products,
    provide,
    crosscutting.audit,
    crosscutting.regions,
    crosscutting.firewall,
    crosscutting.keys,
    crosscutting.access_logs,
    lifecycle.grow_old,
)
"""What follows from it."""


def compose(facts: Facts, fragments: Fragments, instead: Mapping[str, str]) -> Design:
    """The design that the facts ask for, out of the patterns' fragments.

    `instead` turns decisions round: decision id to the option to take whatever the table says.
    """
    scene = Scene(facts, fragments, instead)
    for move in (*MOVES, *LATER_MOVES):
        move(scene)
    join(scene)
    harden(scene.draft, facts.requirements)
    size(scene)
    return finished(scene)


def finished(scene: Scene) -> Design:
    """The draft as a design: only what is named is kept of events, every part validated."""
    draft = scene.draft
    carried = {event for link in draft.links.values() for event in link.get("events", ())}
    title = scene.facts.requirements.title.value
    known = frozenset(scene.facts.entities)
    document: dict[str, Any] = {
        "name": _name(title),
        "title": title,
        "summary": scene.facts.requirements.summary.value if scene.facts.requirements.summary else "",
        "requirements": _requirements(scene),
        "components": [_cleaned(component, known) for component in draft.components.values()],
        "links": [{key: value for key, value in link.items() if value is not None} for link in draft.links.values()],
        "events": [event for name, event in draft.events.items() if name in carried],
        "workflows": list(draft.workflows.values()),
        "decisions": draft.decided(),
    }
    return Design.model_validate(document)


def _requirements(scene: Scene) -> Requirements:
    """The requirements with the loads that are stated or in use, and the needs that are served or outspoken."""
    used = {link.get("load") for link in scene.draft.links.values()}
    stated = {load.id for load in scene.facts.requirements.loads if load.origin.kind != "assumed"}
    loads = tuple(load for load in scene.arrivals.loads if load.id in stated or load.id in used)
    served = {need for part in scene.draft.components.values() for need in part.get("serves", ())}
    kept = tuple(
        capability
        for capability in scene.facts.requirements.capabilities
        if capability.need in served or scene.facts.certainty.get(capability.need, 1.0) >= OUTSPOKEN
    )
    latencies = tuple(_held(scene, goal, served) for goal in scene.facts.requirements.latencies)
    changed: dict[str, Any] = {"loads": loads, "capabilities": kept, "latencies": latencies}
    if len(scene.regions) > len(scene.facts.regions):
        reason = f"{scene.regions[1]} stands in for {scene.regions[0]}, in the same jurisdiction where there is one"
        changed["regions"] = Stated[tuple[Region, ...]](value=scene.regions, origin=assumed(reason))
    return scene.facts.requirements.model_copy(update=changed)


def _held(scene: Scene, goal: LatencyObjective, served: set[str]) -> LatencyObjective:
    """An objective at the doors it holds for: its own if there is one; no model is held to a time too short for it."""
    if goal.what in scene.facts.door_p99_ms:
        return goal if goal.what in served else goal.model_copy(update={"what": "all"})
    is_short = goal.what == "all" and goal.milliseconds < LEAST_MODEL_MS
    if is_short and "http-api" in served and _asks_elsewhere(scene):
        return goal.model_copy(update={"what": "http-api"})
    return goal


LEAST_MODEL_MS = 2_500.0
"""Shortest time within which a managed model is asked to answer; it takes a second or more."""


def _asks_elsewhere(scene: Scene) -> bool:
    """Whether a model, or somebody else's system, answers at a door of its own."""
    parts = scene.draft.components
    apis = [api["name"] for api in scene.draft.of_kind("api")]
    routed = {link["target"] for api in apis for link in scene.draft.outgoing(api, "trigger")}
    slow = [part["name"] for part in scene.draft.of_kind("ai-service", "external")]
    asking = {link["source"] for name in slow for link in scene.draft.incoming(name, "call")}
    return any(not {"http-api", "crud"} & set(parts[name].get("serves", ())) for name in routed & asking)


OUTSPOKEN = 0.8
"""Certainty from which a need stays on record though no part serves it: mere hints were a way of speaking."""


def _cleaned(component: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """A component without empty fields, and without an entity that the requirements do not describe."""
    return {
        key: value
        for key, value in component.items()
        if value is not None and not (key == "entity" and value not in known)
    }


def _name(title: str) -> str:
    """The design's name: its title in kebab case, from the first letter on."""
    return kebab(title).lstrip("0123456789-")[:40].strip("-") or "system"
