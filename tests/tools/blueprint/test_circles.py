"""Parts that call each other: whichever of them is made first, the others know its name already."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tools.blueprint.designs import PROCESS, design, made
from tests.tools.blueprint.test_oracles import asked, template_of
from tests.tools.blueprint.test_verifying import graph, unequal
from tools.blueprint import plan, render
from tools.blueprint.plan.values import STACK, Joined
from tools.blueprint.reading import differences
from tools.blueprint.verifying import readable, verify
from tools.design.components import Component
from tools.design.design import Design
from tools.design.links import Link

LONG = "asks-what-nobody-else-has-asked-so-far"


def around(name: str, *parts: Component, system: str = "") -> Design:
    """A design in which each part calls the next, and the last the first."""
    callers = [part for part in parts if part.kind != "bucket"]
    ends = zip(callers, (*callers[1:], callers[0]), strict=True)
    links = [Link(kind="call", source=one.name, target=other.name) for one, other in ends]
    links += [Link(kind="write", source=part.name, target="store") for part in parts if part.kind == "etl"]
    more = () if any(part.name == "worker" for part in parts) else (made("function", "worker"),)
    return design(system or name, [*parts, *more], links, workflows=[PROCESS])


def jobs(*names: str) -> list[Component]:
    return [made("etl", name) for name in names]


def functions(*names: str, **fields: Any) -> list[Component]:
    return [made("function", name, **fields) for name in names]


CIRCLES = (
    around("two", *functions("ask", "answer")),
    around("three", *functions("one", "two", "three")),
    around("warm", *functions("ask", "answer", cold_start="provisioned")),
    around("snapshot", *functions("ask", "answer", cold_start="snapstart")),
    around("flow", made("workflow", "run"), *functions("worker")),
    around("wide", made("workflow", "run"), *functions("worker", "other")),
    around("task", *functions("ask"), made("container", "work", mode="job")),
    around("jobs", made("bucket", "store"), *jobs("clean", "count")),
    around("nodes", *functions("ask", "answer", language="nodejs")),
    around("long", *functions(f"{LONG}-first", f"{LONG}-second", f"{LONG}-third")),
    around("vast", *functions(f"{LONG}-first", f"{LONG}-second"), system="the-name-of-a-system-that-is-far-too-long"),
)


def ids(made_design: Design) -> str:
    return made_design.name


@pytest.mark.parametrize("made_design", CIRCLES, ids=ids)
def test_every_language_says_the_same_of_a_circle(made_design: Design) -> None:
    assert unequal(verify(plan(made_design), readable())) == {}


@pytest.mark.parametrize("target", ["sam", pytest.param("cloudformation", marks=pytest.mark.slow)])
@pytest.mark.oracle("cfn")
def test_templates_hold_no_circle(target: str) -> None:
    cases = {each.name: template_of(each, target) for each in CIRCLES}
    *verdicts, planted = asked("cfn", "judge.py", [*cases.values(), _closed(cases["two"])])
    assert {name: v["wrong"] for name, v in zip(cases, verdicts, strict=True) if v["wrong"]} == {}
    assert any("ircular" in text for text in planted["wrong"])


def _closed(template: str) -> str:
    """The template with the name asked for instead of spelled: the fault that is to be found."""
    spelled = "!Sub arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-ask"
    assert spelled in template
    return template.replace(spelled, "!GetAtt AskFunction.Arn")


def test_as_few_names_are_fixed_as_it_takes() -> None:
    fixed = {each.name: sorted(plan(each).fixed) for each in CIRCLES[:6]}
    assert fixed == {
        "two": ["ask"],
        "three": ["one"],
        "warm": ["ask"],
        "snapshot": ["ask"],
        "flow": ["run"],
        "wide": ["run"],
    }
    line = design("line", functions("ask", "answer"), [Link(kind="call", source="ask", target="answer")])
    assert plan(line).fixed == {}


def test_a_spelled_name_leads_to_the_version_that_is_kept_warm() -> None:
    variables = {each.name: plan(each).environments["answer"]["ASK_FUNCTION_ARN"] for each in (CIRCLES[0], CIRCLES[2])}
    assert all(isinstance(value, Joined) for value in variables.values())
    ends = {name: "".join(part for part in value.parts if isinstance(part, str)) for name, value in variables.items()}  # type: ignore[union-attr]
    assert ends == {"two": "arn::lambda:::function:-ask", "warm": "arn::lambda:::function:-ask:live"}


@pytest.mark.parametrize("made_design", CIRCLES, ids=ids)
def test_fixed_names_fit_and_differ(made_design: Design) -> None:
    found = plan(made_design)
    names = [value for name, value in found.fixed.items() if found.graph[name].kind == "function"]
    words = ["".join(str(part) for part in name.parts if part != STACK) for name in names if isinstance(name, Joined)]
    assert len({*words}) == len(names)
    assert all(len(f"{made_design.name}-production-12345{word}") <= 64 for word in words) or found.notes


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("cdk-python", "function_name="),
        ("cdk-typescript", "functionName:"),
        ("serverless", "name: ${self:service}-${sls:stage}-ask"),
        ("terraform", '= "${local.stack}-ask"'),
        ("sam", "FunctionName: !Sub ${AWS::StackName}-ask"),
    ],
)
def test_a_fixed_name_is_printed(target: str, said: str) -> None:
    assert any(said in text for text in render(plan(CIRCLES[0]), target, code=False).values())


def test_a_name_that_is_not_the_one_spelled_is_a_difference() -> None:
    files = {target: render(plan(CIRCLES[0]), target, code=False) for target in ("cloudformation", "serverless")}
    changed = files["serverless"]["serverless.yml"].replace("-${sls:stage}-ask\n", "-${sls:stage}-asks\n", 1)
    assert changed != files["serverless"]["serverless.yml"]
    one, other = graph("cloudformation", files["cloudformation"]), graph("serverless", {"serverless.yml": changed})
    assert any("function/ask.settings.function_name" in line for line in differences(one, other))
