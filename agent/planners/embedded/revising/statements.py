"""What a follow-up states outright, as a brief would: needs, figures, promises, places, products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from agent.planners.embedded.lexicon.needs import NEEDS
from agent.planners.embedded.reading import intake, questions
from agent.planners.embedded.reading.denials import without_denied
from agent.planners.embedded.reading.needs import ACCEPTED, Evidence, needs_in
from agent.planners.embedded.reading.origin import assumed
from agent.planners.embedded.reading.text import Brief, stem
from agent.planners.embedded.revising.asked import OUTSPOKEN, Asked
from tools.design.base import Model
from tools.design.requirements import Capability, Load, Origin, Quoted, Requirements


@dataclass(frozen=True)
class Statements:
    """What was found in a message, quotations counted from its own beginning."""

    requirements: Requirements
    """Only what is quoted of it counts."""
    text: str
    needs: tuple[Evidence, ...]
    """Needs that words of the message speak for, those that come with them included."""


def statements_in(text: str) -> Statements:
    """What a text states, without what only habit would add to it."""
    found = needs_in(without_denied(Brief(text)))
    needs = tuple(evidence for evidence in found.values() if evidence.certainty >= ACCEPTED)
    return Statements(intake.read(text).requirements, text, needs)


SINGLE = ("provider", "regions", "residency", "languages", "targets", "availability", "budget", "tenancy")
"""Requirements of which there is one: what is said last holds."""

LISTED: dict[str, tuple[str, ...]] = {
    "latencies": ("what", "percentile"),
    "durations": ("what",),
    "retentions": ("what",),
    "volumes": ("what",),
    "populations": ("what",),
    "data_classes": ("name",),
    "regimes": ("name",),
    "technologies": ("service",),
}
"""Requirements of which there are several, and what tells them apart."""


def with_statements(asked: Asked, found: Statements, start: int) -> Asked:
    """What is asked after the statements of a message that begins at this place of the conversation."""
    said = shifted(found.requirements, start)
    known = asked.requirements
    changes: dict[str, Any] = {}
    for field in SINGLE:
        new, old = getattr(said, field), getattr(known, field)
        if new is not None and is_said(new) and (old is None or old.value != new.value):
            changes[field] = new
    for field, key in LISTED.items():
        changes[field] = _restated(getattr(known, field), filter(is_said, getattr(said, field)), key)
    if said.recovery is not None and is_said(said.recovery):
        changes["recovery"] = _recovery(known, said)
    changes["loads"] = with_loads(known.loads, said.loads)
    changes["capabilities"] = (*known.capabilities, *_new_needs(known, found, start))
    certainty = {
        need.need.id: max(need.certainty, OUTSPOKEN)
        for need in found.needs
        if asked.facts.certainty.get(need.need.id, 0.0) < ACCEPTED
    }
    return asked.with_requirements(**changes).with_certainty(certainty)


def settled_questions(before: Asked, after: Asked) -> Asked:
    """The same with the questions and contradictions of what is asked now; what was answered is not asked again."""
    asked = {q.id: q for q in questions.questions_for(after.requirements, dict(after.facts.certainty))}
    known = {q.id for q in questions.questions_for(before.requirements, dict(before.facts.certainty))}
    kept = [asked.get(q.id, q) for q in before.requirements.questions if q.id in asked or q.id not in known]
    new = [question for name, question in asked.items() if name not in known]
    old = {conflict.id for conflict in questions.conflicts_in(before.requirements)}
    conflicts = [c for c in before.requirements.conflicts if c.id not in old]
    return after.with_requirements(
        questions=tuple(kept + new), conflicts=(*questions.conflicts_in(after.requirements), *conflicts)
    )


def is_said(value: Any) -> bool:
    """Whether somebody said so."""
    return isinstance(value.origin, Quoted)


def shifted(value: Any, start: int) -> Any:
    """The value with its quotations moved to their place in the conversation."""
    if isinstance(value, Quoted):
        return value.model_copy(update={"start": value.start + start, "end": value.end + start})
    if isinstance(value, tuple):
        return tuple(shifted(item, start) for item in cast("tuple[Any, ...]", value))
    if isinstance(value, Model):
        return value.model_copy(update={f: shifted(getattr(value, f), start) for f in type(value).model_fields})
    return value


def _restated(known: tuple[Any, ...], said: Iterable[Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    """What is known, with what is said in the place of what it speaks of, and behind it what is new."""
    found = {_key(item, key): item for item in known}
    for item in said:
        old = found.get(_key(item, key))
        if old is None or _content(old) != _content(item):
            found[_key(item, key)] = item
    return tuple(found.values())


def _key(item: Any, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(item, field) for field in fields)


def _content(item: Model) -> dict[str, Any]:
    return {field: value for field, value in vars(item).items() if field != "origin"}


def _recovery(known: Requirements, said: Requirements) -> Any:
    assert said.recovery is not None
    if known.recovery is None:
        return said.recovery
    stated = {f: v for f in ("rpo_s", "rto_s") if (v := getattr(said.recovery, f)) is not None}
    after = known.recovery.model_copy(update=stated)
    return known.recovery if after == known.recovery else after.model_copy(update={"origin": said.recovery.origin})


def with_loads(known: tuple[Load, ...], said: tuple[Load, ...]) -> tuple[Load, ...]:
    """The loads with the figures that are said in the place of those they correct."""
    stated = [load for load in said if is_said(load)]
    if not stated:
        return known
    if not any(is_said(load) for load in known):
        return tuple(stated)
    found = list(known)
    for load in stated:
        place = next((p for p, old in enumerate(found) if _counts_same(old, load)), None)
        if place is None:
            found.append(load)
        else:
            found[place] = _recounted(found[place], load)
    return tuple(found)


def _counts_same(old: Load, new: Load) -> bool:
    return old.id == new.id or stem(old.what.split(" ")[-1]) == stem(new.what.split(" ")[-1])


def _recounted(old: Load, new: Load) -> Load:
    """The load with what is said of it: its figure, and its peaks and growth where those are said too."""
    changes: dict[str, Any] = {"count": new.count, "per": new.per, "origin": new.origin}
    if old.per_second == new.per_second:
        changes = {}
    if new.peaks:
        changes["peaks"] = new.peaks
    if new.growth_per_year:
        changes["growth_per_year"] = new.growth_per_year
    return old.model_copy(update=changes)


def _new_needs(known: Requirements, said: Statements, start: int) -> Iterator[Capability]:
    there = {capability.need for capability in known.capabilities}
    order = [need.id for need in NEEDS]
    for found in sorted(said.needs, key=lambda evidence: order.index(evidence.need.id)):
        if found.need.id not in there:
            origin = shifted(_origin(said.text, found), start)
            yield Capability(id=found.need.id, need=found.need.id, text=found.need.title, origin=origin)


def _origin(text: str, found: Evidence) -> Origin:
    if found.matches:
        best = found.matches[0]
        return Quoted(text=text[best.start : best.end], start=best.start, end=best.end)
    return assumed(f"it comes with '{found.implied_by}'")
