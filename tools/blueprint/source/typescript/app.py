"""`app.ts`: the handler of one function, from what calls it to what it keeps and tells."""

from __future__ import annotations

import re

from tools.blueprint.source.handlers import Calling
from tools.blueprint.source.program import Made, Program
from tools.blueprint.source.typescript.operations import print_operations
from tools.blueprint.source.typescript.work import print_work
from tools.blueprint.source.words import constant, quoted, remark, spaced


def print_app(program: Program) -> str:
    """The module."""
    body = [*print_work(program), *print_operations(program), *_tables(program), *_entry(program)]
    words = set(re.findall(r"\w+", "\n".join(body)))
    used = {made.name for made in program.clients if constant(made.name) in words}
    body = [*_clients(program, used), *body]
    imports = _imports(program, "\n".join(body))
    return spaced([f"/** {program.words} */", "", *imports, "", *body], 1)


_PLACES = {
    "answer": "api",
    "type Answered": "api",
    "type Request": "api",
    "type Routes": "api",
    "each": "batches",
    "handle": "batches",
    "whole": "batches",
    "isBatch": "batches",
    "fact": "facts",
    "personOf": "facts",
    "now": "facts",
    "type Fact": "facts",
    "Once": "idempotency",
    "isData": "json",
    "type Data": "json",
    "type Json": "json",
    "type Known": "json",
    "info": "logs",
    "allow": "triggers",
    "type Answers": "triggers",
    "resolve": "triggers",
    "socket": "triggers",
    "transform": "triggers",
    "checked": "validation",
}
"""Names of the library, and the modules they are of."""


_CALLED = re.compile(r"(?<![.\w'])(\w+)(?=[(<])")
_NAMED = re.compile(r"(?<![.\w'])(\w+)\b(?! [a-z])")


def _imports(program: Program, text: str) -> list[str]:
    found: dict[str, set[str]] = {}
    for made in program.clients:
        found.setdefault(made.client.module, set()).add(made.client.type)
    if program.handler.keeps_people:
        found.setdefault("people", set()).add("Accounts")
    called, named = set(_CALLED.findall(text)), set(_NAMED.findall(text))
    for name, module in _PLACES.items():
        if name in called or name.removeprefix("type ") in named - {name}:
            found.setdefault(module, set()).add(name)
    lines = ["import { randomUUID } from 'node:crypto';"] if "randomUUID()" in text else []
    lines += [_import(sorted(names), f"../shared/typescript/{module}.js") for module, names in sorted(found.items())]
    if "domain." in text:
        lines.append("import * as domain from './domain.js';")
    records = [record for record in (program.given, program.takes) if record is not None]
    words = set(re.findall(r"\w+", text))
    used = [name for record in records for name in (constant(record.name), f"type {record.name}")]
    used = [name for name in used if name.removeprefix("type ") in words]
    return [*lines, _import(sorted(used), "./types.js")] if used else lines


def _import(names: list[str], place: str) -> str:
    if all(name.startswith("type ") for name in names):
        return f"import type {{ {', '.join(name.removeprefix('type ') for name in names)} }} from '{place}';"
    ordered = sorted(names, key=lambda name: name.removeprefix("type ").lower())
    return f"import {{ {', '.join(ordered)} }} from '{place}';"


def _clients(program: Program, used: set[str]) -> list[str]:
    """What it speaks to. What it only knows is there for the team's own code to take."""
    lines = [_made(made) if made.name in used else f"export {_made(made)}" for made in program.clients]
    if program.once is not None:
        once = program.once
        given = [quoted(once.scope), _list(once.paths), quoted(once.partition), quoted(once.expires)]
        lines.append(f"const ONCE = new Once({', '.join(given)});")
    return [*lines, ""] if lines else []


def _made(made: Made) -> str:
    given = [quoted(made.client.variable)]
    extra = list(made.extra)
    while extra and not extra[-1]:
        extra.pop()
    given += [_list(value) if isinstance(value, tuple) else quoted(value) for value in extra]
    return f"const {constant(made.name)} = new {made.client.type}({', '.join(given)});"


def _list(values: tuple[str, ...]) -> str:
    return f"[{', '.join(quoted(value) for value in values)}]"


def _tables(program: Program) -> list[str]:
    lines: list[str] = []
    verbs = [(key, name_of(verb)) for key, verb in program.routes]
    fields = [(key, name_of(verb)) for key, verb in program.fields]
    for calling, name, kind, entries in (
        ("api", "ROUTES", "Routes", verbs),
        ("graph", "FIELDS", "Routes", fields),
        ("socket", "ANSWERS", "Answers", list(program.keys)),
    ):
        if calling in program.callings:
            inner = [f"  {property_of(key)}: {answer}," for key, answer in entries]
            lines += ["", f"const {name}: {kind} = {{", *inner, "};"]
    return [*lines, ""] if lines else []


def name_of(verb: str) -> str:
    """The function of an operation; where its word is JavaScript's own or taken, another."""
    return {"delete": "remove", "process": "respond"}.get(verb, verb)


def property_of(key: str) -> str:
    """A text as the name of a property."""
    return key if re.fullmatch(r"[A-Za-z_$][\w$]*", key) else quoted(key)


_CONDITIONS: dict[Calling, str] = {
    "door": "['REQUEST', 'TOKEN'].includes(String(event.type)) || 'authorizationToken' in event",
    "socket": "isData(event.requestContext) && 'connectionId' in event.requestContext",
    "api": "'requestContext' in event",
    "graph": "'field' in event",
    "pool": "'triggerSource' in event",
    "transform": "'deliveryStreamArn' in event",
    "batch": "isBatch(event)",
}


def _entry(program: Program) -> list[str]:
    who = remark(", ".join(program.handler.callers[:4])) or "whoever may invoke it"
    lines = ["", f"/** Called by {who}. */", "export async function handler(event: Data): Promise<unknown> {"]
    for calling in program.callings[:-1]:
        steps = _call(program, calling)
        lines += [f"  if ({_CONDITIONS[calling]}) {{", *(f"    {step}" for step in steps), "  }"]
    return [*lines, *(f"  {step}" for step in _call(program, program.callings[-1])), "}"]


def _call(program: Program, calling: Calling) -> list[str]:
    once = ", ONCE" if program.guards_work else ""
    if calling == "pool":
        return _person(program)
    return [
        {
            "door": "return allow(event, decide);",
            "socket": "return socket(event, ANSWERS);",
            "api": f"return answer(event, ROUTES{once});",
            "graph": "return resolve(event, FIELDS);",
            "transform": "return transform(event, (data) => domain.process(data, {}));",
            "batch": f"return each(event, work{once});",
            "fact": f"return whole(event, work{once});",
        }[calling]
    ]


def _person(program: Program) -> list[str]:
    lines = [
        "const person = personOf(event);",
        "const result = await handle(person, work);",
    ]
    if program.handler.keeps_people:
        lines.append("await new Accounts('', String(event.userPoolId)).keep(result);")
    else:
        lines[-1] = lines[-1].removeprefix("const result = ")
    return [*lines, "return event;"]
