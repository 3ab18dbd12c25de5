"""Targets of rules, timers and pipes, in the shape each service wants."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Goal
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import get, ref, subnets_of
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Component, Container


def task_network(template: Template, container: Container) -> Properties:
    """Where the tasks of a container are placed: private subnets, no public address."""
    groups: list[Node] = [get(template.id(container, "SecurityGroup"), "GroupId")]
    subnets = list(subnets_of(template.plan, container.network or ""))
    return {"AssignPublicIp": "DISABLED", "SecurityGroups": groups, "Subnets": subnets}


def rule_target(template: Template, goal: Goal) -> Properties:
    """A target of an event rule, without retries and dead letters."""
    target = template.graph[goal.component]
    found: Properties = {"Id": "target", "Arn": goal_arn(template, target)}
    if goal.role is not None:
        found["RoleArn"] = get(goal.role)
    if isinstance(target, Container):
        found |= _task(template, target, goal)
    elif target.kind == "queue" and goal.group:
        found["SqsParameters"] = {"MessageGroupId": template.plan.design.name}
    elif target.kind == "stream":
        found["KinesisParameters"] = {"PartitionKeyPath": "$.id"}
    return found


def goal_arn(template: Template, target: Component) -> Node:
    """What a rule, timer or pipe delivers to."""
    return get("Cluster") if isinstance(target, Container) else template.value(Ref(target.name))


def _task(template: Template, container: Container, goal: Goal) -> Properties:
    paths: Properties = {_word(name): path for name, path in goal.fields}
    told = [{"name": name, "value": f"<{_word(name)}>"} for name, _ in goal.fields]
    overrides = {"containerOverrides": [{"name": "main", "environment": told}]}
    return {
        "EcsParameters": {
            "TaskDefinitionArn": ref(template.id(container)),
            "LaunchType": "FARGATE",
            "TaskCount": 1,
            "NetworkConfiguration": {"AwsVpcConfiguration": task_network(template, container)},
        },
        "InputTransformer": {"InputPathsMap": paths, "InputTemplate": json.dumps(overrides)},
    }


def _word(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)
