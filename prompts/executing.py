"""Lines of a template, and what becomes of them: those of the package are executed by Jinja, those of users are not.

The only door to Jinja. Its sandbox bounds what an expression may touch, not how much time it takes, so nothing but text
of the package is ever compiled; values come in as variables and are never looked into.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from jinja2 import Environment, Template

PLACE = re.compile(r"\{\{[ \t]*([A-Za-z_]\w*)[ \t]*\}\}", re.ASCII)
"""Where a field stands in the text of a user. Whatever else is in braces is text."""


class Line(Protocol):
    """One line of a template."""

    @property
    def names(self) -> frozenset[str]:
        """The fields it speaks of."""
        ...

    def filled(self, values: Mapping[str, str]) -> str:
        """The line, or the lines, with these values."""
        ...


class Literal(NamedTuple):
    """A line whose places are replaced as they stand."""

    source: str
    names: frozenset[str]

    def filled(self, values: Mapping[str, str]) -> str:
        """The line with the values in its places."""
        return PLACE.sub(lambda place: values[place[1]], self.source)


class Executed(NamedTuple):
    """A line that Jinja compiled."""

    code: Template
    names: frozenset[str]

    def filled(self, values: Mapping[str, str]) -> str:
        """What the line comes to with these values."""
        return self.code.render(values)


def literal_line(source: str) -> Line:
    """A line of a user."""
    return Literal(source, frozenset(PLACE.findall(source)))


@cache
def executed_line(source: str) -> Line:
    """A line of the package. Raises jinja2.TemplateError where it is malformed."""
    if "{{" not in source and "{%" not in source:
        return Literal(source, frozenset())
    from jinja2.meta import find_undeclared_variables

    environment = _environment()
    return Executed(environment.from_string(source), frozenset(find_undeclared_variables(environment.parse(source))))


@cache
def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    made.globals.clear()
    filters: dict[str, Any] = made.filters
    filters.clear()
    filters.update(bullets=bullets, quoted=quoted)
    return made


def bullets(value: str) -> str:
    """Every line of a value as a bullet; one that is a bullet already stays as it is."""
    lines = (line.strip() for line in value.split("\n"))
    return "\n".join(line if line.startswith(("- ", "* ")) else f"- {line}" for line in lines if line)


def quoted(value: str) -> str:
    """The value as a string of JSON, on one line, for blocks of settings."""
    return json.dumps(value, ensure_ascii=False)
