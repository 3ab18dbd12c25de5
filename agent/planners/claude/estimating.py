"""How many tokens a request will have: an estimate that errs on the side of too many, corrected by what was counted.

One token for every two and a half bytes of JSON. English prose has about three to four bytes to a token of the current
tokenizers, JSON and code two and a half to three, other scripts (three bytes a letter) about one letter; so that a
request estimated within a bound is within it. The counts that come back with replies then correct the estimate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

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
    return json.dumps(block, ensure_ascii=False, separators=(",", ":"), default=dict)


@dataclass(frozen=True, slots=True)
class Estimator:
    """Estimates whole requests."""

    factor: float = 1.0
    """What was counted over what was estimated, of the last reply."""

    def tokens_of(self, request: Request) -> int:
        """Input tokens of a request at most."""
        return ceil(self.factor * plain_estimate(request))

    def corrected(self, request: Request, usage: Usage) -> Estimator:
        """After a reply to that request was counted."""
        if usage.input <= 0:
            return self
        factor = usage.input / max(plain_estimate(request), 1)
        return replace(self, factor=min(max(factor, LEAST_FACTOR), MOST_FACTOR))


def plain_estimate(request: Request) -> int:
    """The estimate before any correction."""
    return tokens_of_blocks((*request.system, *request.tools)) + tokens_of_blocks(request.messages)
