"""`app.test.mjs`: the handler called with its sample events, offline."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.samples import CALLER, IDENTIFIER
from tools.blueprint.source.wording import STATUS, operation_of, seed_of
from tools.blueprint.source.words import quoted, spaced

_HEAD = """\
/** The handler, offline: AWS is played by a stand-in that remembers what it was asked. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { beforeEach, test } from 'node:test';
import { Aws, quietNetwork } from 'shared/testing';
"""

_SETUP = """
const { handler } = await import('./app.mjs');
await quietNetwork();

let aws;
beforeEach(() => {
  aws = new Aws().install();
});

/** Calls the handler with a sample event. */
async function call(sample, changes = {}) {
  const event = JSON.parse(await readFile(new URL(`./events/${sample}.json`, import.meta.url), 'utf8'));
  return handler({ ...event, ...changes });
}
"""

_OPERATIONS = {"Bus": "PutEvents", "Queue": "SendMessage", "Topic": "Publish", "Stream": "PutRecord"}


def print_test(plan: Plan, handler: Handler) -> str:
    """The module."""
    values = [f"  {name}: {quoted(_value(name))}," for name in handler.environment]
    environment = ["Object.assign(process.env, {", "  AWS_REGION: 'eu-west-1',", *values, "});"]
    tests = [line for calling in handler.callings for line in _of_calling(handler, calling)]
    return spaced([_HEAD, *environment, _SETUP, *tests, *_telling(handler)], 1)


def _value(name: str) -> str:
    if name.endswith("_PORT"):
        return "6379"
    if name.endswith("_HOURS"):
        return "24"
    if name.endswith(("_URL", "_ENDPOINT")):
        return "https://example.com"
    return name.lower().replace("_", "-")


def _test(words: str, *lines: str) -> list[str]:
    return [f"test({quoted(words)}, async () => {{", *(f"  {line}" for line in lines), "});", ""]


_ASSERTIONS = {
    "batch": ("a batch is handled", "assert.deepEqual(await call('batch'), { batchItemFailures: [] });"),
    "fact": ("a fact is handled", "assert.notEqual(await call('fact'), undefined);"),
    "socket": ("a message is answered", "assert.deepEqual(await call('socket'), { statusCode: 200 });"),
    "pool": ("the person goes on", "assert.ok('response' in (await call('pool')));"),
    "transform": ("records are changed", "assert.equal((await call('transform')).records[0].result, 'Ok');"),
    "door": ("strangers are turned away", "assert.equal((await call('door')).isAuthorized, false);"),
}


def _of_calling(handler: Handler, calling: str) -> list[str]:
    if calling in _ASSERTIONS:
        return _test(*_ASSERTIONS[calling])
    route = handler.routes[0] if handler.routes else None
    if calling == "graph":
        field = next((r for r in handler.routes if r.method in ("Query", "Mutation")), None)
        seed = _seed(handler, operation_of(handler, field) if field else "process")
        return _test("a field is answered", *seed, "assert.notEqual(await call('graph'), undefined);")
    operation = operation_of(handler, route) if route is not None else "process"
    status = 202 if operation == "create" and handler.table is None else STATUS[operation]
    lines = _test(
        "a request is answered",
        *_seed(handler, operation),
        f"assert.equal((await call('api')).statusCode, {status});",
    )
    if operation in ("create", "update") and handler.entity is not None and handler.entity.fields:
        body = "{ body: '{\"nobody-declared-this\": 1}' }"
        refused = f"assert.equal((await call('api', {body})).statusCode, 400);"
        lines += _test("a body that is not what was asked for is refused", *_seed(handler, operation), refused)
    if operation in ("get", "update", "delete"):
        lines += _test("what is not there is not found", "assert.equal((await call('api')).statusCode, 404);")
    return lines


def _seed(handler: Handler, operation: str) -> list[str]:
    key = seed_of(handler, operation, IDENTIFIER, CALLER)
    if not key or handler.table is None:
        return []
    item = ", ".join(f"{name}: {{ S: {quoted(value)} }}" for name, value in key.items())
    return [f"aws.items(process.env.{handler.table.variable}).push({{ {item} }});"]


def _telling(handler: Handler) -> list[str]:
    told = next((t for t in handler.tells if t.client.type in _OPERATIONS), None)
    calling = next((c for c in ("batch", "fact", "api") if c in handler.callings), "")
    if told is None or not calling:
        return []
    route = handler.routes[0] if handler.routes else None
    if calling == "api" and (route is None or operation_of(handler, route) not in ("create", "process")):
        return []
    asked = f"JSON.stringify(aws.of('{_OPERATIONS[told.client.type]}'))"
    return _test(
        f"{told.client.component} is told",
        f"await call('{calling}');",
        f"assert.ok({asked}.includes({quoted(told.type)}));",
    )
