"""What is asked for and no other move brought in: state, files and changes get a place beside the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent.planners.embedded.composing import requests, uploads
from agent.planners.embedded.composing.naming import forms, key_field
from agent.planners.embedded.composing.processing import external
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.composing.serving import is_served
from agent.planners.embedded.deciding import state


def provide(scene: Scene) -> None:
    """Brings in what serves each need that is still unserved; an empty draft first gets a door and its worker."""
    if not scene.draft.components:
        requests.plain_endpoint(scene)
    for needs, bring in _WAYS:
        if any(scene.facts.wants(need) and not is_served(scene, need) for need in needs):
            bring(scene)
    for copy in scene.draft.of_kind("search-index"):
        _feed_copy(scene, copy["name"])


def _feed_copy(scene: Scene, copy: str) -> None:
    """An index is a copy: who writes it reads what changes in a table, or what lies where the truth is kept."""
    draft = scene.draft
    for link in draft.incoming(copy, "write"):
        writer = link["source"]
        ends = [k["target"] for k in draft.outgoing(writer)] + [k["source"] for k in draft.incoming(writer)]
        if any(draft.components[end]["kind"] in _DURABLE for end in ends):
            continue
        if not draft.of_kind(*_DURABLE):
            _keep_state(scene)
        table = next((t for t in draft.of_kind("table") if t.get("role", "data") == "data"), None)
        if table is not None and draft.components[writer]["kind"] == "function":
            table["change_stream"] = True
            draft.link({"kind": "trigger", "source": table["name"], "target": writer})
            for called in [k for k in draft.links if k[0] == "call" and k[2] == writer]:
                draft.unlink(*called)
        else:
            truth = draft.of_kind(*_DURABLE)[0]["name"]
            draft.link({"kind": "read", "source": writer, "target": truth})


_DURABLE = ("table", "database", "bucket", "warehouse", "timeseries", "stream")
"""Kinds in which the truth is kept that indexes and caches are copies of."""


def _keep_state(scene: Scene) -> None:
    """A table, or a database where relations are asked for, written by whoever does the work."""
    worker = _worker(scene)
    if scene.decide(state.store(scene.facts)) == "database":
        requests.database(scene)
        scene.draft.link({"kind": "write", "source": worker, "target": "database"})
        return
    table = scene.base["entities"]
    if scene.draft.has(table):
        table = f"{scene.base['entity']}-records"[:48]
    known = scene.base["Entity"] if scene.base["Entity"] in scene.facts.entities else None
    serves = [need for need in ("key-value", "crud", "relational") if scene.facts.wants(need)]
    part: dict[str, Any] = {"kind": "table", "name": table, **_keys(scene), "serves": serves}
    scene.draft.add(part | {"patterns": ["single-table-design"]} | ({"entity": known} if known else {}))
    scene.draft.link({"kind": "write", "source": worker, "target": table})
    if scene.reader and scene.reader != worker:
        scene.draft.link({"kind": "read", "source": scene.reader, "target": table})


def _keys(scene: Scene) -> dict[str, str]:
    own = key_field(scene.noun)
    pooled = scene.facts.wants("multi-tenant") and own != "tenantId"
    return {"partition_key": "tenantId", "sort_key": own} if pooled else {"partition_key": own}


def _keep_files(scene: Scene) -> None:
    uploads.hand_in(scene)


def _follow_changes(scene: Scene) -> None:
    """Changes of a table, taken up by a function of their own."""
    table = next((t for t in scene.draft.of_kind("table") if t.get("role", "data") == "data"), None)
    if table is None:
        return
    table["change_stream"] = True
    if scene.draft.outgoing(table["name"], "trigger"):
        return
    follower = f"follow-{table['name']}"[:48].rstrip("-")
    scene.draft.add(
        {
            "kind": "function",
            "name": follower,
            "title": f"Takes up every change of {table['name']}",
            "work_ms": 60.0,
            "serves": ["cdc"],
            "patterns": ["change-data-capture"],
        }
    )
    scene.draft.link({"kind": "trigger", "source": table["name"], "target": follower})


def _judge(scene: Scene) -> None:
    """Whoever takes things in judges them too."""
    worker = scene.draft.components[_worker(scene)]
    worker["serves"] = [*worker.get("serves", ()), "fraud"]


def _worker(scene: Scene) -> str:
    """The function that does the work; where there is none, one that takes up what arrives."""
    draft = scene.draft
    if scene.producer and draft.components.get(scene.producer, {}).get("kind") in ("function", "container"):
        return scene.producer
    found = draft.of_kind("function") or draft.of_kind("container")
    if found:
        return str(found[-1]["name"])
    name = f"handle-{forms(scene.noun)['entity']}"[:48].rstrip("-")
    draft.add(
        {"kind": "function", "name": name, "title": f"Takes up every new {scene.noun}", "serves": [], "patterns": []}
    )
    source = next((part["name"] for part in draft.of_kind("bus", "queue", "topic", "stream", "bucket")), None)
    if source is not None:
        draft.link({"kind": "trigger", "source": source, "target": name})
    else:
        load = scene.arrivals.front().id
        draft.link({"kind": "call", "source": scene.outside("operator", "staff"), "target": name, "load": load})
    scene.producer = name
    return name


def _call_outside(scene: Scene) -> None:
    """Whoever does the work calls the system outside that the brief speaks of."""
    external(scene, _worker(scene), "partner-system")


_WAYS: tuple[tuple[tuple[str, ...], Callable[[Scene], None]], ...] = (
    (("upload",), _keep_files),
    (("key-value", "crud", "relational", "timeseries"), _keep_state),
    (("cdc",), _follow_changes),
    (("fraud",), _judge),
    (("external-integration",), _call_outside),
)
"""Needs and what brings in the part that serves them, in this order."""
