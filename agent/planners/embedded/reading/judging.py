"""The evidence in the light of everything else a brief says: figures, deeds, people, denials."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planners.embedded.lexicon.deeds import DEEDS
from agent.planners.embedded.reading.denials import denied_texts
from agent.planners.embedded.reading.needs import ACCEPTED, SHORT, STRONG, Evidence, cued_in, no_evidence
from agent.planners.embedded.reading.objectives import Objectives
from agent.planners.embedded.reading.steps import FILE_DEEDS, Step
from agent.planners.embedded.reading.text import Brief, stem
from agent.planners.embedded.reading.traffic import EVENTS
from tools.design.requirements import Actor, Entity, Load


def is_waited_for(goals: Objectives, actors: tuple[Actor, ...]) -> bool:
    """Whether somebody other than a device is promised an answer soon."""
    is_quick = any(goal.milliseconds <= PATIENCE_MS for goal in goals.latencies)
    return is_quick and any(actor.role != "device" for actor in actors)


def judged(
    brief: Brief,
    evidence: dict[str, Evidence],
    loads: tuple[Load, ...],
    entities: tuple[Entity, ...],
    steps: tuple[Step, ...],
    actors: tuple[Actor, ...],
    is_waited_for: bool,
) -> dict[str, Evidence]:
    """The evidence in the light of figures and deeds: stated requests need an API; a flood is no process each."""
    judged = dict(evidence)
    _judge_rates(judged, loads)
    if is_waited_for and len(brief.words) > SHORT:
        _raise(judged, "http-api", 0.6, "people who wait for answers")
    if len(brief.words) > SHORT:
        _judge_long(judged, loads, entities, steps, actors)
    main = stem(entities[0].name) if entities else ""
    floods = any(load.per_second >= FLOOD and stem(load.what) == main for load in loads)
    if floods or _counts(judged, "stream", "iot"):
        _lower(judged, "process", below=0.8)
    if _counts(judged, "stream", "iot") and not _is_outspoken(judged, "upload"):
        _lower(judged, "upload", below=0.8)
    if "file-processing" in judged and judged["file-processing"].certainty >= OUTSPOKEN:
        for need, below in UNSPOKEN_BY_PIPELINES.items():
            if not _is_outspoken(judged, need):
                _lower(judged, need, below)
    _judge_pairs(judged, brief)
    return judged


def _judge_rates(judged: dict[str, Evidence], loads: tuple[Load, ...]) -> None:
    """What stated rates ask for: a door for requests, a stream for a flood of events."""
    if any(load.id in ("requests", "calls", "visits", "visitors") and _is_named(load) for load in loads):
        _raise(judged, "http-api", 0.7, "a rate of requests")
    is_flood = any(load.per_second >= FLOOD and load.origin.kind == "quoted" and _flows(load) for load in loads)
    if is_flood and not _counts(judged, "stream", "iot"):
        _raise(judged, "stream", 0.8, "hundreds of events a second")


_NAMES_REQUESTS = re.compile(r"req|call|visit|hit|rps|tps|qps|rpm|ops")


def _is_named(load: Load) -> bool:
    """Whether the figure of a load says itself that it counts requests."""
    return load.origin.kind == "quoted" and _NAMES_REQUESTS.search(load.origin.text.lower()) is not None


def _flows(load: Load) -> bool:
    """Whether a load is of what comes by itself, event after event."""
    return stem(load.what.split(" ")[-1]) in EVENTS


def _judge_pairs(judged: dict[str, Evidence], brief: Brief) -> None:
    """Needs that come together, and needs that are taken for each other."""
    if _counts(judged, "one-off-timer"):
        words = {word.stem for match in judged["one-off-timer"].matches for word in match.words}
        if not words.isdisjoint(_MESSAGES):
            _raise(judged, "notify", ACCEPTED, "messages at their time")
    if _counts(judged, "transcode"):
        _raise(judged, "upload", ACCEPTED, "videos to transcode")
    if _counts(judged, "webhook-delivery") and not RECEIVES.search(brief.lower):
        _lower(judged, "webhooks", below=1.01)


def refuse(evidence: dict[str, Evidence], brief: Brief, is_single: bool) -> None:
    """Takes back what the brief says it does not want, unless it asks for it outright elsewhere."""
    for text in denied_texts(brief):
        for need in cued_in(Brief(text)):
            if not _is_outspoken(evidence, need):
                _lower(evidence, need, below=1.01)
    if is_single:
        _lower(evidence, "multi-tenant", below=1.01)


def _judge_long(
    judged: dict[str, Evidence],
    loads: tuple[Load, ...],
    entities: tuple[Entity, ...],
    steps: tuple[Step, ...],
    actors: tuple[Actor, ...],
) -> None:
    """What a long brief describes without naming it: a process by its steps, an API by what people count."""
    _let_people_in(judged, entities, actors)
    flowing = _counts(judged, "stream", "iot")
    deeds = [step for step in steps if step.deed.name in FOLLOWED and not (flowing and step.deed.name in FLOWING)]
    if len(deeds) >= STEPS_OF_A_PROCESS:
        _raise(judged, "process", 0.8, f"{len(deeds)} steps that build on each other")
    names = {stem(entity.name) for entity in entities[:3]}
    counted = [load for load in loads if load.origin.kind == "quoted" and stem(load.what.replace("-", "")) in names]
    if counted and _counts(judged, "http-api") and any(load.per_second < FLOOD for load in counted):
        _raise(judged, "key-value", 0.7, f"{counted[0].what} that come in")


_MESSAGES = frozenset(stem(word) for word in "sms text message call push notification notified told".split())

DOORS = ("http-api", "crud", "graphql", "webhooks", "cloud-automation")
"""Needs of which one lets people or programs in."""


def _let_people_in(judged: dict[str, Evidence], entities: tuple[Entity, ...], actors: tuple[Actor, ...]) -> None:
    """A long brief about people and things that are kept has a door for them, though no word says so."""
    uses = [actor for actor in actors if actor.role in ("person", "staff")]
    if len(uses) >= LEAST_ROLES and not _counts(judged, *DOORS):
        _raise(judged, "http-api", 0.55, f"{uses[0].name} and {uses[1].name}, who use it")
        if entities and not _counts(judged, "key-value", "relational", "timeseries"):
            _raise(judged, "key-value", 0.55, f"{entities[0].plural} that are kept")


LEAST_ROLES = 2
"""Kinds of people from which a brief is about a system that people use."""


def _is_outspoken(evidence: dict[str, Evidence], need: str) -> bool:
    """Whether the brief says a need outright, not by hints."""
    return need in evidence and any(match.weight >= STRONG for match in evidence[need].matches)


UNSPOKEN_BY_PIPELINES = {"background-work": 1.01, "http-api": 0.6, "notify": 0.6}
"""What a pipeline over files has only if the brief says so, unless it is as sure as this: its door is the bucket, and
each step has its own queue of failures."""

OUTSPOKEN = 0.95
"""Certainty of two strong cues, about."""

STEPS_OF_A_PROCESS = 4
"""Deeds done to one thing in turn from which they are a process, though no word says so."""

FOLLOWED = frozenset(deed.name for deed in DEEDS if deed.phase < 80) - FILE_DEEDS - {"record-audit", "track-usage"}
"""Deeds done to a case on its way; not those done to files, nor those that tell or count."""

FLOWING = frozenset("detect-anomalies aggregate-{thing} enrich-{thing} normalise-{thing} predict-maintenance".split())


def _raise(evidence: dict[str, Evidence], need: str, certainty: float, because: str) -> None:
    known = evidence.get(need, no_evidence()[need])
    if known.certainty < certainty:
        evidence[need] = replace(known, certainty=certainty, implied_by=known.implied_by or because)


def accepted(evidence: dict[str, Evidence]) -> frozenset[str]:
    return frozenset(key for key, found in evidence.items() if found.certainty >= ACCEPTED)


def _counts(evidence: dict[str, Evidence], *needs: str) -> bool:
    return any(need in evidence and evidence[need].certainty >= ACCEPTED for need in needs)


def _lower(evidence: dict[str, Evidence], need: str, below: float) -> None:
    """Takes back a need that is less sure than this."""
    known = evidence.get(need)
    if known is not None and known.certainty < below:
        evidence[need] = replace(known, certainty=min(known.certainty, ACCEPTED - 0.01))


RECEIVES = re.compile(r"\b(?:receiv\w+|incoming|inbound|from\s+(?:stripe|github|shopify|twilio|paypal))\b")
"""Words by which webhooks are calls that come in, where a brief also speaks of calls that go out."""

PATIENCE_MS = 2_000.0
"""Answers asked for within this are answers to people or programs that wait for them."""

FLOOD = 100.0
"""Arrivals a second from which a thing is an event that flows by and not a case that is followed to its end."""
