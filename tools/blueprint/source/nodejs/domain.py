"""`domain.mjs`: the pure functions in which a team's own rules go, with a sensible behaviour to begin with."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler, Told
from tools.blueprint.source.wording import conditions_of, events_told, percent, value_of, wanted_rules
from tools.blueprint.source.words import camel, remark, spaced


def print_domain(handler: Handler) -> str:
    """The module."""
    lines = [f"/** The rules of {handler.name}. Pure: no network, no clock, no chance. Yours to write. */", ""]
    wanted = wanted_rules(handler)
    if "door" in handler.callings:
        lines = [*lines, "import { timingSafeEqual } from 'node:crypto';", "", *_ALLOW]
    if "create" in wanted:
        lines += [*_create(handler), ""]
    if "update" in wanted:
        lines += [*_update(handler), ""]
    if "process" in wanted:
        lines += [*_process(handler), ""]
    for name, told in conditions_of(handler).items():
        lines += [*_condition(name, told), ""]
    for told in events_told(handler):
        lines += [*_projection(handler, told), ""]
    return spaced(lines, 1)


def _name(handler: Handler) -> str:
    return remark(handler.entity.name) if handler.entity is not None else "item"


def _create(handler: Handler) -> list[str]:
    return [
        f"/** What becomes of a new {_name(handler)}: its id, when it came, and who brought it are added. */",
        "export function create(given, known, { identifier, time, caller }) {",
        "  const made = { id: identifier, ...given, createdAt: time };",
        "  return caller ? { ...made, createdBy: caller } : made;",
        "}",
    ]


def _update(handler: Handler) -> list[str]:
    return [
        f"/** The changes to make to one {_name(handler)}: those asked for, but never to its id. */",
        "export function update(given, known) {",
        "  const { id, createdAt, createdBy, ...changes } = given;",
        "  return changes;",
        "}",
    ]


def _process(handler: Handler) -> list[str]:
    if not handler.asks:
        return [
            "/** What comes of one fact: by default, the fact itself. */",
            "export function process(data, known) {",
            "  return { ...data };",
            "}",
        ]
    names = remark(", ".join(client.component for client in handler.asks))
    return [
        f"/** What comes of one fact, given what is known from {names}: by default, both. */",
        "export function process(data, known) {",
        "  const found = Object.entries(known).filter(([, value]) => value && !(value instanceof Uint8Array));",
        "  return found.length > 0 ? { ...data, known: Object.fromEntries(found) } : { ...data };",
        "}",
    ]


def _condition(name: str, told: Told) -> list[str]:
    what = told.type if told.event is not None else told.client.component
    return [
        "/**",
        f" * Whether {remark(what)} is told of a result: the design expects it of {percent(told.share)}.",
        f" * By default of all, but for those in which the rules above set `{camel(name)}` to false.",
        " */",
        f"export function {camel(name)}(result) {{",
        f"  return result.{camel(name)} ?? true;",
        "}",
    ]


def _projection(handler: Handler, told: Told) -> list[str]:
    assert told.event is not None
    fields = [f"    {field.name}: {_value(handler, field.name)}," for field in told.event.fields]
    return [
        f"/** What others are told by {told.type}, version {told.version}. */",
        f"export function {camel(told.type)}(result) {{",
        "  const data = {",
        *fields,
        "  };",
        "  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));",
        "}",
    ]


def _value(handler: Handler, name: str) -> str:
    return " ?? ".join(f"result.{place}" for place in value_of(handler, name))


_ALLOW = [
    "/** Who may come in: whoever knows the secret. Without a secret, nobody. */",
    "export function allow(token, expected) {",
    "  const [given, wanted] = [Buffer.from(token), Buffer.from(expected)];",
    "  const known = wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted);",
    "  return known ? { sub: 'partner' } : null;",
    "}",
    "",
]
