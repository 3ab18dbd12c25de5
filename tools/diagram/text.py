"""How wide text is, and how it is made to fit.

Advance widths of DejaVu Sans, the widest face that readers' systems fall back to, so that text fits in all of them.
"""

from __future__ import annotations

import unicodedata
from functools import cache

ELLIPSIS = "…"

_ASCII = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)  # fmt: skip
"""Thousandths of the size, from the space to the tilde."""

BOLD = 1.1
"""How much wider bold text is."""


@cache
def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return _ASCII[code - 32]
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1050
    if character.isalpha() and character.islower():
        return 680
    return 1100 if character.isupper() else 1000


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text, in the unit of its size."""
    return sum(map(_advance, text)) * size / 1000 * (BOLD if bold else 1.0)


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis behind."""
    if width_of(text, size, bold=bold) <= room:
        return text
    left = room - width_of(ELLIPSIS, size, bold=bold)
    kept = 0
    scale = size / 1000 * (BOLD if bold else 1.0)
    for character in text:
        left -= _advance(character) * scale
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def wrapped(text: str, room: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """The text on at most so many lines, broken at spaces; what does not fit ends in an ellipsis."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(fitted(line, room, size, bold=bold))
    if words:
        found.append(fitted(" ".join(words), room, size, bold=bold))
    return tuple(found)
