"""What is done with an entity, each operation as a function that answers a request; and what comes over a socket."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.nodejs.work import effects_of, known_of
from tools.blueprint.source.printed import Printed
from tools.blueprint.source.wording import is_own_key, operation_of, place_of
from tools.blueprint.source.words import camel, constant, quoted, snake


def operations_of(handler: Handler) -> Printed:
    """Every operation the handler's routes ask for."""
    printed = Printed()
    wanted: dict[str, None] = {}
    for route in handler.routes:
        if not route.method:
            continue
        operation = operation_of(handler, route)
        wanted[operation] = None
        name = _FUNCTIONS.get(operation, operation)
        if route.method in ("Query", "Mutation", "Subscription"):
            printed.fields.append((route.path, name))
        else:
            printed.routes.append((f"{route.method} {route.path}", name))
    if "api" in handler.callings and not printed.routes:
        printed.routes.append(("ANY /{proxy+}", "respond"))
        wanted["process"] = None
    for operation in wanted:
        printed.lines += ["", *_OPERATIONS[operation](handler), ""]
    if "socket" in handler.callings:
        _add_socket(handler, printed)
    if "door" in handler.callings:
        printed.lines += ["", *_decide(handler), ""]
    return printed


_FUNCTIONS = {"delete": "remove", "process": "respond"}
"""Names of functions, where the operation's word is JavaScript's own or taken."""


def _entity(handler: Handler) -> str:
    return camel(handler.entity.name) if handler.entity is not None else "item"


def _words(handler: Handler) -> str:
    return snake(_entity(handler)).replace("_", " ")


def _body(handler: Handler) -> str:
    declared = handler.entity is not None and handler.entity.fields
    return f"request.valid({constant(handler.entity.name) if declared and handler.entity else ''})"


def _key(table: Client) -> str:
    """Where a request names its item: in its path, its query, or by who asks."""
    partition, sort = str(table.extra[0]), str(table.extra[1])
    last = sort or partition
    places = ["request.parameters"]
    if last != "id":
        places.append(f"{{ {last}: request.parameters.id }}")
    places.append("request.query")
    if sort:
        places.append(f"{{ {partition}: request.caller }}")
    return f"  const key = {constant(table.component)}.keyOf({', '.join(places)});"


def _answering(name: str, words: str, asks: bool = True) -> list[str]:
    return [f"/** {words} */", f"{'async ' if asks else ''}function {name}(request) {{"]


def _create(handler: Handler) -> list[str]:
    name, kept = _entity(handler), handler.table is not None
    lines = _answering("create", f"Takes in a new {_words(handler)}.")
    lines.append(f"  const given = {_body(handler)};")
    lines += [f"  {line}" for line in known_of(handler.asks, "given")]
    known = "known" if handler.asks else "{}"
    lines.append("  const added = { identifier: randomUUID(), time: now(), caller: request.caller };")
    lines.append(f"  const {name} = domain.create(given, {known}, added);")
    if handler.table is not None:
        table, partition, sort = constant(handler.table.component), *map(str, handler.table.extra[:2])
        last = f", {sort}: {name}.id" if sort else ""
        whose = "" if is_own_key(handler, partition) else "request.caller || "
        lines.append(f"  const own = {{ {partition}: {whose}{name}.id{last} }};")
        lines.append(f"  Object.assign({name}, {table}.keyOf({name}, request.parameters, request.query, own));")
        lines.append(f"  await {table}.create({name});")
    lines += [f"  {line}" for line in effects_of(handler, name, "request.id", "now()")]
    return [*lines, f"  return {{ status: {201 if kept else 202}, body: {name} }};", "}"]


def _get(handler: Handler) -> list[str]:
    assert handler.table is not None
    lines = _answering("get", f"Gives one {_words(handler)}.")
    table = constant(handler.table.component)
    return [*lines, _key(handler.table), f"  return {{ status: 200, body: await {table}.get(key) }};", "}"]


def _list(handler: Handler, name: str = "list") -> list[str]:
    assert handler.table is not None
    table, partition, sort = constant(handler.table.component), *map(str, handler.table.extra[:2])
    lines = _answering(name, f"Gives a page of {_words(handler)}s.")
    whose = "null"
    if sort:
        places = f"request.parameters.{partition} ?? request.query.{partition} ?? (request.caller || null)"
        lines.append(f"  const whose = {places};")
        whose = "whose"
    return [
        *lines,
        f"  return {{ status: 200, body: await {table}.page({whose}, request.limit, request.token) }};",
        "}",
    ]


def _search(handler: Handler) -> list[str]:
    index = next((client for client in handler.asks if client.type == "Index"), None)
    if index is None:
        return _list(handler, "search")
    lines = _answering("search", "Gives what is found for the words asked for.")
    lines.append("  const words = request.query.q ?? request.query.query ?? '';")
    found = f"await {constant(index.component)}.search(words)"
    return [*lines, f"  return {{ status: 200, body: {{ items: {found}, next: null }} }};", "}"]


def _update(handler: Handler) -> list[str]:
    assert handler.table is not None
    name = _entity(handler)
    lines = [*_answering("update", f"Changes one {_words(handler)}."), _key(handler.table)]
    lines.append(f"  const given = {_body(handler)};")
    lines += [f"  {line}" for line in known_of(handler.asks, "given")]
    known = "known" if handler.asks else "{}"
    lines.append(
        f"  const {name} = await {constant(handler.table.component)}.update(key, domain.update(given, {known}));"
    )
    lines += [f"  {line}" for line in effects_of(handler, name, "request.id", "now()")]
    return [*lines, f"  return {{ status: 200, body: {name} }};", "}"]


def _delete(handler: Handler) -> list[str]:
    assert handler.table is not None
    lines = [*_answering("remove", f"Deletes one {_words(handler)}."), _key(handler.table)]
    lines.append(f"  await {constant(handler.table.component)}.delete(key);")
    lines += [f"  {line}" for line in effects_of(handler, "key", "request.id", "now()")]
    return [*lines, "  return { status: 204 };", "}"]


def _process(handler: Handler) -> list[str]:
    lines = _answering("respond", "Answers a request with what comes of its work.")
    lines.append("  const given = { ...request.query, ...request.parameters, ...request.valid() };")
    if handler.works:
        return [*lines, "  return { status: 200, body: await work(fact(request.id, request.path, given)) };", "}"]
    lines += [f"  {line}" for line in known_of(handler.asks, "given")]
    lines.append(f"  const result = domain.process(given, {'known' if handler.asks else '{}'});")
    lines += [f"  {line}" for line in effects_of(handler, "result", "request.id", "now()")]
    return [*lines, "  return { status: 200, body: result };", "}"]


def _health(handler: Handler) -> list[str]:
    lines = _answering("health", "Says that it is there.", asks=False)
    return [*lines, "  return { status: 200, body: { status: 'ok' } };", "}"]


_OPERATIONS: dict[str, Callable[[Handler], list[str]]] = {
    "create": _create,
    "get": _get,
    "list": _list,
    "search": _search,
    "update": _update,
    "delete": _delete,
    "process": _process,
    "health": _health,
}


def _add_socket(handler: Handler, printed: Printed) -> None:
    known = handler.connections
    keys = [route.path for route in handler.routes if not route.method]
    if known is not None:
        table = constant(known.component)
        place = ", ".join(
            f"{name}: {quoted(value) if value else 'connection'}" for name, value in place_of(handler).items()
        )
        printed.lines += [
            "",
            "/** Remembers an open connection. */",
            "async function connected(connection) {",
            f"  await {table}.keep({{ {place}, openedAt: now() }}, connection);",
            "}",
            "",
            "/** Forgets a closed connection. */",
            "async function gone(connection) {",
            f"  await {table}.delete({{ {place} }});",
            "}",
            "",
        ]
    printed.lines += ["", *_said(handler), ""]
    answers = {"$connect": "connected", "$disconnect": "gone"} if known is not None else {}
    silent = {"$connect", "$disconnect"} - set(answers)
    printed.keys += [(key, answers.get(key, "said")) for key in keys or ["$default"] if key not in silent]
    if not any(key == "$default" for key, _ in printed.keys):
        printed.keys.append(("$default", "said"))


def _said(handler: Handler) -> list[str]:
    lines = [
        "/** Handles a message, and answers it where the handler may. */",
        "async function said(connection, data) {",
        "  const found = fact(randomUUID(), String(data.action ?? ''), { ...data, connectionId: connection });",
    ]
    if handler.socket is None:
        return [*lines, "  await work(found);", "}"]
    return [*lines, f"  await {constant(handler.socket.component)}.push(connection, await work(found));", "}"]


def _decide(handler: Handler) -> list[str]:
    secret = next((client for client in handler.holds if client.type == "Secret"), None)
    expected = f"await {constant(secret.component)}.value()" if secret is not None else quoted("")
    return [
        "/** Who comes with this token; nobody where null. */",
        "async function decide(token) {",
        f"  return domain.allow(token, {expected});",
        "}",
    ]
