"""Names and words as Go has them."""

from __future__ import annotations

from collections.abc import Sequence

from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.words import camel, literal, remark

Failing = str
"""What is returned beside an error."""


def variable_of(client: Client) -> str:
    """The variable of a client: `ordersTable`."""
    return f"{camel(client.component)}{client.type}"


def field_name(name: str) -> str:
    """A field as a member that others see."""
    bare = name.lstrip("_")
    return f"{bare[:1].upper()}{bare[1:]}" if bare[:1].isalpha() else f"X{bare}"


def record_name(name: str) -> str:
    """A record's function begins with a small letter."""
    return f"{name[:1].lower()}{name[1:]}"


def comment(text: str) -> str:
    """Words of people as a comment on one line."""
    return f"// {remark(text)}"


def quoted(text: str) -> str:
    """A text as a literal; half of a pair of surrogates cannot be said in Go, and no design holds one."""
    inner = "".join(_escaped(c) for c in text)
    return f'"{inner}"'


def _escaped(c: str) -> str:
    return literal(c)[1:-1] if ord(c) < 0x10000 else f"\\U{ord(c):08x}"


def texts(values: Sequence[str]) -> str:
    """Texts as a list."""
    return f"[]string{{{', '.join(quoted(value) for value in values)}}}"


def aligned(pairs: Sequence[tuple[str, str]], pad: str, between: str = " ") -> list[str]:
    """Lines of two columns, as gofmt sets them."""
    width = max((len(first) for first, _ in pairs), default=0)
    return [f"{pad}{first}{between}{' ' * (width - len(first))}{second}" for first, second in pairs]


def tried(line: str, giving: Failing = "nil") -> list[str]:
    """A step that may fail, and is then given up."""
    given = f"{giving}, err" if giving else "err"
    return [line, "if err != nil {", f"\treturn {given}", "}"]


def done(call: str, giving: Failing = "nil") -> list[str]:
    """A step that gives nothing but, where it fails, an error."""
    given = f"{giving}, err" if giving else "err"
    return [f"if err := {call}; err != nil {{", f"\treturn {given}", "}"]


def indented(lines: Sequence[str]) -> list[str]:
    """Lines one step in."""
    return [f"\t{line}" if line else "" for line in lines]
