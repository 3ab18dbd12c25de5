"""A document before it has a format: chapters of blocks, blocks of words. Text in them is data, never markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["text", "code", "strong", "soft", "figure", "link", "mark"]


@dataclass(frozen=True, slots=True)
class Span:
    """A few words in one style."""

    text: str
    style: Style = "text"
    about: str = ""
    """Of a figure its id in the ledger, of a link its address, of a mark its colour by meaning."""


Words = tuple[Span | str, ...]
"""A run of text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences."""

    words: Words
    style: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items of a list."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers: tuple[int, ...] = ()
    """Columns set flush right."""
    bars: tuple[float, ...] = ()
    """A bar for each row, 0 to 1, where the format can draw one."""
    widths: tuple[int, ...] = ()
    """Percent of the room for each column, where the format can set it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the bundle, and the drawing itself for formats that hold it inside."""

    path: str
    title: str
    svg: str = field(repr=False)
    width: Literal["text", "wide"] = "wide"


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that sums something up."""

    label: str
    value: Span
    note: str
    mood: Literal["plain", "good", "warn", "bad"] = "plain"


@dataclass(frozen=True, slots=True)
class Cards:
    """Figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: what was asked, what was chosen and why, on which figures, against what, until when."""

    question: str
    chosen: str
    because: str
    facts: tuple[Words, ...] = ()
    against: tuple[tuple[str, str], ...] = ()
    flips: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Commands:
    """Lines to type. They are ours, and hold no text of anybody else."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the chapter's."""

    text: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Details that open at a click; printed open."""

    title: str
    blocks: tuple[Block, ...]
    only_page: bool = False
    """Whether the page alone holds them, because the Markdown document links to a file that does."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side where there is room."""

    blocks: tuple[Block, ...]


Block = Paragraph | Bullets | Grid | Picture | Cards | Choice | Commands | Heading | Fold | Columns


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled part of a document. `id` is its anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def text(*words: Span | str) -> Words:
    """Words as a run."""
    return words


def code(name: str) -> Span:
    """A name of the design, in the letters of code."""
    return Span(name, "code")


def strong(words: str) -> Span:
    """Words that stand out."""
    return Span(words, "strong")


def soft(words: str) -> Span:
    """Words that stand back."""
    return Span(words, "soft")


def is_address(about: str) -> bool:
    """Whether a link leads to a page over https, or to a file of the bundle."""
    return re.fullmatch(r"https://[\w.~%/?#=&:@+,-]+|\w[\w.~%/-]*", about) is not None


def spaced(words: str, escape: Callable[[str], str]) -> str:
    """Escaped, with one space at either end where there was any."""
    inner = escape(words)
    before, after = " " if words[:1].isspace() else "", " " if words[-1:].isspace() and inner else ""
    return f"{before}{inner}{after}"
