"""Requests to what runs code: functions, containers, other workflows, batch jobs, media conversion."""

from __future__ import annotations

import math

from tools.design.components import Container, Etl, Function, Transcoder, WorkflowEngine
from tools.workflow.integrations.base import DATA, TOKEN, WEEK_S, Call, Json, Request, StepError, body_of
from tools.workflow.limits import EXPRESS_S

STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"


def call_function(call: Call) -> Request:
    """Invokes a function.

    Its result lies in an envelope, `$.Payload`, which a state can open only where the result replaces the data. Where
    it is wanted at a place of its own, the function itself is the resource: then the answer is the bare result.
    """
    component = call.component
    seconds = math.ceil(component.timeout_s) + 5.0 if isinstance(component, Function) else 60.0
    arn = call.ref("arn")
    if call.waits:
        parameters: Json = {"FunctionName": arn, "Payload": body_of(call)}
        return Request("lambda:invoke", parameters, pattern="callback", seconds=WEEK_S)
    if call.bare:
        return Request("lambda:invoke", None, resource=arn, seconds=seconds)
    parameters = {"FunctionName": arn, f"Payload.{DATA}": DATA}
    return Request("lambda:invoke", parameters, unwrap="$.Payload", seconds=seconds)


def run_container(call: Call) -> Request:
    """Runs a container job to its end, with the data in the variable TASK_INPUT; asks a container service over HTTP."""
    component = call.component
    assert isinstance(component, Container)
    if component.mode == "service" or component.platform != "managed":
        raise StepError(f"a workflow cannot start '{call.name}'; call it as an external system or from a function")
    variables: list[Json] = [{"Name": "TASK_INPUT", "Value.$": "States.JsonToString($)"}]
    if call.waits:
        variables.append({"Name": "TASK_TOKEN", "Value.$": TOKEN})
    parameters: Json = {
        "LaunchType": "FARGATE",
        "Cluster": call.ref("cluster"),
        "TaskDefinition": call.ref("task-definition"),
        "NetworkConfiguration": {
            "AwsvpcConfiguration": {
                "Subnets": list(call.resolve.references(call.name, "subnets")),
                "SecurityGroups": list(call.resolve.references(call.name, "security-groups")),
                "AssignPublicIp": "DISABLED",
            }
        },
        "Overrides": {"ContainerOverrides": [{"Name": call.ref("container"), "Environment": variables}]},
        "PropagateTags": "TASK_DEFINITION",
    }
    seconds = component.max_s or max(900.0, 5 * component.work_s)
    pattern = "callback" if call.waits else "job"
    return Request("ecs:runTask", parameters, pattern=pattern, yields=call.waits, seconds=seconds + 120)


def start_workflow(call: Call) -> Request:
    """Runs another workflow and waits for its output; an express one answers within the request."""
    component = call.component
    assert isinstance(component, WorkflowEngine)
    arn = call.ref("arn")
    if component.durability == "express" and not call.waits:
        selector = {"output.$": "States.StringToJson($.Output)"}
        parameters: Json = {"StateMachineArn": arn, "Input.$": DATA}
        return Request(
            "sfn:startSyncExecution", parameters, sdk=True, selector=selector, unwrap="$.output", seconds=EXPRESS_S
        )
    if call.waits:
        given: Json = {**body_of(call), f"{STARTED_BY}.$": "$$.Execution.Id"}
        parameters = {"StateMachineArn": arn, "Input": given}
        return Request("states:startExecution", parameters, pattern="callback", seconds=WEEK_S)
    parameters = {"StateMachineArn": arn, "Input.$": DATA}
    resource = "arn:aws:states:::states:startExecution.sync:2"
    seconds = max(3600.0, 10 * component.work_s)
    return Request(
        "states:startExecution", parameters, pattern="job", resource=resource, unwrap="$.Output", seconds=seconds
    )


def run_etl(call: Call) -> Request:
    """Runs a batch job to its end, with the data as its argument `--input`."""
    component = call.component
    assert isinstance(component, Etl)
    parameters: Json = {"JobName": call.ref("name"), "Arguments": {"--input.$": "States.JsonToString($)"}}
    seconds = max(1800.0, 5 * component.work_s)
    return Request("glue:startJobRun", parameters, pattern="job", yields=False, seconds=seconds)


def convert_media(call: Call) -> Request:
    """Converts the file at `$.source` (an object's address) into streams below `$.destination`, and waits."""
    component = call.component
    assert isinstance(component, Transcoder)
    parameters: Json = {
        "Role": call.ref("role"),
        "Settings": {
            "Inputs": [
                {
                    "FileInput.$": "$.source",
                    "TimecodeSource": "ZEROBASED",
                    "VideoSelector": {},
                    "AudioSelectors": {"Audio Selector 1": {"DefaultSelection": "DEFAULT"}},
                }
            ],
            "OutputGroups": [_adaptive_group(component.renditions)],
        },
    }
    seconds = max(3600.0, 600 * component.minutes_per_item)
    return Request("mediaconvert:createJob", parameters, pattern="job", yields=False, seconds=seconds)


def _adaptive_group(renditions: int) -> Json:
    video = {"Codec": "H_264", "H264Settings": {"RateControlMode": "QVBR", "SceneChangeDetect": "TRANSITION_DETECTION"}}
    audio = {"Codec": "AAC", "AacSettings": {"Bitrate": 96000, "CodingMode": "CODING_MODE_2_0", "SampleRate": 48000}}
    return {
        "Name": "Adaptive streams",
        "OutputGroupSettings": {
            "Type": "HLS_GROUP_SETTINGS",
            "HlsGroupSettings": {"Destination.$": "$.destination", "SegmentLength": 6, "MinSegmentLength": 0},
        },
        "AutomatedEncodingSettings": {"AbrSettings": {"MaxRenditions": min(15, max(3, renditions))}},
        "Outputs": [
            {
                "NameModifier": "-stream",
                "ContainerSettings": {"Container": "M3U8"},
                "VideoDescription": {"CodecSettings": video},
                "AudioDescriptions": [{"CodecSettings": audio}],
            }
        ],
    }
