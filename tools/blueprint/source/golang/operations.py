"""What is done with an entity, each operation as a function that answers a request; and what comes over a socket."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.source.golang.words import aligned, done, indented, quoted, record_name, tried, variable_of
from tools.blueprint.source.golang.work import effects_of, known_of
from tools.blueprint.source.program import Operation, Place, Program

_NONE = "shared.Response{}"


def name_of(verb: str) -> str:
    """The function of an operation; where its word is taken, another."""
    return {"delete": "remove", "process": "respond"}.get(verb, verb)


def print_operations(program: Program) -> list[str]:
    """Every operation the handler's routes ask for."""
    lines: list[str] = []
    for operation in program.operations:
        name = name_of(operation.verb)
        lines += [
            "",
            f"// {name} answers: {operation.words}",
            f"func {name}(request shared.Request) (shared.Response, error) {{",
            *indented(_OPERATIONS[operation.verb](program, operation)),
            "}",
            "",
        ]
    if "socket" in program.callings:
        lines += _socket(program)
    if "door" in program.callings:
        lines += ["", *_decide(program), ""]
    return lines


_PLACES = {
    "parameters": "shared.Texts(request.Parameters)",
    "query": "shared.Texts(request.Query)",
    "body": "item",
    "parameter": 'request.Parameters["id"]',
    "caller": "request.Caller()",
    "id": 'item["id"]',
    "caller-or-id": 'shared.TextOr(request.Caller(), shared.Text(item["id"]))',
}


def _place(place: Place) -> str:
    found = _PLACES[place.source]
    return f"shared.Object{{{quoted(place.name)}: {found}}}" if place.name else found


def _table(operation: Operation) -> str:
    assert operation.table is not None
    return variable_of(operation.table)


def _key(operation: Operation) -> list[str]:
    places = ", ".join(_place(place) for place in operation.key)
    return tried(f"key, err := {_table(operation)}.KeyOf({places})", _NONE)


def _given(operation: Operation) -> list[str]:
    """What the request carries, as plain data and as what it is."""
    if operation.body is None:
        return tried("given, err := request.Valid(nil)", _NONE)
    name = record_name(operation.body.name)
    lines = tried(f"body, err := request.Valid({name}Fields)", _NONE)
    return [*lines, *tried(f"given, err := {name}Of(body)", _NONE)]


def _known(operation: Operation) -> tuple[list[str], str]:
    body = "given" if operation.body is None else "body"
    return known_of(operation.asks, body, _NONE), "known" if operation.asks else "nil"


def _effects(operation: Operation, result: str) -> list[str]:
    return effects_of(operation.effects, result, "request.ID", "shared.Now()", _NONE)


def _answer(status: int, body: str) -> str:
    return f"return shared.Response{{Status: {status}, Body: {body}}}, nil"


def _create(program: Program, operation: Operation) -> list[str]:
    known, name = _known(operation)
    lines = [*_given(operation), *known]
    lines.append("added := shared.Added{Identifier: shared.NewID(), Time: shared.Now(), Caller: request.Caller()}")
    lines += tried(f"decided, err := ruleCreate(given, {name}, added)", _NONE)
    if operation.table is None:
        lines.append("made := decided.Object()")
    else:
        lines += ["item := decided.Object()", *_key(operation), "made := shared.Joined(item, key)"]
        lines += done(f"{_table(operation)}.Create(made)", _NONE)
    return [*lines, *_effects(operation, "made"), _answer(operation.status, "made")]


def _get(program: Program, operation: Operation) -> list[str]:
    return [*_key(operation), *tried(f"item, err := {_table(operation)}.Get(key)", _NONE), _answer(200, "item")]


def _list(program: Program, operation: Operation) -> list[str]:
    whose = f"shared.TextOr(request.Named({quoted(operation.whose)}), request.Caller())" if operation.whose else '""'
    page = f"page, err := {_table(operation)}.Page({whose}, request.Limit(), request.Token())"
    return [*tried(page, _NONE), _answer(200, "page")]


def _search(program: Program, operation: Operation) -> list[str]:
    if operation.index is None:
        return _list(program, operation)
    words = 'shared.TextOr(request.Query["q"], request.Query["query"])'
    lines = tried(f"items, err := {variable_of(operation.index)}.Search({words})", _NONE)
    return [*lines, _answer(200, 'shared.Object{"items": items, "next": nil}')]


def _update(program: Program, operation: Operation) -> list[str]:
    known, name = _known(operation)
    lines = [*_key(operation), *_given(operation), *known]
    lines += tried(f"changes, err := ruleUpdate(given, {name})", _NONE)
    plain = "changes.Object()" if operation.body is not None else "changes"
    lines += tried(f"made, err := {_table(operation)}.Update(key, {plain})", _NONE)
    return [*lines, *_effects(operation, "made"), _answer(200, "made")]


def _delete(program: Program, operation: Operation) -> list[str]:
    lines = [*_key(operation), *done(f"{_table(operation)}.Delete(key)", _NONE)]
    return [*lines, *_effects(operation, "key"), _answer(204, "nil")]


def _process(program: Program, operation: Operation) -> list[str]:
    lines = tried("given, err := request.Everything()", _NONE)
    if operation.by_work:
        lines += tried("result, err := work(shared.NewFact(request.ID, request.Path, given))", _NONE)
        return [*lines, _answer(200, "result")]
    known, name = _known(operation)
    lines += [*known, *tried(f"decided, err := ruleProcess(given, {name})", _NONE), "result := decided.Object()"]
    return [*lines, *_effects(operation, "result"), _answer(200, "result")]


def _health(program: Program, operation: Operation) -> list[str]:
    return [_answer(200, 'shared.Object{"status": "ok"}')]


_OPERATIONS: dict[str, Callable[[Program, Operation], list[str]]] = {
    "create": _create,
    "get": _get,
    "list": _list,
    "search": _search,
    "update": _update,
    "delete": _delete,
    "process": _process,
    "health": _health,
}


def _socket(program: Program) -> list[str]:
    lines: list[str] = []
    known = program.handler.connections
    if known is not None:
        place = [f"{quoted(name)}: {quoted(value) if value else 'connection'}" for name, value in program.place]
        kept = ", ".join([*place, '"openedAt": shared.Now()'])
        lines += [
            "",
            "// connected remembers an open connection.",
            "func connected(connection string, data shared.Object) error {",
            f'\treturn {variable_of(known)}.Keep(shared.Object{{{kept}}}, connection, "")',
            "}",
            "",
            "// gone forgets a closed connection.",
            "func gone(connection string, data shared.Object) error {",
            f"\treturn {variable_of(known)}.Delete(shared.Object{{{', '.join(place)}}})",
            "}",
        ]
    return [*lines, "", *_said(program), ""]


def _said(program: Program) -> list[str]:
    socket = program.handler.socket
    lines = [
        "// said handles a message, and answers it where the handler may.",
        "func said(connection string, data shared.Object) error {",
        '\ttold := shared.Joined(data, shared.Object{"connectionId": connection})',
        '\tfact := shared.NewFact(shared.NewID(), shared.Text(data["action"]), told)',
    ]
    if socket is None:
        return [*lines, "\t_, err := work(fact)", "\treturn err", "}"]
    push = f"_, err = {variable_of(socket)}.Push(connection, result)"
    return [*lines, *indented(tried("result, err := work(fact)", "")), f"\t{push}", "\treturn err", "}"]


def _decide(program: Program) -> list[str]:
    lines = ["// decide says who comes with this token; nobody where nil."]
    lines.append("func decide(token string) (shared.Object, error) {")
    if program.secret is None:
        return [*lines, '\treturn ruleAllow(token, ""), nil', "}"]
    expected = indented(tried(f"expected, err := {variable_of(program.secret)}.Value()"))
    return [*lines, *expected, "\treturn ruleAllow(token, expected), nil", "}"]


def tables_of(program: Program) -> list[str]:
    """Which function answers what."""
    lines: list[str] = []
    for calling, name, kind, entries in (
        ("api", "routes", "Answering", [(key, name_of(verb)) for key, verb in program.routes]),
        ("graph", "fields", "Answering", [(key, name_of(verb)) for key, verb in program.fields]),
        ("socket", "answers", "Socketing", list(program.keys)),
    ):
        if calling in program.callings:
            inner = aligned([(f"{quoted(key)}:", f"{answer},") for key, answer in entries], "\t")
            lines += ["", f"var {name} = map[string]shared.{kind}{{", *inner, "}"]
    return [*lines, ""] if lines else []
