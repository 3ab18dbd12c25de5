"""What a rule is and what it says: rules, findings, and the report of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.design.decisions import Waiver
from tools.design.design import Path, dotted

if TYPE_CHECKING:
    from tools.design.edits import Edit

Severity = Literal["error", "warning", "info"]
"""`error` is unsafe, undeployable or loses data; `warning` costs money, time or trust; `info` is worth knowing."""

FixKind = Literal["auto", "propose", "ask"]
"""`auto` is safe to apply; `propose` wants approval: it costs money or changes behaviour; `ask` needs a decision."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Worst first."""

Mend = Callable[[], "tuple[Edit, ...]"]
"""Makes the edits that mend a finding, when they are asked for."""


class Place(NamedTuple):
    """What a finding is about, and where that stands in the document."""

    subject: str
    """Name of the part as people say it: a component, a link as `orders -> billing`, an event, a requirement."""
    path: Path
    components: tuple[str, ...] = ()
    """Components concerned; a waiver names one of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a design."""

    rule: str
    severity: Severity
    place: Place
    message: str
    """What is wrong with this thing, in one sentence."""
    reason: str
    """Why it matters."""
    fix: FixKind
    remedy: str
    """What to do, in words."""
    evidence: str = ""
    """The offending value."""
    mend: Mend | None = field(default=None, compare=False, repr=False)

    @property
    def subject(self) -> str:
        """Name of the part it is about."""
        return self.place.subject

    @property
    def path(self) -> Path:
        """Where the offending value stands, or would stand, in the document."""
        return self.place.path

    @property
    def where(self) -> str:
        """The path as people write it: `components[3].timeout_s`."""
        return dotted(self.place.path)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Typed edits that mend it; empty where only words can say what to do."""
        return self.mend() if self.mend is not None else ()


class Rule(NamedTuple):
    """What a rule demands, and why. `findings` of the same module finds what breaks it."""

    id: str
    title: str
    """The demand, as a sentence that is true of a good design."""
    severity: Severity
    reason: str
    """Why it matters: what happens to those who ignore it."""
    fix: FixKind
    remedy: str
    sources: tuple[str, ...] = ()
    """Ids under which other tools and standards know the demand."""
    proves: tuple[str, ...] = ()
    """Promises of the architect that it holds to account: `no-long-running-function` say."""

    weighs: bool = False
    """Whether it judges by figures of the tools (cost, rates, durations) and knows little or is slow without them."""

    def found(
        self,
        place: Place,
        message: str,
        *,
        evidence: object = "",
        severity: Severity | None = None,
        fix: FixKind | None = None,
        remedy: str = "",
        mend: Mend | None = None,
    ) -> Finding:
        """A finding of this rule; what is not given is the rule's own."""
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            place=place,
            message=message,
            reason=self.reason,
            fix=fix or self.fix,
            remedy=remedy or self.remedy,
            evidence=str(evidence),
            mend=mend,
        )


class Waived(NamedTuple):
    """A finding that the design accepts on purpose."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say about one design."""

    design: str
    findings: tuple[Finding, ...]
    """What counts, worst first, then in the order of the document."""
    waived: tuple[Waived, ...] = ()
    expired: tuple[Waiver, ...] = ()
    """Waivers whose day has come: what they accepted counts again."""
    idle: tuple[Waiver, ...] = ()
    """Waivers that accept nothing that was found."""
    rules: int = 0
    """How many rules ran."""

    def count(self, severity: Severity) -> int:
        """How many findings of this severity count."""
        return sum(finding.severity == severity for finding in self.findings)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of this severity or worse."""
        bar = SEVERITIES.index(severity)
        return tuple(finding for finding in self.findings if SEVERITIES.index(finding.severity) <= bar)
