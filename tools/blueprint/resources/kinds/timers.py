"""Schedules."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Timer
from tools.blueprint.resources.labels import kebab, prefix
from tools.blueprint.resources.root import Root, described, encoded
from tools.blueprint.resources.tree import Block, Body, Node
from tools.blueprint.resources.wires.goals import goal_arn, task_network
from tools.design.components import Container, Schedule


def print_schedule(root: Root, schedule: Schedule) -> None:
    """The timers of a schedule; a group for schedules that are created at run time."""
    if schedule.mode == "one-off":
        root.add("aws_scheduler_schedule_group", schedule.name, {"name": root.named(schedule.name, 64)})
        root.roles(schedule.name, "deliver")
        return
    for timer in root.plan.wiring.timers:
        if timer.schedule == schedule.name:
            _print(root, timer, schedule)


def _print(root: Root, timer: Timer, schedule: Schedule) -> None:
    owner = timer.id.removesuffix("Rule").removesuffix("Mapping")
    body: Body = {
        "name_prefix": prefix(kebab(owner)),
        "description": described(schedule, schedule.description, 512),
        "schedule_expression": timer.expression,
        "schedule_expression_timezone": timer.timezone,
        "flexible_time_window": Block({"mode": "OFF"}),
        "target": Block(_target(root, timer)),
    }
    root.add("aws_scheduler_schedule", owner, body)


def _target(root: Root, timer: Timer) -> Body:
    target = root.graph[timer.goal.component]
    found: Body = {"arn": goal_arn(root, target), "role_arn": root.role(timer.goal.role or "")}
    if target.kind == "etl":
        found["arn"] = "arn:aws:scheduler:::aws-sdk:glue:startJobRun"
    if target.kind != "container":
        found["input"] = _input(root, timer, target.kind)
    if isinstance(target, Container):
        found["ecs_parameters"] = Block(
            {
                "task_definition_arn": root.ref(target.name),
                "launch_type": "FARGATE",
                "network_configuration": Block(task_network(root, target)),
            }
        )
    elif target.kind == "queue" and timer.goal.group:
        found["sqs_parameters"] = Block({"message_group_id": timer.schedule})
    elif target.kind == "stream":
        found["kinesis_parameters"] = Block({"partition_key": timer.schedule})
    elif target.kind == "bus":
        found["eventbridge_parameters"] = Block({"detail_type": "Scheduled", "source": root.plan.design.name})
    found["retry_policy"] = Block(
        {"maximum_retry_attempts": timer.retries, "maximum_event_age_in_seconds": timer.max_age_s}
    )
    if timer.dead_letter is not None:
        found["dead_letter_config"] = Block({"arn": root.ref(timer.dead_letter)})
    return found


def _input(root: Root, timer: Timer, kind: str) -> Node:
    if kind == "etl":
        return encoded({"JobName": root.ref(timer.goal.component, "name")})
    # A text: jsonencode would escape the angle brackets, between which the scheduler puts its own values.
    told = {"schedule": timer.schedule, "time": "<aws.scheduler.scheduled-time>", "id": "<aws.scheduler.execution-id>"}
    return json.dumps(told)
