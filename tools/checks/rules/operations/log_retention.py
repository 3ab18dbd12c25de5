"""Regulated systems keep their logs for a year."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting
from tools.checks.subject import Subject
from tools.design.components import Api, Container, Function, WorkflowEngine

RULE = Rule(
    id="SL-O01",
    title="Where a regime applies, logs are kept for a year",
    severity="info",
    reason="Auditors ask about last spring; a month of logs has no answer.",
    fix="propose",
    remedy="Keep logs for 365 days; storage is paid for by the gigabyte.",
    sources=("CKV_AWS_158", "CKV_AWS_338"),
)

YEAR = 365
_ASKING = frozenset({"hipaa", "pci-dss", "sox", "soc2", "finra", "mifid-ii", "fedramp", "gxp", "dora", "iso-27001"})


def findings(subject: Subject) -> Iterator[Finding]:
    """Parts of a regulated system whose logs are kept for less."""
    if not any(regime.name in _ASKING for regime in subject.requirements.regimes):
        return
    parts = (*subject.all(Api), *subject.all(Function), *subject.all(Container), *subject.all(WorkflowEngine))
    for part in parts:
        if part.log_retention_days < YEAR:
            text = f"{part.name} keeps its logs for {part.log_retention_days} days."
            mend = setting(part.name, log_retention_days=YEAR)
            place = subject.place(part, "log_retention_days")
            yield RULE.found(place, text, evidence=part.log_retention_days, mend=mend)
