"""How the test server counts: tokens by a fixed rule, and what of a prompt a cache of prefixes would have kept.

The rule of prompt caching as it is documented: the prompt is the tools, then the system blocks, then the blocks of the
messages, in this order. A mark (`cache_control`) writes the prefix that ends with its block. A prefix that was written
before is read when the marked block or one of the twenty before it ends it. What is shorter than the model's minimum is
neither written nor read. Caches are per model; what changes how the messages are read (thinking, effort) begins them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

Body = Mapping[str, Any]
LOOKBACK = 20
CHARACTERS_PER_TOKEN = 3


@dataclass(frozen=True)
class Counted:
    """Input tokens of a request as its `usage` shows them."""

    fresh: int
    written: int
    read: int


@dataclass(frozen=True)
class Part:
    """A block of the prompt: its size, whether it bears a mark, and the digest of the prompt up to its end."""

    tokens: int
    marked: bool
    prefix: str


@dataclass
class Cache:
    """Prefixes that were written."""

    minimum: int = 1024
    written: set[str] = field(default_factory=set[str])
    lock: Lock = field(default_factory=Lock)

    def count(self, body: Body) -> Counted:
        """Counts a request, and keeps the prefixes that its marks write."""
        parts = parts_of(body)
        ends = [sum(part.tokens for part in parts[: index + 1]) for index in range(len(parts))]
        marks = [index for index, part in enumerate(parts) if part.marked and ends[index] >= self.minimum]
        total = ends[-1] if ends else 0
        if not marks:
            return Counted(total, 0, 0)
        with self.lock:
            read = max((ends[index] for index in _looked_at(marks) if parts[index].prefix in self.written), default=0)
            self.written.update(parts[index].prefix for index in marks)
        return Counted(total - ends[marks[-1]], ends[marks[-1]] - read, read)


def tokens_of(value: Any) -> int:
    """An estimate of how many tokens a value is: a third of the characters of its JSON, rounded up."""
    return -(-len(json.dumps(value, ensure_ascii=False)) // CHARACTERS_PER_TOKEN)


def input_tokens(body: Body) -> int:
    """All input tokens of a request."""
    return sum(part.tokens for part in parts_of(body))


def parts_of(body: Body) -> list[Part]:
    """The blocks of a prompt in the order in which they are read."""
    digest, parts = sha256(str(body.get("model", "")).encode()), list[Part]()
    for block, place in _blocks(body):
        bare = {name: value for name, value in block.items() if name != "cache_control"}
        digest.update(json.dumps([place, bare], sort_keys=True).encode())
        parts.append(Part(tokens_of(bare), "cache_control" in block, digest.hexdigest()))
    return parts


def _blocks(body: Body) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Every block, and what beside it decides how it is read."""
    yield from ((tool, "tools") for tool in body.get("tools", ()))
    yield from ((block, "system") for block in _listed(body.get("system", ())))
    settings = [body.get("thinking"), body.get("output_config", {}).get("effort")]
    for message in body.get("messages", ()):
        yield from ((block, [message["role"], settings]) for block in _listed(message["content"]))


def _listed(content: Any) -> list[Mapping[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _looked_at(marks: list[int]) -> set[int]:
    return {index for mark in marks for index in range(max(0, mark - LOOKBACK), mark + 1)}
