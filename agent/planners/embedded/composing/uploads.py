"""Moves by which files are handed in."""

from __future__ import annotations

from agent.planners.embedded.composing.arrivals import object_kb
from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.composing.scene import Scene


def uploads(scene: Scene) -> None:
    """Files that people hand in go straight to object storage by a signed address."""
    facts = scene.facts
    if not facts.wants("upload") or facts.wants("partner-files"):
        return
    if facts.thing == "file" and not facts.wants("file-processing", "parallel-batch") and facts.wants(*KEEPS_FILES):
        return
    hand_in(scene)


def hand_in(scene: Scene) -> None:
    """A bucket for what is handed in: by a signed address where people come by an API, else from its source."""
    facts = scene.facts
    thing = forms(facts.thing)
    bucket = uploads_name(scene)
    by_people = facts.wants("http-api", "crud", "web-app", "sign-in") and _are_handed_in(scene)
    load = scene.arrivals.files()
    if by_people and scene.draft.has("api"):
        scene.use(
            "presigned-upload", ("upload",), thing=thing["entity"], things=thing["entities"], uploads=bucket,
            rate=load.per_second, load=load.id,
            object_kb=object_kb(facts),
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
            {"kind": "write", "source": source, "target": bucket, "load": load.id, "payload_kb": object_kb(facts)}
        )


KEEPS_FILES = ("archive-stream", "data-lake", "etl", "web-app", "audit")
"""Needs that bring a bucket of their own: where no file is handed in, theirs is the storage that was meant."""


def _are_handed_in(scene: Scene) -> bool:
    return any(actor.role in ("person", "staff") for actor in scene.facts.requirements.actors)


def uploads_name(scene: Scene) -> str:
    """Bucket in which files arrive."""
    return f"{forms(scene.facts.thing)['entity']}-uploads" if scene.facts.thing != "file" else "file-uploads"
