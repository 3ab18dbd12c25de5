"""The templates of the package, read from Markdown: front matter between two `---` lines, then the text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

from prompts.template import Template

FOLDER = Path(__file__).parent / "templates"

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
"""Where a field stands in a text."""

_PARTS = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)


class TemplateError(ValueError):
    """A file that is no template. The message names the file and says what is wrong with it."""


class UnknownTemplateError(ValueError):
    """A template that does not exist. The message names those that do."""


def names() -> tuple[str, ...]:
    """The names of all templates, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))


def templates() -> tuple[Template, ...]:
    """Every template, by name."""
    return tuple(get(name) for name in names())


@cache
def get(name: str) -> Template:
    """The template of this name. Raises UnknownTemplateError."""
    if name not in names():
        raise UnknownTemplateError(f"there is no template '{name}'; there is: {', '.join(names())}")
    return parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"), name)


def parse(text: str, name: str) -> Template:
    """The template in a text. Raises TemplateError where it is malformed or its text and its fields do not agree."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise TemplateError(f"{name}: must begin with front matter between two '---' lines")
    template = _validated(parts[1], parts[2].strip("\n") + "\n", name)
    used = set(PLACE.findall(template.body))
    declared = {field.name for field in template.fields}
    if used != declared:
        odd = ", ".join(sorted(used ^ declared))
        raise TemplateError(f"{name}: declared and not used, or used and not declared: {odd}")
    if len(declared) != len(template.fields):
        raise TemplateError(f"{name}: a field is declared twice")
    return template


def _validated(front: str, body: str, name: str) -> Template:
    from pydantic import ValidationError

    from tools.design.codec import DesignError
    from tools.design.codec import parse as parse_yaml

    try:
        values: Any = parse_yaml(front, name)
        if not isinstance(values, dict):
            raise TemplateError(f"{name}: the front matter must be a list of fields")
        return Template.model_validate({**cast("dict[str, Any]", values), "name": name, "body": body})
    except DesignError as error:
        raise TemplateError(str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise TemplateError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
