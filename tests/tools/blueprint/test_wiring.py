"""What links become."""

from __future__ import annotations

import re

import pytest

from tests.tools.blueprint.designs import design, every_part, made, pair
from tools.blueprint import plan, print_source, render
from tools.design.components import Component
from tools.design.links import Link


@pytest.mark.parametrize(("style", "service"), [("websocket", "apigateway"), ("graphql", "appsync")])
def test_who_knows_who_may_come_in_is_asked_and_answers_no_request(style: str, service: str) -> None:
    live = design(
        "x",
        [
            made("api", "live", style=style, auth="function", authorizer="allow"),
            made("function", "allow"),
            made("function", "talk", entity="Order", operation="get"),
        ],
        [Link(kind="call", source="live", target="allow"), Link(kind="trigger", source="live", target="talk")],
    )
    made_plan = plan(live)
    assert {route.target for route in made_plan.wiring.routes} == {"talk"}
    asked = [p for p in made_plan.wiring.permits if p.purpose == "authorizer"]
    assert [(p.function, p.service) for p in asked] == [("allow", f"{service}.amazonaws.com")]
    assert f"\n  {asked[0].id}:\n    Type: AWS::Lambda::Permission\n" in render(made_plan, code=False)["template.yaml"]
    assert "return triggers.allow(event, decide)" in print_source(made_plan)["allow/app.py"]


def test_a_topic_that_keeps_order_reaches_queues_alone() -> None:
    fifo = design(
        "x",
        [made("topic", "news", fifo=True), made("function", "read"), made("queue", "inbox", fifo=True)],
        [Link(kind="trigger", source="news", target=name) for name in ("read", "inbox")],
    )
    made_plan = plan(fifo)
    assert [s.goal.component for s in made_plan.wiring.subscriptions] == ["inbox"]
    assert any("put a queue between them" in note for note in made_plan.notes)


_POINTED = re.compile(r"!(?:Ref|GetAtt) (\w+)")
_DEFINED = re.compile(r"^  (\w+):$", re.MULTILINE)


def dangling(source: Component, target: Component) -> set[str]:
    """What a printed pair refers to and does not define, in either language of templates."""
    decided = plan(pair(source, target))
    texts = [render(decided, name, code=False)["template.yaml"] for name in ("sam", "cloudformation")]
    return {name for text in texts for name in set(_POINTED.findall(text)) - {*_DEFINED.findall(text), "AWS"}}


@pytest.mark.parametrize("api", [part for part in every_part() if part.kind == "api"], ids=lambda part: part.name)
def test_an_api_prints_before_whatever_it_is_linked_to(api: Component) -> None:
    assert [other.name for other in every_part() if other.name != api.name and dangling(api, other)] == []


@pytest.mark.slow
@pytest.mark.parametrize("source", every_part(), ids=lambda part: part.name)
def test_every_two_parts_print(source: Component) -> None:
    assert [other.name for other in every_part() if other.name != source.name and dangling(source, other)] == []
