"""What usually goes together: how likely each part of a system is, given all the words of its brief.

Cues (`reading/needs.py`) say what a brief expresses; habits weigh them together with everything else it says. For each
group of needs, a logistic model adds up weights of

* `w:` the stems of its words, scaled down in long texts,
* `s:` the classes of everyday words it draws on (`lexicon/senses.py`), by the logarithm of how often,
* `n:` the certainties of all needs,
* `k:` the kinds of component that the products it names realise, how many are named, and its length.

The weights (hundredths, `lexicon/habits.json`) are fitted on our own requirement texts by `python -m evals.training`.
Likelihoods are turned into a choice for all groups at once: the set with the best expected F1 (`likely_groups`).
Where a text names its products one after the other, it says what it is made of, and only what is very likely is added.
What is settled here is the skeleton of a system; needs outside the groups stand on their cues alone.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from agent.planners.embedded.reading.needs import ACCEPTED, STRONG, Evidence
from agent.planners.embedded.reading.scope import Scope, scope_of
from agent.planners.embedded.reading.senses import senses_in
from agent.planners.embedded.reading.technologies import Mention
from agent.planners.embedded.reading.text import Brief
from tools.catalog.services import Service

GROUPS: dict[str, tuple[str, ...]] = {
    "key-value": ("key-value",),
    "http-api": ("http-api",),
    "upload": ("upload",),
    "background-work": ("background-work",),
    "notify": ("notify",),
    "event-routing": ("event-routing", "schedule", "one-off-timer"),
    "process": ("process", "human-approval", "parallel-batch"),
    "sign-in": ("sign-in",),
    "web-app": ("web-app", "content-delivery"),
    "stream": ("stream", "archive-stream"),
    "relational": ("relational",),
    "email": ("email",),
    "iot": ("iot",),
    "graphql": ("graphql",),
    "realtime-push": ("realtime-push",),
    "compute": (),
    "search": ("search",),
    "language-model": ("language-model", "rag"),
    "data-lake": ("data-lake",),
    "etl": ("etl",),
    "vision": ("vision",),
    "ocr": ("ocr",),
    "text-analysis": ("text-analysis",),
    "speech-to-text": ("speech-to-text",),
    "translation": ("translation",),
    "custom-model": ("custom-model",),
    "transcode": ("transcode",),
    "web-firewall": ("web-firewall",),
    "cache": ("cache",),
    "timeseries": ("timeseries",),
    "containers": ("containers",),
    "partner-files": ("partner-files",),
}
"""Group to the needs it settles: at least one of them holds when the group does, none when it does not."""

KINDS: dict[str, tuple[str, ...]] = {
    "key-value": ("table",),
    "http-api": ("api:http", "api:rest"),
    "upload": ("bucket",),
    "background-work": ("queue",),
    "notify": ("topic",),
    "event-routing": ("bus", "schedule"),
    "process": ("workflow",),
    "sign-in": ("user-pool",),
    "web-app": ("cdn",),
    "stream": ("stream", "delivery-stream"),
    "relational": ("database",),
    "email": ("mail",),
    "iot": ("device-gateway",),
    "graphql": ("api:graphql",),
    "realtime-push": ("api:websocket",),
    "compute": ("function", "container"),
    "search": ("search-index",),
    "language-model": ("ai:language-model",),
    "data-lake": ("query-engine",),
    "etl": ("etl",),
    "vision": ("ai:vision",),
    "ocr": ("ai:ocr",),
    "text-analysis": ("ai:text-analysis",),
    "speech-to-text": ("ai:speech-to-text",),
    "translation": ("ai:translation",),
    "custom-model": ("ai:custom-model",),
    "transcode": ("transcoder",),
    "web-firewall": ("firewall",),
    "cache": ("cache",),
    "timeseries": ("timeseries",),
    "containers": ("load-balancer",),
    "partner-files": ("file-gateway",),
}
"""Group to the kinds of component (with the style of an API, the capability of a model) that realise it."""

STORES = tuple(list(GROUPS).index(group) for group in ("key-value", "relational"))
"""Places of the groups that a model of data can be for."""

MODELS = frozenset(
    {"vision", "ocr", "text-analysis", "speech-to-text", "translation", "custom-model", "language-model"}
)
"""Needs met by managed models, which are paid for each call: hints alone must make them likelier than not."""

CERTAIN_BESIDES: tuple[tuple[int, float, float], ...] = ((2, 50.0, 0.995), (2, 100.0, 0.95), (1, 25.0, 0.85))
"""A text says what its system is made of when it names at least so many products, with at most so many words for each;
then only a part of at least this likelihood joins them. The first row that fits counts."""

NOTHING_BESIDES = 0.99
"""The same where a text asks for code of the products it names, or for a model of data."""

LONGEST_LIST = 600
"""Words of the longest text that is only a model of data."""

OUTSPOKEN = 0.99
"""Certainty from which a need outside the groups is believed in a text that names its parts: two strong cues, about."""

HINTED = frozenset(
    "event-routing schedule one-off-timer relational stream archive-stream process human-approval parallel-batch"
    " email graphql realtime-push timeseries containers".split()
)
"""Needs that habit alone, without a hint in the brief, does not raise: nobody misses them who did not ask: measured."""

HINT = 0.1
"""Certainty of one weak cue, about."""

OUTRIGHT = 0.9
"""Certainty, more than one strong cue, from which a need stays though habit speaks against it: measured."""

UNMISTAKABLE = frozenset(
    "cache custom-model data-lake graphql human-approval iot partner-files realtime-push search sign-in speech-to-text"
    " text-analysis timeseries transcode translation upload vision web-firewall".split()
)
"""Needs of which one strong cue is enough, since its words are said of nothing else: measured too."""

RESTS_ON: dict[str, str] = {
    "crud": "http-api",
    "partner-api": "http-api",
    "webhooks": "http-api",
    "file-processing": "upload",
    "leaderboard": "key-value",
    "event-sourcing": "key-value",
}
"""Need to the group without which it is not a part of its own, only a way of speaking."""

NOT_PARTS = frozenset({"cloudformation", "sam", "cdk", "iam", "vpc", "acm", "azure.bicep", "azure.devops"})
"""Products that deploy or surround a system: naming them says nothing about its parts."""

Weights = Mapping[str, list[int]]
"""Feature to its weight in each group, in the order of `GROUPS`, in hundredths."""


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a brief, and the words behind those that are words."""

    values: dict[str, float]
    words: dict[str, str]
    certain_besides: float | None
    """Likelihood from which a part joins those that are named, None where the text does not say what there is."""
    is_data_model: bool
    """Whether it asks how data is kept, and for nothing else."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How likely a group is, whether it belongs to the likely ones, and the words that speak for it the most."""

    likelihood: float
    is_likely: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """Every group's habit, and whether the brief says itself what the system is made of."""

    groups: dict[str, Habit]
    names_its_parts: bool


def kinds_of(service: Service) -> tuple[str, ...]:
    """The kinds a service realises: APIs with their style, models with what they can do."""
    return tuple(_kind(r.kind, dict(r.where)) for r in service.realises if r.is_primary)


def _kind(kind: str, where: dict[str, str | bool]) -> str:
    if kind == "api":
        return f"api:{where.get('style', 'http')}"
    return f"ai:{where['capability']}" if kind == "ai-service" else kind


def features(
    brief: Brief, evidence: Mapping[str, Evidence], mentions: tuple[Mention, ...], *, is_measured: bool = False
) -> Features:
    """The features of a brief, its certainties of needs and the products it names.

    A brief that is measured, in rates and promises, asks for a system even where it names products.
    """
    words = {f"w:{word.stem}": word.lower for word in brief.words if word.text[0].isalpha()}
    values = dict.fromkeys(sorted(words), 3.0 / math.sqrt(max(len(words), 1)))
    for name, several in senses_in(brief).items():
        values[f"s:{name}"] = math.log2(1 + len(several))
        words[f"s:{name}"] = several[0]
    values |= {f"n:{key}": item.certainty for key, item in evidence.items()}
    parts = _parts(mentions)
    values |= {f"k:{kind}": 1.0 for service in parts for kind in kinds_of(service)}
    values["named"] = min(len(parts), 6) / 3
    values["named any"] = float(bool(parts))
    values["length"] = math.log1p(len(brief.words)) / 5
    values["bias"] = 1.0
    scope = scope_of(brief)
    if scope.is_workflow:
        values["k:workflow"] = 1.0
    besides = _certain_besides(scope, len(brief.words), len(parts), is_measured=is_measured)
    return Features(values, words, besides, scope.is_data_model and besides is not None)


def is_naming_parts(brief: Brief, mentions: tuple[Mention, ...], *, is_measured: bool = False) -> bool:
    """Whether a brief says itself what the system is made of."""
    parts = len(_parts(mentions))
    return _certain_besides(scope_of(brief), len(brief.words), parts, is_measured=is_measured) is not None


def _parts(mentions: tuple[Mention, ...]) -> list[Service]:
    """The products that are to be parts of the system, each once."""
    used = {m.service.id: m.service for m in mentions if m.stance == "use" and m.service.provider}
    return [service for key, service in used.items() if key not in NOT_PARTS]


def _certain_besides(scope: Scope, words: int, parts: int, *, is_measured: bool) -> float | None:
    """Likelihood from which something joins what a text names, None where it is not made of that alone."""
    if (scope.is_code and parts) or (scope.is_data_model and words <= LONGEST_LIST):
        return NOTHING_BESIDES
    if is_measured:
        return None
    fits = (at_least for least, each, at_least in CERTAIN_BESIDES if parts >= least and words <= each * parts)
    return next(fits, None)


def habits_in(found: Features) -> Habits:
    """Every group's likelihood from the features of a brief, and which of them are to be expected together."""
    weights = _weights()
    totals = _totals(found, weights)
    likelihoods = [1 / (1 + math.exp(-max(min(total / 100, 30), -30))) for total in totals]
    likely = likely_groups(likelihoods) if found.certain_besides is None else _sure_groups(found, likelihoods)
    if found.is_data_model and likely.isdisjoint(STORES):
        likely |= {max(STORES, key=likelihoods.__getitem__)}
    spoken = [(found.values[name], weights[name], word) for name, word in found.words.items() if name in weights]
    groups = {
        group: Habit(likelihoods[place], place in likely, _speaking(spoken, place) if place in likely else ())
        for place, group in enumerate(GROUPS)
    }
    return Habits(groups, found.certain_besides is not None)


def _totals(found: Features, weights: Weights) -> list[float]:
    """What the features add up to in every group; those of one value, words above all, as whole numbers first."""
    rows: dict[float, list[list[int]]] = defaultdict(list)
    for name, value in found.values.items():
        if name in weights:
            rows[value].append(weights[name])
    totals = [0.0] * len(GROUPS)
    for value, several in rows.items():
        sums = map(sum, zip(*several, strict=True))
        totals = [total + value * weight for total, weight in zip(totals, sums, strict=True)]
    return totals


def _sure_groups(found: Features, likelihoods: list[float]) -> frozenset[int]:
    """Places of the groups that a text which names its parts consists of: nearly certain, or expressed and named.

    Where no compute is named, what is named is joined without functions between, and nothing is built around it.
    """
    assert found.certain_besides is not None
    is_worked_on = any(f"k:{kind}" in found.values for kind in KINDS["compute"])
    expressed = [
        not needs or any(found.values.get(f"n:{need}", 0) >= ACCEPTED for need in needs) for needs in GROUPS.values()
    ]
    named = [any(f"k:{kind}" in found.values for kind in kinds) for kinds in KINDS.values()]
    return frozenset(
        place
        for place, likelihood in enumerate(likelihoods)
        if likelihood >= found.certain_besides or (is_worked_on and named[place] and expressed[place])
    )


def likely_groups(likelihoods: list[float]) -> frozenset[int]:
    """Places of the groups to expect: the set whose expected F1, 2 * hits / (chosen + wanted), is the best.

    Expectations of numerator and denominator are taken apart, as in Lewis (SIGIR 1995).
    """
    ranked = sorted(range(len(likelihoods)), key=lambda place: (-likelihoods[place], place))
    wanted = sum(likelihoods)
    hits, best, count = 0.0, 0.0, 0
    for taken, place in enumerate(ranked, 1):
        hits += likelihoods[place]
        expected = 2 * hits / (taken + wanted)
        if expected <= best:
            break
        best, count = expected, taken
    return frozenset(ranked[:count])


def _speaking(spoken: list[tuple[float, list[int], str]], place: int) -> tuple[str, ...]:
    """The three words that speak the most for a group, of those with their values and their weights."""
    shares = sorted([(-value * row[place], word) for value, row, word in spoken if value * row[place] > 10])
    return tuple(dict.fromkeys(word for _, word in shares))[:3]


_instead: ContextVar[Weights | None] = ContextVar("weights", default=None)


@contextmanager
def using(weights: Weights) -> Generator[None]:
    """Other weights for a while: to judge a planner on texts that its own weights were fitted on."""
    token = _instead.set(weights)
    try:
        yield
    finally:
        _instead.reset(token)


def _weights() -> Weights:
    return _instead.get() or _own_weights()


@cache
def _own_weights() -> Weights:
    text = files("agent.planners.embedded.lexicon").joinpath("habits.json").read_text(encoding="utf-8")
    loaded: dict[str, list[int]] = json.loads(text)["weights"]
    return loaded


def settled(
    evidence: Mapping[str, Evidence], habits: Habits, everything: Mapping[str, Evidence]
) -> dict[str, Evidence]:
    """The evidence with every group settled: kept or raised where it is likely, lowered where it is not.

    Of the other needs, those that rest on a group go with it; in a text that names its parts only the outspoken stay.
    """
    result = dict(evidence)
    for group, needs in GROUPS.items():
        if needs:
            known = [result.get(need, everything[need]) for need in needs]
            result |= _settled_group(habits.groups[group], known, habits.names_its_parts)
    grouped = {need for needs in GROUPS.values() for need in needs}
    for key in result.keys() - grouped:
        item = result[key]
        is_loose = key in RESTS_ON and not habits.groups[RESTS_ON[key]].is_likely
        if is_loose or (habits.names_its_parts and item.certainty < OUTSPOKEN):
            result[key] = _lowered(item)
    return {key: item for key, item in result.items() if item.certainty > 0}


def _settled_group(habit: Habit, known: list[Evidence], names_its_parts: bool) -> dict[str, Evidence]:
    if not habit.is_likely:
        return {item.need.id: _lowered(item) for item in known if names_its_parts or not _is_outright(item)}
    if any(item.certainty >= ACCEPTED for item in known):
        return {}
    best = max(known, key=lambda item: item.certainty)
    if best.need.id in MODELS and habit.likelihood < ACCEPTED:
        return {item.need.id: _lowered(item) for item in known}
    if best.need.id in HINTED and best.certainty < HINT:
        return {}
    raised = replace(best, certainty=max(ACCEPTED, habit.likelihood), usual_with=", ".join(habit.words))
    return {best.need.id: raised}


def _is_outright(item: Evidence) -> bool:
    """Whether the brief says a need in so many words that no habit speaks against it."""
    bar = STRONG if item.need.id in UNMISTAKABLE else OUTRIGHT
    return item.certainty >= bar and any(match.weight >= STRONG for match in item.matches)


def _lowered(item: Evidence) -> Evidence:
    return replace(item, certainty=min(item.certainty, ACCEPTED - 0.01))
