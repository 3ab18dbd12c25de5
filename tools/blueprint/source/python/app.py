"""`app.py`: the handler of one function, from what calls it to what it keeps and tells."""

from __future__ import annotations

import re

from tools.blueprint.source.handlers import Calling, Handler
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.python.operations import Printed, operations_of
from tools.blueprint.source.python.work import print_work
from tools.blueprint.source.wording import guard_of, is_once, words_of
from tools.blueprint.source.words import WIDTH, called, constant, documented, literal, spaced
from tools.design.components import Table
from tools.design.events import EventField
from tools.design.requirements import EntityField


def print_app(handler: Handler, *, entry: bool = True) -> tuple[str, set[str]]:
    """The module, and the modules of the shared library it uses. Without `entry` it is work for others to call."""
    work = print_work(handler)
    printed = operations_of(handler)
    calls = _entry(handler) if entry else []
    body = [*_clients(handler), *_fields(handler), *work, *printed.lines, *_tables_of_routes(handler, printed), *calls]
    text = "\n".join(body)
    head = [*documented(words_of(handler)), "", "from __future__ import annotations", "", *_imports(text)]
    return spaced([*head, "", *body]), set(_used(text))


_MODULES = (
    "api",
    "batches",
    "calls",
    "databases",
    "facts",
    "logs",
    "messaging",
    "models",
    "people",
    "storage",
    "tables",
    "triggers",
)
_NAMES = {"Fact": "facts", "Once": "idempotency", "Field": "validation", "checked": "validation"}


def _whole(text: str) -> list[str]:
    """Modules of the library that a text refers to by name."""
    return [module for module in _MODULES if re.search(rf"\b(?<!\.){module}\.[A-Za-z]", text)]


def _named(text: str) -> dict[str, list[str]]:
    """Names that a text takes from modules of the library, by module."""
    found: dict[str, list[str]] = {}
    for name, module in _NAMES.items():
        if re.search(rf"\b(?<!\.){name}\b", text):
            found.setdefault(module, []).append(name)
    return found


def _used(text: str) -> list[str]:
    return sorted({*_whole(text), *_named(text)})


def _imports(text: str) -> list[str]:
    lines = ["from typing import Any"]
    if "uuid4()" in text:
        lines.append("from uuid import uuid4")
    lines.append("")
    if "domain." in text:
        lines.append("import domain")
    whole = _whole(text)
    if whole:
        lines.append(f"from shared import {', '.join(sorted(whole))}")
    named = sorted(_named(text).items())
    return lines + [f"from shared.{module} import {', '.join(sorted(names))}" for module, names in named]


def _clients(handler: Handler) -> list[str]:
    clients: dict[str, Client] = {}
    for client in (handler.table, handler.connections, *handler.asks, *handler.keeps, *handler.holds):
        if client is not None:
            clients.setdefault(client.component, client)
    sources = {told.client.component: told.source for told in handler.tells}
    for told in handler.tells:
        clients.setdefault(told.client.component, told.client)
    lines = [line for c in clients.values() for line in _made(c, sources.get(c.component, ""))]
    if handler.once is not None and handler.store is not None:
        lines += _once(handler.name, handler.once, handler.store)
    return [*lines, ""] if lines else []


def _made(client: Client, source: str) -> list[str]:
    given = [literal(client.variable)]
    extra = list(client.extra)
    while extra and not extra[-1]:
        extra.pop()
    given += [_tuple(value) if isinstance(value, tuple) else literal(value) for value in extra]
    if client.sourced:
        given.append(f"source={literal(source)}")
    return called(f"{constant(client.component)} = {client.module}.{client.type}.named", given)


def _tuple(values: tuple[str, ...]) -> str:
    inner = ", ".join(literal(value) for value in values)
    return f"({inner},)" if len(values) == 1 else f"({inner})"


def _once(scope: str, paths: tuple[str, ...], store: Table) -> list[str]:
    given = [literal(scope), _tuple(paths), literal(store.partition_key)]
    given.append(literal(store.ttl_attribute or "expiresAt"))
    return called("ONCE = Once.named", given)


def _fields(handler: Handler) -> list[str]:
    lines: list[str] = []
    if handler.entity is not None and handler.entity.fields and handler.takes_bodies:
        lines += _declared(constant(handler.entity.name), handler.entity.fields)
    if handler.consumed is not None and handler.works:
        lines += _declared(constant(handler.consumed.name), handler.consumed.fields)
    return lines


def _declared(name: str, fields: tuple[EntityField, ...] | tuple[EventField, ...]) -> list[str]:
    if len(fields) == 1 and len(one := f"{name} = ({_field(fields[0])},)") <= WIDTH:
        return [one, ""]
    return [f"{name} = (", *(f"    {_field(field)}," for field in fields), ")", ""]


def _field(field: EntityField | EventField) -> str:
    given = [literal(field.name)]
    if field.type != "string":
        given.append(literal(field.type))
    if isinstance(field, EventField):
        if field.required:
            given.append("required=True")
        if field.choices:
            given.append(f"choices={_tuple(field.choices)}")
    return f"Field({', '.join(given)})"


def _tables_of_routes(handler: Handler, printed: Printed) -> list[str]:
    lines: list[str] = []
    if "api" in handler.callings:
        answers = [f"        {literal(route)}: {name}," for route, name in printed.routes]
        once = ["    once=ONCE,"] if is_once(handler) else []
        lines += ["", "ROUTES = api.Routes(", "    {", *answers, "    },", *once, ")"]
    if "graph" in handler.callings:
        lines += ["", "FIELDS = {", *(f"    {literal(field)}: {name}," for field, name in printed.fields), "}"]
    if "socket" in handler.callings:
        lines += ["", "ANSWERS = {", *(f"    {literal(key)}: {name}," for key, name in printed.keys), "}"]
    return [*lines, ""] if lines else []


_CONDITIONS = {
    "door": 'event.get("type") in ("REQUEST", "TOKEN") or "authorizationToken" in event',
    "socket": '"connectionId" in event.get("requestContext", {})',
    "api": '"requestContext" in event',
    "graph": '"field" in event',
    "pool": '"triggerSource" in event',
    "transform": '"deliveryStreamArn" in event',
    "batch": 'any(record.get("eventSource") in BATCHED for record in event.get("Records", ()))',
}


def _entry(handler: Handler) -> list[str]:
    lines = [""]
    several = len(handler.callings) > 1
    if several and "batch" in handler.callings[:-1]:
        lines = ["", 'BATCHED = ("aws:sqs", "aws:kinesis", "aws:dynamodb")', "", *lines]
    lines += ["", "def handler(event: dict[str, Any], context: Any) -> Any:", f'    """{_called(handler)}"""']
    for calling in handler.callings[:-1]:
        lines.append(f"    if {_CONDITIONS[calling]}:")
        lines += [f"        {line}" for line in _call(handler, calling)]
    lines += [f"    {line}" for line in _call(handler, handler.callings[-1])]
    return lines


def _called(handler: Handler) -> str:
    who = ", ".join(handler.callers[:4]) or "whoever may invoke it"
    return f"Called by {who}."


def _batched(handler: Handler) -> list[str]:
    return [f"return batches.each(event, work{guard_of(handler)})"]


def _by_itself(handler: Handler) -> list[str]:
    return [f"return batches.whole(event, work{guard_of(handler)})"]


def _person(handler: Handler) -> list[str]:
    lines = [
        'person = {**event["request"].get("userAttributes", {}), "username": event["userName"]}',
        "identifier = f\"{event['userPoolId']}/{event['userName']}/{event['triggerSource']}\"",
        'result = batches.do(Fact(identifier, event["triggerSource"], person), work)',
    ]
    if handler.keeps_people:
        lines.append('people.Accounts(event["userPoolId"]).keep(result)')
    else:
        lines[-1] = lines[-1].removeprefix("result = ")
    return [*lines, "return event"]


def _call(handler: Handler, calling: Calling) -> list[str]:
    """What the handler does when it is called this way."""
    if calling in _CALLS:
        return [_CALLS[calling]]
    return {"pool": _person, "batch": _batched, "fact": _by_itself}[calling](handler)


_CALLS = {
    "door": "return triggers.allow(event, decide)",
    "socket": "return triggers.socket(event, ANSWERS)",
    "api": "return ROUTES.answer(event)",
    "graph": "return triggers.resolve(event, FIELDS)",
    "transform": "return triggers.transform(event, lambda data: domain.process(data, {}))",
}
