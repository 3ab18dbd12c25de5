"""Pipes: from a queue or a stream to something that is no function."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Pipe
from tools.blueprint.resources.labels import kebab, prefix
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Block, Body, Node
from tools.blueprint.resources.wires.goals import goal_arn, task_network
from tools.design.components import Container, WorkflowEngine

_SOURCES = {
    "queue": "sqs_queue_parameters",
    "stream": "kinesis_stream_parameters",
    "table": "dynamodb_stream_parameters",
}


def print_pipes(root: Root) -> None:
    """Every pipe with its role."""
    for pipe in root.plan.wiring.pipes:
        source, target = root.graph[pipe.source], root.graph[pipe.goal.component]
        owner = pipe.id.removesuffix("Pipe")
        body: Body = {
            "name_prefix": prefix(kebab(owner)),
            "role_arn": root.role(pipe.role),
            "source": root.ref(source.name, "stream" if source.kind == "table" else "arn"),
            "target": goal_arn(root, target),
            "source_parameters": Block(_source(root, pipe, source.kind)),
        }
        parameters = _target(root, pipe)
        if parameters:
            body["target_parameters"] = Block(parameters)
        root.add("aws_pipes_pipe", owner, body)


def _source(root: Root, pipe: Pipe, kind: str) -> Body:
    read: Body = {"batch_size": pipe.batch_size}
    if pipe.window_s:
        read["maximum_batching_window_in_seconds"] = pipe.window_s
    if kind != "queue":
        read |= {
            "starting_position": "TRIM_HORIZON",
            "maximum_retry_attempts": pipe.retries,
            "maximum_record_age_in_seconds": pipe.max_age_s,
            "on_partial_batch_item_failure": "AUTOMATIC_BISECT",
        }
        if pipe.dead_letter is not None:
            read["dead_letter_config"] = Block({"arn": root.ref(pipe.dead_letter)})
    found: Body = {_SOURCES[kind]: Block(read)}
    if pipe.patterns:
        filters: list[Node] = [Block({"pattern": json.dumps(pattern)}) for pattern in pipe.patterns]
        found["filter_criteria"] = Block({"filter": filters})
    return found


def _target(root: Root, pipe: Pipe) -> Body:
    target = root.graph[pipe.goal.component]
    match target:
        case WorkflowEngine():
            kind = "REQUEST_RESPONSE" if target.synchronous else "FIRE_AND_FORGET"
            return {"step_function_state_machine_parameters": Block({"invocation_type": kind})}
        case Container():
            return {"ecs_task_parameters": Block(_task(root, target, pipe))}
        case _ if target.kind == "stream":
            return {"kinesis_stream_parameters": Block({"partition_key": "$.messageId"})}
        case _ if target.kind == "bus":
            source = f"{root.plan.design.name}.{pipe.source}"
            return {"eventbridge_event_bus_parameters": Block({"detail_type": "Record", "source": source})}
        case _ if target.kind == "queue" and pipe.goal.group:
            return {"sqs_queue_parameters": Block({"message_group_id": pipe.source})}
        case _:
            return {}


def _task(root: Root, container: Container, pipe: Pipe) -> Body:
    told: list[Node] = [Block({"name": name, "value": path}) for name, path in pipe.goal.fields]
    place = {**task_network(root, container), "assign_public_ip": "DISABLED"}
    override: Body = {"name": "main", **({"environment": told} if told else {})}
    return {
        "task_definition_arn": root.ref(container.name),
        "launch_type": "FARGATE",
        "task_count": 1,
        "network_configuration": Block({"aws_vpc_configuration": Block(place)}),
        "overrides": Block({"container_override": Block(override)}),
    }
