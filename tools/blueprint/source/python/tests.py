"""`test_app.py`: the handler called with its sample events, offline."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.samples import CALLER, IDENTIFIER
from tools.blueprint.source.wording import STATUS, is_once, operation_of, seed_of
from tools.blueprint.source.words import constant, literal, snake, spaced

_HEAD = '''"""The handler, offline: AWS is played by a stand-in that remembers what it was asked."""

from __future__ import annotations

import json
import os
import sys
import unittest
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "shared" / "python"), str(HERE.parent / "testing")]
'''

_CLASS = '''
app, Aws = import_module("app"), import_module("aws").Aws


class HandlerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.aws = Aws().install()

    def call(self, sample: str, **changes: Any) -> Any:
        """Calls the handler with a sample event."""
        event = json.loads((HERE / "events" / f"{sample}.json").read_text("utf-8"))
        return app.handler({**event, **changes}, None)
'''


_OPERATIONS = {"Bus": "put_events", "Queue": "send_message", "Topic": "publish", "Stream": "put_record"}


def print_test(plan: Plan, handler: Handler) -> str:
    """The module."""
    names = list(handler.environment)
    values = [f"    {literal(name)}: {literal(_value(name))}," for name in names]
    environment = ["os.environ |= {", '    "AWS_REGION": "eu-west-1",', *values, "}"]
    tests = [line for calling in handler.callings for line in _TESTS[calling](plan, handler)]
    tests += _telling(handler) + _again(handler)
    return spaced([_HEAD, *environment, _CLASS, *tests, "", 'if __name__ == "__main__":', "    unittest.main()"])


def _value(name: str) -> str:
    if name.endswith("_PORT"):
        return "6379"
    if name.endswith("_HOURS"):
        return "24"
    if name.endswith(("_URL", "_ENDPOINT")):
        return "https://example.com"
    return name.lower().replace("_", "-")


def _test(name: str, *lines: str) -> list[str]:
    return [f"    def test_{name}(self) -> None:", *(f"        {line}" for line in lines), ""]


def _api(plan: Plan, handler: Handler) -> list[str]:
    route = handler.routes[0] if handler.routes else None
    operation = operation_of(handler, route) if route is not None else "process"
    status = 202 if operation == "create" and handler.table is None else STATUS[operation]
    lines = _test(
        "answers_a_request",
        *_seed(handler, operation),
        'answer = self.call("api")',
        f'self.assertEqual(answer["statusCode"], {status}, answer["body"])',
    )
    if operation in ("create", "update") and handler.entity is not None and handler.entity.fields:
        lines += _test(
            "refuses_a_body_that_is_not_what_was_asked_for",
            *_seed(handler, operation),
            """answer = self.call("api", body='{"nobody-declared-this": 1}')""",
            'self.assertEqual(answer["statusCode"], 400)',
        )
    if operation in ("get", "update", "delete"):
        lines += _test("says_that_there_is_no_such_thing", 'self.assertEqual(self.call("api")["statusCode"], 404)')
    return lines


def _seed(handler: Handler, operation: str) -> list[str]:
    key = seed_of(handler, operation, IDENTIFIER, CALLER)
    if not key or handler.table is None:
        return []
    item = ", ".join(f"{literal(name)}: {literal(value)}" for name, value in key.items())
    return [f"app.{constant(handler.table.component)}.keep({{{item}}})"]


def _batch(plan: Plan, handler: Handler) -> list[str]:
    lines = _test("handles_a_batch", 'self.assertEqual(self.call("batch"), {"batchItemFailures": []})')
    poller = next((p for p in plan.wiring.pollers if p.function == handler.name), None)
    queue = poller is not None and plan.graph[poller.source].kind == "queue"
    required = handler.consumed is not None and any(field.required for field in handler.consumed.fields)
    if queue and required:
        lines += _test(
            "reports_the_record_that_failed_and_no_other",
            'good = json.loads((HERE / "events" / "batch.json").read_text("utf-8"))["Records"][0]',
            'event = {**json.loads(good["body"]), "data": {}}',
            'bad = {**good, "messageId": "bad", "body": json.dumps(event)}',
            'answer = app.handler({"Records": [bad, good]}, None)',
            'self.assertEqual(answer, {"batchItemFailures": [{"itemIdentifier": "bad"}]})',
        )
    return lines


def _fact(plan: Plan, handler: Handler) -> list[str]:
    return _test("handles_a_fact", 'self.assertIsNotNone(self.call("fact"))')


def _socket(plan: Plan, handler: Handler) -> list[str]:
    lines = _test("answers_a_message", 'self.assertEqual(self.call("socket"), {"statusCode": 200})')
    if handler.connections is not None:
        name = constant(handler.connections.component)
        lines += _test(
            "remembers_an_open_connection",
            'app.connected("connection-1", {})',
            f'self.assertEqual(len(app.{name}.page()["items"]), 1)',
            'app.gone("connection-1", {})',
            f'self.assertEqual(app.{name}.page()["items"], [])',
        )
    return lines


def _graph(plan: Plan, handler: Handler) -> list[str]:
    route = next((r for r in handler.routes if r.method in ("Query", "Mutation")), None)
    operation = operation_of(handler, route) if route is not None else "process"
    seed = _seed(handler, operation)
    return _test("answers_a_field", *seed, 'self.assertIsNotNone(self.call("graph"))')


def _pool(plan: Plan, handler: Handler) -> list[str]:
    return _test("lets_the_person_go_on", 'self.assertIn("response", self.call("pool"))')


def _transform(plan: Plan, handler: Handler) -> list[str]:
    return _test("changes_records", 'self.assertEqual(self.call("transform")["records"][0]["result"], "Ok")')


def _door(plan: Plan, handler: Handler) -> list[str]:
    return _test("turns_strangers_away", 'self.assertIs(self.call("door")["isAuthorized"], False)')


_TESTS = {
    "api": _api,
    "batch": _batch,
    "fact": _fact,
    "socket": _socket,
    "graph": _graph,
    "pool": _pool,
    "transform": _transform,
    "door": _door,
}


def _effective(handler: Handler) -> str:
    """The calling whose sample makes the handler do its work."""
    for calling in ("batch", "fact", "api"):
        if calling in handler.callings:
            return calling
    return ""


def _works_on_sample(handler: Handler) -> bool:
    if _effective(handler) != "api":
        return True
    route = handler.routes[0] if handler.routes else None
    return route is not None and operation_of(handler, route) in ("create", "process")


def _telling(handler: Handler) -> list[str]:
    told = next((t for t in handler.tells if t.client.type in _OPERATIONS), None)
    calling = _effective(handler)
    if told is None or not calling or not _works_on_sample(handler):
        return []
    operation = _OPERATIONS[told.client.type]
    return _test(
        f"tells_{snake(told.client.component)}",
        f'self.call("{calling}")',
        f'self.assertIn({literal(told.type)}, str(self.aws.of("{operation}")))',
    )


def _again(handler: Handler) -> list[str]:
    told = next((t for t in handler.tells if t.client.type in _OPERATIONS), None)
    calling = _effective(handler)
    if not is_once(handler) or told is None or not calling or not _works_on_sample(handler):
        return []
    operation = _OPERATIONS[told.client.type]
    return _test(
        "does_it_once_however_often_it_is_delivered",
        f'self.call("{calling}")',
        f'told = len(self.aws.of("{operation}"))',
        f'self.call("{calling}")',
        f'self.assertEqual(len(self.aws.of("{operation}")), told)',
    )
