"""`design.yaml`: reading it with errors that say where, and writing it so that reading gives the same design back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

import yaml
from pydantic import ValidationError

from tools.design.base import Model
from tools.design.design import Design, Path, dotted
from tools.design.plaintext import harmless

MAX_BYTES = 4 * 1024 * 1024
"""Largest file read. A design of a thousand components takes less than a quarter of it."""

MAX_DEPTH = 64

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: type[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Problem(NamedTuple):
    """One thing wrong with a file."""

    line: int
    """From 1."""
    path: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path}: {self.text}" if self.path else f"line {self.line}: {self.text}"


class DesignError(ValueError):
    """A file that is no design. `problems` says what is wrong, where."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems
        super().__init__("\n".join(f"{source}:{problem}" for problem in self._lines()))

    def _lines(self) -> Iterator[str]:
        for problem in self.problems:
            where = f"{problem.line}: {problem.path}" if problem.path else str(problem.line)
            yield f"{where}: {problem.text}"


class Written:
    """A YAML (or JSON) text, taken apart once: what it says, and where. Raises DesignError where it is neither."""

    def __init__(self, text: str | bytes, source: str = "design.yaml") -> None:
        self._source = source
        self._root = _composed(text, source)

    def plain(self) -> Any:
        """What it says, as plain data. Raises DesignError."""
        return _plain(self._root, self._source)

    def design(self) -> Design:
        """The design it is. Raises DesignError, whose problems carry line, path and what is allowed."""
        document = self.plain()
        try:
            return Design.model_validate(document)
        except ValidationError as error:
            lines = self.lines()
            raise DesignError(self._source, [_located(*found, lines) for found in _explained(error)]) from None

    def lines(self) -> dict[Path, int]:
        """Line, from 1, of every part by its path."""
        return _line_map(self._root)


def loads(text: str | bytes, source: str = "design.yaml") -> Design:
    """The design in a YAML (or JSON) text. Raises DesignError, whose problems carry line, path and what is allowed."""
    return Written(text, source).design()


def dumps(design: Design) -> str:
    """The design as YAML: fields in the order of the language, defaults left out. `loads(dumps(d)) == d`."""
    text = _dumped(design, unicode=True)
    return text if text == harmless(text) else _dumped(design, unicode=False)


def _dumped(design: Design, *, unicode: bool) -> str:
    """The YAML; without `unicode` all but ASCII is escaped, and nothing can turn the direction of what is read."""
    text: str = yaml.dump(
        plain(design), Dumper=_Dumper, sort_keys=False, allow_unicode=unicode, width=120, default_flow_style=False
    )
    return text


def plain(value: Any) -> Any:
    """A value of the language as plain data, tags first and defaults left out."""
    if isinstance(value, Model):
        return dict(_fields(value))
    if isinstance(value, tuple):
        return [plain(item) for item in cast("tuple[Any, ...]", value)]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _fields(model: Model) -> Iterator[tuple[str, Any]]:
    fields = type(model).model_fields
    for tag in _TAGS & fields.keys():
        yield tag, getattr(model, tag)
    for name, field in fields.items():
        value = getattr(model, name)
        if name not in _TAGS and (field.is_required() or value != field.default):
            yield name, plain(value)


_TAGS = frozenset({"kind", "edit", "cloudwright"})
"""Fields that say which member of a union a value is, or which version of the language: always written."""


def parse(text: str | bytes, source: str = "design.yaml") -> Any:
    """Plain data of a YAML text: no aliases, no duplicate keys, bounded in size and depth. Raises DesignError."""
    return Written(text, source).plain()


def _composed(text: str | bytes, source: str) -> yaml.Node:
    if len(text) > MAX_BYTES:
        raise DesignError(source, [Problem(1, "", f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")])
    if isinstance(text, bytes):
        text = _decoded(text, source)
    try:
        if text.lstrip().startswith("{"):
            text = _ESCAPED_PAIR.sub(_joined_pair, text)
        _refuse_bombs(text, source)
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DesignError(source, [Problem(line, "", f"not YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        raise DesignError(source, [Problem(1, "", f"not YAML: {error}".split("\n")[0])]) from None
    if node is None:
        raise DesignError(source, [Problem(1, "", "the file is empty")])
    return node


_ESCAPED_PAIR = re.compile(
    r"(?<!\\)(?P<before>(?:\\\\)*)\\u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})", re.IGNORECASE
)
"""How JSON escapes a letter beyond the first plane. YAML knows no pairs, only \\U with the whole number."""


def _joined_pair(pair: re.Match[str]) -> str:
    number = 0x10000 + ((int(pair["high"], 16) - 0xD800) << 10) + int(pair["low"], 16) - 0xDC00
    return f"{pair['before']}\\U{number:08x}"


def _decoded(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DesignError(source, [Problem(line, "", "not UTF-8 text")]) from None


def _refuse_bombs(text: str, source: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise DesignError(source, [Problem(_line(event), "", "aliases (*name) are not allowed here")])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise DesignError(source, [Problem(_line(event), "", f"nested deeper than {MAX_DEPTH}")])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _plain(root: yaml.Node, source: str) -> Any:
    constructor = _Loader("")

    def value(node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in found:
                    line = key_node.start_mark.line + 1
                    raise DesignError(source, [Problem(line, "", f"'{key}' is given twice")])
                found[key] = value(value_node)
            return found
        if isinstance(node, yaml.SequenceNode):
            return [value(item) for item in node.value]
        return scalar(node)

    def scalar(node: yaml.Node) -> Any:
        if node.tag == "tag:yaml.org,2002:timestamp":
            return node.value
        try:
            return constructor.construct_object(node)
        except (ValueError, yaml.YAMLError):
            line = node.start_mark.line + 1
            raise DesignError(source, [Problem(line, "", f"cannot read {str(node.value)[:40]!r}")]) from None

    try:
        return value(root)
    finally:
        constructor.dispose()


def line_map(text: str | bytes, source: str = "design.yaml") -> dict[Path, int]:
    """Line, from 1, of every part of a YAML text by its path. Raises DesignError where the text is not YAML."""
    return Written(text, source).lines()


def _line_map(root: yaml.Node) -> dict[Path, int]:
    lines: dict[Path, int] = {}

    def note(node: yaml.Node, path: Path) -> None:
        lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                inner = (*path, str(key_node.value))
                lines[inner] = key_node.start_mark.line + 1
                note(value_node, inner)
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                note(item, (*path, index))

    note(root, ())
    return lines


def _explained(error: ValidationError) -> Iterator[tuple[Path, str]]:
    for problem in error.errors(include_url=False):
        if problem["type"] == "reference":
            yield from problem.get("ctx", {})["problems"]
        else:
            yield problem["loc"], _allowed(problem)


def _allowed(problem: Any) -> str:
    context = problem.get("ctx", {})
    if problem["type"] in ("literal_error", "enum"):
        return f"must be {context['expected']}; got {problem['input']!r}"
    if problem["type"] == "union_tag_invalid":
        return f"{context['discriminator']} must be one of {context['expected_tags']}; got '{context['tag']}'"
    if problem["type"] == "union_tag_not_found":
        return f"say which kind it is: {context['discriminator']} is missing"
    if problem["type"] == "extra_forbidden":
        return "there is no such field here"
    if problem["type"] == "missing":
        return "is needed and missing"
    if problem["type"] == "string_pattern_mismatch":
        return f"must match {context['pattern']}; got {problem['input']!r}"
    shown = repr(problem["input"])
    return f"{problem['msg'][0].lower()}{problem['msg'][1:]}; got {shown if len(shown) <= 60 else shown[:57] + '...'}"


def _located(loc: Path, text: str, lines: dict[Path, int]) -> Problem:
    path = _in_document(loc, lines)
    nearest = path
    while nearest not in lines:
        nearest = nearest[:-1]
    return Problem(lines[nearest], dotted(path), text)


def _in_document(loc: Path, lines: dict[Path, int]) -> Path:
    """The location without the tags that pydantic puts between a union and its member."""
    path: Path = ()
    for position, part in enumerate(loc):
        is_last = position == len(loc) - 1
        if (*path, part) in lines or (is_last and isinstance(part, str) and not _is_tag(path, part, lines)):
            path = (*path, part)
    return path


def _is_tag(path: Path, part: str, lines: dict[Path, int]) -> bool:
    return part.startswith(("function-", "tuple[", "constrained-"))
