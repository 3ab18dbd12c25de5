"""The documents the compiler prints: whole, bounded, the same every time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workflow import Resolver, StepError, Tokens, to_asl

SAMPLES = ("saga", "winding-saga", "guarded-saga", "nested-saga", "everything", "waiting")

State = dict[str, Any]


def machines_in(document: State) -> Iterator[State]:
    """A document and every machine inside it."""
    yield document
    for state in document["States"].values():
        for inner in (*state.get("Branches", ()), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])):
            yield from machines_in(inner)


def states_in(document: State) -> Iterator[tuple[str, State]]:
    for machine in machines_in(document):
        yield from machine["States"].items()


def problems_in(document: State) -> list[str]:
    """What the language forbids, by its specification."""
    found: list[str] = []
    names = [name for name, _ in states_in(document)]
    found += [f"{name} comes twice" for name in names if names.count(name) > 1]
    found += [f"{name} is too long" for name in names if len(name) > 80]
    for machine in machines_in(document):
        states = machine["States"]
        targets = {machine["StartAt"]} | {target for state in states.values() for target in targets_of(state)}
        found += [f"{target} is not there" for target in targets - states.keys()]
        found += [f"{name} cannot be reached" for name in states.keys() - targets]
    for name, state in states_in(document):
        if state["Type"] == "Task":
            found += [f"{name} lacks {field}" for field in ("Retry", "TimeoutSeconds") if field not in state]
        if state["Type"] not in ("Choice", "Succeed", "Fail") and ("Next" in state) == ("End" in state):
            found.append(f"{name} must go on or end")
        if state.get("HeartbeatSeconds", 0) >= state.get("TimeoutSeconds", 1):
            found.append(f"{name} is cut off before its heartbeat")
        for retrier in state.get("Retry", ()):
            if "MaxDelaySeconds" in retrier and retrier["MaxDelaySeconds"] <= retrier["IntervalSeconds"]:
                found.append(f"{name} waits longer than its longest delay")
        for handlers in (state.get("Retry", []), state.get("Catch", [])):
            alls = [index for index, handler in enumerate(handlers) if "States.ALL" in handler["ErrorEquals"]]
            if alls and (alls[0] != len(handlers) - 1 or len(handlers[alls[0]]["ErrorEquals"]) > 1):
                found.append(f"{name} handles all errors before others")
    return found


def targets_of(state: State) -> list[str]:
    found = [state[key] for key in ("Next", "Default") if key in state]
    found += [rule["Next"] for rule in state.get("Choices", ())]
    return found + [catch["Next"] for catch in state.get("Catch", ())]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_is_whole(
    name: str, samples: dict[str, Workflow], system: Callable[..., Graph], arns: Resolver
) -> None:
    document = to_asl(samples[name], system(samples[name]), arns)
    assert problems_in(document) == []
    json.dumps(document, allow_nan=False)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_workflow_makes_a_whole_document(
    data: st.DataObject, any_workflow: st.SearchStrategy[Workflow], system: Callable[..., Graph], arns: Resolver
) -> None:
    workflow = data.draw(any_workflow)
    graph = system(workflow)
    document = to_asl(workflow, graph, arns)
    assert problems_in(document) == []
    assert json.dumps(document) == json.dumps(to_asl(workflow, graph, arns))


def test_the_check_sees_faults(samples: dict[str, Workflow], system: Callable[..., Graph], arns: Resolver) -> None:
    document = to_asl(samples["saga"], system(samples["saga"]), arns)
    document["States"]["Charge"]["Next"] = "Nowhere"
    del document["States"]["Reserve"]["Retry"]
    assert {"Nowhere is not there", "Pack cannot be reached", "Reserve lacks Retry"} <= set(problems_in(document))


def test_a_result_replaces_the_data_or_goes_to_its_place(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    workflow = build(step("Replace", next="Keep"), step("Keep", result="$.kept"))
    states = to_asl(workflow, system(workflow), arns)["States"]
    assert states["Replace"]["Resource"] == "arn:aws:states:::lambda:invoke"
    assert states["Replace"]["OutputPath"] == "$.Payload"
    assert states["Keep"]["Resource"].endswith(":function:check")
    assert states["Keep"]["ResultPath"] == "$.kept"
    assert "Parameters" not in states["Keep"]


def test_a_nested_workflow_gives_its_bare_output(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    inner = build({"kind": "succeed", "name": "Done"}, name="inner")
    outer = build(step("Call", "inner-engine", result="$.answer"), name="outer")
    states = to_asl(outer, system(inner, outer), arns)["States"]
    assert states["Call"]["Resource"] == "arn:aws:states:::states:startExecution.sync:2"
    assert states["Call"]["Next"] == "Open Call"
    assert states["Open Call"] == {
        "Type": "Pass",
        "InputPath": "$.answer.Output",
        "ResultPath": "$.answer",
        "End": True,
    }


def test_defaults_protect_every_task(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    workflow = build(step("Work"))
    state = to_asl(workflow, system(workflow), arns)["States"]["Work"]
    (retry,) = state["Retry"]
    assert retry["JitterStrategy"] == "FULL"
    assert retry["MaxDelaySeconds"] == 300
    assert "Lambda.TooManyRequestsException" in retry["ErrorEquals"]
    assert state["TimeoutSeconds"] == 35  # the function's own 30 and five to get there


def test_express_bounds_every_timeout(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    workflow = build(step("Work", timeout_s=900), timeout_s=3600)
    document = to_asl(workflow, system(workflow, durability="express"), arns)
    assert document["TimeoutSeconds"] == 300
    assert document["States"]["Work"]["TimeoutSeconds"] == 300


def test_unreachable_steps_are_left_out(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    workflow = build(step("Work"), step("Never"))
    assert list(to_asl(workflow, system(workflow), arns)["States"]) == ["Work"]


def test_namesakes_are_told_apart(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    lanes = [{"steps": [step("Work")]}, {"steps": [step("Work")]}]
    workflow = build({"kind": "parallel", "name": "Both", "branches": lanes, "next": "Work"}, step("Work"))
    names = [name for name, _ in states_in(to_asl(workflow, system(workflow), arns))]
    assert sorted(names) == ["Both", "Work", "Work 2", "Work 3"]


def test_a_large_distributed_map_works_in_batches(
    samples: dict[str, Workflow], system: Callable[..., Graph], arns: Resolver
) -> None:
    state = to_asl(samples["everything"], system(samples["everything"]), arns)["States"]["Objects"]
    assert state["ItemReader"]["Resource"] == "arn:aws:states:::s3:listObjectsV2"
    assert state["ItemBatcher"] == {"MaxItemsPerBatch": 50}
    assert state["ToleratedFailurePercentage"] == 5
    assert state["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    inner = state["ItemProcessor"]["States"]["Objects batch"]
    assert inner["ItemsPath"] == "$.Items"
    assert state["MaxConcurrency"] * inner["MaxConcurrency"] >= 200


def test_what_cannot_be_asked_is_refused(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    workflow = build(step("Work", "cdn"))
    with pytest.raises(StepError, match="cannot ask a cdn"):
        to_asl(workflow, system(workflow), arns)


def test_tokens_remember_what_they_stand_for(samples: dict[str, Workflow], system: Callable[..., Graph]) -> None:
    tokens = Tokens(subnets=3)
    text = json.dumps(to_asl(samples["everything"], system(samples["everything"]), tokens))
    assert tokens.used["QueueUrl"] == ("queue", "url")
    assert tokens.used["ContainerSubnet3"] == ("container", "subnets")
    assert all(f"${{{name}}}" in text for name in tokens.used)


def test_a_job_without_an_integration_is_looked_after(
    build: Callable[..., Workflow], step: Callable[..., Any], system: Callable[..., Graph], arns: Resolver
) -> None:
    from tools.design.components import AiService

    speech = AiService(name="speech", capability="speech-to-text")
    handled = step("Write down", "speech", next="Use", catch=[{"next": "Sorry"}])
    workflow = build(handled, step("Use"), {"kind": "succeed", "name": "Sorry"})
    document = to_asl(workflow, system(workflow, components=[speech]), arns)
    assert problems_in(document) == []
    states = document["States"]
    assert states["Await Write down"]["Next"] == "Look at Write down"
    assert states["Look at Write down"]["Parameters"] == {"TranscriptionJobName.$": "$.job.id"}
    assert states["Is Write down done"]["Default"] == "Await Write down"
    assert states["Write down failed"]["Next"] == "Sorry"
    assert states["Take Write down"] == {"Type": "Pass", "InputPath": "$.job", "Next": "Use"}
