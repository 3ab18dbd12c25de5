"""What is done with an entity, each operation as a function that answers a request; and what comes over a socket."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.printed import Printed
from tools.blueprint.source.python.work import effects_of, known_of
from tools.blueprint.source.wording import is_own_key, operation_of, place_of
from tools.blueprint.source.words import called, constant, literal, snake


def operations_of(handler: Handler) -> Printed:
    """Every operation the handler's routes ask for."""
    printed = Printed()
    wanted: dict[str, None] = {}
    for route in handler.routes:
        if route.method in ("Query", "Mutation", "Subscription"):
            name = operation_of(handler, route)
            printed.fields.append((route.path, _FUNCTIONS.get(name, name)))
            wanted[name] = None
        elif route.method:
            name = operation_of(handler, route)
            printed.routes.append((f"{route.method} {route.path}", _FUNCTIONS.get(name, name)))
            wanted[name] = None
    if "api" in handler.callings and not printed.routes:
        printed.routes.append(("ANY /{proxy+}", "process"))
        wanted["process"] = None
    if "health" in wanted:
        wanted = {"health": None, **wanted}
    for name in wanted:
        printed.lines += ["", *_OPERATIONS[name](handler), ""]
    if "socket" in handler.callings:
        _add_socket(handler, printed)
    if "door" in handler.callings:
        printed.lines += ["", *_decide(handler), ""]
    return printed


def _entity(handler: Handler) -> str:
    return snake(handler.entity.name) if handler.entity is not None else "item"


def _body(handler: Handler) -> str:
    declared = handler.entity is not None and handler.entity.fields
    return f"request.valid({constant(handler.entity.name) if declared and handler.entity else '()'})"


def _key_lines(handler: Handler, table: Client) -> list[str]:
    """Where a request names its item: in its path, its query, or by who asks."""
    partition, sort = str(table.extra[0]), str(table.extra[1])
    last = sort or partition
    places = [f'{{{literal(last)}: request.parameters.get("id")}}'] if last != "id" else []
    places = ["request.parameters", *places, "request.query"]
    if sort:
        places.append(f"{{{literal(partition)}: request.caller}}")
    return called(f"key = {constant(table.component)}.key_of", places)


def _answering(name: str, words: str) -> list[str]:
    return [f"def {name}(request: api.Request) -> api.Response:", f'    """{words}"""']


def _create(handler: Handler) -> list[str]:
    name = _entity(handler)
    lines = _answering("create", f"Takes in a new {name.replace('_', ' ')}.")
    lines.append(f"    given = {_body(handler)}")
    lines += [f"    {line}" for line in known_of(handler.asks, "given")]
    known = "known" if handler.asks else "{}"
    lines += called(f"    {name} = domain.create", ["given", known, "str(uuid4())", "facts.now()", "request.caller"])
    if handler.table is not None:
        table, partition, sort = constant(handler.table.component), *map(str, handler.table.extra[:2])
        places = [name, "request.parameters", "request.query"]
        whose = "" if is_own_key(handler, partition) else "request.caller or "
        places.append(f'{{{literal(partition)}: {whose}{name}.get("id")}}')
        if sort:
            places.append(f'{{{literal(sort)}: {name}.get("id")}}')
        lines += called(f"    {name} |= {table}.key_of", places)
        lines.append(f"    {table}.create({name})")
    lines += [f"    {line}" for line in effects_of(handler, name, "request.id", "facts.now()")]
    return [*lines, f"    return api.Response({201 if handler.table is not None else 202}, {name})"]


def _get(handler: Handler) -> list[str]:
    assert handler.table is not None
    lines = _answering("get", f"Gives one {_entity(handler).replace('_', ' ')}.")
    lines += [f"    {line}" for line in _key_lines(handler, handler.table)]
    return [*lines, f"    return api.Response(200, {constant(handler.table.component)}.get(key))"]


def _list(handler: Handler) -> list[str]:
    assert handler.table is not None
    table, partition, sort = constant(handler.table.component), *map(str, handler.table.extra[:2])
    lines = _answering("list_all", f"Gives a page of {_entity(handler).replace('_', ' ')}s.")
    whose = "None"
    if sort:
        named = f"request.parameters.get({literal(partition)}) or request.query.get({literal(partition)})"
        lines.append(f"    whose = {named} or request.caller or None")
        whose = "whose"
    return [*lines, f"    return api.Response(200, {table}.page({whose}, request.limit, request.token))"]


def _search(handler: Handler) -> list[str]:
    index = next((client for client in handler.asks if client.type == "Index"), None)
    if index is None:
        return ["\n".join(_list(handler)).replace("def list_all(", "def search(")]
    lines = _answering("search", "Gives what is found for the words asked for.")
    lines.append('    words = request.query.get("q") or request.query.get("query") or ""')
    return [
        *lines,
        f'    return api.Response(200, {{"items": {constant(index.component)}.search(words), "next": None}})',
    ]


def _update(handler: Handler) -> list[str]:
    assert handler.table is not None
    name = _entity(handler)
    lines = _answering("update", f"Changes one {name.replace('_', ' ')}.")
    lines += [f"    {line}" for line in _key_lines(handler, handler.table)]
    lines.append(f"    given = {_body(handler)}")
    lines += [f"    {line}" for line in known_of(handler.asks, "given")]
    known = "known" if handler.asks else "{}"
    lines.append(f"    {name} = {constant(handler.table.component)}.update(key, domain.update(given, {known}))")
    lines += [f"    {line}" for line in effects_of(handler, name, "request.id", "facts.now()")]
    return [*lines, f"    return api.Response(200, {name})"]


def _delete(handler: Handler) -> list[str]:
    assert handler.table is not None
    lines = _answering("delete", f"Deletes one {_entity(handler).replace('_', ' ')}.")
    lines += [f"    {line}" for line in _key_lines(handler, handler.table)]
    lines.append(f"    {constant(handler.table.component)}.delete(key)")
    lines += [f"    {line}" for line in effects_of(handler, "key", "request.id", "facts.now()")]
    return [*lines, "    return api.Response(204)"]


def _process(handler: Handler) -> list[str]:
    lines = _answering("process", "Answers a request with what comes of its work.")
    if handler.operation == "process" or handler.works:
        lines.append("    given = {**request.query, **request.parameters, **request.valid(())}")
        lines.append("    return api.Response(200, work(Fact(request.id, request.path, given, time=facts.now())))")
        return lines
    lines.append("    given = {**request.query, **request.parameters, **request.valid(())}")
    lines += [f"    {line}" for line in known_of(handler.asks, "given")]
    lines.append(f"    result = domain.process(given, {'known' if handler.asks else '{}'})")
    lines += [f"    {line}" for line in effects_of(handler, "result", "request.id", "facts.now()")]
    return [*lines, "    return api.Response(200, result)"]


def _health(handler: Handler) -> list[str]:
    return [*_answering("health", "Says that it is there."), '    return api.Response(200, {"status": "ok"})']


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


_FUNCTIONS = {"list": "list_all"}
"""Names of functions, where the operation's word is Python's own."""


def _add_socket(handler: Handler, printed: Printed) -> None:
    known = handler.connections
    keys = [route.path for route in handler.routes if not route.method]
    if known is not None:
        table = constant(known.component)
        place = ", ".join(f"{literal(k)}: {literal(v) if v else 'connection'}" for k, v in place_of(handler).items())
        printed.lines += [
            "",
            "def connected(connection: str, data: dict[str, Any]) -> None:",
            '    """Remembers an open connection."""',
            f'    {table}.keep({{{place}, "openedAt": facts.now()}}, connection)',
            "",
            "",
            "def gone(connection: str, data: dict[str, Any]) -> None:",
            '    """Forgets a closed connection."""',
            f"    {table}.delete({{{place}}})",
            "",
        ]
    printed.lines += ["", *_said(handler), ""]
    answers = {"$connect": "connected", "$disconnect": "gone"} if known is not None else {}
    silent = {"$connect", "$disconnect"} - set(answers)
    for key in keys or ["$default"]:
        if key not in silent:
            printed.keys.append((key, answers.get(key, "said")))
    if not any(key == "$default" for key, _ in printed.keys):
        printed.keys.append(("$default", "said"))


def _said(handler: Handler) -> list[str]:
    lines = [
        "def said(connection: str, data: dict[str, Any]) -> None:",
        '    """Handles a message, and answers it where the handler may."""',
        '    told = {**data, "connectionId": connection}',
        '    fact = Fact(str(uuid4()), str(data.get("action", "")), told, time=facts.now())',
    ]
    if handler.socket is None:
        return [*lines, "    work(fact)"]
    return [*lines, f"    {constant(handler.socket.component)}.push(connection, work(fact))"]


def _decide(handler: Handler) -> list[str]:
    secret = next((client for client in handler.holds if client.type == "Secret"), None)
    expected = f"{constant(secret.component)}.value()" if secret is not None else '""'
    return [
        "def decide(token: str, event: dict[str, Any]) -> dict[str, Any] | None:",
        '    """Who comes with this token; nobody where None."""',
        f"    return domain.allow(token, {expected})",
    ]
