"""How long something is kept, and what: told apart from outages, retries and time limits."""

from __future__ import annotations

import re

from agent.planners.embedded.lexicon.phrases import KEPT, PROJECT
from agent.planners.embedded.reading.quantities import Quantity

DAY = 86_400.0
COLD = "to cold storage"
"""Ends the name of what is not deleted after a time but moved to where it is cheaper."""

_GONE_AFTER = re.compile(
    r"\s?,?\s?(?:(?:and\s)?then|before\s(?:they|it)(?:\sare|\sis)?)\s(?:gone|deleted|removed|erased|thrown|away|destroyed)"
)
_OF_THEM = re.compile(
    r"\s?of\s(?!experience|development|support|warranty|operation|work|service)(?:[a-z]+\s){0,2}?[a-z]{3,}s\b"
)
_FRAGMENT = re.compile(r"(?:^|[,;:(|]\s?)(?:about\s|the\s|all\s)?$")
_NOT_KEPT = re.compile(
    r"\b(?:down|retr(?:y|ies)|back-?off|outages?|off-?\s?line|within|wait\w*|on\s+demand|gets?|in)\b[^.;,|]{0,22}$|\bor\s$"
)
"""Before a time that is not one for which something is kept."""

_MOVES = re.compile(r"\b(?:cold|glacier|archive\s+storage|cheaper|infrequent)\b[^.;,]{0,20}\bafter\W{0,2}(?:about\s)?$")


def is_kept(quantity: Quantity, near: str) -> bool:
    """Whether a time is one for which something is kept: so it is said around it, or "two years of baskets"."""
    before, after = quantity.before, quantity.after
    if PROJECT.search(before[-40:]):
        return False
    if _GONE_AFTER.match(after) or (_FRAGMENT.search(before) and quantity.value >= 28 * DAY and _OF_THEM.match(after)):
        return True
    return KEPT.search(near) is not None and not _NOT_KEPT.search(before[-40:])


_WORD = re.compile(r"[a-z][\w'-]*")
_SAYS_NOTHING = frozenset(
    (
        "the a an of for to in on at with and or must should is are be was were that which this it its up about around"
        " under within less than more most least over each every our their all we you they can may will shall have has"
        " had not from by as then so only until after before once data kept keep keeps store stored stores storage"
        " retain retained retention delete deleted deletes deletion remove removed erase erased erases purge purged"
        " discard destroyed destroy thrown throw away gone go goes move moves moved cold archived archive"
        " expire expires held days day weeks week months month years year hours hour least long how minimum cheaper"
    ).split()
)


def kept_in(quantity: Quantity) -> str:
    """What is kept or goes, in a few words: those nearest before the time, else those after it; "data" where none."""
    clause = re.split(r"[.;]", quantity.before[-110:])[-1]
    words = [word for word in _WORD.findall(clause) if word not in _SAYS_NOTHING]
    if not words:
        words = [word for word in _WORD.findall(quantity.after[:40]) if word not in _SAYS_NOTHING][:3]
    what = " ".join(words[-4:])[:60] or "data"
    return f"{what} {COLD}" if _MOVES.search(quantity.before) else what
