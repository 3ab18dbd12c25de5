"""What is deployed carries messages: through filters and patterns to where they belong, and to the dead letters."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from tests.tools.blueprint.designs import design, made, placed
from tests.tools.blueprint.test_oracles import asked, parameters_of, template_of
from tools.design.design import Design
from tools.design.links import Link


def post() -> Design:
    """A topic, a bus and a bucket, each before a queue that nobody reads but the test."""
    return design(
        "post",
        [
            made("function", "sender"),
            made("topic", "news"),
            made("bus", "events"),
            made("bucket", "letters"),
            made("queue", "readers"),
            made("queue", "orders", dead_letter="lost"),
            made("queue", "lost", role="dead-letter"),
            made("queue", "letter-jobs"),
        ],
        [
            Link(kind="send", source="sender", target="news", events=("OrderPlaced", "OrderLost")),
            Link(kind="send", source="sender", target="events", events=("OrderPlaced",)),
            Link(kind="trigger", source="news", target="readers", events=("OrderPlaced",)),
            Link(kind="trigger", source="events", target="orders", events=("OrderPlaced",)),
            Link(kind="trigger", source="letters", target="letter-jobs", matches=("inbox/*.pdf",)),
        ],
        events=[placed("sender"), placed("sender").model_copy(update={"name": "OrderLost"})],
    )


def flows(template: dict[str, Any]) -> list[dict[str, str]]:
    """Every way of a message through the template, by the kinds of resources there are."""
    kinds = {identity: each["Type"] for identity, each in template["Resources"].items()}
    subscription = next(i for i, kind in kinds.items() if kind == "AWS::SNS::Subscription" and "News" in i)
    rule = next(i for i, kind in kinds.items() if kind == "AWS::Events::Rule" and "EventsBus" in i)
    told = {"source": "NewsTopic", "subscription": subscription, "queue": "ReadersQueue"}
    return [
        {"way": "topic", "type": "OrderPlaced", **told},
        {"way": "bus", "source": "EventsBus", "rule": rule, "queue": "OrdersQueue"},
        {"way": "bucket", "source": "LettersBucket", "queue": "LetterJobsQueue", "key": "inbox/a.pdf"},
        {"way": "dead-letters", "source": "OrdersQueue", "queue": "LostQueue"},
    ]  # fmt: skip


@pytest.mark.oracle("moto")
def test_messages_arrive_where_they_belong() -> None:
    (template,) = asked("cfn", "translate.py", [template_of(post(), "cloudformation")])
    case = {"template": template, "parameters": parameters_of(template), "flows": flows(template)}
    ((published, event, stored, poison),) = asked("moto", "flows.py", [case])
    assert [json.loads(json.loads(text).get("Message", text))["kind"] for text in published] == ["OrderPlaced"]
    assert [json.loads(text)["detail-type"] for text in event] == ["OrderPlaced"]
    keys = [json.loads(text)["Records"][0]["s3"]["object"]["key"] for text in stored if "Records" in json.loads(text)]
    assert list(map(unquote, keys)) == ["inbox/a.pdf"]
    assert poison == ["poison"]
