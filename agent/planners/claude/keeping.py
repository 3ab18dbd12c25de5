"""Replies in a journal: kept under the turn and the request before anything is done about them."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any, cast, get_args

from agent.planners.claude.blocks import canonical
from agent.planners.claude.exchange import Block, Reply, StopReason, ToolCall, Usage

_STOPS: tuple[str, ...] = get_args(StopReason)


def digest_of(value: Any) -> str:
    """A name for a value that no other value has."""
    return hashlib.sha256(canonical(value)).hexdigest()


def plain_reply(reply: Reply) -> dict[str, Any]:
    """The reply as plain data."""
    return {
        "message_id": reply.message_id,
        "content": [dict(block) for block in reply.content],
        "text": reply.text,
        "calls": [{"id": c.id, "name": c.name, "input": dict(c.input), "problem": c.problem} for c in reply.calls],
        "stop": reply.stop,
        "usage": asdict(reply.usage),
        "stop_detail": reply.stop_detail,
    }


def reply_of(kept: Mapping[str, Any]) -> Reply | None:
    """The reply that was kept; None for what is no whole reply, which is then asked for again."""
    try:
        stop = kept["stop"]
        if stop not in _STOPS:
            return None
        return Reply(
            message_id=str(kept["message_id"]),
            content=tuple(dict(block) for block in kept["content"]),
            text=str(kept["text"]),
            calls=tuple(ToolCall(c["id"], c["name"], dict(c["input"]), c["problem"]) for c in kept["calls"]),
            stop=cast("StopReason", stop),
            usage=Usage(**{name: int(count) for name, count in kept["usage"].items()}),
            stop_detail=str(kept.get("stop_detail", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


MOST_KEPT = 4_000_000
"""Characters of messages taken out of a journal. A request has a tenth of them."""


def plain_start(messages: tuple[Block, ...], factor: float) -> dict[str, Any]:
    """What a talk begins with, as plain data: messages in a tenth of their size, the correction of estimates."""
    return {"messages": base64.b64encode(zlib.compress(canonical(messages))).decode(), "factor": factor}


def start_of(kept: Mapping[str, Any]) -> tuple[tuple[Block, ...], float] | None:
    """What a talk began with; None for what is no such thing."""
    try:
        opened = zlib.decompressobj()
        data = opened.decompress(base64.b64decode(kept["messages"], validate=True), MOST_KEPT)
        found = json.loads(data) if opened.eof else None
        factor = float(kept["factor"])
    except (KeyError, TypeError, ValueError, zlib.error):
        return None
    if not isinstance(found, list) or not found or not isfinite(factor):
        return None
    return tuple(cast("list[Block]", found)), factor
