"""`main_test.go`: the handler called with its sample events, offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.blueprint.source.cases import REFUSED_BODY, Case, value_in_test
from tools.blueprint.source.golang.words import aligned, indented, quoted
from tools.blueprint.source.program import Program
from tools.blueprint.source.words import camel, spaced


def print_test(program: Program, cases: Sequence[Case]) -> str:
    """The file."""
    tests = [line for number, case in enumerate(cases, 1) for line in _test(case, number)]
    text = "\n".join(tests)
    standard = ["os", *(["strings"] if "strings." in text else []), "testing"]
    imports = [*(f'\t"{name}"' for name in standard), "", '\tshared "handlers/shared/go"']
    imports.append('\t"handlers/shared/go/standin"')
    return spaced(["package main", "", "import (", *imports, ")", "", *_settings(program), *_CALL, *tests], 1)


_CALL = [
    "",
    "// call answers an event.",
    "func call(test *testing.T, event shared.Object) shared.Object {",
    "\ttest.Helper()",
    "\tfound, err := answer(event)",
    "\tif err != nil {",
    "\t\ttest.Fatal(err)",
    "\t}",
    "\treturn shared.ObjectOf(shared.Read(shared.Print(found)))",
    "}",
    "",
]


def _settings(program: Program) -> list[str]:
    values = [("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")]
    values += [(each, value_in_test(each)) for each in program.handler.environment]
    pairs = [(f"{quoted(name)}:", f"{quoted(value)},") for name, value in values]
    return [
        "// AWS is played by a stand-in that remembers what it was asked.",
        "func TestMain(tests *testing.M) {",
        "\tfor name, value := range map[string]string{",
        *aligned(pairs, "\t\t"),
        "\t} {",
        "\t\tos.Setenv(name, value)",
        "\t}",
        "\tos.Exit(tests.Run())",
        "}",
    ]


def _test(case: Case, number: int) -> list[str]:
    name = camel(f"test-{number}-{case.words}")
    body = [*_seed(case), *_ASSERTIONS[case.kind](case)]
    made = "aws := standin.Installed()" if any("aws." in line for line in body) else "standin.Installed()"
    head = f"func Test{name[4:5]}{name[5:]}(test *testing.T) {{"
    return ["", f"// {case.words[:1].upper()}{case.words[1:]}.", head, *indented([made, *body]), "}"]


def _seed(case: Case) -> list[str]:
    if case.table is None or not case.seed:
        return []
    item = ", ".join(f"{quoted(name)}: {quoted(value)}" for name, value in case.seed)
    return [f"aws.Seed({quoted(value_in_test(case.table.variable))}, map[string]string{{{item}}})"]


def _sample(name: str) -> str:
    return f'standin.Sampled(test, "{name}")'


def _same(found: str, expected: str) -> str:
    return f"standin.Same(test, {found}, {expected})"


def _answers(case: Case) -> list[str]:
    return [_same(f'call(test, {_sample(case.sample)})["statusCode"]', str(case.status))]


def _refuses(case: Case) -> list[str]:
    changed = f'shared.Joined({_sample("api")}, shared.Object{{"body": {quoted(REFUSED_BODY)}}})'
    return [_same(f'call(test, {changed})["statusCode"]', "400")]


def _partial(case: Case) -> list[str]:
    return [
        f'good := shared.Objects({_sample("batch")}["Records"])[0]',
        'event := shared.ObjectOf(shared.Read(shared.Text(good["body"])))',
        'event["data"] = shared.Object{}',
        'bad := shared.Joined(good, shared.Object{"messageId": "bad", "body": shared.Print(event)})',
        'found := call(test, shared.Object{"Records": []any{bad, good}})',
        _same("found", 'shared.Object{"batchItemFailures": []any{shared.Object{"itemIdentifier": "bad"}}}'),
    ]


def _remembers(case: Case) -> list[str]:
    assert case.table is not None
    items = f"len(aws.Items({quoted(value_in_test(case.table.variable))}))"
    return [
        f"event := {_sample('socket')}",
        'context := shared.Inside(event, "requestContext")',
        'context["routeKey"] = "$connect"',
        "call(test, event)",
        _same(items, "1"),
        'context["routeKey"] = "$disconnect"',
        "call(test, event)",
        _same(items, "0"),
    ]


def _tells(case: Case) -> list[str]:
    said = f"strings.Contains(aws.Said({quoted(case.operation)}), {quoted(case.type)})"
    return [f"call(test, {_sample(case.sample)})", _same(said, "true")]


def _once(case: Case) -> list[str]:
    count = f"aws.Count({quoted(case.operation)})"
    called = f"call(test, {_sample(case.sample)})"
    return [called, f"told := {count}", called, _same(count, "told")]


def _simply(line: str) -> Callable[[Case], list[str]]:
    return lambda case: [line]


_ASSERTIONS: dict[str, Callable[[Case], list[str]]] = {
    "answers": _answers,
    "refuses": _refuses,
    "misses": _answers,
    "batch": _simply(_same(f"call(test, {_sample('batch')})", 'shared.Object{"batchItemFailures": []any{}}')),
    "partial": _partial,
    "fact": _simply(f"call(test, {_sample('fact')})"),
    "socket": _simply(_same(f"call(test, {_sample('socket')})", 'shared.Object{"statusCode": 200}')),
    "remembers": _remembers,
    "field": _simply(f"call(test, {_sample('graph')})"),
    "person": _simply(_same(f'call(test, {_sample("pool")})["response"] != nil', "true")),
    "records": _simply(_same(f'shared.Objects(call(test, {_sample("transform")})["records"])[0]["result"]', '"Ok"')),
    "stranger": _simply(_same(f'call(test, {_sample("door")})["isAuthorized"]', "false")),
    "tells": _tells,
    "once": _once,
}
