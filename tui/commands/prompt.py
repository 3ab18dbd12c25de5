"""`cloudwright prompt`: the templates."""

from __future__ import annotations

import shlex
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.completing import FILE, complete_fields, complete_templates
from tui.console import DONE, InputError, read_input, say, show
from tui.lines import deliver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from prompts import Library, Template
    from prompts.template import Declared

MOST_BYTES = 400_000
"""Largest file that values are read from."""

NEXT = {
    "brief": "design from it: cloudwright design {place}",
    "review": "hold a design against it: cloudwright chat SESSION --brief {place}, or check, cost and scale DESIGN",
    "question": "ask it in a conversation that has a design: cloudwright chat SESSION --brief {place}",
}
"""Kind of template to what its text is good for."""

_FROM = click.option(
    "--from", "folder", metavar="DIR", type=FILE, help="Templates of this folder as well, besides your own."
)


@click.group("prompt", epilog="Example: cloudwright prompt show brief")
def command() -> None:
    """List, show and fill the templates of briefs, reviews and questions.

    Your own templates, Markdown files with front matter, live in the folder "prompts" of CLOUDWRIGHT_HOME.
    """


@command.command("list", epilog="Example: cloudwright prompt list")
@_FROM
def list_templates(folder: str | None) -> int:
    """List every template, packaged and your own."""
    library = _library(folder)
    for template in library.templates():
        show(f"{template.name:<24} {template.kind:<9} {template.summary}")
    for message in library.refused():
        say(f"cloudwright: left out: {message}")
    return DONE


@command.command("show", epilog="Example: cloudwright prompt show brief")
@click.argument("name", metavar="NAME", shell_complete=complete_templates)
@_FROM
def show_template(name: str, folder: str | None) -> int:
    """Say what the template NAME asks for."""
    template = _template(_library(folder), name)
    show(f"{template.title}\n{template.summary}\n")
    for field in template.fields:
        show(_described(field))
    show(f"\nA {template.kind}, at most about {template.budget:,} tokens. When it is filled,")
    show(NEXT[template.kind].format(place=f"{template.name}.md"))
    return DONE


@command.command(
    "fill", epilog='Example: cloudwright prompt fill brief --set title="Shop" --set what=@shop.txt -o shop.md'
)
@click.argument("name", metavar="NAME", shell_complete=complete_templates)
@click.option(
    "--set", "given", multiple=True, metavar="FIELD=VALUE", shell_complete=complete_fields,
    help="A value; @FILE reads it from a file, @@ stands for a @ it begins with.",
)  # fmt: skip
@click.option("--values", "source", metavar="FILE", type=FILE, help='Values, YAML or JSON: "title: Shop" a line.')
@_FROM
@click.option("-o", "--output", metavar="FILE", type=FILE, help="Where the text goes; stdout where not given.")
def fill(name: str, given: tuple[str, ...], source: str | None, folder: str | None, output: str | None) -> int:
    """Fill the template NAME and print it; a brief can be piped into `cloudwright design -`.

    On a terminal it asks for what is missing, field by field.
    """
    from prompts import ValuesError, render

    template = _template(_library(folder), name)
    try:
        values = _values(template, given, source)
        text = render(template, _completed(template, values, _again(name, folder, output)))
    except ValuesError as error:
        raise InputError(f"{error}\nsee `cloudwright prompt show {name}`") from None
    deliver(text, output)
    if output is not None:
        say(f"written to {output}; {NEXT[template.kind].format(place=shlex.quote(output))}")
    return DONE


def _completed(template: Template, values: Mapping[str, str], again: list[str]) -> Mapping[str, str]:
    """The values, those of a person at the terminal included where required ones are missing."""
    from prompts import ensure_fitting, missing

    if not missing(template, values):
        return values
    from tui.filling import StoppedError, ask_values, can_ask

    if not can_ask():
        return values
    ensure_fitting(template, values)
    try:
        return ask_values(template, values)
    except StoppedError as stop:
        if stop.unfit:
            say(f"cloudwright: this will not do and is left out: {stop.unfit}")
        if stop.values:
            say(f"cloudwright: go on with\n{shlex.join([*again, *_as_options(stop.values)])}")
        raise stop.ending from None


def _again(name: str, folder: str | None, output: str | None) -> list[str]:
    """The command without its values."""
    places = (("--from", folder), ("-o", output))
    return ["cloudwright", "prompt", "fill", name, *(word for pair in places if pair[1] for word in pair if word)]


def _as_options(values: Mapping[str, str]) -> Iterable[str]:
    for field, value in values.items():
        yield from ("--set", f"{field}={'@' if value.startswith('@') else ''}{value}")


def _library(folder: str | None) -> Library:
    from knowledge.places import find_places
    from prompts import Library

    if folder is None:
        return Library(find_places().prompts)
    if not Path(folder).is_dir():
        raise InputError(f"{folder}: there is no such folder")
    return Library(find_places().prompts, Path(folder))


def _template(library: Library, name: str) -> Template:
    from prompts import TemplateError, UnknownTemplateError

    try:
        return library.get(name)
    except (TemplateError, UnknownTemplateError) as error:
        raise InputError(str(error)) from None


def _values(template: Template, given: tuple[str, ...], source: str | None) -> dict[str, str]:
    """What is given with options, which go before the file. Raises ValuesError, InputError."""
    return {**(_from_document(template, source) if source else {}), **dict(_pair(item) for item in given)}


def _from_document(template: Template, source: str) -> dict[str, str]:
    from prompts import plain_values
    from tools.design.codec import DesignError, parse

    try:
        return plain_values(template, parse(_bounded(source), "standard input" if source == "-" else source))
    except DesignError as error:
        raise InputError(str(error).split("\n")[0]) from None


def _pair(item: str) -> tuple[str, str]:
    field, equals, value = item.partition("=")
    if not equals:
        raise InputError(f'--set {item}: must be FIELD=VALUE, as in --set title="Order processing"')
    return field.strip(), _spelled(value)


def _spelled(value: str) -> str:
    if value.startswith("@@"):
        return value[1:]
    return _from_file(value[1:]) if value.startswith("@") else value


def _from_file(path: str) -> str:
    try:
        return _bounded(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{Path(path).name}: not UTF-8 text") from None


def _bounded(path: str) -> bytes:
    data = read_input(path, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise InputError(f"{path}: a file of values may have {MOST_BYTES:,} bytes")
    return data


def _described(field: Declared) -> str:
    kind = "required" if field.required else ", ".join(field.choices) or field.type
    default = f" Default: {field.default}." if field.default else ""
    help_lines = textwrap.wrap(field.help + default, 96, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([f"{field.name} ({kind})", *help_lines])
