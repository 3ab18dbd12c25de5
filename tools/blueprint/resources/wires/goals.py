"""Targets of rules, timers and pipes, in the shape each service wants."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import Goal
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Attr, Block, Body, Node
from tools.design.components import Component, Container


def task_network(root: Root, container: Container) -> Body:
    """Where the tasks of a container are placed: private subnets, no public address."""
    return {
        "assign_public_ip": False,
        "security_groups": [root.at("aws_security_group", container.name, "id")],
        "subnets": root.resolver.subnets(container.network or ""),
    }


def rule_target(root: Root, goal: Goal) -> Body:
    """A target of an event rule, without retries and dead letters."""
    target = root.graph[goal.component]
    found: Body = {"arn": goal_arn(root, target)}
    if goal.role is not None:
        found["role_arn"] = root.role(goal.role)
    if isinstance(target, Container):
        found |= _task(root, target, goal)
    elif target.kind == "queue" and goal.group:
        found["sqs_target"] = Block({"message_group_id": root.plan.design.name})
    elif target.kind == "stream":
        found["kinesis_target"] = Block({"partition_key_path": "$.id"})
    return found


def goal_arn(root: Root, target: Component) -> Node:
    """What a rule, timer or pipe delivers to."""
    return Attr("aws_ecs_cluster", "main", "arn") if isinstance(target, Container) else root.ref(target.name)


def _task(root: Root, container: Container, goal: Goal) -> Body:
    paths: dict[str, Node] = {_word(name): path for name, path in goal.fields}
    told = [{"name": name, "value": f"<{_word(name)}>"} for name, _ in goal.fields]
    overrides = {"containerOverrides": [{"name": "main", "environment": told}]}
    started: Body = {
        "task_definition_arn": root.ref(container.name),
        "launch_type": "FARGATE",
        "task_count": 1,
        "network_configuration": Block(task_network(root, container)),
    }
    # A text: jsonencode would escape the angle brackets, between which the rule puts what it has read.
    transformed: Body = {"input_template": json.dumps(overrides), "input_paths": paths}
    return {"ecs_target": Block(started), "input_transformer": Block(transformed)}


def _word(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)
