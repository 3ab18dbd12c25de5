"""Makes a design cost less without giving up what was asked.

Decisions are taken the other way where that saves and harms nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from agent.planners.embedded.composing.scene import Fragments
from agent.planners.embedded.revising.asked import Asked, composed
from tools.bundle.evidence import Evidence, gather
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
