"""Pipes: from a queue or a stream to something that is no function."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Pipe
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import get, ref
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.blueprint.targets.cloudformation.wires.goals import goal_arn, task_network
from tools.design.components import Container, WorkflowEngine

_SOURCES = {"queue": "SqsQueueParameters", "stream": "KinesisStreamParameters", "table": "DynamoDBStreamParameters"}


def print_pipes(template: Template) -> None:
    """Every pipe with its role."""
    for pipe in template.plan.wiring.pipes:
        print_role(template, template.plan.roles[pipe.role])
        source = template.graph[pipe.source]
        attribute = "stream" if source.kind == "table" else "arn"
        target = template.graph[pipe.goal.component]
        properties: Properties = {
            "RoleArn": get(pipe.role),
            "Source": template.value(Ref(source.name, attribute)),
            "SourceParameters": _source(template, pipe, source.kind),
            "Target": goal_arn(template, target),
        }
        parameters = _target(template, pipe)
        if parameters:
            properties["TargetParameters"] = parameters
        template.add(pipe.id, "AWS::Pipes::Pipe", properties)


def _source(template: Template, pipe: Pipe, kind: str) -> Node:
    read: Properties = {"BatchSize": pipe.batch_size}
    if pipe.window_s:
        read["MaximumBatchingWindowInSeconds"] = pipe.window_s
    if kind != "queue":
        read |= {
            "StartingPosition": "TRIM_HORIZON",
            "MaximumRetryAttempts": pipe.retries,
            "MaximumRecordAgeInSeconds": pipe.max_age_s,
            "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
        }
        if pipe.dead_letter is not None:
            read["DeadLetterConfig"] = {"Arn": template.value(Ref(pipe.dead_letter))}
    found: Properties = {_SOURCES[kind]: read}
    if pipe.patterns:
        found["FilterCriteria"] = {"Filters": [{"Pattern": json.dumps(pattern)} for pattern in pipe.patterns]}
    return found


def _target(template: Template, pipe: Pipe) -> Properties:
    target = template.graph[pipe.goal.component]
    match target:
        case WorkflowEngine():
            kind = "REQUEST_RESPONSE" if target.synchronous else "FIRE_AND_FORGET"
            return {"StepFunctionStateMachineParameters": {"InvocationType": kind}}
        case Container():
            return {"EcsTaskParameters": _task(template, target, pipe)}
        case _ if target.kind == "stream":
            return {"KinesisStreamParameters": {"PartitionKey": "$.messageId"}}
        case _ if target.kind == "bus":
            source = template.plan.design.name
            return {"EventBridgeEventBusParameters": {"DetailType": "Record", "Source": f"{source}.{pipe.source}"}}
        case _ if target.kind == "queue" and pipe.goal.group:
            return {"SqsQueueParameters": {"MessageGroupId": pipe.source}}
        case _:
            return {}


def _task(template: Template, container: Container, pipe: Pipe) -> Node:
    told: list[Node] = [{"Name": name, "Value": path} for name, path in pipe.goal.fields]
    return {
        "TaskDefinitionArn": ref(template.id(container)),
        "LaunchType": "FARGATE",
        "TaskCount": 1,
        "NetworkConfiguration": {"AwsvpcConfiguration": task_network(template, container)},
        "Overrides": {"ContainerOverrides": [{"Name": "main", "Environment": told}]},
    }
