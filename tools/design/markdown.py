"""Text of people inside Markdown: shown as it is, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tools.design.plaintext import one_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""Characters that Markdown, HTML or GitHub's formulas act upon, and what turns a bare address into a link."""

_OPENING = re.compile(r"^([-+=]|\d+[.)])(?=\s|$)")
"""What makes a list or a heading of a line that begins with it."""

_ADDRESS = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9./_~%?=#:@+-]*[A-Za-z0-9/_~%=+-]")


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """The text on one line, every character that could be taken for markup escaped."""
    line = _SPECIAL.sub(r"\\\g<0>", one_line(text))
    return _OPENING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)


def linked(text: str) -> str:
    """A text of our own catalogues, escaped, in which https addresses are links."""
    line = one_line(text)
    parts: list[str] = []
    start = 0
    for address in _ADDRESS.finditer(line):
        parts += [_within(line[start : address.start()]), f"<{address[0]}>"]
        start = address.end()
    return "".join([*parts, _within(line[start:])])


def _within(text: str) -> str:
    """Escaped, with the spaces at its ends."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: tuple[int, ...] = ()) -> list[str]:
    """A table. Cells are Markdown already; the columns in `numbers` are set flush right."""
    rule = tuple("---:" if column in numbers else "---" for column in range(len(heads)))
    return [_row(heads), _row(rule), *map(_row, rows)]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
