"""Schedules."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Timer
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Joined, Ref, joined
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import get, ref
from tools.blueprint.targets.cloudformation.roles import print_role, print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.blueprint.targets.cloudformation.wires.goals import goal_arn, task_network
from tools.design.components import Container, Schedule


def print_schedule(template: Template, schedule: Schedule) -> None:
    """The timers of a schedule; a group for schedules that are created at run time."""
    if schedule.mode == "one-off":
        template.add(template.id(schedule, "Group"), "AWS::Scheduler::ScheduleGroup", {})
        print_roles_of(template, schedule.name, "deliver")
        return
    for timer in template.plan.wiring.timers:
        if timer.schedule == schedule.name:
            _print(template, timer, schedule)


def _print(template: Template, timer: Timer, schedule: Schedule) -> None:
    assert timer.goal.role is not None
    if timer.goal.role not in template.ids:
        print_role(template, template.plan.roles[timer.goal.role])
    properties: Properties = {
        "Description": text((schedule.description or title_of(schedule))[:512]),
        "ScheduleExpression": timer.expression,
        "ScheduleExpressionTimezone": timer.timezone,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": _target(template, timer),
    }
    template.add(timer.id, "AWS::Scheduler::Schedule", properties)


def _target(template: Template, timer: Timer) -> Node:
    target = template.graph[timer.goal.component]
    found: Properties = {"Arn": goal_arn(template, target), "RoleArn": get(timer.goal.role or "")}
    if isinstance(target, Container):
        found["EcsParameters"] = {
            "TaskDefinitionArn": ref(template.id(target)),
            "LaunchType": "FARGATE",
            "NetworkConfiguration": {"AwsvpcConfiguration": task_network(template, target)},
        }
    elif target.kind == "etl":
        found["Arn"] = template.resolver.value("arn:aws:scheduler:::aws-sdk:glue:startJobRun")
    elif target.kind == "queue" and timer.goal.group:
        found["SqsParameters"] = {"MessageGroupId": timer.schedule}
    elif target.kind == "stream":
        found["KinesisParameters"] = {"PartitionKey": timer.schedule}
    elif target.kind == "bus":
        found["EventBridgeParameters"] = {"DetailType": "Scheduled", "Source": template.plan.design.name}
    if target.kind != "container":
        found["Input"] = _input(template, timer, target.kind)
    found["RetryPolicy"] = {"MaximumRetryAttempts": timer.retries, "MaximumEventAgeInSeconds": timer.max_age_s}
    if timer.dead_letter is not None:
        found["DeadLetterConfig"] = {"Arn": template.value(Ref(timer.dead_letter))}
    return found


def _input(template: Template, timer: Timer, kind: str) -> Node:
    if kind == "etl":
        return template.value(_job_name(template, timer))
    told = {"schedule": timer.schedule, "time": "<aws.scheduler.scheduled-time>", "id": "<aws.scheduler.execution-id>"}
    return json.dumps(told)


def _job_name(template: Template, timer: Timer) -> Joined:
    return joined('{"JobName": "', Ref(timer.goal.component, "name"), '"}')
