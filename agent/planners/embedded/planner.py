"""The embedded planner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from agent.planners.embedded.composing.compose import compose
from agent.planners.embedded.deciding.facts import Facts
from agent.planners.embedded.material import facts_of, fragments_of, reading_of
from agent.planners.embedded.reading.answers import answered
from agent.planners.protocol import Known, Proposal, Revision
from agent.planners.remedies import remedied
from tools.checks import Finding
from tools.design.design import Design
from tools.design.requirements import Requirements

ALTERNATIVES: tuple[tuple[str, str, str], ...] = (
    ("coordination", "choreography", "Services react to each other's events, without a coordinator"),
    ("coordination", "orchestration", "A workflow coordinates the steps"),
    ("state-store", "database", "A relational database keeps the state"),
    ("state-store", "table", "Key-value tables keep the state"),
    ("telemetry", "stream", "Messages of devices are worked on in batches from a stream"),
    ("telemetry", "function", "Each message of a device calls a function"),
    ("cold-starts", "provisioned", "Warm capacity is paid for, so that nobody meets a cold start"),
    ("cold-starts", "tolerated", "No warm capacity: cold starts are accepted"),
    ("object-events", "direct", "Objects notify their consumers directly"),
    ("regions", "warm standby", "A second region stands ready"),
)
"""Decisions worth turning round for comparison: decision, option, and how the result differs."""


class EmbeddedPlanner:
    """Reads, decides and composes without a model, a key or a network. Same brief, same design."""

    name = "embedded"
    takes_remedies = True

    def read(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        """Requirements of a brief and of answers. Raises BadAnswerError."""
        return answered(reading_of(brief), answers) if answers else reading_of(brief).requirements

    def propose(self, brief: str, requirements: Requirements, patterns: tuple[Known, ...]) -> tuple[Proposal, ...]:
        """The recommended design, and those that turn a decision of it round, each decision once."""
        facts = facts_of(brief, requirements)
        fragments = fragments_of(frozenset(patterns))
        first = compose(facts, fragments, {})
        others: dict[str, Proposal] = {}
        for decision, option, difference in _turned(first, facts):
            name = f"{decision}-{option}".replace(" ", "-")
            turned = partial(compose, facts, fragments, {decision: option})
            others.setdefault(decision, Proposal(name, option.capitalize(), difference, turned))
        return Proposal("recommended", "Recommended", "", lambda: first), *others.values()

    def repair(self, design: Design, findings: tuple[Finding, ...]) -> Design:
        """The design after the remedies that the findings themselves propose."""
        return remedied(design, findings)

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        """What a follow-up asks for, as edits; what of it was not understood is said."""
        from agent.planners.embedded.revising.revise import revise  # the first design needs none of it

        return revise(design, message, brief, patterns)


def _turned(design: Design, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """The alternatives to what was decided. Nothing waits for a person where nothing knows how far things went."""
    chosen = {decision.id: decision.chosen for decision in design.decisions}
    for decision, option, difference in ALTERNATIVES:
        is_blind = option == "choreography" and facts.wants("human-approval")
        if chosen.get(decision, option) != option and not is_blind:
            yield decision, option, difference
