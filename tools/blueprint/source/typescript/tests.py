"""`app.test.ts`: the handler called with its sample events, offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.blueprint.source.cases import REFUSED_BODY, Case, value_in_test
from tools.blueprint.source.program import Program
from tools.blueprint.source.words import quoted, spaced

_HEAD = """\
/** The handler, offline: AWS is played by a stand-in that remembers what it was asked. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { beforeEach, test } from 'node:test';
"""

_SETUP = """
const { handler } = await import('./app.js');

// Answers are looked into as they come: each calling has its own.
type Event = any;

INSTALL

/** A sample event. */
async function sampled(sample: string): Promise<Event> {
  return JSON.parse(await readFile(`FUNCTION/events/${sample}.json`, 'utf8'));
}

/** Calls the handler with a sample event. */
async function call(sample: string, changes: object = {}): Promise<Event> {
  return handler({ ...(await sampled(sample)), ...changes });
}
"""

_INSTALLED = """\
beforeEach(() => {
  new Aws().install();
});"""

_KEPT = """\
let aws: Aws;
beforeEach(() => {
  aws = new Aws().install();
});"""


def print_test(program: Program, cases: Sequence[Case]) -> str:
    """The module."""
    handler = program.handler
    imports = ["import { Aws } from '../shared/typescript/testing.js';"]
    quiet: list[str] = []
    if "calls" in program.modules:
        imports.insert(0, "import { sendWith } from '../shared/typescript/calls.js';")
        quiet.append("sendWith(quiet);")
    if "databases" in program.modules:
        imports.insert(0, "import { reachWith } from '../shared/typescript/databases.js';")
        quiet.append("reachWith({ fetch: quiet, sign: async () => ({ headers: {} }), speak: async () => null });")
    if quiet:
        imports[-1] = imports[-1].replace("{ Aws }", "{ Aws, quiet }")
    values = [f"  {name}: {quoted(value_in_test(name))}," for name in handler.environment]
    environment = ["Object.assign(process.env, {", "  AWS_REGION: 'eu-west-1',", *values, "});", *quiet]
    tests = [line for case in cases for line in _test(case, program)]
    install = _KEPT if any("aws." in line for line in tests) else _INSTALLED
    setup = _SETUP.replace("FUNCTION", handler.name).replace("INSTALL", install)
    return spaced([_HEAD.rstrip("\n"), *imports, "", *environment, setup, *tests], 1)


def _test(case: Case, program: Program) -> list[str]:
    lines = [*_seed(case), *_ASSERTIONS[case.kind](case, program)]
    return [f"test({quoted(case.words)}, async () => {{", *(f"  {line}" for line in lines), "});", ""]


def _seed(case: Case) -> list[str]:
    if case.table is None or not case.seed:
        return []
    item = ", ".join(f"{name}: {{ S: {quoted(value)} }}" for name, value in case.seed)
    return [f"aws.items({quoted(value_in_test(case.table.variable))}).push({{ {item} }});"]


def _answers(case: Case, program: Program) -> list[str]:
    return [f"assert.equal((await call('{case.sample}')).statusCode, {case.status});"]


def _refuses(case: Case, program: Program) -> list[str]:
    return [
        f"const answer = await call('api', {{ body: {quoted(REFUSED_BODY)} }});",
        "assert.equal(answer.statusCode, 400);",
    ]


def _batch(case: Case, program: Program) -> list[str]:
    return ["assert.deepEqual(await call('batch'), { batchItemFailures: [] });"]


def _partial(case: Case, program: Program) -> list[str]:
    return [
        "const [good] = (await sampled('batch')).Records;",
        "const body = JSON.stringify({ ...JSON.parse(good.body), data: {} });",
        "const answer = await call('batch', { Records: [{ ...good, messageId: 'bad', body }, good] });",
        "assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: 'bad' }] });",
    ]


def _remembers(case: Case, program: Program) -> list[str]:
    assert case.table is not None
    items = f"aws.items({quoted(value_in_test(case.table.variable))})"
    context = "(await sampled('socket')).requestContext"
    return [
        f"const context = {context};",
        "await call('socket', { requestContext: { ...context, routeKey: '$connect' } });",
        f"assert.equal({items}.length, 1);",
        "await call('socket', { requestContext: { ...context, routeKey: '$disconnect' } });",
        f"assert.equal({items}.length, 0);",
    ]


def _tells(case: Case, program: Program) -> list[str]:
    return [
        f"await call('{case.sample}');",
        f"assert.ok(aws.said('{case.operation}').includes({quoted(case.type)}));",
    ]


def _once(case: Case, program: Program) -> list[str]:
    return [
        f"await call('{case.sample}');",
        f"const told = aws.of('{case.operation}').length;",
        f"await call('{case.sample}');",
        f"assert.equal(aws.of('{case.operation}').length, told);",
    ]


def _simply(line: str) -> list[str]:
    return [line]


_ASSERTIONS: dict[str, Callable[[Case, Program], list[str]]] = {
    "answers": _answers,
    "refuses": _refuses,
    "misses": _answers,
    "batch": _batch,
    "partial": _partial,
    "fact": lambda case, program: _simply("assert.notEqual(await call('fact'), undefined);"),
    "socket": lambda case, program: _simply("assert.deepEqual(await call('socket'), { statusCode: 200 });"),
    "remembers": _remembers,
    "field": lambda case, program: _simply("assert.notEqual(await call('graph'), undefined);"),
    "person": lambda case, program: _simply("assert.ok('response' in (await call('pool')));"),
    "records": lambda case, program: _simply("assert.equal((await call('transform')).records[0].result, 'Ok');"),
    "stranger": lambda case, program: _simply("assert.equal((await call('door')).isAuthorized, false);"),
    "tells": _tells,
    "once": _once,
}
