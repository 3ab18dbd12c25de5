"""What is done with an entity, each operation as a function that answers a request; and what comes over a socket."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.program import Operation, Place, Program
from tools.blueprint.source.typescript.work import effects_of, known_of
from tools.blueprint.source.words import constant, quoted


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


def _answering(name: str, operation: Operation) -> list[str]:
    return [f"/** {operation.words} */", f"async function {name}(request: Request): Promise<Answered> {{"]


_PLACES = {
    "parameters": "request.parameters",
    "query": "request.query",
    "body": "item",
    "parameter": "request.parameters.id",
    "caller": "request.caller",
    "id": "item.id",
    "caller-or-id": "request.caller || item.id",
}


def _place(place: Place) -> str:
    found = _PLACES[place.source]
    return f"{{ {place.name}: {found} }}" if place.name else found


def _table(operation: Operation) -> str:
    assert operation.table is not None
    return constant(operation.table.component)


def _key(operation: Operation) -> str:
    places = ", ".join(_place(place) for place in operation.key)
    return f"  const key = {_table(operation)}.keyOf({places});"


def _given(operation: Operation) -> str:
    if operation.body is None:
        return "  const given = request.valid();"
    return f"  const given = request.valid<{operation.body.name}>({constant(operation.body.name)});"


def _asked(asks: tuple[Client, ...]) -> tuple[list[str], str]:
    return [f"  {line}" for line in known_of(asks, "given")], "known" if asks else "{}"


def _effects(operation: Operation, result: str) -> list[str]:
    return [f"  {line}" for line in effects_of(operation.effects, result, "request.id", "now()")]


def _create(program: Program, operation: Operation) -> list[str]:
    known, name = _asked(operation.asks)
    lines = [*_answering("create", operation), _given(operation), *known]
    lines.append("  const added = { identifier: randomUUID(), time: now(), caller: request.caller };")
    made = "item" if operation.table is not None else "made"
    lines.append(f"  const {made}: Data = domain.create(given, {name}, added);")
    if operation.table is not None:
        places = ", ".join(_place(place) for place in operation.key)
        lines.append(f"  const made = {{ ...item, ...{_table(operation)}.keyOf({places}) }};")
        lines.append(f"  await {_table(operation)}.create(made);")
    lines += _effects(operation, "made")
    return [*lines, f"  return {{ status: {operation.status}, body: made }};", "}"]


def _get(program: Program, operation: Operation) -> list[str]:
    lines = [*_answering("get", operation), _key(operation)]
    return [*lines, f"  return {{ status: 200, body: await {_table(operation)}.get(key) }};", "}"]


def _list(program: Program, operation: Operation) -> list[str]:
    lines = _answering(operation.verb, operation)
    whose = "null"
    if operation.whose:
        name = operation.whose
        places = f"request.parameters.{name} ?? request.query.{name} ?? (request.caller || null)"
        lines.append(f"  const whose = {places};")
        whose = "whose"
    page = f"await {_table(operation)}.page({whose}, request.limit, request.token)"
    return [*lines, f"  return {{ status: 200, body: {page} }};", "}"]


def _search(program: Program, operation: Operation) -> list[str]:
    if operation.index is None:
        return _list(program, operation)
    lines = _answering("search", operation)
    lines.append("  const words = request.query.q ?? request.query.query ?? '';")
    found = f"await {constant(operation.index.component)}.search(words)"
    return [*lines, f"  return {{ status: 200, body: {{ items: {found}, next: null }} }};", "}"]


def _update(program: Program, operation: Operation) -> list[str]:
    known, name = _asked(operation.asks)
    lines = [*_answering("update", operation), _key(operation), _given(operation), *known]
    lines.append(f"  const made = await {_table(operation)}.update(key, domain.update(given, {name}));")
    return [*lines, *_effects(operation, "made"), "  return { status: 200, body: made };", "}"]


def _delete(program: Program, operation: Operation) -> list[str]:
    lines = [*_answering("remove", operation), _key(operation), f"  await {_table(operation)}.delete(key);"]
    return [*lines, *_effects(operation, "key"), "  return { status: 204 };", "}"]


def _process(program: Program, operation: Operation) -> list[str]:
    lines = _answering("respond", operation)
    lines.append("  const given: Data = { ...request.query, ...request.parameters, ...request.valid() };")
    if operation.by_work:
        return [*lines, "  return { status: 200, body: await work(fact(request.id, request.path, given)) };", "}"]
    known, name = _asked(operation.asks)
    lines += [*known, f"  const result = domain.process(given, {name});"]
    return [*lines, *_effects(operation, "result"), "  return { status: 200, body: result };", "}"]


def _health(program: Program, operation: Operation) -> list[str]:
    lines = [f"/** {operation.words} */", "async function health(): Promise<Answered> {"]
    return [*lines, "  return { status: 200, body: { status: 'ok' } };", "}"]


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
        place = ", ".join(f"{name}: {quoted(value) if value else 'connection'}" for name, value in program.place)
        lines += [
            "",
            "/** Remembers an open connection. */",
            "async function connected(connection: string): Promise<void> {",
            f"  await {table}.keep({{ {place}, openedAt: now() }}, connection);",
            "}",
            "",
            "/** Forgets a closed connection. */",
            "async function gone(connection: string): Promise<void> {",
            f"  await {table}.delete({{ {place} }});",
            "}",
        ]
    return [*lines, "", *_said(program), ""]


def _said(program: Program) -> list[str]:
    lines = [
        "/** Handles a message, and answers it where the handler may. */",
        "async function said(connection: string, data: Data): Promise<void> {",
        "  const found = fact(randomUUID(), String(data.action ?? ''), { ...data, connectionId: connection });",
    ]
    if program.handler.socket is None:
        return [*lines, "  await work(found);", "}"]
    return [*lines, f"  await {constant(program.handler.socket.component)}.push(connection, await work(found));", "}"]


def _decide(program: Program) -> list[str]:
    secret = program.secret
    expected = f"await {constant(secret.component)}.value()" if secret is not None else quoted("")
    return [
        "/** Who comes with this token; nobody where null. */",
        "async function decide(token: string): Promise<Data | null> {",
        f"  return domain.allow(token, {expected});",
        "}",
    ]
