"""What is read back from templates: equal for two languages of one design, and different for any setting lost."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.designs import design, made
from tests.tools.blueprint.test_oracles import asked
from tools.blueprint import plan, render
from tools.blueprint.reading import Permission, differences, read_document, read_template
from tools.design.components import UsagePlan
from tools.design.design import Design
from tools.design.links import Link


def text_of(made: Design, target: str = "cloudformation") -> str:
    """The printed template."""
    return render(plan(made), target, code=False)["template.yaml"]


def front_door(style: str, auth: str, *more: Link, **fields: Any) -> Design:
    """An API before functions and a queue, guarded in a way."""
    known: dict[str, Any] = {"jwt": {"user_pool": "accounts"}, "function": {"authorizer": "allow"}}.get(auth, {})
    links = [
        Link(kind="trigger", source="live", target="talk"),
        Link(kind="trigger", source="live", target="hook", matches=("ANY /hook/{id+}", "OPTIONS /hook")),
    ]
    return design(
        f"{style}-{auth}-{len(more)}",
        [
            made("user-pool", "accounts"),
            made("network", "net"),
            made("api", "live", style=style, auth=auth, cors_origins=("https://a.example",), **known, **fields),
            made("function", "allow"),
            made("function", "talk", entity="Order", operation="create"),
            made("function", "hook", cold_start="provisioned"),
            made("queue", "inbox"),
        ],
        [*links, *more],
    )


def front_doors() -> Iterator[Design]:
    """APIs in every way of being one that SAM has words of its own for."""
    queue = Link(kind="send", source="live", target="inbox")
    for style in ("http", "rest"):
        for auth in ("none", "jwt", "iam", "function", "api-key", "mutual-tls"):
            yield front_door(style, auth, validates_requests=True)
        yield front_door(style, "function", queue)
    yield front_door("rest", "jwt", domain="a.example", endpoint="edge")
    yield front_door("http", "jwt", domain="a.example")
    yield front_door("rest", "iam", endpoint="private", network="net")
    plans = (UsagePlan(name="gold", rate_rps=10, burst=20, quota_per_day=100),)
    yield front_door("rest", "api-key", usage_plans=plans, cache_ttl_s=60)


@pytest.mark.oracle("cfn")
def test_both_languages_of_templates_say_the_same(shipped: dict[str, Design]) -> None:
    cases = [*shipped.values(), *designs.examples(), *front_doors()]
    assert apart(cases) == {}


@pytest.mark.slow
@pytest.mark.oracle("cfn")
def test_both_languages_of_templates_say_the_same_of_every_pair() -> None:
    assert apart(designs.stars()) == {}


def apart(cases: list[Design]) -> dict[str, tuple[str, ...]]:
    """How what SAM's translator makes differs from what is printed without it, by design."""
    translated = asked("cfn", "translate.py", [text_of(case, "sam") for case in cases])
    plain = [read_template(read_document(text_of(case))) for case in cases]
    found = [differences(read_template(t), p) for t, p in zip(translated, plain, strict=True)]
    return {case.name: lines for case, lines in zip(cases, found, strict=True) if lines}


@pytest.mark.parametrize("make", [designs.shop, designs.clinic, designs.fleet])
def test_a_setting_lost_is_a_difference(make: Any) -> None:
    document = read_document(text_of(make()))
    whole, chance = read_template(document), random.Random(7)
    assert differences(whole, read_template(copy.deepcopy(document))) == ()
    paths = [path for path in leaves(document["Resources"]) if "Properties" in path and not ignored(document, path)]
    for path in chance.sample(paths, 50):
        assert differences(whole, read_template(without(document, path))), path


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all settings that hold a text, a number or an intrinsic function."""
    if isinstance(value, dict) and not any(key == "Ref" or key.startswith("Fn::") for key in value):  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]
        for key in map(str, value):  # pyright: ignore[reportUnknownArgumentType]
            yield from leaves(value[key], (*path, key))
    elif path:
        yield path


LEFT_OUT = {
    "AWS::Lambda::Function": {"Code"},
    "AWS::Lambda::LayerVersion": {"Content"},
    "AWS::Lambda::Version": {"Description"},
    "AWS::ApiGateway::Stage": {"Description"},
    "AWS::Lambda::Permission": {"Action"},
}
"""What differs by nature: where code was put, releases."""
UNREAD = {"operationId", "responses", "summary", "parameters", "openapi", "info", "paths", "requestBody", "type"}
"""What of an API's definition is words, or stands on what is read."""


def ignored(document: dict[str, Any], path: tuple[Any, ...]) -> bool:
    """Whether a setting is none that matters."""
    kind = document["Resources"][path[0]]["Type"]
    if path[2] in LEFT_OUT.get(kind, ()):
        return True
    return "Body" in path and bool(UNREAD & set(path))


def without(document: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The document less one setting."""
    changed = copy.deepcopy(document)
    place: Any = changed["Resources"]
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return changed


def test_references_read_the_same_however_they_are_put() -> None:
    ways = ["!GetAtt A.Arn", '{"Fn::GetAtt": [A, Arn]}', '!Sub "${A.Arn}"', '!Sub ["${X}", {X: !GetAtt A.Arn}]']
    ways.append('!Join ["", [!GetAtt A.Arn]]')
    texts = [f"Resources: {{Q: {{Type: T, Properties: {{P: {way}}}}}}}" for way in ways]
    assert [read_template(read_document(text)).resources["Q"].settings for text in texts] == [{"P": "${A.Arn}"}] * 5
    literal = read_document('Resources: {Q: {Type: T, Properties: {P: "${A.Arn}"}}}')
    assert read_template(literal).resources["Q"].settings == {"P": "${!A.Arn}"}


def test_permissions_are_read_one_by_one() -> None:
    reading = read_template(read_document(text_of(designs.shop())))
    writes = Permission("CreateOrderFunctionRole", "dynamodb:PutItem", "${OrdersTable.Arn}", '""')
    assert writes in reading.permissions
    assert writes._replace(resource="*") not in reading.permissions
    assert all(json.loads(permission.conditions) is not None for permission in reading.permissions)


def test_what_is_no_template_is_refused() -> None:
    for text in ("[", "- a", "3"):
        with pytest.raises(ValueError, match="no template"):
            read_document(text)
