"""What links become."""

from __future__ import annotations

import pytest

from tests.tools.blueprint.designs import design, made
from tools.blueprint import plan, print_source, render
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
