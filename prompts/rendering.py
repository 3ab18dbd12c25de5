"""Values put into a template: strictly, and as text only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prompts.library import PLACE, get
from prompts.template import Declared, Template

MOST_CHARACTERS = 100_000
"""Longest value."""

_NUMBER = re.compile(r"[+-]?\d[\d,_ ]*(\.\d+)?")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """What is wrong with one value."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"


class ValuesError(ValueError):
    """Values that do not fit the template. `problems` names every field that is wrong."""

    def __init__(self, template: str, problems: tuple[ValueProblem, ...]) -> None:
        self.template = template
        self.problems = problems
        super().__init__("\n".join(f"{template}: {problem}" for problem in problems))


def render(name: str, values: Mapping[str, str]) -> str:
    """The text of a template with its values. Raises UnknownTemplateError, ValuesError.

    A value is put in as it is and never read as a template. A line whose fields are all empty is left out, and a
    heading under which nothing remains.
    """
    return filled(get(name), values)


def filled(template: Template, values: Mapping[str, str]) -> str:
    """The same for a template at hand."""
    problems = tuple(_problems(template, values))
    if problems:
        raise ValuesError(template.name, problems)
    ready = {field.name: _clean(values.get(field.name, "")) or field.default for field in template.fields}
    blocks = _without_bare_headings([kept for block in template.body.split("\n\n") if (kept := _spoken(block, ready))])
    return PLACE.sub(lambda place: ready[place[1]], "\n\n".join(blocks)) + "\n"


def _problems(template: Template, values: Mapping[str, str]) -> Iterator[ValueProblem]:
    known = ", ".join(field.name for field in template.fields)
    for name in values:
        if template.field(name) is None:
            yield ValueProblem(name, f"there is no such field; there is: {known}")
    for field in template.fields:
        value = _clean(values.get(field.name, ""))
        if value:
            yield from (ValueProblem(field.name, text) for text in _faults(field, value))
        elif field.required:
            yield ValueProblem(field.name, f"is required: {field.help}")


def _faults(field: Declared, value: str) -> Iterator[str]:
    if len(value) > MOST_CHARACTERS:
        yield f"has {len(value):,} characters; a value may have {MOST_CHARACTERS:,}"
    hidden = _HIDDEN.search(value)
    if hidden:
        yield f"holds the control character U+{ord(hidden[0]):04X}"
    if field.type != "text" and "\n" in value:
        yield "must be a single line"
    if field.type == "number" and not _NUMBER.fullmatch(value):
        yield f"'{value[:40]}' is no number"
    if field.type == "choice" and value not in field.choices:
        yield f"'{value[:40]}' is none of: {', '.join(field.choices)}"


def _clean(value: str) -> str:
    """Without blanks around it, lines ended in one way."""
    return value.replace("\r\n", "\n").strip()


def _spoken(block: str, ready: Mapping[str, str]) -> str:
    """The lines of a block of the template that say something: those without fields, and those with a value."""
    lines = ((line, PLACE.findall(line)) for line in block.strip("\n").split("\n"))
    return "\n".join(line for line, named in lines if not named or any(ready[name] for name in named))


def _without_bare_headings(blocks: list[str]) -> list[str]:
    """A heading of a section goes when the next block is one as well, or there is none."""
    following = [*blocks[1:], "## "]
    return [
        block
        for block, after in zip(blocks, following, strict=True)
        if not (block.startswith("## ") and after.startswith("## "))
    ]
