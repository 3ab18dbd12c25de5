"""Hears where a system shall run: regions by name or by place, one of them or more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.planners.embedded.lexicon.setting import CITIES
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.wishes import Heard, Spread
from tools.design.design import Design

_ID = r"(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d"
_CITY = "|".join(f"(?P<{key.replace('-', '_')}>{words})" for key, words in CITIES.items())
_PLACE = re.compile(rf"\b(?:(?P<id>{_ID})|{_CITY})\b")
_ACTIVE = re.compile(
    r"\bactive[-\s/]+active\b|\b(?:both|two|all)\s+(?:regions?\s+)?(?:are\s+|be\s+)?active\b|\b(?:two|several|multiple|both)\s+active\s+regions\b"
)
_MORE = re.compile(
    r"\bmulti(?:ple)?[-\s]?regions?\b|\b(?:two|2|second|another|several|more\s+than\s+one|additional|standby|backup|failover|dr)\s+regions?\b|\bsurviv\w+\s+(?:the\s+)?(?:loss|outage|failure)\s+of\s+(?:a|one|the|an)\s+(?:\w+\s+)?region\b"
    r"|\bregion(?:al)?\s+(?:fail\s?over|outages?|loss|redundan\w+)\b|\bcross[-\s]region\b|\bwarm\s+standby\b|\bdisaster\s+recovery\s+(?:in|to)\s+(?:a|an)other\s+region\b"
)
_ONE = re.compile(
    r"\b(?:one|1|single)[-\s]+region(?:\s+(?:is\s+enough|only|will\s+do))?\b|\b(?:just|only)\s+(?:the\s+)?(?:one|1)\s+region\b|\bno\s+(?:second|other|standby|multi[-\s]?)\s?-?regions?\b|\bnot?\s+multi[-\s]?region\b"
    r"|\b(?:drop|remove|without|skip|scrap|forget|get\s+rid\s+of|don['’]?t\s+need|do\s+not\s+need|undo)\s+(?:about\s+)?(?:the\s+|a\s+|any\s+)?(?:second|standby|other|multi[-\s]?|backup|failover)\s?-?regions?\b"
    r"|\b(?:drop|remove|without|skip|scrap|don['’]?t\s+need|do\s+not\s+need)\s+(?:the\s+|a\s+)?(?:standby|region(?:al)?\s+fail\s?over|fail\s?over)\b"
)
_FROM = re.compile(r"\b(?:from|out\s+of|leave|instead\s+of|not(?:\s+in)?|rather\s+than|away\s+from)\s+(?:the\s+)?$")
_SECOND = re.compile(
    r"\b(?:also|too|as\s+well|second|standby|fail\s?over|additionally|replica\w*|back\s?up|add|secondary)\b"
)


def places_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """Regions that are named, and how many there shall be."""
    text = clause.lower
    named = [_region(match) for match in _PLACE.finditer(text) if not _FROM.search(text[: match.start()])]
    count = (
        "one" if _ONE.search(text) else "active" if _ACTIVE.search(text) else "standby" if _MORE.search(text) else ""
    )
    regions = tuple(dict.fromkeys(named)) if design.requirements.provider.value == "aws" else ()
    if regions and count != "one" and _SECOND.search(text):
        home = design.requirements.regions.value[:1]
        regions = tuple(dict.fromkeys((*home, *regions)))
    if not regions and not count:
        return
    start, end = _span(text)
    yield Heard(Spread(regions, count), clause.text[start:end], clause.start + start, clause.start + end)


def _region(match: re.Match[str]) -> str:
    return match["id"] or str(match.lastgroup).replace("_", "-")


def _span(text: str) -> tuple[int, int]:
    """From the first of the words to the last."""
    spans = [match.span() for pattern in (_PLACE, _ONE, _ACTIVE, _MORE) for match in pattern.finditer(text)]
    return min(start for start, _ in spans), max(end for _, end in spans)
