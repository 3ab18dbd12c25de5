"""The door: text comes back as it went in, or it does not come in."""

from __future__ import annotations

import json
from typing import Any, cast

from agent.sessions.errors import TextError

MOST_BYTES = 200_000
"""Largest message, in bytes; as large as a brief may be."""

MOST_NAME = 120
"""Characters of a name."""

_LARGEST = 2**63
"""Integers from here on are altered by most of what reads JSON, or end it."""


def checked_text(text: str, what: str = "the message", most: int = MOST_BYTES) -> str:
    """The text itself, unaltered. Raises TextError for what is empty, too large or cannot be kept as it is."""
    _ensure_keepable(text, what)
    if not text.strip():
        raise TextError(f"{what} is empty. Say what is wanted")
    if len(text.encode()) > most:
        raise TextError(f"{what} is larger than {most:,} bytes. Keep what the system must do; leave dumps and code out")
    return text


def checked_name(name: str) -> str:
    """A name as one line without blanks around it. Raises TextError."""
    _ensure_keepable(name, "the name")
    line = " ".join(name.split())
    if not line or len(line) > MOST_NAME:
        raise TextError(f"a name has between 1 and {MOST_NAME} characters")
    return line


def one_line(text: str) -> str:
    """Words of a model or of a library as a line that can be kept; theirs are not refused for what is in them."""
    return " ".join(text.replace("\0", " ").encode(errors="replace").decode().split())


def _ensure_keepable(text: str, what: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise TextError(f"{what} holds a lone surrogate at character {error.start}, which is no Unicode text") from None
    if "\0" in text:
        raise TextError(f"{what} holds a NUL at character {text.index(chr(0))}. Give it as plain text")


def checked_json(value: Any, what: str = "the value") -> str:
    """Plain data as one line of JSON that reads back equal. Raises TextError."""
    _ensure_plain(value, what)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def _ensure_plain(value: Any, what: str, depth: int = 0) -> None:
    if depth > 64:
        raise TextError(f"{what} is nested deeper than 64")
    if isinstance(value, str):
        _ensure_keepable(value, what)
    elif isinstance(value, dict):
        for name, item in cast("dict[Any, Any]", value).items():
            if not isinstance(name, str):
                raise TextError(f"{what} has a key that is no text: {str(name)[:40]}")
            _ensure_keepable(name, what)
            _ensure_plain(item, what, depth + 1)
    elif isinstance(value, list | tuple):
        for item in cast("list[Any]", value):
            _ensure_plain(item, what, depth + 1)
    else:
        _ensure_scalar(value, what)


def _ensure_scalar(value: Any, what: str) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if not -_LARGEST <= value < _LARGEST:
            raise TextError(f"{what} holds an integer beyond 64 bits. Give it as text")
        return
    if not isinstance(value, float) or value != value or value in (float("inf"), float("-inf")):
        raise TextError(f"{what} holds {type(value).__name__} {str(value)[:40]}, which JSON cannot say")
