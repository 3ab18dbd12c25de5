"""Products the brief names: to be used, to be avoided, or already there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from agent.planners.embedded.reading.denials import denials_in
from agent.planners.embedded.reading.origin import quoted
from agent.planners.embedded.reading.text import WORD, Brief, Sentence, Word
from tools.catalog.services import Service, services
from tools.design.requirements import Technology

Stance = Literal["use", "avoid", "existing"]
LONGEST = 7
"""Most words of a product's name."""

_AVOID = re.compile(
    r"\b(?:no|not|without|avoid\w*|never|instead\s+of|rather\s+than|don['’]t|doesn['’]t|won['’]t|cannot|can['’]t|neither|nor"
    r"|ban(?:ned|s)?|refuse)\b(?!\s+(?:only|just|merely)\b)"
    r"(?:\s+(?:want|wish|need|like|plan|intend|have)?\s*(?:to\s+)?(?:use|using|run|take|choose|prefer|rely\s+on|depend\s+on))?"
    r"(?:(?!\b(?:but|we|they|use|want|prefer|take|choose|only|just|is|are|allowed|permitted|needed|required|wanted)\b)[^.;]){0,25}$"
)
"""A negation whose clause goes on to the name."""
_LEAVING = re.compile(
    r"\b(?:migrat\w+|mov\w+|away|switch\w*|port\w*|transition\w*)\s+(?:off|away\s+from|from|out\s+of)\b[^.;]{0,30}$|\b(?:replac\w+|retir\w+|decommission\w*|outgr\w+|get(?:ting)?\s+rid\s+of|sunset\w*)\b[^.;]{0,30}$"
)
_THERE = re.compile(
    r"\b(?:existing|legacy|current|currently|today|already|on-?prem\w*|our old|we have|incumbent"
    r"|inherited)\b[^.;]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A product named at a place."""

    service: Service
    stance: Stance
    start: int
    end: int
    is_certain: bool
    """Whether the words mean nothing else."""


def mentions_in(brief: Brief) -> tuple[Mention, ...]:
    """Every product named, in order. Ambiguous names count beside others of their cloud, when written like a name."""
    found = [found for sentence in brief.sentences for found in _found(sentence)]
    cloud = _cloud(brief, found)
    kept: list[Mention] = []
    for candidates, words, sentence, is_certain in found:
        service = _chosen(candidates, cloud, is_certain, words, sentence)
        if service is not None:
            stance = _stance(brief, words[0].start)
            kept.append(Mention(service, stance, words[0].start, words[-1].end, is_certain))
    return tuple(kept)


def technologies_in(brief: Brief, mentions: tuple[Mention, ...]) -> tuple[Technology, ...]:
    """The products named, each once, with the stance of its first mention."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.service.id, mention)
    return tuple(
        Technology(service=key, stance=mention.stance, origin=quoted(brief, mention.start, mention.end))
        for key, mention in first.items()
    )


ANYWHERE = frozenset({"azure.entra_id"})
"""Products of one cloud that systems on every cloud go with: many companies keep their people there."""


def provider_scores(mentions: tuple[Mention, ...]) -> dict[str, float]:
    """How many different products of each cloud are named to be used, without those that any cloud goes with."""
    named = {
        (m.service.provider, m.service.id)
        for m in mentions
        if m.stance == "use" and m.service.provider and m.service.id not in ANYWHERE
    }
    return dict(Counter(provider for provider, _ in named))


Found = tuple[tuple[Service, ...], tuple[Word, ...], Sentence, bool]


@cache
def _names() -> dict[tuple[str, ...], tuple[tuple[Service, ...], bool]]:
    """Words of a name to the services that go by it, and whether the name is certain."""
    certain: dict[tuple[str, ...], list[Service]] = defaultdict(list)
    doubtful: dict[tuple[str, ...], list[Service]] = defaultdict(list)
    for service in services():
        for alias in service.aliases:
            certain[_key(alias)].append(service)
        for alias in service.ambiguous:
            doubtful[_key(alias)].append(service)
    names = {key: (tuple(found), False) for key, found in doubtful.items()}
    return names | {key: (tuple(found), True) for key, found in certain.items()}


@cache
def _longest_from() -> dict[str, int]:
    """First word of a name to the most words of a name that starts with it."""
    longest: dict[str, int] = {}
    for key in _names():
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def _key(alias: str) -> tuple[str, ...]:
    return tuple(WORD.findall(alias)) or (alias,)


def _found(sentence: Sentence) -> Iterator[Found]:
    names, longest = _names(), _longest_from()
    lowered = [word.lower for word in sentence.words]
    free = 0
    for position, first in enumerate(lowered):
        if position < free or first not in longest:
            continue
        for length in range(min(longest[first], len(lowered) - position, LONGEST), 0, -1):
            known = names.get(tuple(lowered[position : position + length]))
            if known is not None:
                free = position + length
                yield known[0], sentence.words[position:free], sentence, known[1]
                break


_VENDORS = {
    "aws": ("aws", "amazon"),
    "azure": ("azure", "azd"),
    "gcp": ("google cloud", "gcp"),
    "cloudflare": ("cloudflare",),
}
"""Cloud to the names it goes by."""


def _cloud(brief: Brief, found: list[Found]) -> str:
    """The cloud most of the certain names belong to, the vendors' own names included."""
    votes: Counter[str] = Counter(
        services_[0].provider for services_, _, _, is_certain in found if is_certain and services_[0].provider
    )
    for provider, names in _VENDORS.items():
        if any(name in brief.lower for name in names):
            votes[provider] += 2 * len(re.findall(rf"\b(?:{'|'.join(names)})\b", brief.lower)[:3])
    best = max(votes, key=lambda name: votes[name], default="")
    return best if votes[best] else ""


def _chosen(
    candidates: tuple[Service, ...], cloud: str, is_certain: bool, words: tuple[Word, ...], sentence: Sentence
) -> Service | None:
    own = [service for service in candidates if service.provider == cloud]
    if is_certain:
        return (own or list(candidates))[0]
    is_name = words[0].is_capital and (words[0].start != sentence.start or len(words) > 1)
    if own and cloud and is_name:
        return own[0]
    return None


def _stance(brief: Brief, start: int) -> Stance:
    before = brief.lower[max(0, start - 60) : start].split("\n\n")[-1]
    if _LEAVING.search(before) or _THERE.search(before):
        return "existing"
    return "avoid" if _AVOID.search(before) or denials_in(brief).covers(start) else "use"
