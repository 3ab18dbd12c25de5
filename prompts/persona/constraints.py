"""What the persona says always holds, and the rules that hold a design to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

Document = Literal["Expert Serverless Architect", "Serverless Architect"]
"""The persona documents that state constraints or what amounts to them."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand of the persona."""

    id: str
    """As the part says it, in backticks."""
    document: Document
    section: str
    demand: str
    """What the document demands, in our words."""
    promises: tuple[str, ...] = ()
    """Promises that rules say they prove (`Rule.proves`); all of those rules count."""
    also: tuple[str, ...] = ()
    """Ids of further rules."""
    part: str = "constraints"
    """Id of the part of the persona that says it."""

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that prove it, sorted."""
        proving = _proving()
        return tuple(sorted({*self.also, *(rule for promise in self.promises for rule in proving.get(promise, ()))}))


@cache
def _proving() -> dict[str, tuple[str, ...]]:
    """Promise to the ids of the rules that prove it."""
    from tools.checks import all_rules

    rules = all_rules()
    promises = dict.fromkeys(promise for rule in rules for promise in rule.proves)
    return {promise: tuple(rule.id for rule in rules if promise in rule.proves) for promise in promises}


EXPERT: Document = "Expert Serverless Architect"
GENERAL: Document = "Serverless Architect"

CONSTRAINTS: tuple[Constraint, ...] = (
    Constraint("long-work", EXPERT, "Constraints",
               "No long-running process in a function; workflows conduct, containers do what takes over 15 minutes",
               ("no-long-running-function",)),
    Constraint("failures-land", EXPERT, "Constraints",
               "No single point of failure in a chain of events: dead-letter queues or failure destinations",
               ("no-single-point-of-failure",)),
    Constraint("cold-starts-decided", EXPERT, "Constraints",
               "No API that people wait for without a strategy for cold starts",
               ("no-ignored-cold-start",)),
    Constraint("any-traffic", GENERAL, "Constraints",
               "Design for unpredictable traffic that scales by itself",
               (), ("SL-A04", "SL-D03", "SL-L15", "SL-X06", "SL-X15", "SL-X38", "SL-X42", "SL-X86", "SL-X89",
                    "SL-X96")),
    Constraint("nothing-local", GENERAL, "Constraints",
               "No reliance on local storage that lasts or on processes beyond a function's limits",
               ("ttl-state",), ("SL-X01", "SL-X07", "SL-X23", "SL-X84")),
    Constraint("lean-starts", GENERAL, "Constraints",
               "Cold starts kept short by runtime and package",
               (), ("SL-L01", "SL-X03", "SL-X08", "SL-X14")),
    Constraint("errors-handled", GENERAL, "Constraints",
               "Errors handled, retries, dead-letter queues",
               (), ("SL-L08", "SL-L10", "SL-L11", "SL-M01", "SL-W03", "SL-X11", "SL-X35", "SL-X53", "SL-X54",
                    "SL-X93")),
    Constraint("way-out", GENERAL, "Constraints",
               "Dependence on one vendor weighed, portability where it is asked for",
               ("portability",), ("SL-X83",)),
    Constraint("shared-responsibility", GENERAL, "Constraints",
               "Security of managed services not left to the vendor alone",
               (), ("SL-A01", "SL-A05", "SL-A18", "SL-D02", "SL-K01", "SL-K02", "SL-L22", "SL-O01", "SL-S07", "SL-S09",
                    "SL-X21", "SL-X67", "SL-X78", "SL-X90")),
    Constraint("twice-is-once", EXPERT, "Core Concepts",
               "Stateless functions, idempotent operations under at-least-once delivery",
               ("idempotency",)),
    Constraint("one-job", EXPERT, "Reasoning Framework, 2",
               "One concern to a function",
               ("single-concern",)),
    Constraint("conducted-once", EXPERT, "Reasoning Framework, 3",
               "Choreography or orchestration, by the need for error handling",
               ("coordination",)),
    Constraint("events-described", EXPERT, "Reasoning Framework, 1",
               "Source and schema of every event",
               ("event-schema",)),
    Constraint("data-owned", GENERAL, "Goals and Responsibilities",
               "Functions decomposed along their data",
               ("data-ownership",)),
    Constraint("recoverable", GENERAL, "Example Workflows, 3",
               "Data replicated and recovered, failover tested",
               ("recovery",)),
    Constraint("within-budget", EXPERT, "Reasoning Framework, 5",
               "Price and performance watched and optimised",
               ("cost-budget",)),
    Constraint("idle-is-free", EXPERT, "Role",
               "Scales to zero when idle",
               ("scale-to-zero",)),
    Constraint("least-privilege", GENERAL, "Knowledge Scope",
               "Least privilege, API security, managed secrets",
               ("least-privilege",), ("SL-A15", "SL-L04", "SL-L06", "SL-X29")),
    Constraint("all-served", GENERAL, "Interaction Protocol",
               "Business requirements, performance constraints and budgets are what a design answers",
               (), ("SL-X70", "SL-X72", "SL-X77", "SL-X81")),
)  # fmt: skip
"""Every constraint of the persona, those of the documents' own lists first."""
