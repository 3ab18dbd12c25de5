"""Text of people without what could move a cursor, turn the direction of writing or break a document."""

from __future__ import annotations

import re

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters except tab and line feed, line and paragraph separators, marks that turn the direction of text,
halves of surrogate pairs, and code points that are no characters (https://www.w3.org/TR/xml/#charsets)."""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": " "}


def harmless(text: str) -> str:
    """The text without harmful characters; tabs and line feeds stay."""
    return _HARMFUL.sub("", text)


def one_line(text: str) -> str:
    """The text on one line, without harmful characters, every run of white space one space."""
    line = " ".join(text.split())
    return " ".join(harmless(line).split()) if _HARMFUL.search(line) else line


def spelled(text: str) -> str:
    """JSON text with its harmful characters, which only strings can hold, written as escapes."""
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) if _HARMFUL.search(text) else text


def revealed(text: str) -> str:
    """The text on one line, every character that cannot be seen as an escape: for saying what is wrong with it."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    return _NAMED.get(letter) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
