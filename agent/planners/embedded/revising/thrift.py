"""Makes a design cost less without giving up what was asked.

Decisions are taken the other way where that saves and harms nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from agent.planners.embedded.composing.scene import Fragments
from agent.planners.embedded.revising.asked import Asked, composed
from agent.planners.embedded.revising.asking import asked_for
from agent.planners.embedded.revising.wishes import Dropped, Heard
from tools.bundle.evidence import Evidence, gather, weigh
from tools.bundle.wording import lowered
from tools.design.design import Design

THRIFTY: tuple[tuple[str, str], ...] = (
    ("cold-starts", "tolerated"),
    ("cold-starts", "snapstart"),
    ("state-store", "table"),
    ("api-style", "http"),
    ("table-capacity", "provisioned"),
    ("table-capacity", "on-demand"),
    ("telemetry", "stream"),
    ("telemetry", "function"),
    ("object-events", "direct"),
    ("encryption-keys", "provider key"),
)
"""Decision and option that may cost less than another."""

WEIGHED = frozenset({"cold-starts"})
"""Decisions that rest on what was asked, and whose outcome is held to it by figures; others that do are left alone."""

WORTHWHILE = 0.01
"""Share of the bill that a change must save to be worth it."""


class Saving(NamedTuple):
    """A decision taken the other way."""

    decision: str
    option: str
    instead_of: str


def thriftier(asked: Asked, fragments: Fragments, design: Design) -> tuple[Asked, tuple[Saving, ...]]:
    """What is asked with the decisions turned that save, one after the other, as long as nothing gets worse by it."""
    held = gather(composed(asked, fragments))
    savings: list[Saving] = []
    chosen = {d.id: d.chosen for d in design.decisions if not d.requirements or d.id in WEIGHED}
    for decision, option in _open(chosen):
        trial = replace(asked, instead={**asked.instead, decision: option})
        found = _weighed(trial, fragments)
        if found is not None and _is_better(found, held):
            asked, held = trial, found
            savings.append(Saving(decision, option, chosen[decision]))
    last = {saving.decision: saving for saving in savings}
    return asked, tuple(last.values())


class Forgone(NamedTuple):
    """Something that was asked or decided for, and what giving it up would save a month, in US dollars."""

    what: str
    saves: float


TRADED: tuple[tuple[str, str, str], ...] = (
    ("regions", "one region", "a second region"),
    ("cold-starts", "tolerated", "answers without cold starts"),
    ("encryption-keys", "provider key", "keys of your own"),
    ("state-store", "table", "a relational database"),
    ("api-style", "http", "a REST API with its firewall and quotas"),
    ("coordination", "choreography", "a workflow that knows how far things went"),
)
"""Decision, the option that may cost less, and what is given up by it."""

MOST_FORGONE = 3
NOTICEABLE = 0.03
"""Share of the bill from which a saving is told."""

ESSENTIAL = frozenset({"http-api", "crud", "key-value", "process", "relational", "upload", "file-processing"})
"""Needs that the system is there for."""


def forgone(asked: Asked, fragments: Fragments, design: Design) -> tuple[Forgone, ...]:
    """What could be given up to save more, the most first."""
    held = _cost(asked, fragments)
    if held is None or not held:
        return ()
    found = [
        Forgone(what, held - cost)
        for what, trial in _trials(asked, design)
        if (cost := _cost(trial, fragments)) is not None and held - cost > NOTICEABLE * held
    ]
    return tuple(sorted(found, key=lambda one: (-one.saves, one.what))[:MOST_FORGONE])


def _trials(asked: Asked, design: Design) -> Iterator[tuple[str, Asked]]:
    chosen = {d.id: d.chosen for d in design.decisions}
    for decision, option, what in TRADED:
        if chosen.get(decision, option) != option:
            yield what, replace(asked, instead={**asked.instead, decision: option})
    for capability in asked.requirements.capabilities:
        if capability.need not in ESSENTIAL:
            dropped = Heard(Dropped((capability.need,)), "", 0, 0)
            yield lowered(capability.text), asked_for(asked, dropped, 0, design)


def _cost(asked: Asked, fragments: Fragments) -> float | None:
    """What would be composed costs; None where tools cannot work with it, or nothing would be left."""
    try:
        made = composed(asked, fragments)
        return weigh(made)[0] if made.components else None
    except Exception:
        return None


def _open(chosen: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((decision, option) for decision, option in THRIFTY if chosen.get(decision, option) != option)


def _weighed(asked: Asked, fragments: Fragments) -> Evidence | None:
    """The evidence of a trial; None where tools cannot work with it."""
    try:
        return gather(composed(asked, fragments))
    except Exception:
        return None


def _is_better(found: Evidence, held: Evidence) -> bool:
    """Whether it costs less, with no more errors and warnings, and answers no later than was promised."""
    is_cheaper = float(found.bill.total) < float(held.bill.total) * (1 - WORTHWHILE)
    return is_cheaper and all(found.report.count(s) <= held.report.count(s) for s in ("error", "warning"))
