"""Hears figures that are said in relation to what is there: so many times the traffic, half the budget, not 5,000."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.lexicon.phrases import NAMED_PEAKS
from agent.planners.embedded.reading.quantities import quantities_in
from agent.planners.embedded.reading.text import Brief
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.wishes import (
    Budgeted,
    Corrected,
    Growing,
    Heard,
    Scaled,
    Thriftier,
    Unclear,
    Wish,
)
from tools.design.design import Design

_ONES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100, "a hundred": 100, "thousand": 1000,
    "a thousand": 1000, "one hundred": 100, "a dozen": 12, "twentyfive": 25,
}  # fmt: skip
_NUMBER = r"(?:\d+(?:[.,]\d+)?|(?:a\s|one\s)?(?:hundred|thousand)|a\sdozen|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty)"
_TIMES = (
    rf"(?P<n>{_NUMBER})\s?(?:x\b|×|-?fold\b|times\b(?!\s+(?:a|per|each|every)\b))|(?:by\s+)?(?:a\s+)?factor\s+(?:of\s+)?(?P<f>{_NUMBER})\b"
    r"|(?P<w>doubl(?:e|es|ed|ing)|twice|two-?fold|tripl(?:e|es|ed|ing)|thrice|quadrupl(?:e|es|ed|ing)|half|halv(?:e|es|ed|ing)|a\s+third|a\s+quarter|a\s+tenth|ten-?fold)\b"
)
_WORDS = {"doub": 2.0, "twic": 2.0, "two-": 2.0, "twof": 2.0, "trip": 3.0, "thri": 3.0, "quad": 4.0, "half": 0.5, "halv": 0.5,
          "a th": 1 / 3, "a qu": 0.25, "a te": 0.1, "tenf": 10.0, "ten-": 10.0}  # fmt: skip
_PERCENT = re.compile(
    r"(?P<p>\d+(?:\.\d+)?)\s?(?:%|percent|per\s+cent)\s*(?P<d>more|extra|additional|higher|greater|increase|growth|up|less|fewer|lower|smaller|decrease|down|cheaper|off)?"
)
_FACTOR = re.compile(_TIMES)
_VOLUME = (
    r"(?:traffic|load|loads|volumes?|usage|demand|throughput|requests?|calls|orders?|users|customers|visits|visitors|events?|messages?"
    r"|readings|uploads?|invocations|transactions|hits|everything|numbers?|business|data|records|bookings?|scale|size|activity)"
)
_MORE = re.compile(rf"\b(?:{_VOLUME}|as\s+(?:much|many|big|large)|more|fewer|less|scale|bigger|larger|busier)\b")
_PEAK = re.compile(
    r"\b(?:peaks?|peak(?:ing|ed)|spik\w+|bursts?|surges?|rush|black\s+friday|cyber\s+monday|christmas|sales?\s+day|than\s+(?:usual|normal)|the\s+(?:usual|normal)|campaign|launch"
    r"|every\s+(?:year|month)|(?:a|per)\s+year|yearly|annually|annual)\b"
)
_MONEY = re.compile(r"\b(?:budget|costs?|price|bill|spend(?:ing)?|money|expenses|expenditures?|run\s+rate)\b")
_THRIFT = re.compile(
    r"\b(?:cheap(?:er|ly)?|too\s+(?:expensive|costly|dear|much\s+money)|less\s+(?:expensive|costly|money)|cost\s+less|save\s+(?:some\s+|us\s+)?(?:money|costs?)|cost\s+savings?"
    r"|(?:cut|reduce|lower|bring\s+down|trim|optimi[sz]e|minimi[sz]e|decrease|shrink|get\s+down|drive\s+down)(?:\s+(?:the|our|its|my))?(?:\s+(?:monthly|total|aws|cloud|running))?\s+(?:costs?|bill|price|spend(?:ing)?|expenses)"
    r"|costs?\s+too\s+much|(?:costs?|bill|price)\s+(?:must|should|has\s+to|needs\s+to|can)\s+(?:come|go|be)\s+(?:down|lower(?:ed)?|reduced)|more\s+economical|on\s+a\s+shoestring|tight(?:er)?\s+budget|as\s+cheap\s+as\s+possible)\b"
)
_NO_BUDGET = re.compile(
    r"\b(?:no|drop\s+the|remove\s+the|without\s+(?:a|any)|forget\s+(?:about\s+)?the|there\s+is\s+no|ignore\s+the)\s+(?:budget|cost)(?:\s+(?:limit|cap|ceiling))?\b|\bmoney\s+is\s+no\s+(?:object|issue)\b|\bbudget\s+(?:doesn['’]?t|does\s+not)\s+matter\b"
)
_FASTER = re.compile(
    r"\b(?:faster|quicker|snappier|too\s+slow|speed\s+(?:it\s+)?up|lower\s+(?:the\s+)?latency|less\s+latency|more\s+responsive)\b"
)
_FIGURE = r"(?P<{0}>\d[\d,.]*\d|\d)\s?(?P<{0}g>k|m|bn|thousand|million)?\b"
_NOT = re.compile(
    rf"(?:,|\s|^)\s*\(?(?:and\s+)?(?:not|instead\s+of|rather\s+than|no\s+longer|and\s+not|in\s+place\s+of)\s+(?:the\s+|only\s+|just\s+)?{_FIGURE.format('old')}(?:\s+\w+){{0,2}}?\)?(?=\s*(?:[,.;!?)]|$|but\b|any\s?more\b))"
)
_GROUPS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9}


def figures_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """Figures in relation to what is there."""
    text = clause.lower
    corrected = _NOT.search(text)
    if corrected:
        yield from _correction(clause, corrected)
        return
    if (lifted := _NO_BUDGET.search(text)) is not None:
        yield _heard(Budgeted(), clause, *lifted.span())
    elif _MONEY.search(text) and (factor := factor_in(text)) is not None:
        yield _heard(Budgeted(factor=factor), clause, 0, len(text))
    elif (amount := _bare_budget(text)) is not None:
        yield _heard(Budgeted(amount=amount), clause, 0, len(text))
    elif _THRIFT.search(text) and not re.search(r"\d", text):
        yield _heard(Thriftier(), clause, 0, len(text))
    elif (growth := _growth(text)) is not None:
        yield _heard(Growing(growth), clause, 0, len(text))
    elif (factor := _traffic_factor(text)) is not None:
        yield _heard(Scaled(factor, _counted(text, design)), clause, 0, len(text))
    elif _FASTER.search(text) and not re.search(r"\d", text):
        yield _heard(
            Unclear("faster than what? Say how soon an answer must come: “p99 under 300 ms”"), clause, 0, len(text)
        )


def _heard(wish: Wish | None, clause: Clause, start: int, end: int) -> Heard:
    return Heard(wish, clause.text[start:end], clause.start + start, clause.start + end)


def factor_in(text: str) -> float | None:
    """How many times what is there a text speaks of; None where it speaks of no multiple."""
    if (percent := _PERCENT.search(text)) is not None:
        share = float(percent["p"]) / 100
        return _by_percent(text, percent["d"] or "", share)
    match = _FACTOR.search(text)
    if match is None:
        return None
    if match["w"]:
        factor = _WORDS[match["w"][:4]]
        return 1 - factor if factor < 1 / 3 + 0.01 and re.search(r"\bby\s+a\s", text) else factor
    factor = _number(match["n"] or match["f"])
    is_down = re.search(r"\b(?:less|fewer|smaller|lower|cheaper|reduc\w+|cut)\b", text)
    return 1 / factor if is_down and factor > 1 else factor if factor > 0 else None


_DOWN = re.compile(
    r"\b(?:less|fewer|lower|smaller|decreas\w*|down|cut|reduc\w*|cheaper|off|drop\w*|shrink\w*|sav\w+|halv\w+|falls?|fell|sinks?)\b"
)
_UP = re.compile(
    r"\b(?:more|extra|additional|higher|greater|increas\w*|grow\w*|grew|up|rais\w*|rises?|rose|bigger|larger)\b"
)


def _by_percent(text: str, said: str, share: float) -> float | None:
    """A percentage as a multiple: 30 % less, up by 50 %, to 80 % of it."""
    if re.search(r"\b(?:availab\w*|uptime|percentile|sla|slo|of\s+(?:all|the|requests|answers|calls))\b", text):
        return None
    if _DOWN.search(said or text) and share < 1:
        return round(1 - share, 6)
    if _UP.search(said or text):
        return round(1 + share, 6)
    return share if re.search(r"\bto\s+\d", text) and share > 0 else None


def _number(text: str) -> float:
    word = " ".join(text.split())
    return float(_ONES[word]) if word in _ONES else float(word.replace(",", "."))


_AGAIN = re.compile(
    r"\b(?:re-?tr(?:y|ies|ied)|attempt\w*|tries|repeat\w*|redeliver\w*|again|remind\w*|per\s+request|each\s+(?:request|order|user))\b"
)
"""Says how often something is done, not how much comes in."""


_AT_TIMES = re.compile(
    rf"\b(?:on|in|at|during|over|around|before|every)\s+(?:the\s+)?(?:{NAMED_PEAKS.pattern}|easter|weekdays|evenings?|mornings?|nights?)"
)
"""Says when it is busier: a peak, and not another mean."""


def _traffic_factor(text: str) -> float | None:
    if not _MORE.search(text) or _PEAK.search(text) or _AGAIN.search(text) or _AT_TIMES.search(text):
        return None
    return factor_in(text)


def _counted(text: str, design: Design) -> str:
    """The load whose things a text counts; empty where it speaks of all traffic."""
    for load in design.requirements.loads:
        if re.search(rf"\b{re.escape(load.what.rstrip('s'))}s?\b", text):
            return load.id
    return ""


_YEARLY = re.compile(
    r"\b(?:(?:a|per|every|each)\s+(?P<p>year|month|quarter|week)|(?P<a>yearly|annual(?:ly)?|monthly|year\s+(?:on|over)\s+year))\b"
)
_GROWS = re.compile(r"\b(?:grow\w*|increas\w*|rises?|doubl\w+|tripl\w+|shrink\w*)\b")
_TIMES_A_YEAR = {"year": 1, "month": 12, "quarter": 4, "week": 52}


def _growth(text: str) -> float | None:
    """Growth a year: "we grow by 40 % a year", "traffic doubles every year"."""
    yearly = _YEARLY.search(text)
    if yearly is None or not _GROWS.search(text):
        return None
    factor = factor_in(text)
    if factor is None:
        return None
    times = 12 if yearly["a"] == "monthly" else _TIMES_A_YEAR.get(yearly["p"] or "year", 1)
    growth = factor**times - 1
    return round(growth, 4) if -1 <= growth <= 100 else None


_BUDGET_IS = re.compile(
    r"\bbudget\b[^.\d]{0,40}?(?P<n>\d[\d,.]*)\s?(?P<g>k|thousand|m|million)?(?!\s?(?:%|percent|times|x\b|[\d,.]*\s?(?:ms|requests|orders|users)))\b(?!\s*(?:%|per\s*cent|dollars|euros?|usd|eur|bucks|\$|€))"
)


def _bare_budget(text: str) -> float | None:
    """A budget without its currency: "the budget is 500"."""
    match = _BUDGET_IS.search(text)
    if match is None or re.search(r"[$€£]|\b(?:year|annual\w*|yearly|day|week|quarter)\b", text):
        return None
    return _amount(match["n"], match["g"])


def _amount(digits: str, group: str | None) -> float | None:
    plain = re.sub(r"[,.](?=\d{3}(?:\D|$))", "", digits).rstrip(".,").replace(",", ".")
    try:
        return float(plain) * _GROUPS.get(group or "", 1.0)
    except ValueError:
        return None


def _correction(clause: Clause, corrected: re.Match[str]) -> Iterator[Heard]:
    """“50,000 orders a day, not 5,000”: what is denied is blanked; where nothing else says what is meant, both count."""
    old = _amount(corrected["old"], corrected["oldg"])
    rest = (
        clause.lower[: corrected.start()]
        + " " * (corrected.end() - corrected.start())
        + clause.lower[corrected.end() :]
    )
    said = [q for s in Brief(rest).sentences for q in quantities_in(s)]
    if old is None or len(said) != 1 or said[0].unit != "count" or said[0].per is not None:
        yield _heard(None, clause, *corrected.span())
        return
    yield _heard(Corrected(old, said[0].value), clause, 0, len(clause.text))
