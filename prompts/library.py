"""The templates there are, read from Markdown: front matter between two `---` lines, then the text.

The front matter declares the fields. A text may include sections, fields and text that many templates share, kept once
in `sections/`; its own declaration of a field goes before theirs. Packaged templates live in the package. A user's are
data: every `*.md` file of a folder of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from prompts.executing import PLACE
from prompts.template import Template
from prompts.values import faults

FOLDER = Path(__file__).parent / "templates"
SECTIONS = Path(__file__).parent / "sections"

MOST_BYTES = 128 * 1024
"""Largest template file read, ten times the longest packaged one."""

INCLUDE = re.compile(r'^\{% include "([a-z-]+)" %\}$', re.MULTILINE)
"""Where a section stands in a text, a line of its own."""

_PARTS = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_RESERVED = frozenset({"name", "origin", "body"})


class TemplateError(ValueError):
    """A file that is no template. The message names the file and says what is wrong with it."""


class UnknownTemplateError(ValueError):
    """A template that does not exist. The message names those that do."""


class Library:
    """The packaged templates and those of some folders. A file is read when its template is asked for."""

    def __init__(self, *folders: Path) -> None:
        self._packaged = {name: FOLDER / f"{name}.md" for name in sorted(path.stem for path in FOLDER.glob("*.md"))}
        self._own: dict[str, Path] = {}
        self._refused: dict[Path, str] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.md")):
                self._note(path)

    def _note(self, path: Path) -> None:
        if not _NAME.fullmatch(path.stem):
            self._refused[path] = f"{path.name}: a template is named in lower case letters, digits and hyphens"
        elif path.stem in self._packaged:
            self._refused[path] = f"{path.name}: '{path.stem}' is a packaged template; choose another name"
        elif path.stem in self._own and path != self._own[path.stem]:
            self._refused[path] = f"{path.name}: there is a template '{path.stem}' already, in {self._own[path.stem]}"
        else:
            self._own[path.stem] = path

    def names(self) -> tuple[str, ...]:
        """The names of all templates, packaged ones first, each part sorted."""
        return (*self._packaged, *sorted(self._own))

    def get(self, name: str) -> Template:
        """The template of this name. Raises UnknownTemplateError; TemplateError for a bad file of a user."""
        if name in self._packaged:
            return packaged(name)
        if name in self._own:
            return _user_template(self._own[name])
        because = next((f"; {text}" for path, text in self._refused.items() if path.stem == name), "")
        raise UnknownTemplateError(f"there is no template '{name}'; there is: {', '.join(self.names())}{because}")

    def templates(self) -> tuple[Template, ...]:
        """Every template that could be read, in the order of their names."""
        return tuple(found for found in map(self._tried, self.names()) if isinstance(found, Template))

    def refused(self) -> tuple[str, ...]:
        """A message for each file of a user that is left out."""
        bad = (str(found) for found in map(self._tried, self.names()) if isinstance(found, TemplateError))
        return (*self._refused.values(), *bad)

    def _tried(self, name: str) -> Template | TemplateError:
        try:
            return self.get(name)
        except TemplateError as error:
            if name in self._packaged:
                raise
            return error


@cache
def packaged(name: str) -> Template:
    """A template of the package."""
    return parse(_read(FOLDER / f"{name}.md"), name)


def _user_template(path: Path) -> Template:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateError(f"{path.name}: not UTF-8 text") from None
    except OSError as error:
        raise TemplateError(f"{path.name}: {(error.strerror or 'cannot be read').lower()}") from None
    if len(data) > MOST_BYTES:
        raise TemplateError(f"{path.name}: larger than the {MOST_BYTES:,} bytes a template may have")
    return parse(text.replace("\r\n", "\n"), path.stem, is_own=True)


def parse(text: str, name: str, *, is_own: bool = False) -> Template:
    """The template in a text. Raises TemplateError where it is malformed.

    A text of a user must use the fields that it declares and no others; of a packaged one the tests see to that, since
    it takes Jinja to know.
    """
    front, body = split(text, f"{name}.md")
    included = [_section(match[1], name) for match in INCLUDE.finditer(body)]
    fields = _joined([list(_listed(front, "fields", name)), *(more for more, _ in included)])
    values = {key: value for key, value in front.items() if key != "fields"}
    body = INCLUDE.sub(lambda match: _section(match[1], name)[1], body)
    if odd := sorted(_RESERVED & values.keys()):
        raise TemplateError(f"{name}.md: {odd[0]}: there is no such field here")
    origin = "user" if is_own else "packaged"
    made = _validated({**values, "fields": fields, "name": name, "origin": origin, "body": body + "\n"})
    _check_defaults(made)
    if is_own:
        _check_places(made)
    return made


def split(text: str, source: str) -> tuple[Mapping[str, Any], str]:
    """Front matter, as plain data, and the text below it. Raises TemplateError, which names the source."""
    from tools.design.codec import DesignError
    from tools.design.codec import parse as parse_yaml

    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise TemplateError(f"{source}: must begin with front matter between two '---' lines")
    try:
        found: Any = parse_yaml(f"\n{parts[1]}", source)
    except DesignError as error:
        raise TemplateError(str(error)) from None
    if not isinstance(found, dict):
        raise TemplateError(f"{source}: the front matter must be a list of fields")
    return cast("dict[str, Any]", found), parts[2].strip("\n")


def _listed(front: Mapping[str, Any], key: str, name: str) -> Iterable[Any]:
    found: Any = front.get(key, [])
    if not isinstance(found, list):
        raise TemplateError(f"{name}.md: {key}: must be a list")
    return cast("list[Any]", found)


def _joined(groups: Iterable[list[Any]]) -> list[Any]:
    """The fields of a template and then those of its sections that it does not declare in its own words."""
    own, *rest = groups
    declared = {_key(field) for field in own}
    return [*own, *(field for group in rest for field in group if _key(field) not in declared)]


def _key(field: Any) -> object:
    return cast("dict[str, object]", field).get("name") if isinstance(field, dict) else None


@cache
def _sections() -> dict[str, tuple[list[Any], str]]:
    read = ((path.stem, split(_read(path), path.name)) for path in sorted(SECTIONS.glob("*.md")))
    return {name: (list(_listed(front, "fields", name)), body) for name, (front, body) in read}


def _section(section: str, name: str) -> tuple[list[Any], str]:
    if section not in _sections():
        raise TemplateError(f"{name}.md: there is no section '{section}'; there is: {', '.join(_sections())}")
    return _sections()[section]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _validated(values: Mapping[str, Any]) -> Template:
    from pydantic import ValidationError

    try:
        return Template.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise TemplateError(f"{values['name']}.md: {place + ': ' if place else ''}{first['msg']}") from None


def _check_defaults(template: Template) -> None:
    for field in template.fields:
        for text in faults(field, field.default) if field.default else ():
            raise TemplateError(f"{template.name}.md: the default of {field.name}: {text}")


def _check_places(template: Template) -> None:
    used = set(PLACE.findall(template.body))
    declared = {field.name for field in template.fields}
    for names, what in ((used - declared, "used and not declared"), (declared - used, "declared and not used")):
        if names:
            raise TemplateError(f"{template.name}.md: {what}: {', '.join(sorted(names))}")
