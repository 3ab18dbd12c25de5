"""Hears which products, or kinds of part, shall be used, and instead of which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.planners.embedded.reading.technologies import mentions_in
from agent.planners.embedded.reading.text import Brief
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.hearing.parts import KIND_WORDS
from agent.planners.embedded.revising.wishes import Avoided, Heard, Product
from tools.catalog.services import Service, UnknownServiceError, by_id
from tools.design.design import Design

GENERIC: dict[str, tuple[str, ...]] = {
    word: kinds
    for word, kinds in KIND_WORDS.items()
    if word
    in ("queue", "topic", "event bus", "bus", "stream", "event stream", "container", "workflow", "state machine")
}
"""Kinds that are spoken of like products: "use a stream instead of the queue"."""

EXCHANGED = frozenset({"database", "table", "queue", "topic", "bus", "stream", "container", "workflow"})
"""Kinds in which products of no cloud stand for those of one; others come with what they are needed for."""

_GENERIC = re.compile(
    rf"(?<![\w-])(?:an?\s+|the\s+|our\s+|my\s+)?(?P<w>{'|'.join(sorted(GENERIC, key=len, reverse=True))})s?(?![\w-])"
)
_USE = re.compile(
    r"\b(?:us(?:e|ing|ed)|switch(?:ing)?|mov(?:e|ing)|migrat(?:e|ing)|go(?:ing)?\s+(?:with|for)|tak(?:e|ing)|choos(?:e|ing)|pick|prefer|replac(?:e|ing)|swap(?:ping)?|chang(?:e|ing)|want|convert(?:ing)?|turn(?:ing)?|standardi[sz]e\s+on|favou?r"
    r"|with|on|to|into|by|be|via|built\s+on|based\s+on|make|should\s+be|must\s+be|has\s+to\s+be|in\s+favou?r\s+of|put|behind|through)\b"
)
_ADD = re.compile(
    r"\b(?:add|adding|also\s+use|additionally|as\s+well|too|alongside|besides|extra|another|new|connect|integrat\w+|introduc\w+|we\s+already|existing|have)\b"
)
_INSTEAD = re.compile(
    r"\b(?:instead\s+of|rather\s+than|in\s+place\s+of|in\s+lieu\s+of|not|replac(?:es?|ing)|over|than|and\s+not|no\s+longer|away\s+from)\s+(?:(?:the|an?|our|my|using|aws|amazon|any)\s+)*$"
)
_REPLACED = re.compile(
    r"\b(?:replac(?:e|ing)|swap(?:ping)?(?:\s+out)?|switch(?:ing)?(?:\s+over)?\s+from|mov(?:e|ing)\s+(?:away\s+)?from|migrat(?:e|ing)\s+(?:away\s+)?from|chang(?:e|ing)|turn(?:ing)?|convert(?:ing)?|go\s+from)\s+(?:(?!to\b|with\b|by\b|into\b|for\b|in\b)\w+\s+){0,3}$"
)
_NOT = re.compile(
    r"\b(?:no|not|never|without|avoid\w*|drop(?:ping)?|remov(?:e|ing)|skip|don['’]?t\s+(?:want|use|like|need|have)|do\s+not\s+(?:want|use|like|need)|can['’]?t\s+use|cannot\s+use|mustn['’]?t\s+use|must\s+not\s+use|may\s+not\s+use|aren['’]?t\s+allowed\s+(?:to\s+use)?|are\s+not\s+allowed\s+(?:to\s+use)?|not\s+allowed\s+to\s+use"
    r"|get\s+rid\s+of|stop\s+using|lose|scrap|ditch|kill|forget(?:\s+about)?|ban(?:ned)?|leave\s+out|take\s+out|delete)\s+(?:to\s+use\s+|using\s+|more\s+)?(?:(?:an?|the|any|our|aws|amazon)\s+)*$"
)
_BANNED = re.compile(
    r"^\W*(?:is|are)\s+(?:not\s+(?:allowed|permitted|approved|an\s+option)|forbidden|banned|out|off\s+the\s+table|too\s+\w+)|^\W*(?:must|may|can)(?:not|\s+not)\s+be\s+used"
)
_BARE_INSTEAD = re.compile(r"\binstead\b(?!\s+of)")


class Named(NamedTuple):
    """A product or a kind of part, named at a place."""

    service: str
    provider: str
    kinds: tuple[str, ...]
    where: tuple[tuple[str, str | bool], ...]
    start: int
    end: int


def products_in(clause: Clause, design: Design) -> Iterator[Heard]:
    """The product that shall be used, and what it shall stand for; the products that shall go."""
    named = _named(clause)
    text = clause.lower
    going = [one for one in named if _is_left(text, one)]
    coming = [one for one in named if one not in going]
    if not named or (not any(one.service for one in named) and not (going and coming)):
        return
    start, end = min(one.start for one in named), max(one.end for one in named)
    words = clause.text[start:end]
    if not coming:
        for one in going:
            yield Heard(
                Avoided(one.service), clause.text[one.start : one.end], clause.start + one.start, clause.start + one.end
            )
        return
    is_added = bool(_ADD.search(text)) and not going
    if not (going or is_added or _USE.search(text) or _is_bare(text, coming[0]) or _BARE_INSTEAD.search(text)):
        return
    left = going[0] if going else None
    for one in coming:
        wish = Product(
            service=one.service,
            kinds=one.kinds,
            where=one.where,
            instead_of=left.kinds if left else (),
            left=left.service if left else "",
            scope=_scope(text, one, left),
            is_added=is_added,
            is_instead=_BARE_INSTEAD.search(text) is not None,
        )
        yield Heard(wish, words, clause.start + start, clause.start + end)


def _named(clause: Clause) -> list[Named]:
    found = [_of_service(m.service, m.start, m.end) for m in mentions_in(Brief(clause.text))]
    found = [one for one in found if one.kinds and (one.provider or one.kinds[0] in EXCHANGED)]
    for match in _GENERIC.finditer(clause.lower):
        is_apart = all(match.end() <= one.start or match.start() >= one.end for one in found)
        if is_apart and not any(_is_its_kind(one, match) for one in found):
            found.append(Named("", "", GENERIC[match["w"]], (), match.start("w"), match.end()))
    return sorted(found, key=lambda one: one.start)


def _is_its_kind(one: Named, match: re.Match[str]) -> bool:
    """Whether a kind is only said of a product beside it: "an SQS queue"."""
    return one.kinds[0] in GENERIC[match["w"]] and -2 <= match.start("w") - one.end <= 2


def _of_service(service: Service, start: int, end: int) -> Named:
    first = service.realises[0] if service.realises else None
    kinds = tuple(dict.fromkeys(realised.kind for realised in service.realises))
    return Named(service.id, service.provider, kinds, first.where if first else (), start, end)


def _is_left(text: str, one: Named) -> bool:
    before, after = text[: one.start], text[one.end :]
    return bool(_INSTEAD.search(before) or _REPLACED.search(before) or _NOT.search(before) or _BANNED.search(after))


def _is_bare(text: str, one: Named) -> bool:
    """Whether a clause says little but the product: "Aurora, please"."""
    rest = f"{text[: one.start]} {text[one.end :]}"
    return (
        len(
            re.findall(
                r"[a-z]{2,}", re.sub(r"\b(?:please|instead|the|an?|it|amazon|aws|is|better|fine|then)\b", " ", rest)
            )
        )
        == 0
    )


_SCOPE = re.compile(r"\bfor\s+(?:the\s+|our\s+)?(?P<w>[\w -]{3,60})")


def _scope(text: str, one: Named, left: Named | None) -> str:
    """Words that say which parts: "for the orders", "the order queue"."""
    match = _SCOPE.search(text, one.end)
    if match is not None:
        return match["w"].strip()
    if left is None or left.service:
        return ""
    before = re.search(r"(?:\b(?:the|our|my)\s+)((?:[\w-]+\s+){1,3})$", text[: left.start])
    return f"{before[1]} {text[left.start : left.end]}".strip() if before else ""


def service_named(service_id: str) -> str:
    """What people call a product."""
    try:
        return by_id(service_id).name
    except UnknownServiceError:
        return service_id
