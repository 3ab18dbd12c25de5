"""`Types.java`: the records of a handler, made of plain data and made into it."""

from __future__ import annotations

from tools.blueprint.source.java.words import comment, listed, package_of, safe
from tools.blueprint.source.program import Program
from tools.blueprint.source.records import Record, Shape
from tools.blueprint.source.words import literal, spaced

_TYPES = {
    "integer": "Long",
    "number": "Double",
    "boolean": "Boolean",
    "money": "Money",
    "object": "Map<String, Object>",
    "list": "List<Object>",
    "any": "Object",
}
_READ = {
    "integer": "Json.longAt(data, {})",
    "number": "Json.doubleAt(data, {})",
    "boolean": "Json.booleanAt(data, {})",
    "money": "Money.of(data.get({}))",
    "object": "Json.objectAt(data, {})",
    "list": "Json.listAt(data, {}, each -> each)",
    "any": "data.get({})",
}
_ITEMS = {
    "integer": ("Long", "each instanceof Number found ? (Long) found.longValue() : null"),
    "number": ("Double", "each instanceof Number found ? (Double) found.doubleValue() : null"),
    "boolean": ("Boolean", "each instanceof Boolean found ? found : null"),
    "money": ("Money", "Money.of(each)"),
    "object": ("Map<String, Object>", "Json.objectOf(each)"),
    "list": ("Object", "each"),
}


def print_types(program: Program) -> str:
    """The class."""
    checked = {record.name for record in (program.given, program.takes) if record is not None}
    inner = [line for record in program.records for line in ("", *_record(record, record.name in checked, program), "")]
    return spaced(
        [
            f"package {package_of(program.handler.name)};",
            "",
            "import java.util.List;",
            "import java.util.Map;",
            "import shared.Json;",
            *(["import shared.Money;"] if any("Money" in line for line in inner) else []),
            *(["import shared.Validation.Field;"] if checked else []),
            "",
            f"/** The shapes of what {program.handler.name} takes in and gives out. What is not there is null. */",
            "public final class Types {",
            "  private Types() {}",
            *(f"  {line}" if line else "" for line in inner),
            "}",
        ],
        1,
    )


def _record(record: Record, checked: bool, program: Program) -> list[str]:
    return [*comment(record.words), *_declared(record.name, record.fields, record.is_open, checked)]


def _declared(name: str, fields: tuple[Shape, ...], is_open: bool, checked: bool) -> list[str]:
    components = [f"    {_type(name, field)} {safe(field.name)}" for field in fields]
    if is_open:
        components.append("    Map<String, Object> more")
    lines = [f"public record {name}("]
    lines += [f"{component}," for component in components[:-1]] + [f"{components[-1]}) {{"] if components else []
    if not components:
        lines = [f"public record {name}() {{"]
    if checked:
        lines += ["  /** What is checked of it. */", *_fields(fields), ""]
    lines += [*_reader(name, fields, is_open), "", *_writer(fields, is_open)]
    for field in fields:
        if field.fields:
            inner = f"{name}{field.name[:1].upper()}{field.name[1:]}"
            below = [f"/** One `{field.name}`. */", *_declared(inner, field.fields, False, False)]
            lines += ["", *(f"  {line}" if line else "" for line in below)]
    return [*lines, "}"]


def _fields(fields: tuple[Shape, ...]) -> list[str]:
    made = [f"      {_field(field)}," for field in fields]
    if not made:
        return ["  public static final List<Field> FIELDS = List.of();"]
    made[-1] = made[-1].removesuffix(",") + ");"
    return ["  public static final List<Field> FIELDS = List.of(", *made]


def _field(field: Shape) -> str:
    if not field.required and not field.choices:
        return f"new Field({literal(field.name)}, {literal(field.type)})"
    required = "true" if field.required else "false"
    return f"new Field({literal(field.name)}, {literal(field.type)}, {required}, {listed(field.choices)})"


def _inner(name: str, field: Shape) -> str:
    return f"{name}{field.name[:1].upper()}{field.name[1:]}"


def _type(name: str, field: Shape) -> str:
    if field.fields:
        return f"List<{_inner(name, field)}>" if field.type == "list" else _inner(name, field)
    if field.type == "list" and field.items is not None:
        return f"List<{_ITEMS.get(field.items, ('String', ''))[0]}>"
    return _TYPES.get(field.type, "String")


def _reader(name: str, fields: tuple[Shape, ...], is_open: bool) -> list[str]:
    made = [_read(name, field) for field in fields]
    if is_open:
        made.append(f"Json.without(data{''.join(f', {literal(field.name)}' for field in fields)})")
    return [
        "  /** What data says. */",
        f"  public static {name} of(Map<String, Object> data) {{",
        *_called(f"    return new {name}", made),
        "  }",
    ]


def _called(head: str, given: list[str]) -> list[str]:
    if not given:
        return [f"{head}();"]
    return [f"{head}(", *(f"        {each}," for each in given[:-1]), f"        {given[-1]});"]


def _read(name: str, field: Shape) -> str:
    key = literal(field.name)
    inner = _inner(name, field)
    if field.fields and field.type == "list":
        return f"Json.listAt(data, {key}, each -> {inner}.of(Json.objectOf(each)))"
    if field.fields:
        return f"Json.objectAt(data, {key}) == null ? null : {inner}.of(Json.objectAt(data, {key}))"
    if field.type == "list" and field.items is not None:
        made = _ITEMS.get(field.items, ("String", "Json.text(each)"))[1]
        return f"Json.listAt(data, {key}, each -> {made})"
    return _READ.get(field.type, "Json.textAt(data, {})").format(key)


def _writer(fields: tuple[Shape, ...], is_open: bool) -> list[str]:
    pairs = [f"{literal(field.name)}, {_written(field)}" for field in fields]
    made = f"Json.object({', '.join(pairs)})"
    if pairs and len(made) > 80:
        inner = [f"        {pair}," for pair in pairs]
        inner[-1] = inner[-1].removesuffix(",") + ")"
        lines = ["    Map<String, Object> made = Json.object(", *inner[:-1], f"{inner[-1]};"]
    else:
        lines = [f"    Map<String, Object> made = {made};"]
    return [
        "  /** As plain data. */",
        "  public Map<String, Object> json() {",
        *lines,
        f"    return {'Json.joined(more, made)' if is_open else 'made'};",
        "  }",
    ]


def _written(field: Shape) -> str:
    name = safe(field.name)
    if field.fields and field.type == "list":
        return f"Json.listOf({name}, each -> each.json())"
    if field.type == "list" and field.items == "money":
        return f"Json.listOf({name}, each -> each.json())"
    if field.fields or field.type == "money":
        return f"{name} == null ? null : {name}.json()"
    return name
