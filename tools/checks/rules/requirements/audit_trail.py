"""Where a regime applies, somebody watches."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Mend, Rule
from tools.checks.remedies import putting
from tools.checks.subject import Subject
from tools.design.components import AuditTrail

RULE = Rule(
    id="SL-X78",
    title="Where a compliance regime applies, an audit trail records who did what, for a year or more",
    severity="error",
    reason="Every regime asks who changed and read what; without a record the answer is that nobody knows.",
    fix="propose",
    remedy="Add an audit trail; record reads of data where health or card data is kept.",
    sources=("FSBP CloudTrail.1", "PCI DSS 10", "HIPAA 164.312(b)"),
)

YEAR = 365
NAME = "audit-trail"
_READS_TOO = frozenset({"hipaa", "pci-dss", "gxp"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Regulated systems without a trail, with one that forgets, or that does not see reads where it must."""
    regimes = [regime.name for regime in subject.requirements.regimes]
    trails = subject.all(AuditTrail)
    if not regimes:
        return
    if not trails:
        text = f"{', '.join(regimes)} applies, and nothing records who did what."
        yield RULE.found(subject.asked("regimes"), text, evidence="none", mend=_adding(subject, regimes))
    for trail in trails:
        if trail.retention_days < YEAR:
            text = f"{trail.name} forgets after {trail.retention_days} days."
            yield RULE.found(subject.place(trail, "retention_days"), text, evidence=trail.retention_days)
    if trails and _READS_TOO & set(regimes) and not any(trail.data_events for trail in trails):
        text = f"{trails[0].name} does not record who read data, which {', '.join(regimes)} asks."
        yield RULE.found(subject.place(trails[0], "data_events"), text, evidence=False)


def _adding(subject: Subject, regimes: list[str]) -> Mend | None:
    if subject.has(NAME):
        return None
    return putting(AuditTrail(name=NAME, data_events=bool(_READS_TOO & set(regimes)), configuration=True))
