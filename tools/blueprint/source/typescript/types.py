"""`types.ts`: the records of a handler as types, and, where what comes in is checked, their fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.blueprint.source.program import Program
from tools.blueprint.source.records import Record, Shape
from tools.blueprint.source.words import constant, quoted, remark, spaced

_TYPES = {
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "money": "Money",
    "object": "Data",
    "list": "Json[]",
    "any": "Json",
}


def print_types(program: Program) -> str:
    """The module."""
    checked = [record for record in (program.given, program.takes) if record is not None]
    lines = [line for record in program.records for line in ("", *_declared(record))]
    for record in checked:
        lines += ["", *_fields(record)]
    text = "\n".join(lines)
    words = set(re.findall(r"\w+", text))
    named = [name for name in ("Data", "Json", "Money") if name in words]
    head = [f"/** The shapes of what {remark(program.handler.name)} takes in and gives out. */", ""]
    if named:
        head.append(f"import type {{ {', '.join(named)} }} from '../shared/typescript/json.js';")
    if checked:
        head.append("import type { Field } from '../shared/typescript/validation.js';")
    return spaced([*head, *lines], 1)


def _declared(record: Record) -> list[str]:
    tail = "} & Data;" if record.is_open else "};"
    inner = members_of(record.fields, "  ")
    return [f"/** {remark(record.words)} */", f"export type {record.name} = {{", *inner, tail]


def members_of(fields: Sequence[Shape], pad: str) -> list[str]:
    """The members of an object type."""
    lines: list[str] = []
    for field in fields:
        if field.words:
            lines.append(f"{pad}/** {remark(field.words)} */")
        mark = "" if field.required else "?"
        first, *more = type_of(field, pad)
        lines += [f"{pad}{field.name}{mark}: {first}", *more]
        lines[-1] += ";"
    return lines


def type_of(field: Shape, pad: str) -> list[str]:
    """The type of a field, on as many lines as it takes."""
    if field.fields:
        tail = "}[]" if field.type == "list" else "}"
        return ["{", *members_of(field.fields, pad + "  "), f"{pad}{tail}"]
    if field.type == "list" and field.items is not None:
        return [f"{_TYPES.get(field.items, 'string')}[]"]
    if field.choices and field.type == "string":
        return [" | ".join(quoted(choice) for choice in dict.fromkeys(field.choices))]
    return [_TYPES.get(field.type, "string")]


def _fields(record: Record) -> list[str]:
    name = constant(record.name)
    return [f"export const {name}: readonly Field[] = [", *(f"  {_field(field)}," for field in record.fields), "];"]


def _field(field: Shape) -> str:
    given = [f"name: {quoted(field.name)}"]
    if field.type != "string":
        given.append(f"type: {quoted(field.type)}")
    if field.required:
        given.append("required: true")
    if field.choices:
        given.append(f"choices: [{', '.join(quoted(choice) for choice in field.choices)}]")
    return f"{{ {', '.join(given)} }}"
