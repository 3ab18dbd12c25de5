"""How many tokens a request will have: an estimate that errs on the side of too many, corrected by what was counted.

One token for every two and a half bytes of JSON. English prose has about three to four bytes to a token of the current
tokenizers, JSON and code two and a half to three, other scripts (three bytes a letter) about one letter; so that a
request estimated within a bound is within it. The counts that come back with replies then correct the estimate.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from agent.planners.claude.exchange import Block, Request, Usage

BYTES_PER_TOKEN = 2.5
PER_BLOCK = 4
"""Tokens for what separates blocks and messages."""

LEAST_FACTOR, MOST_FACTOR = 0.6, 3.0
"""Within these a correction is believed; what is outside says more about who counts."""


def tokens_of_text(text: str) -> int:
    """Tokens of a text at most."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    return ceil(size / BYTES_PER_TOKEN)


def tokens_of_blocks(blocks: Iterable[Block]) -> int:
    """Tokens of blocks, tools or messages at most."""
    return sum(PER_BLOCK + tokens_of_text(_written(block)) for block in blocks)


def _written(block: Block) -> str:
    return json.dumps(block, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


class Measure(NamedTuple):
    """Tokens of something at most, and a name that nothing else has."""

    tokens: int
    digest: str


@dataclass
class Ruler:
    """Measures requests. A talk only grows, so that every message is measured once, as long as the ruler lives."""

    factor: float = 1.0
    """What was counted over what was estimated, of the last reply."""
    _known: dict[int, tuple[Block, Measure]] = field(default_factory=dict[int, tuple[Block, Measure]])

    def tokens_of(self, request: Request) -> int:
        """Input tokens of a request at most."""
        return ceil(self.factor * self._plain(request))

    def correct(self, request: Request, usage: Usage) -> None:
        """After a reply to that request was counted."""
        if usage.input > 0:
            factor = usage.input / max(self._plain(request), 1)
            self.factor = min(max(factor, LEAST_FACTOR), MOST_FACTOR)

    def digest_of(self, request: Request) -> str:
        """A name for a request that no other request has."""
        parts = [request.model, request.effort, str(request.max_tokens), _prefix(request).digest]
        whole = "\n".join([*parts, *(self._measured(message).digest for message in request.messages)])
        return hashlib.sha256(whole.encode()).hexdigest()

    def _plain(self, request: Request) -> int:
        return _prefix(request).tokens + sum(self._measured(message).tokens for message in request.messages)

    def _measured(self, message: Block) -> Measure:
        known = self._known.get(id(message))
        if known is None or known[0] is not message:
            known = self._known[id(message)] = (message, _measure((message,)))
        return known[1]


def plain_estimate(request: Request) -> int:
    """Input tokens of a request before any correction."""
    return tokens_of_blocks((*request.system, *request.tools)) + tokens_of_blocks(request.messages)


def _measure(blocks: Iterable[Block]) -> Measure:
    texts = [_written(block) for block in blocks]
    tokens = sum(PER_BLOCK + tokens_of_text(text) for text in texts)
    return Measure(tokens, hashlib.sha256("\n".join(texts).encode("utf-8", "backslashreplace")).hexdigest())


def _prefix(request: Request) -> Measure:
    """What stands before the messages. It is the same values on every call, and measured once."""
    key = (id(request.system), id(request.tools))
    known = _PREFIXES.get(key)
    if known is None or known[0] is not request.system or known[1] is not request.tools:
        known = (request.system, request.tools, _measure((*request.system, *request.tools)))
        _PREFIXES.clear()
        _PREFIXES[key] = known
    return known[2]


_PREFIXES: dict[tuple[int, int], tuple[tuple[Block, ...], tuple[Block, ...], Measure]] = {}
