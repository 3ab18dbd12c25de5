"""What the model works on: one design, what was asked, and what the tools say of it. It reaches nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from agent.planners.claude.telling import cost_line, count_line, finding_line, fitted, latency_line, limit_line
from tools.blueprint.plan import complete
from tools.bundle.evidence import Evidence, gather
from tools.checks import Finding
from tools.design.design import Design
from tools.design.edits import EditError
from tools.design.requirements import Question, Requirements

FindingKey = tuple[str, str, str]
"""Rule, part and message: what tells findings apart while places move."""

MOST_MOVED = 5
FINDING_TOKENS = 1200


class RefusalError(ValueError):
    """What a tool will not or cannot do. The message goes back to the model: what is wrong, and what is possible."""


@dataclass(frozen=True, slots=True)
class Page:
    """A pattern that was found."""

    id: str
    title: str
    summary: str
    why: str = ""


class Library(Protocol):
    """Where patterns are found."""

    def search(self, query: str, limit: int) -> tuple[Page, ...]:
        """The patterns that answer a question, best first."""
        ...

    def page(self, pattern: str) -> str | None:
        """The text of a pattern."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the person, out of which requirements may be quoted."""

    name: str
    text: str
    overrules: bool = False
    """Whether it may take back what was said before: it is a later word of the same person."""
    offset: int = 0
    """Where its first character stands in all that was said."""
    question: str = ""
    """The question it answers, if it answers one."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The state of one piece of work. Tools give a new one."""

    requirements: Requirements
    library: Library
    brief: str = ""
    sources: tuple[Source, ...] = ()
    """Texts that requirements may be corrected from; none where what was asked is settled."""
    evidence: Evidence | None = None
    questions: tuple[Question, ...] = ()
    is_finished: bool = False
    """Whether the model said that this is all."""
    summary: str = ""
    """What it said of it to the person."""
    log: tuple[str, ...] = field(default=())
    """What was done, a line each, oldest first."""

    @property
    def design(self) -> Design:
        """The design that stands. Raises RefusalError where there is none yet."""
        return self.proven.design

    @property
    def proven(self) -> Evidence:
        """The evidence of it. Raises RefusalError where there is no design yet."""
        if self.evidence is None:
            raise RefusalError("there is no design yet; what was asked is being read")
        return self.evidence

    @property
    def errors(self) -> frozenset[FindingKey]:
        """The findings of severity error that are left."""
        found = self.evidence.report.findings if self.evidence is not None else ()
        return frozenset(_key(finding) for finding in found if finding.severity == "error")

    def noted(self, line: str) -> Bench:
        """With one more line in the log."""
        return replace(self, log=(*self.log, line))


def laid_out(bench: Bench, design: Design) -> Bench:
    """The bench with another design on it, completed and measured. Raises RefusalError."""
    before = bench.evidence.workload if bench.evidence is not None else None
    try:
        evidence = gather(complete(design), before=before)
    except EditError as error:
        raise RefusalError(str(error)) from None
    except Exception as error:
        raise RefusalError(f"the tools cannot work with that design: {type(error).__name__}: {error}") from None
    return replace(bench, evidence=evidence, requirements=design.requirements)


def change_told(before: Evidence, after: Evidence) -> dict[str, object]:
    """What a change did to findings, cost, latency and limits: what is new, what is gone, from what to what."""
    new, gone = _apart(after.report.findings, before.report.findings)
    told: dict[str, object] = {"findings": count_line(after)}
    if new:
        told["new findings"] = fitted([finding_line(finding) for finding in new], FINDING_TOKENS)
    if gone:
        told["gone"] = fitted([f"{finding.rule} {finding.subject}" for finding in gone], FINDING_TOKENS // 4)
    told["cost"] = _from_to(cost_line(before), cost_line(after))
    moved = list(_moved(before, after))
    if moved:
        told["moved"] = moved
    told["p99"] = _from_to(latency_line(before), latency_line(after))
    told["first limit"] = _from_to(limit_line(before.scaling.first_limit), limit_line(after.scaling.first_limit))
    return told


def state_told(evidence: Evidence, tokens: int = FINDING_TOKENS) -> dict[str, object]:
    """What the tools say of a design, in short."""
    worst = [finding for finding in evidence.report.findings if finding.severity != "info"]
    return {
        "findings": [count_line(evidence), *fitted([finding_line(finding) for finding in worst], tokens)],
        "cost": cost_line(evidence),
        "p99": latency_line(evidence),
        "first limit": limit_line(evidence.scaling.first_limit),
    }


def _apart(found: Iterable[Finding], known: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings that the other has not, of each; remarks count for nothing."""
    left = {_key(finding): finding for finding in known if finding.severity != "info"}
    here = {_key(finding): finding for finding in found if finding.severity != "info"}
    return [here[key] for key in here if key not in left], [left[key] for key in left if key not in here]


def _key(finding: Finding) -> FindingKey:
    return finding.rule, finding.subject, finding.message


def _moved(before: Evidence, after: Evidence) -> Iterator[str]:
    """The components whose cost moved most."""
    old, new = before.bill.by_component, after.bill.by_component
    moves = {name: new.get(name, 0) - old.get(name, 0) for name in dict.fromkeys([*old, *new])}
    ranked = sorted(moves, key=lambda name: (-abs(moves[name]), name))
    for name in ranked[:MOST_MOVED]:
        if abs(moves[name]) >= 0.005:
            yield f"{name or 'the system as a whole'} {moves[name]:+,.2f}"


def _from_to(before: str, after: str) -> str:
    return after if before == after else f"{before} -> {after}"
