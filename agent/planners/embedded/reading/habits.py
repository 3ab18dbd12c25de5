"""What usually goes together: how likely each part of a system is, given all the words of its brief.

Cues say what a brief expresses; habits weigh them together with its other words and with the products it names, as a
logistic model whose weights were fitted on our own requirement texts (`evals/training.py`, `lexicon/habits.json`). They
settle the needs that make up the skeleton of a system; all other needs stand on their cues alone.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from agent.planners.embedded.reading.needs import ACCEPTED, Evidence
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
}
"""Group to the kinds of component (and styles of API) that realise it."""

LIKELY = 0.42
"""Likelihood from which a part is taken to be needed: a little below one half, since a part too many costs less than
one that is missing."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How likely a group is, and the words that speak for it the most."""

    likelihood: float
    words: tuple[str, ...]


def kinds_of(service: Service) -> tuple[str, ...]:
    """The kinds a service realises, APIs with their style."""
    return tuple(
        f"api:{dict(r.where).get('style', 'http')}" if r.kind == "api" else r.kind
        for r in service.realises
        if r.is_primary
    )


def features(brief: Brief, evidence: dict[str, Evidence], mentions: tuple[Mention, ...]) -> dict[str, float]:
    """The features of a brief: certainties of needs, stems, kinds of the products named, how many are named, length."""
    words = sorted({word.stem for word in brief.words if word.text[0].isalpha()})
    scale = 3.0 / math.sqrt(max(len(words), 1))
    found = {f"w:{stem}": scale for stem in words}
    found |= {f"n:{key}": item.certainty for key, item in evidence.items()}
    used = {
        mention.service.id: mention.service
        for mention in mentions
        if mention.stance == "use" and mention.service.provider
    }
    for service in used.values():
        for kind in kinds_of(service):
            found[f"k:{kind}"] = 1.0
    found["named"] = min(len(used), 6) / 3
    found["named any"] = float(bool(used))
    found["length"] = math.log1p(len(brief.words)) / 5
    found["bias"] = 1.0
    return found


def habits_in(found: dict[str, float]) -> dict[str, Habit]:
    """Every group's likelihood from the features of a brief."""
    result: dict[str, Habit] = {}
    for group, weights in _weights().items():
        shares = [(value * weights[name], name) for name, value in found.items() if name in weights]
        total = sum(share for share, _ in shares)
        speaking = sorted(((-share, name) for share, name in shares if share > 0.05 and name.startswith("w:")))[:3]
        result[group] = Habit(1 / (1 + math.exp(-max(min(total, 30), -30))), tuple(name[2:] for _, name in speaking))
    return result


@cache
def _weights() -> dict[str, dict[str, float]]:
    text = files("agent.planners.embedded.lexicon").joinpath("habits.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)["weights"]
    return loaded


def settled(
    evidence: dict[str, Evidence], habits: dict[str, Habit], everything: dict[str, Evidence]
) -> dict[str, Evidence]:
    """The evidence with every group settled: kept or raised where it is likely, lowered where it is not."""
    result = dict(evidence)
    for group, needs in GROUPS.items():
        habit = habits.get(group)
        if habit is None or not needs:
            continue
        known = [result.get(need, everything[need]) for need in needs]
        if habit.likelihood < LIKELY:
            for need, item in zip(needs, known, strict=True):
                result[need] = replace(item, certainty=min(item.certainty, ACCEPTED - 0.01))
        elif all(item.certainty < ACCEPTED for item in known):
            best = max(known, key=lambda item: item.certainty)
            reason = ", ".join(habit.words)
            result[best.need.id] = replace(best, certainty=max(ACCEPTED, habit.likelihood), usual_with=reason)
    return {key: item for key, item in result.items() if item.certainty > 0}
