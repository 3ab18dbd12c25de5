"""The words that a field's name is made of."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in camelCase, PascalCase or snake_case, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))
