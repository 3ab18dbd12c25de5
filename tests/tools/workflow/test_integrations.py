"""What each kind of component is asked, and by which resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from tools.design.components import KINDS, AiService, Bus, Container, Database, Queue, Schedule, Table, Topic
from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workflow import Resolver, StepError, Use, permissions, to_asl
from tools.workflow.integrations import INTEGRATIONS, WAITING_KINDS

State = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def state(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> State:
    """The state of one task that asks a component."""

    def compile_one(component: Any, **fields: Any) -> dict[str, Any]:
        name = component if isinstance(component, str) else component.name
        workflow = build(step("Ask", name, **fields))
        extra = () if isinstance(component, str) else (component,)
        states = to_asl(workflow, system(workflow, components=extra), arns)["States"]
        found: dict[str, Any] = states["Ask"]
        return found

    return compile_one


RESOURCES = {
    "container": "arn:aws:states:::ecs:runTask.sync",
    "queue": "arn:aws:states:::sqs:sendMessage",
    "topic": "arn:aws:states:::sns:publish",
    "bus": "arn:aws:states:::events:putEvents",
    "stream": "arn:aws:states:::aws-sdk:kinesis:putRecord",
    "delivery-stream": "arn:aws:states:::aws-sdk:firehose:putRecord",
    "mail": "arn:aws:states:::aws-sdk:sesv2:sendEmail",
    "device-gateway": "arn:aws:states:::aws-sdk:iotdataplane:publish",
    "schedule": "arn:aws:states:::aws-sdk:scheduler:createSchedule",
    "external": "arn:aws:states:::http:invoke",
    "table": "arn:aws:states:::dynamodb:putItem",
    "bucket": "arn:aws:states:::aws-sdk:s3:putObject",
    "query-engine": "arn:aws:states:::athena:startQueryExecution.sync",
    "database": "arn:aws:states:::aws-sdk:rdsdata:executeStatement",
    "etl": "arn:aws:states:::glue:startJobRun.sync",
    "transcoder": "arn:aws:states:::mediaconvert:createJob.sync",
    "ai-service": "arn:aws:states:::aws-sdk:bedrockruntime:converse",
}


@pytest.mark.parametrize("kind", RESOURCES)
def test_each_kind_is_asked_by_its_integration(kind: str, state: State) -> None:
    assert state(kind)["Resource"] == RESOURCES[kind]


def test_every_integration_is_for_a_kind_of_the_language() -> None:
    assert set(INTEGRATIONS) == set(RESOURCES) | {"function", "workflow"}
    assert len(INTEGRATIONS) == 19
    assert set(INTEGRATIONS) <= set(KINDS)
    assert set(INTEGRATIONS) >= WAITING_KINDS


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(RESOURCES) - {"function", "workflow"}))
def test_other_kinds_are_refused(kind: str, state: State) -> None:
    with pytest.raises(StepError, match=f"cannot ask a {kind}"):
        state(kind)


@pytest.mark.parametrize(
    ("action", "operation"),
    [("put", "putItem"), ("save the order", "putItem"), ("get", "getItem"), ("mark as paid", "updateItem")],
)
def test_actions_of_a_table(action: str, operation: str, state: State) -> None:
    assert state("table", action=action)["Resource"].endswith(f":{operation}")


def test_the_key_of_an_item_has_the_types_of_the_table(state: State) -> None:
    table = Table(name="readings", partition_key="device", sort_key="second", numeric_keys=("second",))
    found = state(table, action="get", input="$.reading", result="$.found")
    assert found["Parameters"]["Key"] == {
        "device": {"S.$": "$.device"},
        "second": {"N.$": "States.Format('{}', $.second)"},
    }
    assert found["InputPath"] == "$.reading"
    assert found["ResultPath"] == "$.found"


def test_what_hands_over_leaves_the_data_as_it_is(state: State) -> None:
    for kind in ("queue", "topic", "bus", "table", "stream", "mail", "container", "etl"):
        assert state(kind)["ResultPath"] is None


def test_a_published_event_is_in_its_envelope(state: State) -> None:
    found = state("bus", action="publish", event="OrderPlaced")
    (entry,) = found["Parameters"]["Entries"]
    assert entry["Source"] == "system.bus"
    assert entry["DetailType"] == "OrderPlaced"
    assert entry["Detail"]["specversion"] == "1.0"
    assert entry["Detail"]["source"] == entry["Source"]
    assert entry["Detail"]["data.$"] == "$"


def test_ordered_channels_get_group_and_deduplication(state: State) -> None:
    for component in (Queue(name="line", fifo=True), Topic(name="line", fifo=True)):
        given = state(component)["Parameters"]
        assert given["MessageGroupId.$"] == "$$.Execution.Name"
        assert given["MessageDeduplicationId.$"].startswith("States.Hash(")


def test_a_call_outside_has_method_path_and_idempotency_key(state: State) -> None:
    given = state("external", action="PUT /orders/1")["Parameters"]
    assert given["Method"] == "PUT"
    assert given["ApiEndpoint"].endswith("/external/orders/1")
    assert "Idempotency-Key.$" in given["Headers"]
    assert "RequestBody.$" not in state("external", action="GET /health")["Parameters"]


@pytest.mark.parametrize("capability", get_args(AiService.model_fields["capability"].annotation))
def test_models_by_capability(capability: Any, state: State) -> None:
    service = AiService(name="model", capability=capability, model="some-model")
    if capability in ("forecasting", "fraud-detection"):
        with pytest.raises(StepError, match="let a function ask it"):
            state(service)
    else:
        assert state(service)["Resource"].startswith("arn:aws:states:::")


@pytest.mark.parametrize(
    "component",
    [
        Container(name="server", mode="service"),
        Container(name="cluster", platform="kubernetes"),
        Database(name="documents", engine="document"),
        Schedule(name="nightly", cron="0 2 * * *"),
    ],
)
def test_variants_that_cannot_be_asked(component: Any, state: State) -> None:
    with pytest.raises(StepError):
        state(component)


def test_waiting_hands_over_the_token(
    samples: dict[str, Workflow], system: Callable[..., Graph], arns: Resolver
) -> None:
    states = to_asl(samples["waiting"], system(samples["waiting"]), arns)["States"]
    assert len(states) == 7
    for found in states.values():
        assert found["Resource"].endswith(".waitForTaskToken")
        assert "$$.Task.Token" in str(found["Parameters"])
        assert all("States.Timeout" not in retrier["ErrorEquals"] for retrier in found["Retry"])


def test_what_is_used_is_told(samples: dict[str, Workflow], system: Callable[..., Graph]) -> None:
    uses = permissions(samples["everything"], system(samples["everything"]))
    assert Use("queue", "sqs:sendMessage") in uses
    assert Use("queue", "sqs:sendMessage", "callback") in uses
    assert Use("container", "ecs:runTask", "job") in uses
    assert Use("", "states:startExecution", "job") in uses
    assert Use("bucket", "s3:listObjectsV2") in uses
    assert Use("unpack", "lambda:invoke") in uses
    assert len(uses) == len(set(uses))


def test_an_express_child_answers_within_the_request(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    inner = build({"kind": "succeed", "name": "Done"}, name="inner")
    outer = build(step("Call", "inner-engine"), name="outer")
    graph = system(inner, outer, durability="express", components=[Bus(name="spare")])
    found = to_asl(outer, graph, arns)["States"]["Call"]
    assert found["Resource"] == "arn:aws:states:::aws-sdk:sfn:startSyncExecution"
    assert found["OutputPath"] == "$.output"
