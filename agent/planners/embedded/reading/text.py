"""A brief as a reader sees it: lines with their headings, sentences, and stemmed words with their place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Any, Literal, NamedTuple

MOST_WORDS = 150
"""Words of a sentence; what runs on is cut."""

LineKind = Literal["heading", "bullet", "entry", "row", "code", "text"]

WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)*[a-zA-Z%]*|[€$£%]")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_LABEL = re.compile(r"^\s*(?:[-*+•]\s+|\d+[.)]\s+)?(?:\*\*)?([A-Za-z][^:|{}\[\]]{1,60}?)(?:\*\*)?\s*:\s*(?:\*\*)?\s*$")
_ENTRY = re.compile(r"^\s*[a-z][a-z0-9]{0,30}(?:[_.-][a-z0-9]{1,30}){0,6}:\s+\S")
"""A line of YAML: each says one thing."""

_BOLD = re.compile(r"^\s*(?:\*\*|__)([A-Za-z][^*_|{}]{1,60}?):?(?:\*\*|__)\s*$")
"""A line in bold alone heads what follows."""

_LABELLED = re.compile(r"^\s{0,3}(?:\*\*|__|\*|_)[A-Za-z][^*_|{}:]{1,40}:?(?:\*\*|__|\*|_)\s*:?\s+\S")
"""A line that begins with a label of its own: `**Technical**: Python`."""

_LABEL_DEPTH = 10
"""Depth of headings that are labels, below those with signs."""

_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
_FENCE = re.compile(r"^\s*(```|~~~)\s*([A-Za-z0-9_+-]*)")
_CODE = frozenset(
    (
        "json js javascript jsx ts typescript tsx python py java go rust bash sh shell console sql html css xml hcl"
    ).split()
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"'”’)]*\s+(?=[\"'“(]?[A-Z0-9À-Ý-])(?!->)|\s+[—–]\s+")


class Word(NamedTuple):
    """One word as it stands and in lower case, its stem, and where it stands."""

    text: str
    lower: str
    stem: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that belong together, with the headings they stand under. Spans count characters of the brief."""

    text: str
    lower: str
    """The text in lower case, character for character."""
    start: int
    kind: LineKind
    headings: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def end(self) -> int:
        """Where it ends in the brief."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Brief:
    """The text of a brief and its sentences."""

    text: str

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, bullet, table row and heading, in order; code fences are left out."""
        return tuple(_sentences(self))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, character for character (its length does not change)."""
        lowered = self.text.lower()
        return (
            lowered
            if len(lowered) == len(self.text)
            else "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        )


@cache
def _stemmer() -> Any:
    maker: Any = import_module("Stemmer")
    return maker.Stemmer("english", 20_000)


_APART = {"important": "important", "importance": "important", "importantly": "important", "objective": "objectiv",
          "objectives": "objectiv"}  # fmt: skip
"""Words that the stemmer takes for forms of others, an import and an object, and their own stems."""


def stem(word: str) -> str:
    """The stem of one English word, in lower case."""
    return stems_of([word.lower()])[0]


def stems_of(words: list[str]) -> list[str]:
    """The stems of many words in lower case."""
    found: list[str] = _stemmer().stemWords(words)
    return [_APART.get(word, root) for word, root in zip(words, found, strict=True)]


def words_of(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a text, spans counted from `offset`."""
    found = list(WORD.finditer(text))
    lowered = [match[0].lower() for match in found]
    stems = stems_of([word.replace("’", "'") for word in lowered])
    read = zip(found, lowered, stems, strict=True)
    return tuple(
        [Word(match[0], word, root, offset + match.start(), offset + match.end()) for match, word, root in read]
    )


def _sentences(brief: Brief) -> list[Sentence]:
    reader = _Reader(brief)
    position = 0
    for line in brief.text.splitlines(keepends=True):
        reader.take(line.rstrip("\r\n"), position)
        position += len(line)
    reader.close_block()
    return reader.found


class _Reader:
    """Joins wrapped lines into blocks, keeps the path of headings, and cuts blocks into sentences."""

    def __init__(self, brief: Brief) -> None:
        self.text = brief.text
        self.lower = brief.lower
        self.found: list[Sentence] = []
        self._headings: list[tuple[int, str]] = []
        self._columns: tuple[str, ...] = ()
        self._in_code = False
        self._fenced = False
        self._block: tuple[LineKind, int, int] | None = None

    def take(self, line: str, position: int) -> None:
        """Reads one line that starts at `position`."""
        fence = _FENCE.match(line)
        if fence:
            self.close_block()
            self._fenced = not self._fenced
            self._in_code = self._fenced and fence.group(2).lower() in _CODE
            return
        kind, start, end = self._classified(line)
        if kind == "text" and _LABELLED.match(line):
            self.close_block()
            self._leave_labels()
        if kind == "text" and start == end:
            self.close_block()
            self._columns = ()
        elif kind == "text" and self._block and self._block[0] in ("text", "bullet", "entry"):
            self._block = (self._block[0], self._block[1], position + end)
        else:
            self.close_block()
            self._open(kind, line, position + start, position + end)

    def _open(self, kind: LineKind, line: str, start: int, end: int) -> None:
        if kind == "heading":
            self._open_heading(line, self.text[start:end])
        if kind != "row":
            self._columns = ()
        self._block = (kind, start, end)
        if kind in ("row", "heading", "code"):
            self.close_block()

    def close_block(self) -> None:
        """Cuts the open block into sentences."""
        if self._block is None:
            return
        kind, start, end = self._block
        self._block = None
        headings = tuple(title for _, title in self._headings)
        content = self.text[start:end]
        if kind == "row":
            self._columns = self._columns or tuple(cell.strip() for cell in content.strip("|").split("|"))
            self._keep(start, end, kind, (*headings, *self._columns))
            return
        for first, last in _pieces(content):
            self._keep(start + first, start + last, kind, headings)

    def _keep(self, start: int, end: int, kind: LineKind, headings: tuple[str, ...]) -> None:
        """A sentence, or several where somebody forgot the full stops: reading one takes time by its square."""
        words = words_of(self.text[start:end], start)
        for first in range(0, len(words), MOST_WORDS):
            rest = words[first + MOST_WORDS :]
            cut = rest[0].start if rest else end
            some = words[first : first + MOST_WORDS]
            self.found.append(Sentence(self.text[start:cut], self.lower[start:cut], start, kind, headings, some))
            start = cut

    def _classified(self, line: str) -> tuple[LineKind, int, int]:
        """Kind of a line, and where in it the content starts and ends."""
        stripped = len(line) - len(line.lstrip())
        if self._in_code:
            return "code", stripped, len(line)
        heading = _HEADING.match(line)
        if heading:
            return "heading", heading.start(2), heading.end(2)
        label = (":" in line and _LABEL.match(line)) or _BOLD.match(line)
        if label:
            return "heading", label.start(1), label.end(1)
        if line.lstrip().startswith("|"):
            return "row", stripped, len(line)
        if _ENTRY.match(line):
            return "entry", stripped, len(line)
        bullet = _BULLET.match(line)
        if bullet:
            return "bullet", bullet.end(), len(line)
        return "text", stripped, len(line)

    def _leave_labels(self) -> None:
        """A paragraph with a label of its own does not stand under the label before it."""
        self._headings = [(depth, title) for depth, title in self._headings if depth < _LABEL_DEPTH]

    def _open_heading(self, line: str, title: str) -> None:
        level = _HEADING.match(line)
        depth = len(level.group(1)) if level else _LABEL_DEPTH + len(line) - len(line.lstrip())
        while self._headings and self._headings[-1][0] >= depth:
            self._headings.pop()
        self._headings.append((depth, title))


def _pieces(content: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a block start and end in it."""
    start = 0
    for match in _SENTENCE_END.finditer(content):
        yield start, match.start()
        start = match.end()
    yield start, len(content)
