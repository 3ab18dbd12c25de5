"""`AppTest.java`: the handler called with its sample events, offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.blueprint.source.cases import REFUSED_BODY, Case, value_in_test
from tools.blueprint.source.java.words import package_of
from tools.blueprint.source.program import Program
from tools.blueprint.source.words import literal, spaced


def print_test(program: Program, cases: Sequence[Case]) -> str:
    """The class."""
    name = program.handler.name
    tests = [line for case in cases for line in _test(case)]
    body = [*_settings(program), *tests, "    return tests;", "  }", "}"]
    text = "\n".join(body)
    imports = ["java.util.List", "java.util.Map", "shared.Calls", "shared.Databases", "shared.Json", "shared.Settings"]
    imports += ["shared.StandIn", "shared.Tests"]
    wanted = [each for each in imports if f"{each.rsplit('.', 1)[1]}." in text + "Tests. StandIn." or "Map<" in each]
    if "Map<" in text and "java.util.Map" not in wanted:
        wanted.insert(0, "java.util.Map")
    head = [f"package {package_of(name)};", "", *(f"import {each};" for each in sorted(wanted)), ""]
    said = "/** The handler, offline: AWS is played by a stand-in that remembers what it was asked. */"
    return spaced([*head, said, "public final class AppTest {", "  private AppTest() {}", "", *body], 1)


def _settings(program: Program) -> list[str]:
    name = program.handler.name
    values = [("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")]
    values += [(each, value_in_test(each)) for each in program.handler.environment]
    lines = ["  /** Its tests. */", "  public static Tests tests() {"]
    lines += [f"    Settings.set({literal(key)}, {literal(value)});" for key, value in values]
    if {"calls", "databases"} & set(program.modules):
        lines.append('    Calls.carryWith((method, url, headers, body) -> "{}");')
    if "databases" in program.modules:
        lines.append("    Databases.speakWith((cache, words) -> null);")
    return [*lines, f"    Tests tests = new Tests({literal(f'{name}/events')});"]


def _test(case: Case) -> list[str]:
    lines = ["StandIn aws = StandIn.installed();", *_seed(case), *_ASSERTIONS[case.kind](case)]
    return [f"    tests.test({literal(case.words)}, () -> {{", *(f"      {line}" for line in lines), "    });"]


def _seed(case: Case) -> list[str]:
    if case.table is None or not case.seed:
        return []
    pairs = ", ".join(f'{literal(name)}, Json.object("S", {literal(value)})' for name, value in case.seed)
    return [f"aws.items({literal(value_in_test(case.table.variable))}).add(Json.object({pairs}));"]


def _call(sample: str) -> str:
    return f'App.answer(tests.sample("{sample}"))'


def _answered(sample: str) -> str:
    return f"Json.objectOf({_call(sample)})"


def _answers(case: Case) -> list[str]:
    return [f'Tests.same({_answered(case.sample)}.get("statusCode"), {case.status});']


def _refuses(case: Case) -> list[str]:
    changed = f'Json.joined(tests.sample("api"), Json.object("body", {literal(REFUSED_BODY)}))'
    return [f'Tests.same(Json.objectOf(App.answer({changed})).get("statusCode"), 400);']


def _partial(case: Case) -> list[str]:
    return [
        'Map<String, Object> good = Json.objects(tests.sample("batch").get("Records")).get(0);',
        'Map<String, Object> event = Json.objectOf(Json.parse(Json.text(good.get("body"))));',
        'String body = Json.print(Json.joined(event, Json.object("data", Map.of())));',
        'Map<String, Object> bad = Json.joined(good, Json.object("messageId", "bad", "body", body));',
        'Object answer = App.answer(Json.object("Records", List.of(bad, good)));',
        'Tests.same(answer, Json.object("batchItemFailures", List.of(Json.object("itemIdentifier", "bad"))));',
    ]


def _remembers(case: Case) -> list[str]:
    assert case.table is not None
    items = f"aws.items({literal(value_in_test(case.table.variable))}).size()"
    return [
        'Map<String, Object> event = tests.sample("socket");',
        'Map<String, Object> context = Json.inside(event, "requestContext");',
        'context.put("routeKey", "$connect");',
        "App.answer(event);",
        f"Tests.same({items}, 1);",
        'context.put("routeKey", "$disconnect");',
        "App.answer(event);",
        f"Tests.same({items}, 0);",
    ]


def _tells(case: Case) -> list[str]:
    said = f"aws.said({literal(case.operation)}).contains({literal(case.type)})"
    return [f"{_call(case.sample)};", f"Tests.holds({said});"]


def _once(case: Case) -> list[str]:
    count = f"aws.count({literal(case.operation)})"
    return [f"{_call(case.sample)};", f"int told = {count};", f"{_call(case.sample)};", f"Tests.same({count}, told);"]


def _simply(line: str) -> Callable[[Case], list[str]]:
    return lambda case: [line]


_ASSERTIONS: dict[str, Callable[[Case], list[str]]] = {
    "answers": _answers,
    "refuses": _refuses,
    "misses": _answers,
    "batch": _simply(f'Tests.same({_call("batch")}, Json.object("batchItemFailures", List.of()));'),
    "partial": _partial,
    "fact": _simply(f"Tests.holds({_call('fact')} != null);"),
    "socket": _simply(f'Tests.same({_call("socket")}, Json.object("statusCode", 200));'),
    "remembers": _remembers,
    "field": _simply(f"Tests.holds({_call('graph')} != null);"),
    "person": _simply(f'Tests.holds({_answered("pool")}.containsKey("response"));'),
    "records": _simply(
        f'Tests.same(Json.objects({_answered("transform")}.get("records")).get(0).get("result"), "Ok");'
    ),
    "stranger": _simply(f'Tests.same({_answered("door")}.get("isAuthorized"), false);'),
    "tells": _tells,
    "once": _once,
}
