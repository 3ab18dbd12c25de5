"""`domain.ts`: the pure functions in which a team's own rules go, with a sensible behaviour to begin with."""

from __future__ import annotations

import re

from tools.blueprint.source.program import Condition, Program, Projection
from tools.blueprint.source.words import camel, quoted, remark, spaced


def print_domain(program: Program) -> str:
    """The module."""
    name = remark(program.handler.name)
    head = [f"/** The rules of {name}. Pure: no network, no clock, no chance. Yours to write. */", ""]
    body: list[str] = []
    for rule in program.rules:
        body += ["", *_RULES[rule](program)]
    for condition in program.conditions:
        body += ["", *_condition(condition)]
    for projection in program.projections:
        body += ["", *_projection(projection)]
    return spaced([*head, *_imports(program, "\n".join(body)), *body], 1)


def _imports(program: Program, text: str) -> list[str]:
    lines = ["import { timingSafeEqual } from 'node:crypto';"] if "timingSafeEqual" in text else []
    words = set(re.findall(r"\w+", text))
    named = [*(["picked"] if "picked" in words else [])]
    named += [f"type {name}" for name in ("Data", "Known") if name in words]
    if named:
        lines.append(f"import {{ {', '.join(named)} }} from '../shared/typescript/json.js';")
    if "added: Added" in text:
        lines.append("import type { Added } from '../shared/typescript/facts.js';")
    records = sorted(record.name for record in program.records if record.name in words)
    if records:
        lines.append(f"import type {{ {', '.join(records)} }} from './types.js';")
    return lines


def _create(program: Program) -> list[str]:
    assert program.stored is not None
    given = program.given.name if program.given is not None else "Data"
    return [
        "/** YOURS TO WRITE. What becomes of a new one: its id, when it came, and who brought it are added. */",
        f"export function create(given: {given}, known: Known, added: Added): {program.stored.name} {{",
        "  const made = { id: added.identifier, ...given, createdAt: added.time };",
        "  return added.caller ? { ...made, createdBy: added.caller } : made;",
        "}",
    ]


def _update(program: Program) -> list[str]:
    given = program.given.name if program.given is not None else "Data"
    return [
        "/** YOURS TO WRITE. The changes to make: those asked for, but never to an id, a moment or a maker. */",
        f"export function update(given: {given}, known: Known): {given} {{",
        "  const fixed = ['id', 'createdAt', 'createdBy'];",
        "  return Object.fromEntries(Object.entries(given).filter(([name]) => !fixed.includes(name)));",
        "}",
    ]


def _process(program: Program) -> list[str]:
    data = program.takes.name if program.takes is not None else "Data"
    names = remark(", ".join(client.component for client in program.asks))
    words = f"given what is known from {names}: by default, both" if program.asks else "by default, the fact itself"
    lines = [
        f"/** YOURS TO WRITE. What comes of one fact, {words}. */",
        f"export function process(data: {data}, known: Known): Result {{",
    ]
    if not program.asks:
        return [*lines, "  return { ...data };", "}"]
    return [
        *lines,
        "  const found = Object.entries(known).filter(([, value]) => value);",
        "  return found.length > 0 ? { ...data, known: Object.fromEntries(found) } : { ...data };",
        "}",
    ]


def _allow(program: Program) -> list[str]:
    del program
    return [
        "/** YOURS TO WRITE. Who may come in: whoever knows the secret. Without a secret, nobody. */",
        "export function allow(token: string, expected: string): Data | null {",
        "  const [given, wanted] = [Buffer.from(token), Buffer.from(expected)];",
        "  const known = wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted);",
        "  return known ? { sub: 'partner' } : null;",
        "}",
    ]


_RULES = {"create": _create, "update": _update, "process": _process, "allow": _allow}


def _condition(condition: Condition) -> list[str]:
    name = camel(condition.name)
    return [
        "/**",
        f" * Whether {condition.what} is told of a result: the design expects it of {condition.share}.",
        f" * By default of all, but for those in which the rules above set `{name}` to false.",
        " */",
        f"export function {name}(result: Data): boolean {{",
        f"  return result.{name} !== false;",
        "}",
    ]


def _projection(projection: Projection) -> list[str]:
    event = projection.event
    picks = [f"    {name}: [{', '.join(quoted(place) for place in places)}]," for name, places in projection.picks]
    return [
        f"/** {remark(event.words)} */",
        f"export function {camel(event.name)}(result: Data): {event.name} {{",
        "  return picked(result, {",
        *picks,
        "  });",
        "}",
    ]
