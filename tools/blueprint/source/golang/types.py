"""`types.go`: the records of a handler, made of plain data and made into it."""

from __future__ import annotations

from tools.blueprint.source.golang.words import aligned, comment, field_name, quoted, record_name, texts
from tools.blueprint.source.program import Program
from tools.blueprint.source.records import Record, Shape
from tools.blueprint.source.words import spaced

_TYPES = {"integer": "int64", "number": "float64", "boolean": "bool", "money": "shared.Money"}
_HELD = {"object": "shared.Object", "list": "[]any", "any": "any"}
"""Types that may be nothing by themselves."""


def print_types(program: Program) -> str:
    """The file."""
    checked = {record.name for record in (program.given, program.takes) if record is not None}
    body = [line for record in program.records for line in ("", *_record(record, record.name in checked))]
    return spaced(["package main", "", 'import shared "handlers/shared/go"', *body], 1)


def _record(record: Record, checked: bool) -> list[str]:
    lines = [*_declared(record.name, record.words, record.fields, record.is_open)]
    if checked:
        lines += ["", *_fields(record)]
    return [*lines, "", *_reader(record, checked), "", *_writer(record)]


def _declared(name: str, words: str, fields: tuple[Shape, ...], is_open: bool) -> list[str]:
    members = [(field_name(field.name), _member(name, field)) for field in _distinct(fields)]
    width = max((len(kind.split(" `")[0]) for _, kind in members), default=0)
    if is_open:
        members.append(("More", 'shared.Object `json:"-"`'))
        width = max(width, len("shared.Object"))
    spread = [(member, _spread(kind, width)) for member, kind in members]
    lines = [comment(f"{name} says: {words}"), f"type {name} struct {{", *aligned(spread, "\t"), "}"]
    if not members:
        lines = [lines[0], f"type {name} struct{{}}"]
    for field in fields:
        if field.fields:
            lines += ["", *_declared(_inner(name, field), f"one {field.name}.", field.fields, False)]
    return lines


def _distinct(fields: tuple[Shape, ...]) -> list[Shape]:
    """The fields, but for those whose members would have the same name."""
    found: dict[str, Shape] = {}
    for field in fields:
        found.setdefault(field_name(field.name), field)
    found.pop("More", None)
    return list(found.values())


def _spread(kind: str, width: int) -> str:
    kind, tag = kind.split(" `", 1)
    return f"{kind}{' ' * (width - len(kind))} `{tag}"


def _member(name: str, field: Shape) -> str:
    kind = _type(name, field)
    if field.required:
        return f'{kind} `json:"{field.name}"`'
    held = kind.startswith("[]") or kind in _HELD.values()
    return f'{kind if held else "*" + kind} `json:"{field.name},omitempty"`'


def _type(name: str, field: Shape) -> str:
    if field.fields:
        return f"[]{_inner(name, field)}" if field.type == "list" else _inner(name, field)
    if field.type == "list" and field.items is not None:
        return f"[]{_TYPES.get(field.items) or _HELD.get(field.items) or 'string'}"
    return _TYPES.get(field.type) or _HELD.get(field.type) or "string"


def _inner(name: str, field: Shape) -> str:
    return f"{name}{field_name(field.name)}"


def _fields(record: Record) -> list[str]:
    name = f"{record_name(record.name)}Fields"
    return [
        f"// {name} are checked.",
        f"var {name} = []shared.Field{{",
        *(f"\t{_field(field)}," for field in record.fields),
        "}",
    ]


def _field(field: Shape) -> str:
    given = [f"Name: {quoted(field.name)}", f"Type: {quoted(field.type)}"]
    if field.required:
        given.append("Required: true")
    if field.choices:
        given.append(f"Choices: {texts(field.choices)}")
    return f"{{{', '.join(given)}}}"


def _reader(record: Record, checked: bool) -> list[str]:
    name, function = record.name, f"{record_name(record.name)}Of"
    names = ", ".join(quoted(field.name) for field in _distinct(record.fields))
    more = [f"\tmade.More = shared.Without(data{', ' + names if names else ''})"] if record.is_open else []
    if checked:
        head = [
            f"// {function} gives what data says. It fails where a field is of another type.",
            f"func {function}(data shared.Object) ({name}, error) {{",
        ]
        if not more:
            return [*head, f"\treturn shared.As[{name}](data)", "}"]
        return [*head, f"\tmade, err := shared.As[{name}](data)", *more, "\treturn made, err", "}"]
    head = [
        f"// {function} gives what data says; a field of another type is left out.",
        f"func {function}(data shared.Object) {name} {{",
    ]
    if not more:
        return [*head, f"\treturn shared.Leniently[{name}](data)", "}"]
    return [*head, f"\tmade := shared.Leniently[{name}](data)", *more, "\treturn made", "}"]


def _writer(record: Record) -> list[str]:
    made = "shared.Joined(record.More, shared.Plain(record))" if record.is_open else "shared.Plain(record)"
    return [
        "// Object gives it as plain data.",
        f"func (record {record.name}) Object() shared.Object {{",
        f"\treturn {made}",
        "}",
    ]
