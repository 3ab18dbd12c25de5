"""Which parts of a design somebody means: by their names, by what they are, by what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from agent.planners.embedded.reading.text import stem
from tools.design.components import Component
from tools.design.design import Design

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "function": ("function",), "lambda": ("function",), "handler": ("function",), "worker": ("function", "container"),
    "table": ("table",), "dynamodb table": ("table",), "database": ("database", "table"), "db": ("database", "table"),
    "queue": ("queue",), "topic": ("topic",), "bus": ("bus",), "event bus": ("bus",), "stream": ("stream",),
    "event stream": ("stream",), "bucket": ("bucket",), "cache": ("cache",), "api": ("api",), "gateway": ("api",),
    "endpoint": ("function", "api"), "workflow": ("workflow",), "state machine": ("workflow",), "container": ("container",),
    "task": ("container",), "service": ("container", "function"), "schedule": ("schedule",), "timer": ("schedule",),
    "cron": ("schedule",), "cdn": ("cdn",), "distribution": ("cdn",), "site": ("static-site",), "website": ("static-site",),
    "user pool": ("user-pool",), "firewall": ("firewall",), "waf": ("firewall",), "key": ("key",), "secret": ("secret",),
    "search index": ("search-index",), "index": ("search-index",), "warehouse": ("warehouse",), "network": ("network",),
    "vpc": ("network",), "mailer": ("mail",), "audit trail": ("audit-trail",), "layer": ("layer",),
    "delivery stream": ("delivery-stream",), "load balancer": ("load-balancer",), "dead letter queue": ("queue",),
    "dead-letter queue": ("queue",), "dlq": ("queue",), "job": ("container", "function", "etl", "workflow"),
    "query engine": ("query-engine",), "device gateway": ("device-gateway",), "transcoder": ("transcoder",),
}  # fmt: skip
"""What people call parts, and the kinds they may mean."""

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "checkout": ("create-order", "place-order", "order", "payment"),
    "purchase": ("create-order", "order", "payment"),
    "payment": ("charge-payment", "payment"),
    "billing": ("bill", "invoice", "charge-payment"),
    "email": ("mail",),
    "e-mail": ("mail",),
    "notification": ("notify", "notification", "alert"),
    "login": ("sign-in",),
    "auth": ("sign-in", "authorize"),
    "thumbnail": ("resize-image",),
    "shipping": ("shipment",),
    "fraud": ("check-fraud",),
    "report": ("report",),
    "webhook": ("webhook",),
}
"""What people call deeds, and words of the names of what does them, the nearest first."""

_SMALL = frozenset(
    "a an the our my your this that these those its their of for to in on at with and or all every each both any"
    " one ones new old main single only which which's part parts component components consumer consumers".split()
)
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@cache
def _kind_pattern() -> re.Pattern[str]:
    words = sorted(KIND_WORDS, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(words)})(e?s)?\b")


def kinds_named(phrase: str) -> tuple[str, ...]:
    """The kinds of part a phrase ends in: "the order table" in tables; none where it names none."""
    found = list(_kind_pattern().finditer(phrase))
    return KIND_WORDS[found[-1][1]] if found else ()


FITS, CERTAIN = 0.5, 0.9
"""Share of the telling words that a part must answer to; the second before something is taken away."""


def parts_named(phrase: str, design: Design, kinds: Iterable[str] = (), least: float = FITS) -> tuple[str, ...]:
    """Names of the parts a phrase in lower case means, of these kinds or of those it names; none where none fits.

    Several where they fit equally well, or where all are meant.
    """
    allowed = tuple(kinds)
    named = [c.name for c in design.components if _is_exact(phrase, c) and (not allowed or c.kind in allowed)]
    if named:
        return tuple(named)
    said = kinds_named(phrase)
    among = [c for c in design.components if _is_open(c, phrase) and (not said or c.kind in said)]
    among = [c for c in among if not allowed or c.kind in allowed]
    words = _telling_words(phrase)
    if not words:
        return tuple(c.name for c in among) if said and (_is_plural(phrase) or len(among) == 1) else ()
    return _best(words, among, least)


def _is_exact(phrase: str, component: Component) -> bool:
    spoken = component.name.replace("-", " ")
    if " ".join(word for word in _WORD.findall(phrase) if word not in _SMALL) in (component.name, spoken):
        return True
    return re.search(
        rf"(?<![\w-])(?:{re.escape(component.name)}|{re.escape(spoken)})(?![\w-])", phrase
    ) is not None and ("-" in component.name or _telling_words(phrase) == [component.name])


def _is_open(component: Component, phrase: str) -> bool:
    """Whether a part may be meant: what lies outside is not, queues of failures only where they are named."""
    is_letter = component.kind == "queue" and component.role == "dead-letter"
    return component.kind != "external" and (not is_letter or bool(re.search(r"\bdead|\bdlq", phrase)))


def _is_plural(phrase: str) -> bool:
    found = list(_kind_pattern().finditer(phrase))
    return bool(found and found[-1][2]) or bool(re.search(r"\b(?:all|every|each)\b", phrase))


def _telling_words(phrase: str) -> list[str]:
    """The words of a phrase that say which part, without those that say what kind of part it is."""
    return [word for word in _WORD.findall(_kind_pattern().sub(" ", phrase)) if word not in _SMALL]


def _best(words: list[str], among: list[Component], least: float) -> tuple[str, ...]:
    scores = {component.name: _score(words, component) for component in among}
    best = max(scores.values(), default=0.0)
    return tuple(name for name, score in scores.items() if score == best) if best >= least else ()


def _score(words: list[str], component: Component) -> float:
    """Share of the words that stand in a part's name; less where they only stand in what it is called or is for."""
    name = {stem(word) for word in component.name.split("-")}
    more = {stem(word) for word in _WORD.findall(f"{component.title} {getattr(component, 'entity', '') or ''}".lower())}
    total = 0.0
    for word in words:
        pieces = [stem(piece) for piece in word.split("-")]
        if all(piece in name for piece in pieces):
            total += 1.0
        elif all(piece in more for piece in pieces):
            total += 0.7
        else:
            total += _as_synonym(word, component, name)
    return round(total / len(words), 3)


def _as_synonym(word: str, component: Component, name: set[str]) -> float:
    meant = _SYNONYMS.get(word, _SYNONYMS.get(stem(word), ()))
    for rank, other in enumerate(meant):
        if component.name == other or all(stem(piece) in name for piece in other.split("-")):
            return 0.9 - 0.1 * rank
    return 0.0
