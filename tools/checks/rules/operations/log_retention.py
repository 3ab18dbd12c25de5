"""Regulated systems keep their logs for a year."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.remedies import setting, together
from tools.checks.subject import Subject
from tools.checks.wording import listed
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
ASKING = frozenset({"hipaa", "pci-dss", "sox", "soc2", "finra", "mifid-ii", "fedramp", "gxp", "dora", "iso-27001"})
"""Regimes whose auditors ask for the logs of a year."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Parts of a regulated system whose logs are kept for less, together: one decision settles them all."""
    if not any(regime.name in ASKING for regime in subject.requirements.regimes):
        return
    parts = (*subject.all(Api), *subject.all(Function), *subject.all(Container), *subject.all(WorkflowEngine))
    short = [part for part in parts if part.log_retention_days < YEAR]
    if not short:
        return
    days = sorted({part.log_retention_days for part in short})
    keep = "keeps its" if len(short) == 1 else "keep their"
    span = f"{days[0]} days" if len(days) == 1 else f"{days[0]} to {days[-1]} days"
    text = f"{listed([part.name for part in short])} {keep} logs for {span}."
    mend = together(*(setting(part.name, log_retention_days=YEAR) for part in short))
    place = subject.place(short[0], "log_retention_days") if len(short) == 1 else subject.asked("regimes")
    yield RULE.found(place, text, evidence=span, mend=mend)
