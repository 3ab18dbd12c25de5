"""What it may cost, told apart from what is earned, what a customer pays and what is spent today."""

from __future__ import annotations

import re

from agent.planners.embedded.lexicon.phrases import MONEY_CONTEXT, NOT_BUDGET
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.quantities import Quantity
from agent.planners.embedded.reading.text import Brief
from tools.design.requirements import SECONDS_PER, Stated

_SPENDING = re.compile(r"\b(?:spend|budget|may\scost|target)\b[^.;]{0,25}$")
_NOW = re.compile(r"\b(?:currently|current|at\spresent|today|right\snow|so\sfar|now)\b[^.;,]{0,40}$")


def _is_of_now(stated: Stated[float], brief: Brief) -> bool:
    """Whether a sum is what is paid today, which another one may replace."""
    start = getattr(stated.origin, "start", 0)
    return _NOW.search(brief.lower, max(0, start - 60), start) is not None


_PRICED = re.compile(
    r"\b(?:free\b|per\s(?:seat|user|member|customer|head|licen[cs]e)|(?:subscribers?|customers?|members?|users?|they|who)\s(?:can\s)?pays?"
    r"|plans?\b|premium|for\s(?:more|each|every)\b|membership|subscriptions?|sells?\b|tariffs?)"
)
_CLAUSE = re.compile(r"[.;:]")
_BUDGETED = re.compile(
    r"\b(?:budget|spend\w*|ceiling|cap|afford|at\s(?:the\s)?most|(?:no|not)\s(?:more|higher)\sthan|under|below"
    r"|less\sthan|max\w*|running\scosts?|cloud|hosting|infra\w*|bill)\b|[<≤]"
)


_YEARLY = re.compile(r"\b(?:annual|annually|yearly|(?:per|a|each|every|this|next)\s+year|p\.a)\b")


def budget_of(brief: Brief, quantity: Quantity, near: str, known: Stated[float] | None) -> Stated[float] | None:
    """The budget after a sum of money, in US dollars a month: what is known, or what the sum states."""
    close = f"{quantity.before[-25:]} {quantity.noun} {quantity.after[:25]}"
    is_said = _SPENDING.search(quantity.before[-30:]) is not None
    if not (MONEY_CONTEXT.search(near) or quantity.per) or (NOT_BUDGET.search(close) and not is_said):
        return known
    if known and not (_is_of_now(known, brief) and is_said):
        return known
    clause = f"{_CLAUSE.split(quantity.before[-25:])[-1]} {quantity.noun} {_CLAUSE.split(quantity.after[:25])[0]}"
    if _PRICED.search(clause) and not _BUDGETED.search(clause):
        return known
    period = quantity.per or ("year" if _YEARLY.search(f"{quantity.before[-45:]}|{quantity.after[:25]}") else "month")
    monthly = quantity.value * SECONDS_PER["month"] / SECONDS_PER[period]
    if monthly < 1:
        return known
    return Stated[float](value=round(monthly, 2), origin=quoted(brief, quantity.start, quantity.end))
