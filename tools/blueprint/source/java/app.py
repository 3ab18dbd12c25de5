"""`App.java`: the handler of one function, from what calls it to what it keeps and tells."""

from __future__ import annotations

from tools.blueprint.source.handlers import Calling
from tools.blueprint.source.java.operations import name_of, print_operations
from tools.blueprint.source.java.words import comment, listed, package_of
from tools.blueprint.source.java.work import print_work
from tools.blueprint.source.program import Made, Program
from tools.blueprint.source.words import constant, literal, spaced

OUTER = {
    "calls": "Calls",
    "databases": "Databases",
    "messaging": "Messaging",
    "models": "Models",
    "people": "People",
    "storage": "Storage",
}
"""Classes of the library that hold those of one kind of neighbour."""

_IMPORTED = (
    "java.io.IOException",
    "java.io.InputStream",
    "java.io.OutputStream",
    "java.util.LinkedHashMap",
    "java.util.List",
    "java.util.Map",
    "java.util.UUID",
    "java.util.function.BiConsumer",
    "java.util.function.Function",
    "shared.Api",
    "shared.Batches",
    "shared.Calls",
    "shared.Databases",
    "shared.Fact",
    "shared.Facts",
    "shared.Invocation",
    "shared.Json",
    "shared.Logs",
    "shared.Messaging",
    "shared.Models",
    "shared.Once",
    "shared.People",
    "shared.Storage",
    "shared.Table",
    "shared.Triggers",
    "shared.Validation",
)


def print_app(program: Program) -> str:
    """The class."""
    body = [*_clients(program), *_tables(program), *_entry(program), *print_work(program), *print_operations(program)]
    text = "\n".join(body)
    words = set("".join(c if c.isalnum() else " " for c in text).split())
    imports = [f"import {name};" for name in _IMPORTED if name.rsplit(".", 1)[1] in words]
    return spaced(
        [
            f"package {package_of(program.handler.name)};",
            "",
            *imports,
            "",
            *comment(program.words),
            "public final class App {",
            *(f"  {line}" if line else "" for line in body),
            "}",
        ],
        1,
    )


def _clients(program: Program) -> list[str]:
    lines = [_made(made) for made in program.clients]
    if program.once is not None:
        once = program.once
        given = [literal(once.scope), listed(once.paths), literal(once.partition), literal(once.expires)]
        lines.append(f"static final Once ONCE = new Once({', '.join(given)});")
    return [*lines, ""]


def _made(made: Made) -> str:
    client = made.client
    given = [literal(client.variable)]
    given += [listed(value) if isinstance(value, tuple) else literal(value) for value in made.extra]
    if client.type == "Table":
        given += ["List.of()"] * (4 - len(given))
    kind = f"{OUTER[client.module]}.{client.type}" if client.module in OUTER else client.type
    return f"static final {kind} {constant(made.name)} = new {kind}({', '.join(given)});"


def _tables(program: Program) -> list[str]:
    lines: list[str] = []
    answering = "Function<Api.Request, Api.Response>"
    for calling, name, kind, entries in (
        ("api", "ROUTES", answering, [(key, name_of(verb)) for key, verb in program.routes]),
        ("graph", "FIELDS", answering, [(key, name_of(verb)) for key, verb in program.fields]),
        ("socket", "ANSWERS", "BiConsumer<String, Map<String, Object>>", list(program.keys)),
    ):
        if calling in program.callings:
            puts = [f"  {name}.put({literal(key)}, App::{answer});" for key, answer in entries]
            lines += ["", f"static final Map<String, {kind}> {name} = new LinkedHashMap<>();"]
            lines += ["", "static {", *puts, "}"]
    return [*lines, ""]


_CONDITIONS: dict[Calling, str] = {
    "door": 'List.of("REQUEST", "TOKEN").contains(Json.text(event.get("type"))) '
    '|| event.containsKey("authorizationToken")',
    "socket": 'Json.inside(event, "requestContext").containsKey("connectionId")',
    "api": 'event.containsKey("requestContext")',
    "graph": 'event.containsKey("field")',
    "pool": 'event.containsKey("triggerSource")',
    "transform": 'event.containsKey("deliveryStreamArn")',
    "batch": "Batches.isBatch(event)",
}


def _entry(program: Program) -> list[str]:
    who = ", ".join(program.handler.callers[:4]) or "whoever may invoke it"
    lines = [
        "",
        *comment(f"Called by {who}."),
        "public void handle(InputStream in, OutputStream out) throws IOException {",
        "  Invocation.serve(in, out, App::answer);",
        "}",
        "",
        "/** What is answered to an event. */",
        "static Object answer(Map<String, Object> event) {",
    ]
    for calling in program.callings[:-1]:
        steps = _call(program, calling)
        lines += [f"  if ({_CONDITIONS[calling]}) {{", *(f"    {step}" for step in steps), "  }"]
    return [*lines, *(f"  {step}" for step in _call(program, program.callings[-1])), "}", ""]


def _call(program: Program, calling: Calling) -> list[str]:
    once = "ONCE" if program.guards_work else "null"
    if calling == "pool":
        return _person(program)
    return [
        {
            "door": "return Triggers.allow(event, App::decide);",
            "socket": "return Triggers.socket(event, ANSWERS);",
            "api": f"return Api.answer(event, ROUTES, {once});",
            "graph": "return Triggers.resolve(event, FIELDS);",
            "transform": "return Triggers.transform(event, data -> Domain.process(data, Map.of()).json());",
            "batch": f"return Batches.each(event, App::work, {once});",
            "fact": f"return Batches.whole(event, App::work, {once});",
        }[calling]
    ]


def _person(program: Program) -> list[str]:
    handled = "Batches.handle(Facts.ofPerson(event), App::work, null)"
    if not program.handler.keeps_people:
        return [f"{handled};", "return event;"]
    return [f'People.Accounts.join(Json.text(event.get("userPoolId")), {handled});', "return event;"]
