"""Puts a planner together: its model looked up, its endpoint and its library, as the settings say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.planners.claude.bodies import known_model
from agent.planners.claude.budget import Clock, Meter, Price, Spending
from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Delta, Endpoint, Forgetful, Journal, Listen, Usage
from agent.planners.claude.planner import ClaudePlanner, Model
from agent.planners.claude.settings import Settings
from agent.planners.claude.talk import Past
from agent.planners.claude.workbench import Library, Page
from tools.catalog.models import LanguageModel, cost_of, default_model

if TYPE_CHECKING:
    from knowledge.knowledge import Knowledge

USUAL_EFFORT = "high"
"""For models that nothing is known of."""


def _unheard(delta: Delta) -> None:
    """For nobody."""


def _unnoted(text: str) -> None:
    """For nobody."""


def _forgotten(past: Past) -> None:
    """By nobody."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who listens, and what outlives the process."""

    listen: Listen = _unheard
    """Told what comes of a reply, as it comes."""
    note: Callable[[str], None] = _unnoted
    """Told what tools did."""
    journal: Journal = field(default_factory=Forgetful)
    turn: str = "turn"
    spent: Spending = field(default_factory=Spending)
    """What the session had spent before."""
    past: Past | None = None
    """The talk of the turn before, where this process had it."""
    remember: Callable[[Past], None] = _forgotten
    """Told of every talk, for the turns that follow."""
    endpoint: Endpoint | None = None
    """Who is asked; one of the planner's own where none is given."""


def claude_planner(
    settings: Settings,
    knowledge: Knowledge,
    around: Surroundings,
    *,
    endpoint: Endpoint | None = None,
    clock: Clock = time.monotonic,
    today: date | None = None,
) -> ClaudePlanner:
    """The planner. Nothing is asked yet, and the SDK is not loaded. Raises ModelError for a model that is retired."""
    name = settings.model or default_model()
    known = known_model(name, today or date.today())
    usual = settings.budget.dollars if known is not None else None
    budget = replace(settings.budget, dollars=settings.dollars or usual)
    return ClaudePlanner(
        endpoint=endpoint or around.endpoint or SdkEndpoint(access_of(settings)),
        model=Model(name, settings.effort or (known.effort if known is not None else USUAL_EFFORT)),
        library=Shelves(knowledge),
        meter=Meter(budget, _price_of(known), clock, around.spent),
        journal=around.journal,
        turn=around.turn,
        listen=around.listen,
        note=around.note,
        limits=settings.limits,
        past=around.past,
        remember=around.remember,
    )


def access_of(settings: Settings) -> Access:
    """How the model is reached."""
    return Access(provider=settings.provider, base_url=settings.base_url, region=settings.region)


def _price_of(known: LanguageModel | None) -> Price:
    def price(usage: Usage) -> Decimal | None:
        return None if known is None else cost_of(usage, known)

    return price


@dataclass(frozen=True, slots=True)
class Shelves(Library):
    """The patterns as the model finds them: a line for each, or the sections that help to decide."""

    knowledge: Knowledge

    def search(self, query: str, limit: int) -> tuple[Page, ...]:
        """The patterns that answer a question, best first."""
        hits = self.knowledge.search(query, limit=limit)
        found = ((hit, self.knowledge.get(hit.id)) for hit in hits)
        return tuple(Page(hit.id, hit.title, page.summary if page else hit.passage) for hit, page in found)

    def page(self, pattern: str) -> str | None:
        """A pattern in the sections that say when to use it and what it costs."""
        found = self.knowledge.get(pattern)
        if found is None:
            return None
        wanted = [section for section in found.sections if section.heading in SECTIONS]
        parts = "\n".join(f"{section.heading}: {section.text}" for section in wanted)
        return f"{found.title}\n{found.summary}\n{parts}"


SECTIONS = ("When to use", "When not to use", "How it works", "Trade-offs", "Failure modes")
