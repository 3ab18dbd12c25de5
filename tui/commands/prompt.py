"""`cloudwright prompt`: the templates."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.console import InputError, read_input, show

if TYPE_CHECKING:
    from prompts.template import Declared, Template

MOST_BYTES = 400_000
"""Largest file a value is read from."""


@click.group("prompt", epilog="Example: cloudwright prompt show brief")
def command() -> None:
    """List, show and fill the templates of briefs."""


@command.command("list", epilog="Example: cloudwright prompt list")
def list_templates() -> int:
    """List every template."""
    from prompts import templates

    for template in templates():
        show(f"{template.name:<16} {template.summary}")
    return 0


@command.command("show", epilog="Example: cloudwright prompt show brief")
@click.argument("name", metavar="NAME")
def show_template(name: str) -> int:
    """Say what the template NAME asks for."""
    template = _template(name)
    show(f"{template.title}\n{template.summary}\n")
    for field in template.fields:
        show(_described(field))
    return 0


@command.command("fill", epilog='Example: cloudwright prompt fill brief --set title="Shop" --set what=@shop.txt')
@click.argument("name", metavar="NAME")
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="A value; @FILE reads it from a file.")
def fill(name: str, given: tuple[str, ...]) -> int:
    """Print the template NAME with its values; a brief can be piped into `cloudwright design -`."""
    from prompts import ValuesError, render

    _template(name)
    try:
        show(render(name, dict(_pair(item) for item in given)), end="")
    except ValuesError as error:
        raise InputError(f"{error}\nsee `cloudwright prompt show {name}`") from None
    return 0


def _template(name: str) -> Template:
    from prompts import UnknownTemplateError, get

    try:
        return get(name)
    except UnknownTemplateError as error:
        raise InputError(str(error)) from None


def _pair(item: str) -> tuple[str, str]:
    field, equals, value = item.partition("=")
    if not equals:
        raise InputError(f'--set {item}: must be FIELD=VALUE, as in --set title="Order processing"')
    return field.strip(), _from_file(value[1:]) if value.startswith("@") else value


def _from_file(path: str) -> str:
    data = read_input(path, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise InputError(f"{path}: a value may have {MOST_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{Path(path).name}: not UTF-8 text") from None


def _described(field: Declared) -> str:
    kind = "required" if field.required else ", ".join(field.choices) or field.type
    default = f" Default: {field.default}." if field.default else ""
    help_lines = textwrap.wrap(field.help + default, 96, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([f"{field.name} ({kind})", *help_lines])
