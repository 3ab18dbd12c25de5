"""Content blocks: our own words, and data of others, which is JSON in a block of its own and never anything else.

Text of people, documents, patterns and designs can hold whatever somebody wrote into it. It therefore never stands
beside an instruction: a data block is one JSON object that names its source, and every character in it that cannot be
seen is written as an escape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from agent.planners.claude.exchange import Block


def word_block(words: str) -> Block:
    """Words of our own."""
    return {"type": "text", "text": words}


def data_block(source: str, **parts: Any) -> Block:
    """Data and what it is: plain values, texts of anybody among them."""
    return {"type": "text", "text": encoded({"data": source, **parts})}


def result_block(call: str, content: str, *, is_error: bool = False) -> Block:
    """What a tool answered: one JSON text."""
    block = {"type": "tool_result", "tool_use_id": call, "content": [{"type": "text", "text": content}]}
    return {**block, "is_error": True} if is_error else block


def user_message(blocks: Iterable[Block]) -> Block:
    """What is said to the model."""
    return {"role": "user", "content": list(blocks)}


def assistant_message(blocks: Iterable[Block]) -> Block:
    """What the model said, block by block as it came."""
    return {"role": "assistant", "content": list(blocks)}


def encoded(value: Any) -> str:
    """A value as JSON on one line: nothing hidden in it, equal values give equal text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text if text.isprintable() else _HIDDEN.sub(_escaped, text)


def canonical(value: Any) -> bytes:
    """A value as JSON for hashing."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> Any:
    return dict(value) if hasattr(value, "keys") else list(value)


_HIDDEN = re.compile(r"[^\x20-\x7e]")


def _escaped(found: re.Match[str]) -> str:
    """An escape for what cannot be seen: control and format characters, odd blanks, halves of pairs."""
    letter = found[0]
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
