"""`app.mjs`: the handler of one function, from what calls it to what it keeps and tells."""

from __future__ import annotations

import re

from tools.blueprint.source.handlers import Calling, Handler
from tools.blueprint.source.neighbours import Client
from tools.blueprint.source.nodejs.operations import Printed, operations_of
from tools.blueprint.source.nodejs.work import print_work
from tools.blueprint.source.wording import guard_of, words_of
from tools.blueprint.source.words import constant, quoted, remark, spaced
from tools.design.components import Table
from tools.design.events import EventField
from tools.design.requirements import EntityField


def print_app(handler: Handler) -> tuple[str, set[str]]:
    """The module, and the modules of the shared library it uses."""
    printed = operations_of(handler)
    body = [*_clients(handler), *_fields(handler), *print_work(handler), *printed.lines]
    body += [*_tables_of_routes(handler, printed), *_entry(handler)]
    text = "\n".join(body)
    imports, used = _imports(text)
    return spaced([f"/** {words_of(handler)} */", "", *imports, "", *body], 1), used


_CLASSES = {
    "Table": "tables",
    "Bucket": "storage",
    "Secret": "storage",
    "Parameter": "storage",
    "Bus": "messaging",
    "Queue": "messaging",
    "Topic": "messaging",
    "Stream": "messaging",
    "DeliveryStream": "messaging",
    "Partner": "calls",
    "Function": "calls",
    "Workflow": "calls",
    "Task": "calls",
    "Job": "calls",
    "Transcoder": "calls",
    "Timers": "calls",
    "Model": "models",
    "Database": "databases",
    "Documents": "databases",
    "Warehouse": "databases",
    "Queries": "databases",
    "Series": "databases",
    "Index": "databases",
    "Cache": "databases",
    "Mail": "people",
    "Connections": "people",
    "Accounts": "people",
    "Devices": "people",
    "Once": "idempotency",
}

_FUNCTIONS = {
    "answer": "api",
    "each": "batches",
    "whole": "batches",
    "handle": "batches",
    "fact": "facts",
    "now": "facts",
    "info": "logs",
    "checked": "validation",
    "resolve": "triggers",
    "socket": "triggers",
    "transform": "triggers",
    "allow": "triggers",
}


def _imports(text: str) -> tuple[list[str], set[str]]:
    found: dict[str, list[str]] = {}
    for name, module in _CLASSES.items():
        if f"new {name}(" in text:
            found.setdefault(module, []).append(name)
    for name, module in _FUNCTIONS.items():
        if re.search(rf"(?<![.\w]){name}\(", text):
            found.setdefault(module, []).append(name)
    lines = ["import { randomUUID } from 'node:crypto';"] if "randomUUID()" in text else []
    lines += [f"import {{ {', '.join(names)} }} from 'shared/{module}';" for module, names in sorted(found.items())]
    if "domain." in text:
        lines.append("import * as domain from './domain.mjs';")
    return lines, set(found)


def _clients(handler: Handler) -> list[str]:
    clients: dict[str, Client] = {}
    for client in (handler.table, handler.connections, handler.socket, *handler.asks, *handler.keeps, *handler.holds):
        if client is not None:
            clients.setdefault(client.component, client)
    sources = {told.client.component: told.source for told in handler.tells}
    for told in handler.tells:
        clients.setdefault(told.client.component, told.client)
    lines = [_made(client, sources.get(client.component, "")) for client in clients.values()]
    if handler.once is not None and handler.store is not None:
        lines.append(_once(handler.name, handler.once, handler.store))
    return [*lines, ""] if lines else []


def _made(client: Client, source: str) -> str:
    given = [quoted(client.variable)]
    extra = list(client.extra)
    while extra and not extra[-1]:
        extra.pop()
    given += [_list(value) if isinstance(value, tuple) else quoted(value) for value in extra]
    if client.sourced:
        given.append(quoted(source))
    return f"const {constant(client.component)} = new {client.type}({', '.join(given)});"


def _list(values: tuple[str, ...]) -> str:
    return f"[{', '.join(quoted(value) for value in values)}]"


def _once(scope: str, paths: tuple[str, ...], store: Table) -> str:
    given = [quoted(scope), _list(paths), quoted(store.partition_key), quoted(store.ttl_attribute or "expiresAt")]
    return f"const ONCE = new Once({', '.join(given)});"


def _fields(handler: Handler) -> list[str]:
    lines: list[str] = []
    if handler.entity is not None and handler.entity.fields and handler.takes_bodies:
        lines += _declared(constant(handler.entity.name), handler.entity.fields)
    if handler.consumed is not None and handler.works:
        lines += _declared(constant(handler.consumed.name), handler.consumed.fields)
    return lines


def _declared(name: str, fields: tuple[EntityField, ...] | tuple[EventField, ...]) -> list[str]:
    return [f"const {name} = [", *(f"  {_field(field)}," for field in fields), "];", ""]


def _field(field: EntityField | EventField) -> str:
    given = [f"name: {quoted(field.name)}"]
    if field.type != "string":
        given.append(f"type: {quoted(field.type)}")
    if isinstance(field, EventField):
        if field.required:
            given.append("required: true")
        if field.choices:
            given.append(f"choices: {_list(field.choices)}")
    return f"{{ {', '.join(given)} }}"


def _tables_of_routes(handler: Handler, printed: Printed) -> list[str]:
    lines: list[str] = []
    for calling, name, entries in (
        ("api", "ROUTES", printed.routes),
        ("graph", "FIELDS", printed.fields),
        ("socket", "ANSWERS", printed.keys),
    ):
        if calling in handler.callings:
            lines += ["", f"const {name} = {{", *(f"  {_property(key)}: {answer}," for key, answer in entries), "};"]
    return [*lines, ""] if lines else []


def _property(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_$][\w$]*", key) else quoted(key)


_CONDITIONS = {
    "door": "['REQUEST', 'TOKEN'].includes(event.type) || 'authorizationToken' in event",
    "socket": "event.requestContext?.connectionId",
    "api": "'requestContext' in event",
    "graph": "'field' in event",
    "pool": "'triggerSource' in event",
    "transform": "'deliveryStreamArn' in event",
    "batch": "['aws:sqs', 'aws:kinesis', 'aws:dynamodb'].includes(event.Records?.[0]?.eventSource)",
}


def _entry(handler: Handler) -> list[str]:
    who = remark(", ".join(handler.callers[:4])) or "whoever may invoke it"
    lines = ["", f"/** Called by {who}. */", "export async function handler(event) {"]
    for calling in handler.callings[:-1]:
        steps = _call(handler, calling)
        if len(steps) == 1:
            lines.append(f"  if ({_CONDITIONS[calling]}) {steps[0]}")
        else:
            lines += [f"  if ({_CONDITIONS[calling]}) {{", *(f"    {step}" for step in steps), "  }"]
    return [*lines, *(f"  {step}" for step in _call(handler, handler.callings[-1])), "}"]


def _call(handler: Handler, calling: Calling) -> list[str]:
    once = guard_of(handler)
    if calling == "pool":
        return _person(handler)
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


def _person(handler: Handler) -> list[str]:
    lines = [
        "const person = { ...event.request.userAttributes, username: event.userName };",
        "const id = `${event.userPoolId}/${event.userName}/${event.triggerSource}`;",
        "const result = await handle(fact(id, event.triggerSource, person), work);",
    ]
    if handler.keeps_people:
        lines.append("await new Accounts('', event.userPoolId).keep(result);")
    else:
        lines[-1] = lines[-1].removeprefix("const result = ")
    return [*lines, "return event;"]
