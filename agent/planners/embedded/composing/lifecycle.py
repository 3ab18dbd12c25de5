"""How objects grow old: what a brief says is deleted goes, what it says moves to cold storage moves."""

from __future__ import annotations

import re
from typing import Any

from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.composing.scene import Scene
from agent.planners.embedded.reading.cues import class_stems
from agent.planners.embedded.reading.retention import COLD
from agent.planners.embedded.reading.text import stem, words_of
from tools.design.requirements import Retention

_GOES = re.compile(
    r"\b(?:delet\w*|remov\w*|eras\w*|purg\w*|discard\w*|destroy\w*|thrown?\s+away|gone|wiped|expir\w*|anonymi[sz]\w*)\b"
)
_NEAR = 60
"""Characters around a time in which its clause says what happens then."""

LEAST_COLD_DAYS = 30
"""Earliest that objects may move: what moves sooner costs more than it saves."""


def grow_old(scene: Scene) -> None:
    """Rules for the buckets whose objects a brief says must go or move after a time."""
    for bucket in scene.draft.of_kind("bucket"):
        if bucket.get("role", "data") != "data" or bucket.get("object_lock_days"):
            continue
        meant = [kept for kept in scene.facts.requirements.retentions if _speaks_of(scene, kept, bucket)]
        cold = [kept.whole_days for kept in meant if COLD in kept.what]
        goes = [kept for kept in meant if COLD not in kept.what]
        if cold and not bucket.get("archive_after_days"):
            bucket["archive_after_days"] = max(min(cold), LEAST_COLD_DAYS)
        if any(_must_go(scene, kept) for kept in goes) and not bucket.get("expire_after_days"):
            bucket["expire_after_days"] = max(kept.whole_days for kept in goes)


def _must_go(scene: Scene, kept: Retention) -> bool:
    """Whether the clause of a time says that something is deleted then, and not only kept until then."""
    start, end = getattr(kept.origin, "start", -1), getattr(kept.origin, "end", -1)
    if start < 0:
        return False
    before = re.split(r"[.;\n]", scene.facts.text[max(0, start - _NEAR) : start])[-1]
    after = re.split(r"[.;,\n]", scene.facts.text[end : end + _NEAR // 2])[0]
    return _GOES.search(f"{before} {after}") is not None


def _speaks_of(scene: Scene, kept: Retention, bucket: dict[str, Any]) -> bool:
    """Whether a retention is one of the objects in a bucket, by the words both go by."""
    words = words_of(kept.what)
    said = {word.stem for word in words if word.lower not in ("record", "records")}
    named = {stem(word) for word in bucket["name"].split("-")} - _VAGUE
    if not said.isdisjoint(named):
        return True
    thing = forms(scene.facts.thing)
    is_of_files = bucket["name"] in (f"{thing['entity']}-uploads", f"processed-{thing['entities']}")
    return is_of_files and not said.isdisjoint(_sort_of(scene.facts.thing))


def _sort_of(thing: str) -> frozenset[str]:
    """Stems of words for files of the same sort: pictures for a photo, invoices for a form."""
    sorts = (class_stems(name) for name in ("image", "doc", "video", "audio", "data"))
    return next((stems for stems in sorts if stem(thing) in stems), frozenset({stem("file")}))


_VAGUE = frozenset(stem(word) for word in "upload processed data log event raw access file".split())
