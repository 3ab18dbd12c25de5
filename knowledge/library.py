"""The library: every pattern there is, read from Markdown with errors that say where.

A file is YAML front matter between two `---` lines, then the sections of `pattern.HEADINGS` in their order, then
perhaps `## Fragment` with one fenced `yaml` block. The packaged patterns live in the package; a user's own in a folder
of theirs.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from knowledge.pattern import HEADINGS, Origin, Pattern
from tools.design import codec
from tools.design.codec import DesignError, Problem

PACKAGED = Path(__file__).parent / "patterns"

MAX_BYTES = 256 * 1024
"""Largest pattern file read, forty times the longest packaged one."""

_HEADING = re.compile(r"^## +(.+?)\s*$")
_FENCE = re.compile(r"^\s*(```+|~~~+)\s*(\w*)")


class PatternError(ValueError):
    """A file that is no pattern. `problems` says what is wrong, and on which line."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{source}: {problem}" for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Document:
    """A pattern file as found: its name, its bytes, and whose it is."""

    name: str
    data: bytes
    origin: Origin


def packaged_documents() -> tuple[Document, ...]:
    """The files of the package, by name."""
    return _documents(PACKAGED, "packaged")


def user_documents(folder: Path) -> tuple[Document, ...]:
    """The files of a user's pattern folder, by name; none where the folder is absent."""
    return _documents(folder, "user") if folder.is_dir() else ()


@dataclass(frozen=True)
class Library:
    """Every pattern that could be read, packaged first, each part by id; and what was wrong with a user's files."""

    patterns: tuple[Pattern, ...]
    refused: tuple[str, ...] = ()
    """A message for each file of the user that was left out."""

    @cached_property
    def by_id(self) -> dict[str, Pattern]:
        """The patterns by their ids."""
        return {pattern.id: pattern for pattern in self.patterns}


def load_library(documents: Iterable[Document]) -> Library:
    """The patterns of these files. A user's bad file is left out and named, a bad one of ours is a PatternError."""
    found: dict[str, Pattern] = {}
    refused: list[str] = []
    for document in sorted(documents, key=lambda document: (document.origin, document.name)):
        try:
            pattern = parse_pattern(document.data, document.name, document.origin)
            if pattern.id in found:
                raise PatternError(document.name, [Problem(2, "id", f"'{pattern.id}' is a packaged pattern")])
        except PatternError as error:
            if document.origin == "packaged":
                raise
            refused.append(str(error))
        else:
            found[pattern.id] = pattern
    return Library(tuple(found.values()), tuple(refused))


def parse_pattern(data: bytes | str, source: str, origin: Origin = "packaged") -> Pattern:
    """The pattern in a Markdown file. `source`, shown in errors, is the file's name; its stem must be the id.

    Raises PatternError.
    """
    text = _readable(data, source)
    front, body_line = _front_matter(text, source)
    values = _plain_data(front, source)
    if not isinstance(values, dict):
        raise PatternError(source, [Problem(2, "", "the front matter must be a list of fields")])
    fields = cast("dict[str, Any]", values)
    _refuse_reserved(fields, source)
    sections = list(_sections(text.split("\n"), body_line))
    fragment = _fragment(sections, source)
    prose = [section for section in sections if section.heading != "Fragment"]
    _check_headings(prose, source, origin)
    pattern = _validated(
        fields | {"sections": [s.value() for s in prose], "fragment": fragment, "origin": origin}, front, source
    )
    if Path(source).stem != pattern.id:
        raise PatternError(source, [Problem(2, "id", f"'{pattern.id}' is not the name of the file")])
    return pattern


def add_pattern(path: Path, folder: Path) -> Pattern:
    """Copies a user's pattern file, once it is known to be good, into their pattern folder. Returns the pattern.

    An earlier file of the same id in the folder is replaced whole. Raises PatternError where the file is no pattern or
    takes the id of a packaged one, OSError where it cannot be read or copied.
    """
    data = path.read_bytes()
    pattern = parse_pattern(data, path.name, "user")
    if (PACKAGED / f"{pattern.id}.md").exists():
        raise PatternError(path.name, [Problem(2, "id", f"'{pattern.id}' is a packaged pattern; choose another id")])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_whole(folder / f"{pattern.id}.md", data)
    return pattern


def _documents(folder: Path, origin: Origin) -> tuple[Document, ...]:
    files = sorted(path for path in folder.glob("*.md") if path.is_file())
    return tuple(Document(path.name, path.read_bytes(), origin) for path in files)


def _write_whole(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".adding-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _readable(data: bytes | str, source: str) -> str:
    if len(data) > MAX_BYTES:
        raise PatternError(source, [Problem(1, "", f"the file is larger than {MAX_BYTES // 1024} kB")])
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise PatternError(source, [Problem(line, "", "not UTF-8 text")]) from None
    text = data.replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if line.isprintable():
            continue
        hidden = next((c for c in line if c != "\t" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")), None)
        if hidden:
            raise PatternError(source, [Problem(number, "", f"holds the invisible character U+{ord(hidden):04X}")])
    return text


def _front_matter(text: str, source: str) -> tuple[str, int]:
    """The front matter behind an empty line, so that its lines keep their numbers; the index of the line after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise PatternError(source, [Problem(1, "", "must begin with '---' and the front matter")])
    for index in range(1, len(lines)):
        if lines[index].rstrip() == "---":
            return "\n" + "\n".join(lines[1:index]), index + 1
    raise PatternError(source, [Problem(1, "", "the front matter has no closing '---'")])


def _plain_data(yaml_text: str, source: str) -> Any:
    try:
        return codec.parse(yaml_text, source)
    except DesignError as error:
        raise PatternError(source, error.problems) from None


def _refuse_reserved(fields: dict[str, Any], source: str) -> None:
    for name in ("sections", "fragment", "origin"):
        if name in fields:
            raise PatternError(source, [Problem(2, name, "cannot be given in the front matter")])


@dataclass(frozen=True, slots=True)
class _Found:
    """A section as it stands in the file."""

    heading: str
    line: int
    lines: tuple[str, ...]

    def value(self) -> dict[str, str]:
        return {"heading": self.heading, "text": "\n".join(self.lines).strip()}


def _sections(lines: list[str], start: int) -> Iterator[_Found]:
    fence = ""
    heading, first = "", start
    for index in range(start, len(lines)):
        mark = _FENCE.match(lines[index])
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1][:3]
        title = None if fence else _HEADING.match(lines[index])
        if title:
            if heading:
                yield _Found(heading, first, tuple(lines[first:index]))
            heading, first = title[1], index + 1
    if heading:
        yield _Found(heading, first, tuple(lines[first:]))


def _check_headings(found: list[_Found], source: str, origin: Origin) -> None:
    for section in found:
        if section.heading not in HEADINGS:
            allowed = ", ".join((*HEADINGS, "Fragment"))
            raise PatternError(
                source, [Problem(section.line, "", f"no section '{section.heading}'; there are {allowed}")]
            )
    headings = [section.heading for section in found]
    needed = HEADINGS if origin == "packaged" else ("Problem",)
    missing = [heading for heading in needed if heading not in headings]
    if missing:
        raise PatternError(source, [Problem(1, "", f"the section '{missing[0]}' is missing")])
    if headings != sorted(set(headings), key=HEADINGS.index):
        raise PatternError(source, [Problem(found[0].line, "", "the sections are repeated or out of order")])


def _fragment(found: list[_Found], source: str) -> Any:
    """The data of the first fenced yaml block under the heading Fragment; None where there is no such heading."""
    for section in found:
        if section.heading == "Fragment":
            block = _yaml_block(section)
            if block is None:
                raise PatternError(source, [Problem(section.line, "Fragment", "must hold one fenced yaml block")])
            return _plain_data(block, source)
    return None


def _yaml_block(section: _Found) -> str | None:
    opened: int | None = None
    for index, line in enumerate(section.lines):
        mark = _FENCE.match(line)
        if mark and opened is None and mark[2] in ("yaml", "yml"):
            opened = index
        elif mark and opened is not None:
            return "\n" * (section.line + opened + 1) + "\n".join(section.lines[opened + 1 : index])
    return None


def _validated(values: dict[str, Any], front: str, source: str) -> Pattern:
    try:
        return Pattern.model_validate(values)
    except ValidationError as error:
        lines = codec.line_map(front, source)
        raise PatternError(source, (_located(found, lines) for found in error.errors(include_url=False))) from None


def _located(found: Any, lines: dict[tuple[str | int, ...], int]) -> Problem:
    path: tuple[str | int, ...] = found["loc"]
    nearest = path
    while nearest and nearest not in lines:
        nearest = nearest[:-1]
    text = "there is no such field here" if found["type"] == "extra_forbidden" else found["msg"]
    return Problem(lines.get(nearest, 1), ".".join(str(part) for part in path), text)
