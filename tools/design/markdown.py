"""Text of people inside Markdown: shown as it is, never as markup."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s)")


def escaped(text: str) -> str:
    """The text on one line, every character that Markdown or HTML could take for markup escaped."""
    line = " ".join(text.split())
    return _LEADING.sub(lambda match: f"{match.group(1)}\\{match.group(2)}", _SPECIAL.sub(r"\\\1", line))


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """A table. Cells are Markdown already."""
    return [_row(heads), _row(tuple("---" for _ in heads)), *(_row(row) for row in rows)]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
