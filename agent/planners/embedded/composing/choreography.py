"""Steps that follow one another by events: each reacts to what the one before it told, and nobody coordinates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from agent.planners.embedded.composing.naming import completed, event_fields, happened, key_field, pascal, step_title
from agent.planners.embedded.composing.processing import (
    call_model,
    external,
    open_bus,
    read_files,
    steps_of_process,
    store_of,
)
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.reading.steps import Step

FAILING = 0.02
"""Share of the things at which a step fails for good, so that others undo theirs; assumed."""

_IRREGULAR = {"send": "Sent", "pay": "Paid", "build": "Built", "make": "Made", "split": "Split", "put": "Put"}


def chain(scene: Scene) -> None:
    """The steps of a process, chained by events on the bus; what cannot go on makes the earlier steps undo theirs."""
    steps = steps_of_process(scene)
    if scene.coordination != "choreography" or not steps or not scene.facts.wants("process"):
        return
    open_bus(scene)
    told = [_arrival(scene), *(_done(step) for step in steps[:-1]), completed(scene.noun)]
    for step, (heard, said) in zip(steps, pairwise(told), strict=True):
        _react(scene, step.name, step, (heard,), said)
    for place, step in enumerate(steps):
        failures = tuple(_failed(later) for later in steps[place + 1 :] if later.deed.external or later.undo)
        if step.undo and failures:
            _react(scene, step.undo, step, failures, "")
    for place, step in enumerate(steps):
        if any(earlier.undo for earlier in steps[:place]) and (step.deed.external or step.undo):
            _tell(scene, step.name, _failed(step), FAILING)


def _arrival(scene: Scene) -> str:
    """The event that begins the chain; told from outside where no part of the system learns of it first."""
    event = scene.arrival or happened(scene.noun)
    known = any(event in link.get("events", ()) for link in scene.draft.incoming("event-bus", "send"))
    if not known and not event.endswith("Uploaded"):
        source = scene.producer or scene.outside("event-source")
        _tell(scene, source, event, 1.0)
        if scene.producer is None:
            link = next(k for k in scene.draft.outgoing(source, "send") if k["target"] == "event-bus")
            link["load"] = scene.arrivals.entity().id
    return event


def _react(scene: Scene, name: str, step: Step, heard: tuple[str, ...], said: str) -> None:
    part: dict[str, Any] = {
        "kind": "function",
        "name": name,
        "title": step_title(name),
        "work_ms": step.deed.work_ms,
        "serves": [need for need in ("process", "event-routing") if scene.facts.wants(need)],
        "patterns": ["choreography"],
    }
    scene.draft.add(part)
    source = "object-events" if heard[0].endswith("Uploaded") and scene.draft.has("object-events") else "event-bus"
    scene.draft.link({"kind": "trigger", "source": source, "target": name, "events": list(heard)})
    store = store_of(scene, step)
    if store is not None:
        scene.draft.link({"kind": "write", "source": name, "target": store})
    call_model(scene, step.deed.name, name)
    read_files(scene, step)
    if step.deed.external:
        external(scene, name, step.deed.external)
    if said:
        _tell(scene, name, said, 1.0)


def _tell(scene: Scene, sender: str, event: str, ratio: float) -> None:
    body = {"description": f"Told by {sender}", "key": [key_field(scene.noun)]}
    fields = event_fields(scene.entity, scene.noun)[:4]
    scene.draft.events.setdefault(event, {"name": event, "owner": sender, **body, "fields": fields})
    scene.draft.link({"kind": "send", "source": sender, "target": "event-bus", "events": [event], "ratio": ratio})


def _done(step: Step) -> str:
    """`charge-payment` is told as `PaymentCharged`."""
    verb, _, noun = step.name.partition("-")
    past = _IRREGULAR.get(verb) or pascal(verb) + ("d" if verb.endswith("e") else "ed")
    return f"{pascal(noun)}{past}" if noun else f"{past}Done"


def _failed(step: Step) -> str:
    return f"{pascal(step.name)}Failed"
