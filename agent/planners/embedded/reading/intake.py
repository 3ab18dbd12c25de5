"""Reads a brief into requirements, and keeps what the planner needs of how it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.planners.embedded.reading import context, judging, objectives, questions, things, traffic
from agent.planners.embedded.reading.asides import blanked, speeches_in
from agent.planners.embedded.reading.denials import without_denied
from agent.planners.embedded.reading.habits import features, habits_in, is_naming_parts, settled
from agent.planners.embedded.reading.latency import at_doors
from agent.planners.embedded.reading.limits import accepted_rps
from agent.planners.embedded.reading.loads import file_kb, loads_of
from agent.planners.embedded.reading.needs import (
    ACCEPTED,
    SHORT,
    Evidence,
    needs_in,
    no_evidence,
)
from agent.planners.embedded.reading.origin import assumed, quoted
from agent.planners.embedded.reading.quantities import Quantity, quantities_in
from agent.planners.embedded.reading.steps import Step, expanded, steps_in, with_models
from agent.planners.embedded.reading.technologies import Mention, mentions_in, provider_scores, technologies_in
from agent.planners.embedded.reading.text import Brief, stem
from tools.design.base import Text
from tools.design.requirements import (
    Capability,
    Entity,
    Load,
    Origin,
    Requirements,
    Stated,
    WorkDuration,
)


@dataclass(frozen=True)
class Reading:
    """A brief, read."""

    requirements: Requirements
    certainty: dict[str, float]
    """Need to how surely it is expressed."""
    steps: tuple[Step, ...]
    thing: str
    accepted_rps: float | None = None
    """Requests a second that outside systems take, where the brief says so."""
    file_kb: float | None = None
    """Size of one file, where the brief tells it."""


def read(text: str) -> Reading:
    """Requirements of a brief with their origins, its open questions and its contradictions."""
    whole, words = Brief(text), blanked(text)
    brief = whole if words == text else Brief(words)
    wanted = without_denied(brief)
    mentions = mentions_in(brief)
    quantities = [quantity for sentence in brief.sentences for quantity in quantities_in(sentence)]
    evidence = _evidence(wanted, mentions, is_measured=sum(map(_measures, quantities)) >= MEASURED)
    goals = objectives.objectives_in(brief, quantities)
    flows = traffic.traffic_in(brief, quantities, goals.windows, goals.growth_per_year)
    thing = things.file_noun(wanted)
    loads = loads_of(brief, flows, goals)
    entities = _main_first(brief, things.entities_in(wanted, loads), loads)
    provider = context.provider_in(brief, provider_scores(mentions))
    noun = entities[0].name if entities else thing
    steps = expanded(steps_in(wanted, thing, noun), thing)
    actors = things.actors_in(brief)
    tenancy = context.tenancy_in(brief)
    evidence = judging.judged(wanted, evidence, loads, entities, steps, actors, judging.is_waited_for(goals, actors))
    judging.refuse(evidence, brief, is_single=tenancy is not None and tenancy.value == "single")
    title = _title(whole)
    steps = with_models(steps, judging.accepted(evidence), thing, title.origin)
    regions, residency = context.regions_in(brief, provider.value)
    regimes = context.regimes_in(brief)
    durations = _long_work(goals.durations)
    requirements = Requirements(
        title=title,
        summary=_summary(whole),
        provider=provider,
        regions=regions,
        residency=residency,
        languages=context.languages_in(brief),
        targets=context.targets_in(brief, provider.value),
        capabilities=_capabilities(brief, evidence, entities),
        entities=entities,
        actors=actors,
        loads=loads,
        latencies=at_doors(brief, goals.latencies, judging.accepted(evidence)),
        durations=durations,
        retentions=tuple(goals.retentions),
        volumes=tuple(goals.volumes),
        populations=tuple(flows.populations),
        availability=goals.availability,
        recovery=goals.recovery,
        budget=goals.budget,
        tenancy=tenancy,
        data_classes=context.data_classes_in(brief, regimes),
        regimes=regimes,
        technologies=technologies_in(brief, mentions),
    )
    certainty = {key: round(found.certainty, 4) for key, found in evidence.items()}
    return Reading(
        requirements=_with_questions(requirements, certainty, text),
        certainty=certainty,
        steps=steps,
        thing=thing,
        accepted_rps=accepted_rps(flows.limits),
        file_kb=file_kb(goals.payloads, thing),
    )


def _with_questions(requirements: Requirements, certainty: dict[str, float], text: str) -> Requirements:
    """What the brief leaves open, what contradicts itself, and what speaks to a reader."""
    if any(conflict.id == "residency-region" for conflict in questions.conflicts_in(requirements)):
        inside = context.region_inside(requirements)
        residing = requirements.model_copy(update={"regions": inside} if inside else {})
    else:
        residing = requirements
    conflicts = (*questions.conflicts_in(requirements), *questions.asides_as_conflicts(speeches_in(text)))
    asked = questions.questions_for(requirements, certainty)
    return residing.model_copy(update={"questions": asked, "conflicts": conflicts})


MEASURED = 2
"""Rates and promises from which a brief asks for a system, and does not only say what one is made of."""


def _measures(quantity: Quantity) -> bool:
    """Whether a figure is a rate, a time, money or a percentage, not a mere count."""
    return quantity.unit in ("second", "usd", "percent") or quantity.per is not None


def _evidence(brief: Brief, mentions: tuple[Mention, ...], *, is_measured: bool) -> dict[str, Evidence]:
    """What the brief expresses, settled by habit where it is short or says what the system is made of."""
    expressed = needs_in(brief)
    if len(brief.words) > SHORT and not is_naming_parts(brief, mentions, is_measured=is_measured):
        return expressed
    found = features(brief, expressed, mentions, is_measured=is_measured)
    return settled(expressed, habits_in(found), no_evidence())


def _main_first(brief: Brief, entities: tuple[Entity, ...], loads: tuple[Load, ...]) -> tuple[Entity, ...]:
    """The entities, the one the system is about first: no tenant, and what people bring before what files do."""

    def rank(entity: Entity) -> int:
        counted = next((load for load in loads if stem(load.what) == stem(entity.name)), None)
        start = getattr(counted.origin, "start", None) if counted else None
        sentence = next((s for s in brief.sentences if start is not None and s.start <= start < s.end), None)
        channel = traffic.channel_in(sentence.lower) if sentence else ""
        return 2 if entity.name == "Tenant" else 0 if counted and channel not in ("files", "devices") else 1

    if not entities or rank(entities[0]) == 0:
        return entities
    return tuple(sorted(entities, key=rank))


_LEAD = re.compile(
    r"^(?:[*_]{0,2}(?:context|what|background|project|product|summary|goal|aim)[*_]{0,2}\s*:[*_]{0,2}\s*)?(?:(?:hi|hello|hey|dear|good\s(?:morning|day|evening))\b[^,!.:\n]{0,30}[,!.:]\s*)?(?:please\s+)?"
    r"(?:(?:we|i)(?:['\u2019](?:d|m|re|ve))?\s+(?:(?:would|really|currently|urgently|are|am|have|run|operate|like|want|need|plan|going"
    r"|looking|planning|thinking|trying|building|creating|developing)\s+(?:(?:to|for|of)\s+)?)+)?"
    r"(?:(?:help\s+(?:us|me)\s+)?(?:to\s+)?(?:build|create|design|develop|implement|make|set\s+up|architect)(?:ing)?\s+(?:(?:us|me)\s+)?)?"
    r"(?:(?:an?|the|our|my)\s+)?",
    re.IGNORECASE,
)
"""What a person says before the thing itself: a greeting, that it is wanted, that it is to be built."""


_SAYS_NOTHING = re.compile(
    r"(?:\d[\d.]*\s+)?(?:the |our |project |business |product |problem |general |system )*"
    r"(?:problem|statement|overview|background|introduction|intro|context|summary|description|requirements?|goals?|objectives?"
    r"|brief|project|about|about us|motivation|scope|situation|use cases?|task|vision|purpose|claude\.md|readme|prd"
    r"|must haves?|nice to haves?|constraints?|what we (?:want|need|do|have)|who we are|user stories|features?)"
)
"""A heading that could stand over any brief."""


_CALLED = re.compile(
    r"(?:project|name|title|system|product|application|app|service)(?:_name)?:\s*[\"']?([^\"'\n]*[^\"'\s])",
    re.IGNORECASE,
)
"""An entry that names the system."""


def _title(brief: Brief) -> Stated[Text]:
    """What it is called outright, else the first heading, else what the first sentence of three words is about."""
    for sentence in brief.sentences[:3]:
        called = _CALLED.match(sentence.text) if sentence.kind == "entry" else None
        if called:
            start, end = sentence.start + called.start(1), sentence.start + called.end(1)
            return Stated[Text](value=called[1][:80], origin=quoted(brief, start, end))
    for sentence in brief.sentences:
        if sentence.kind == "heading" and sentence.words and not _SAYS_NOTHING.fullmatch(sentence.lower.strip(" #*:.")):
            return Stated[Text](value=sentence.text.strip()[:80], origin=quoted(brief, sentence.start, sentence.end))
    if not brief.sentences:
        return Stated[Text](value="Untitled system", origin=assumed("the brief has no words"))
    first = next((sentence for sentence in brief.sentences if len(sentence.words) > 2), brief.sentences[0])
    said = first.text.strip()
    words = (_LEAD.sub("", said, count=1).strip() or said).split()
    title = " ".join([words[0][:1].upper() + words[0][1:], *words[1:9]]) + ("…" if len(words) > 9 else "")
    return Stated[Text](value=title.rstrip(".,:; "), origin=quoted(brief, first.start, first.end))


def _summary(brief: Brief) -> Stated[Text] | None:
    prose = [sentence for sentence in brief.sentences if sentence.kind == "text"]
    if not prose:
        return None
    last = prose[min(2, len(prose) - 1)]
    text = " ".join(" ".join(sentence.text.split()) for sentence in prose[:3])
    return Stated[Text](value=text[:400], origin=quoted(brief, prose[0].start, last.end))


def _capabilities(brief: Brief, evidence: dict[str, Evidence], entities: tuple[Entity, ...]) -> tuple[Capability, ...]:
    return tuple(
        Capability(
            id=key,
            need=key,
            text=found.need.title,
            entity=entities[0].name if entities and key in ("crud", "process", "search") else None,
            origin=_origin(brief, found),
        )
        for key, found in evidence.items()
        if found.certainty >= ACCEPTED
    )


def _origin(brief: Brief, found: Evidence) -> Origin:
    if found.matches:
        best = found.matches[0]
        return quoted(brief, best.start, best.end)
    if found.usual_with:
        return assumed(f"briefs with the words {found.usual_with} usually need it")
    return assumed(f"it comes with '{found.implied_by}'" if found.implied_by else "systems like this usually need it")


def _long_work(found: list[WorkDuration]) -> tuple[WorkDuration, ...]:
    return tuple(sorted(found, key=lambda work: -work.seconds))
