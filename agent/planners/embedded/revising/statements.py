"""What a follow-up states outright, as a brief would: needs, figures, promises, places, products."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from agent.planners.embedded.composing.arrivals import REQUESTS
from agent.planners.embedded.lexicon.needs import NEEDS
from agent.planners.embedded.lexicon.setting import HOME_REGIONS
from agent.planners.embedded.reading import intake, questions
from agent.planners.embedded.reading.denials import without_denied
from agent.planners.embedded.reading.needs import ACCEPTED, STRONG, Evidence, needs_in
from agent.planners.embedded.reading.origin import assumed
from agent.planners.embedded.reading.steps import Step
from agent.planners.embedded.reading.text import Brief, stem
from agent.planners.embedded.revising.asked import OUTSPOKEN, Asked, quotes_in
from tools.design.base import Model, Name, Region
from tools.design.requirements import Capability, Load, Origin, Peak, Quoted, Requirements, Stated

Span = tuple[int, int]


@dataclass(frozen=True)
class Statements:
    """What was found in a message, quotations counted from its own beginning."""

    text: str
    requirements: Requirements
    """Only what is quoted of it counts."""
    needs: tuple[Evidence, ...]
    """Needs that words of the message speak for outright, those that come with them included."""
    steps: tuple[Step, ...] = ()


def statements_in(text: str) -> Statements:
    """What a text states, without what only habit or hints would add to it."""
    reading = intake.read(text)
    found = needs_in(without_denied(Brief(text)))
    kept = _kept_for(reading.requirements)
    outright = {key: e for key, e in found.items() if e.certainty >= ACCEPTED and _is_outright(e, text, kept)}
    outright = {key: e for key, e in outright.items() if not _runs_into_condition(e, outright, text)}
    needs = tuple(e for e in found.values() if e.need.id in outright or _comes_with(e, outright))
    steps = tuple(step for step in reading.steps if not _is_condition(text, step.place))
    return Statements(text, reading.requirements, needs, steps)


_CLAUSE_END = re.compile(r"[.;!?\n]")
_WHEN = re.compile(r"\b(?:when|whenever|once|after|if|as\s+soon\s+as|until|before|every\s+time|each\s+time)\b[^.;,]*$")
KEEPING = frozenset({"crud", "key-value", "archive-stream", "http-api", "audit"})
"""Needs whose words also say how long something is kept."""


def _is_condition(text: str, place: int) -> bool:
    """Whether a place stands in what has to happen first: "when it ships"."""
    return _WHEN.search(text[max(0, place - 60) : place].lower()) is not None


def _kept_for(found: Requirements) -> tuple[Span, ...]:
    return tuple((r.origin.start, r.origin.end) for r in found.retentions if isinstance(r.origin, Quoted))


def _is_outright(found: Evidence, text: str, kept: tuple[Span, ...]) -> bool:
    """Whether a need is said by a cue that settles it, and not in passing: in a condition, or of how long it stays."""
    for match in found.matches:
        is_keeping = found.need.id in KEEPING and any(_same_clause(text, match.start, span) for span in kept)
        if match.weight >= STRONG and not is_keeping and not _is_condition(text, match.start):
            return True
    return False


_INTO = re.compile(r"\S\s+(?:when|whenever|once|if|as\s+soon\s+as)\b", re.IGNORECASE)


def _runs_into_condition(found: Evidence, others: dict[str, Evidence], text: str) -> bool:
    """Whether all words for a need run on into what has to happen first, and what comes before speaks for another."""
    strong = [match for match in found.matches if match.weight >= STRONG]
    begun = [m for e in others.values() if e is not found for m in e.matches if m.weight >= STRONG]
    return all(
        _INTO.search(text[match.start : match.end]) and any(m.start <= match.start < m.end for m in begun)
        for match in strong
    )


def _same_clause(text: str, place: int, span: Span) -> bool:
    low, high = sorted((place, span[0]))
    return _CLAUSE_END.search(text[low:high]) is None


def _comes_with(found: Evidence, outright: dict[str, Evidence]) -> bool:
    return found.certainty >= ACCEPTED and not found.matches and found.implied_by in outright


def spans_of(found: Statements) -> tuple[Span, ...]:
    """Where the message states what counts."""
    return (*figure_spans(found), *need_spans(found))


def figure_spans(found: Statements) -> tuple[Span, ...]:
    """Where it states figures, promises, places and products."""
    fields = (field for field in (*SINGLE, *LISTED, "loads", "recovery") if field != HINTED)
    return tuple((quote.start, quote.end) for field in fields for quote in _said_in(found, field))


HINTED = "data_classes"
"""What is read out of single words, as needs are."""


def need_spans(found: Statements) -> tuple[Span, ...]:
    """Where it speaks of needs, and of sorts of data."""
    hints = ((quote.start, quote.end) for quote in _said_in(found, HINTED))
    return (*hints, *((m.start, m.end) for need in found.needs for m in need.matches if m.weight >= STRONG))


def _said_in(found: Statements, field: str) -> Iterator[Quoted]:
    yield from quotes_in(getattr(found.requirements, field))


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
    changes = {
        field: getattr(said, field) for field in SINGLE if _is_other(getattr(known, field), getattr(said, field))
    }
    if "provider" in changes:
        changes = _in_other_cloud(said) | changes
    for field, key in LISTED.items():
        stated = [item for item in getattr(said, field) if is_said(item) or _follows_regime(item, said)]
        changes[field] = _restated(getattr(known, field), stated, key)
    if said.recovery is not None and is_said(said.recovery):
        changes["recovery"] = _recovery(known, said)
    changes["loads"] = _with_traffic(known, said, found, start)
    changes["capabilities"] = (*known.capabilities, *_new_needs(known, found, start))
    return _with_steps(asked.with_requirements(**changes).with_certainty(_surer(asked, found)), found)


def _surer(asked: Asked, found: Statements) -> dict[str, float]:
    certainty = asked.facts.certainty
    return {e.need.id: max(e.certainty, OUTSPOKEN) for e in found.needs if certainty.get(e.need.id, 0.0) < ACCEPTED}


def _with_steps(asked: Asked, found: Statements) -> Asked:
    """With the deeds that are new, where the system follows a process."""
    known = {step.name for step in asked.facts.steps}
    new = tuple(step for step in found.steps if step.name not in known)
    if not new or not asked.facts.wants("process"):
        return asked
    steps = sorted((*asked.facts.steps, *new), key=lambda step: step.deed.phase)
    return replace(asked, facts=replace(asked.facts, steps=tuple(steps)))


def _is_other(old: Any, new: Any) -> bool:
    return new is not None and is_said(new) and (old is None or old.value != new.value)


def _in_other_cloud(said: Requirements) -> dict[str, Any]:
    """Another cloud has other regions, and another first infrastructure language."""
    cloud = said.provider.value
    reason = assumed(f"no region is named; {HOME_REGIONS[cloud]} is where {cloud.upper()} is designed for first")
    target = assumed("no infrastructure language is named")
    return {
        "regions": Stated[tuple[Region, ...]](value=(HOME_REGIONS[cloud],), origin=reason),
        "targets": Stated[tuple[Name, ...]](value=("sam" if cloud == "aws" else "terraform",), origin=target),
    }


def _follows_regime(item: Any, said: Requirements) -> bool:
    """Whether it is a class of data that comes with a regime which is said to apply."""
    return hasattr(item, "sensitivity") and bool(said.regimes) and not is_said(item)


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
        name = _same_subject(item, found, key)
        old = found.get(name)
        if old is None or _content(old) != _content(item):
            found[name] = item if old is None or "what" not in key else item.model_copy(update={"what": old.what})
    return tuple(found.values())


def _key(item: Any, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(item, field) for field in fields)


def _same_subject(item: Any, known: dict[tuple[Any, ...], Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    """The key of what is known of the same subject, by a word both share; its own where nothing is."""
    name = _key(item, key)
    if name in known or key != ("what",):
        return name
    words = _subject(item.what)
    return next((other for other in known if words & _subject(known[other].what)), name)


def _subject(what: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[a-z]{4,}", what.lower())} - _COMMON


_COMMON = frozenset(
    stem(word)
    for word in (
        "keep kept store stored also must should retain retained have need with that data long days year years months"
    ).split()
)


def _content(item: Model) -> dict[str, Any]:
    return {field: value for field, value in vars(item).items() if field not in ("origin", "what")}


def _recovery(known: Requirements, said: Requirements) -> Any:
    assert said.recovery is not None
    if known.recovery is None:
        return said.recovery
    stated = {f: v for f in ("rpo_s", "rto_s") if (v := getattr(said.recovery, f)) is not None}
    after = known.recovery.model_copy(update=stated)
    return known.recovery if after == known.recovery else after.model_copy(update={"origin": said.recovery.origin})


def _with_traffic(known: Requirements, said: Requirements, found: Statements, start: int) -> tuple[Load, ...]:
    peaking, is_peak = _with_peaks(known.loads, found.text, start)
    if is_peak and _PEAKING.search(found.text.lower()) and any(is_said(load) for load in known.loads):
        return peaking
    if any(is_said(load) for load in said.loads):
        return _recounted_loads(known.loads, said.loads, found.text)
    if _is_of_people(said) and not any(is_said(load) for load in known.loads):
        return said.loads
    return peaking


_PEAKING = re.compile(
    r"^\W*(?:(?:the|our|at|at\s+the|its)\s+)?(?:peaks?|bursts?|spikes?|rush)\b|\bpeaks?\s+(?:is|are|of|at|reach\w*)\b|\bat\s+(?:its|the|our)\s+(?:peak|busiest)\b"
)


def _is_of_people(said: Requirements) -> bool:
    """Whether a figure of people is all there is to tell the traffic by."""
    return any(is_said(group) for group in said.populations)


def _recounted_loads(known: tuple[Load, ...], said: tuple[Load, ...], text: str) -> tuple[Load, ...]:
    """The loads with the figures that are said in the place of those they correct."""
    stated = [load for load in said if is_said(load)]
    if not any(is_said(load) for load in known):
        return tuple(stated)
    found = list(known)
    for load in stated:
        place = _place_of(load, found, text)
        if place is None:
            found.append(load)
        else:
            found[place] = _recounted(found[place], load)
    return tuple(found)


def _place_of(load: Load, known: list[Load], text: str) -> int | None:
    """The load that a figure is of; a figure that names nothing is of the only one that is stated."""
    root = stem(load.what.split(" ")[-1])
    for place, old in enumerate(known):
        if old.id == load.id or stem(old.what.split(" ")[-1]) == root:
            return place
    stated = [place for place, old in enumerate(known) if is_said(old)]
    names_nothing = root in REQUESTS and load.what.split(" ")[-1].rstrip("s") not in text.lower()
    return stated[0] if names_nothing and len(stated) == 1 else None


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


_TIMED = re.compile(
    r"\b(?:for|last\w*|during)\s+(?:\w+\s+){0,3}(?:minutes?|hours?|days?|weeks?)\b|\btimes\s+a\s+year\b"
)


def _with_peaks(known: tuple[Load, ...], text: str, start: int) -> tuple[tuple[Load, ...], bool]:
    """The loads with peaks that are said of them, read beside the figures they are multiples of; whether any are."""
    if not known or not _RELATIVE.search(text.lower()):
        return known, False
    is_timed = _TIMED.search(text.lower()) is not None
    before = "".join(f"There are {load.count:.9g} {load.what} per {load.per}.\n\n" for load in known)
    read = intake.read(f"{before}{text}").requirements.loads
    found: list[Load] = []
    is_said = False
    for load in known:
        same = next((new for new in read if stem(new.what) == stem(load.what)), None)
        is_said |= same is not None and any(_is_behind(peak, len(before)) for peak in same.peaks)
        found.append(load if same is None else _peaking(load, same, len(before), start, is_timed))
    return tuple(found), is_said


_RELATIVE = re.compile(r"\d|\b(?:twice|doubl\w+|tripl\w+|ten|hundred|thousand)\b")


def _is_behind(peak: Peak, before: int) -> bool:
    return isinstance(peak.origin, Quoted) and peak.origin.start >= before


def _lasting(peak: Peak, load: Load, is_timed: bool) -> Peak:
    """A peak that is known lasts as long and comes as often as it did, where nothing else is said of that."""
    known = next((old for old in load.peaks if old.name == peak.name), None)
    if known is None or is_timed:
        return peak
    return peak.model_copy(update={f: getattr(known, f) for f in ("duration_s", "ramp_s", "days_per_year")})


def _peaking(load: Load, read: Load, before: int, start: int, is_timed: bool) -> Load:
    said = [peak for peak in read.peaks if _is_behind(peak, before)]
    peaks = [_lasting(shifted(peak, start - before), load, is_timed) for peak in said]
    names = {peak.name for peak in peaks}
    kept = tuple(peak for peak in load.peaks if peak.name not in names)
    same = [p for p in load.peaks if p.name in names]
    changes: dict[str, Any] = {}
    if peaks and [_content(p) for p in same] != [_content(p) for p in peaks]:
        changes["peaks"] = (*kept, *peaks)
    if read.growth_per_year and read.growth_per_year != load.growth_per_year:
        changes["growth_per_year"] = read.growth_per_year
    return load.model_copy(update=changes) if changes else load


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
