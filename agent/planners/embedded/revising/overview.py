"""Answers questions about the whole: what the design is made of, what is open in it, what could be better."""

from __future__ import annotations

import re

from tools.bundle.evidence import Evidence, gather
from tools.bundle.wording import counted, listed, money
from tools.design.design import Design

_WHOLE = re.compile(
    r"\b(?:overview|summar\w+|walk\s+me\s+through|big\s+picture|in\s+a\s+nutshell)\b"
    r"|\b(?:describe|explain|show|review|tell\s+me\s+about)\s+(?:me\s+)?(?:the|this|our|your|it)\b(?:\s+(?:whole|entire|current))?\s*(?:design|architecture|system|solution|setup)?\W*$"
    r"|\bwhat\s+(?:does\s+(?:it|this|the\s+(?:design|system))\s+(?:do|look|consist|contain)|is\s+in\s+(?:it|the\s+design)"
    r"|have\s+(?:we|you)\s+got|do\s+we\s+have\s+(?:so\s+far|now))\b"
    r"|\bwhich\s+(?:parts|components|services)\b[^?]{0,24}$"
)
_WEAK = re.compile(
    r"\b(?:what|which|any|anything|is|are)\b[^?]*"
    r"\b(?:wrong|missing|issues?|problems?|risks?|weak\w*|findings?|warnings?|errors?|improve\w*|better|bad|smells?|concerns?)\b"
    r"|\bwhat\s+(?:would|should|could)\s+(?:you|we|i)\s+(?:change|improve|do\s+(?:differently|better|next))\b"
)
_ABOUT_ALL = re.compile(
    r"^\W*(?:please\s+)?(?:give\s+(?:me\s+|us\s+)?an?\s+(?:\w+\s+)?(?:overview|summary|review)|(?:#+\s*)?review\s+(?:of|the|this|our|your)\b"
    r"|summari[sz]e|describe|walk\s+(?:me|us)\s+through|explain\s+(?:the|this|our|your)\s+(?:whole\s+)?(?:design|architecture|system))",
    re.IGNORECASE,
)

LAYERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Ways in", frozenset("api cdn static-site load-balancer device-gateway user-pool firewall file-gateway".split())),
    ("Work", frozenset("function container workflow etl transcoder ai-service mail schedule".split())),
    ("Messages", frozenset("queue topic bus stream delivery-stream".split())),
    ("Data", frozenset("table database bucket cache search-index warehouse query-engine time-series".split())),
)  # fmt: skip
"""What parts are for, and the kinds that are."""


def is_about_all(message: str) -> bool:
    """Whether a message as a whole asks about the design: what follows such a beginning says how to tell it."""
    return _ABOUT_ALL.match(message) is not None


def overviewed(question: str, design: Design) -> str:
    """The design in a few sentences, or what is open in it; empty for other questions."""
    text = question.lower()
    if is_about_all(question) or _WHOLE.search(text):
        return _whole(gather(design))
    return _weak(gather(design)) if _WEAK.search(text) else ""


def _whole(evidence: Evidence) -> str:
    design = evidence.design
    told = [f"{counted(len(design.components), 'part')}."]
    for title, kinds in LAYERS:
        names = [f"{c.name}" for c in design.components if c.kind in kinds and getattr(c, "role", "") != "dead-letter"]
        if names:
            told.append(f"{title}: {listed(names, 6)}.")
    decided = [f"{decision.chosen} ({decision.id.replace('-', ' ')})" for decision in design.decisions]
    if decided:
        told.append(f"Decided: {listed(decided, 5)}.")
    if evidence.bill.is_known:
        told.append(f"It costs {money(evidence.bill.total)} a month.")
    return " ".join([*told, _weak(evidence), "The bundle's README tells it in full."])


def _weak(evidence: Evidence) -> str:
    report = evidence.report
    found = [finding for finding in report.findings if finding.severity != "info"]
    if not found:
        return f"The rules find no error and no warning in it, and {counted(report.count('info'), 'remark')}."
    worst = found[0]
    more = f" And {len(found) - 1} more." if len(found) > 1 else ""
    return (
        f"The rules find {counted(report.count('error'), 'error')} and {counted(report.count('warning'), 'warning')}."
        f" {worst.rule}: {worst.message.rstrip('.')}.{more}"
    )
