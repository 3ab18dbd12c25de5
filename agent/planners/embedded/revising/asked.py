"""What is asked of a system that stands, as composing takes it: read from its brief, changed by what was said since.

A design keeps what was asked after every follow-up, but not all that was read on the way to it. What was read is
therefore taken from the brief, and what the design says otherwise is done to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from agent.planners.embedded.composing.compose import compose
from agent.planners.embedded.composing.scene import Fragments
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.material import facts_of, reading_of
from agent.planners.merging import merged
from agent.planners.remedies import remedied
from tools.blueprint.plan import complete
from tools.checks import judge
from tools.design.base import Model
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.requirements import Quoted, Requirements


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked, and the decisions that go another way than their tables say."""

    facts: Facts
    instead: Mapping[str, str]

    @property
    def requirements(self) -> Requirements:
        """What is asked, typed."""
        return self.facts.requirements

    def with_requirements(self, **changes: Any) -> Asked:
        """The same with some fields of the requirements changed."""
        return replace(self, facts=replace(self.facts, requirements=self.requirements.model_copy(update=changes)))

    def with_certainty(self, changes: Mapping[str, float]) -> Asked:
        """The same with some needs surer or less sure."""
        return replace(self, facts=replace(self.facts, certainty=self.facts.certainty | dict(changes)))

    def with_words(self, text: str, start: int) -> Asked:
        """The same with words that were said, from this place of the conversation on."""
        return replace(self, facts=replace(self.facts, text=f"{self.facts.text.ljust(start, chr(10))}{text.lower()}\n"))


def asked_before(design: Design, brief: str, fragments: Fragments) -> Asked:
    """What was asked of a design before the follow-up."""
    facts = facts_of(brief, reading_of(brief).requirements)
    first = compose(facts, fragments, {})
    if first.requirements != design.requirements:
        facts = _changed_since(facts, first.requirements, design.requirements)
        first = compose(facts, fragments, {})
    return Asked(facts, dict(_turned(first.decisions, design.decisions)))


def _changed_since(facts: Facts, first: Requirements, now: Requirements) -> Facts:
    before, after = {c.need for c in first.capabilities}, {c.need for c in now.capabilities}
    certainty = dict(facts.certainty)
    certainty |= {need: OUTSPOKEN for need in sorted(after - before) if certainty.get(need, 0.0) < OUTSPOKEN}
    certainty |= dict.fromkeys(sorted(before - after), 0.0)
    return replace(
        facts,
        requirements=merged(first, now, facts.requirements),
        certainty=certainty,
        text=_conversation(facts.text, now),
    )


OUTSPOKEN = 0.8
"""Certainty of what a follow-up asks for outright."""


def _conversation(brief: str, requirements: Requirements) -> str:
    """The brief, and what was quoted after it at the places it was said at."""
    text = brief
    for quote in sorted(set(quotes_in(requirements)), key=lambda q: (q.start, q.end)):
        if quote.start > len(text):
            text = f"{text.ljust(quote.start, chr(10))}{quote.text.lower()}\n"
    return text


def quotes_in(value: Any) -> Iterator[Quoted]:
    """Every quotation a value of the language rests on."""
    if isinstance(value, Quoted):
        yield value
    elif isinstance(value, Model):
        for field in type(value).model_fields:
            yield from quotes_in(getattr(value, field))
    elif isinstance(value, tuple):
        for item in cast("tuple[Any, ...]", value):
            yield from quotes_in(item)


def _turned(composed: tuple[Decision, ...], standing: tuple[Decision, ...]) -> Iterator[tuple[str, str]]:
    """The decisions that were turned since: to options that their tables know."""
    tables = {decision.id: decision for decision in composed}
    for decision in standing:
        table = tables.get(decision.id)
        if table is not None and decision.chosen in options_of(table) - {table.chosen}:
            yield decision.id, decision.chosen


def options_of(decision: Decision) -> frozenset[str]:
    """The options between which a decision was taken."""
    others = (*(r.option for r in decision.rejected), *(flip.to for flip in decision.flips))
    return frozenset((decision.chosen, *others))


def composed(asked: Asked, fragments: Fragments) -> Design:
    """The design that would be made of what is asked, with its supporting parts and what needs no figures mended."""
    design = complete(compose(asked.facts, fragments, asked.instead))
    return remedied(design, judge(design).report.findings)
