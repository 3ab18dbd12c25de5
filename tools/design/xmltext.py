"""Text of people inside XML and HTML: the content of an element or of a quoted attribute, never markup."""

from __future__ import annotations

from tools.design.plaintext import one_line

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escaped(text: str) -> str:
    """The text on one line, its special characters as entities."""
    return one_line(text).translate(_ENTITIES)
