"""What is done with an entity, each operation as a method that answers a request; and what comes over a socket."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.source.java.work import effects_of, known_of
from tools.blueprint.source.program import Operation, Place, Program
from tools.blueprint.source.words import constant, literal

_DATA = "Map<String, Object>"


def name_of(verb: str) -> str:
    """The method of an operation."""
    return {"process": "respond"}.get(verb, verb)


def print_operations(program: Program) -> list[str]:
    """Every operation the handler's routes ask for."""
    lines: list[str] = []
    for operation in program.operations:
        lines += ["", *_OPERATIONS[operation.verb](program, operation), ""]
    if "socket" in program.callings:
        lines += _socket(program)
    if "door" in program.callings:
        lines += ["", *_decide(program), ""]
    return lines


def _answering(operation: Operation) -> list[str]:
    name = name_of(operation.verb)
    return [f"/** {operation.words} */", f"static Api.Response {name}(Api.Request request) {{"]


_PLACES = {
    "parameters": "request.parameters()",
    "query": "request.query()",
    "body": "item",
    "parameter": 'request.parameters().get("id")',
    "caller": "request.caller()",
    "id": 'item.get("id")',
    "caller-or-id": 'request.caller().isEmpty() ? item.get("id") : request.caller()',
}


def _place(place: Place) -> str:
    found = _PLACES[place.source]
    return f"Json.object({literal(place.name)}, {found})" if place.name else found


def _table(operation: Operation) -> str:
    assert operation.table is not None
    return constant(operation.table.component)


def _key(operation: Operation) -> str:
    return f"{_table(operation)}.keyOf({', '.join(_place(place) for place in operation.key)})"


def _given(operation: Operation) -> list[str]:
    """What the request carries, as plain data and as what it is."""
    if operation.body is None:
        return [f"  {_DATA} given = request.valid(List.of());"]
    kind = f"Types.{operation.body.name}"
    return [f"  {_DATA} body = request.valid({kind}.FIELDS);", f"  {kind} given = {kind}.of(body);"]


def _known(operation: Operation) -> tuple[list[str], str]:
    body = "given" if operation.body is None else "body"
    return [f"  {line}" for line in known_of(operation.asks, body)], "known" if operation.asks else "Map.of()"


def _effects(operation: Operation, result: str) -> list[str]:
    return [f"  {line}" for line in effects_of(operation.effects, result, "request.id()", "Facts.now()")]


def _create(program: Program, operation: Operation) -> list[str]:
    known, name = _known(operation)
    lines = [*_answering(operation), *_given(operation), *known]
    lines.append("  String id = UUID.randomUUID().toString();")
    lines.append("  Facts.Added added = new Facts.Added(id, Facts.now(), request.caller());")
    made = "item" if operation.table is not None else "made"
    lines.append(f"  {_DATA} {made} = Domain.create(given, {name}, added).json();")
    if operation.table is not None:
        lines.append(f"  {_DATA} made = Json.joined(item, {_key(operation)});")
        lines.append(f"  {_table(operation)}.create(made);")
    return [*lines, *_effects(operation, "made"), f"  return new Api.Response({operation.status}, made);", "}"]


def _get(program: Program, operation: Operation) -> list[str]:
    lines = _answering(operation)
    return [*lines, f"  return new Api.Response(200, {_table(operation)}.get({_key(operation)}));", "}"]


def _list(program: Program, operation: Operation) -> list[str]:
    lines = _answering(operation)
    whose = "null"
    if operation.whose:
        whose = "whose"
        lines.append(f"  String whose = request.named({literal(operation.whose)});")
        lines.append("  if (whose == null && !request.caller().isEmpty()) whose = request.caller();")
    page = f"{_table(operation)}.page({whose}, request.limit(), request.token())"
    return [*lines, f"  return new Api.Response(200, {page});", "}"]


def _search(program: Program, operation: Operation) -> list[str]:
    if operation.index is None:
        return _list(program, operation)
    found = f"{constant(operation.index.component)}.search(words)"
    return [
        *_answering(operation),
        '  String words = request.query().getOrDefault("q", request.query().getOrDefault("query", ""));',
        f'  return new Api.Response(200, Json.object("items", {found}));',
        "}",
    ]


def _update(program: Program, operation: Operation) -> list[str]:
    known, name = _known(operation)
    lines = [*_answering(operation), f"  {_DATA} key = {_key(operation)};", *_given(operation), *known]
    plain = ".json()" if operation.body is not None else ""
    changes = f"Domain.update(given, {name}){plain}"
    lines.append(f"  {_DATA} made = {_table(operation)}.update(key, {changes});")
    return [*lines, *_effects(operation, "made"), "  return new Api.Response(200, made);", "}"]


def _delete(program: Program, operation: Operation) -> list[str]:
    lines = [*_answering(operation), f"  {_DATA} key = {_key(operation)};", f"  {_table(operation)}.delete(key);"]
    return [*lines, *_effects(operation, "key"), "  return new Api.Response(204, null);", "}"]


def _process(program: Program, operation: Operation) -> list[str]:
    lines = [*_answering(operation), f"  {_DATA} given = request.everything();"]
    if operation.by_work:
        return [
            *lines,
            "  return new Api.Response(200, work(Fact.of(request.id(), request.path(), given)));",
            "}",
        ]
    known, name = _known(operation)
    lines += [*known, f"  {_DATA} result = Domain.process(given, {name}).json();"]
    return [*lines, *_effects(operation, "result"), "  return new Api.Response(200, result);", "}"]


def _health(program: Program, operation: Operation) -> list[str]:
    return [*_answering(operation), '  return new Api.Response(200, Json.object("status", "ok"));', "}"]


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
        table = constant(known.component)
        pairs = [f"{literal(name)}, {literal(value) if value else 'connection'}" for name, value in program.place]
        place = ", ".join(pairs)
        lines += [
            "",
            "/** Remembers an open connection. */",
            f"static void connected(String connection, {_DATA} data) {{",
            f'  {table}.keep(Json.object({place}, "openedAt", Facts.now()), connection, "");',
            "}",
            "",
            "/** Forgets a closed connection. */",
            f"static void gone(String connection, {_DATA} data) {{",
            f"  {table}.delete(Json.object({place}));",
            "}",
        ]
    return [*lines, "", *_said(program), ""]


def _said(program: Program) -> list[str]:
    socket = program.handler.socket
    done = f"{constant(socket.component)}.push(connection, work(fact));" if socket is not None else "work(fact);"
    return [
        "/** Handles a message, and answers it where the handler may. */",
        f"static void said(String connection, {_DATA} data) {{",
        f'  {_DATA} told = Json.joined(data, Json.object("connectionId", connection));',
        '  Fact fact = Fact.of(UUID.randomUUID().toString(), Json.text(data.get("action")), told);',
        f"  {done}",
        "}",
    ]


def _decide(program: Program) -> list[str]:
    secret = program.secret
    expected = f"{constant(secret.component)}.value()" if secret is not None else '""'
    return [
        "/** Who comes with this token; nobody where null. */",
        f"static {_DATA} decide(String token) {{",
        f"  return Domain.allow(token, {expected});",
        "}",
    ]
