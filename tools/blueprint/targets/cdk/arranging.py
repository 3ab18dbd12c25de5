"""Which file a resource stands in, and in which order: by concern, and after everything it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.blueprint.targets.cloudformation.emitter import Node, Noted, Tagged

CONCERNS = {
    "network": "The network and what guards it.",
    "identity": "Who people are, keys, secrets, and what keeps others out.",
    "records": "Log groups.",
    "messaging": "Queues, topics, buses and streams.",
    "data": "Tables, buckets, databases and what searches them.",
    "access": "Roles: one for each part that acts, with what it may do.",
    "code": "Functions, containers and jobs.",
    "workflows": "State machines.",
    "entrances": "APIs, sites, and whatever else stands at the front.",
    "wiring": "What starts what: mappings, rules, schedules, subscriptions, and who lets whom in.",
    "operations": "Alarms and audit.",
}
"""Files of the program, each of which may refer to those before it."""

ORDER = {concern: number for number, concern in enumerate(CONCERNS)}

_OF_SERVICE = {
    "network": ("EC2",),
    "identity": ("KMS", "SecretsManager", "SSM", "Cognito", "WAFv2"),
    "messaging": ("SQS", "SNS", "Events", "Kinesis", "KinesisFirehose", "MSK", "SES"),
    "data": (
        "DynamoDB", "S3", "RDS", "DocDB", "ElastiCache", "OpenSearchServerless", "OpenSearchService", "Athena", "Glue",
        "RedshiftServerless", "Timestream", "ApplicationAutoScaling", "Backup",
    ),
    "access": ("IAM",),
    "code": ("Lambda", "ECS", "ECR", "Batch", "MediaConvert"),
    "records": ("Logs",),
    "workflows": ("StepFunctions",),
    "entrances": (
        "ApiGateway", "ApiGatewayV2", "CloudFront", "ElasticLoadBalancingV2", "Route53", "AppSync", "IoT", "Transfer",
    ),
    "operations": ("CloudWatch", "CloudTrail", "Config"),
}  # fmt: skip
_CONCERN = {service: concern for concern, services in _OF_SERVICE.items() for service in services}
_WIRES = re.compile(r"::(EventSourceMapping|Permission|Rule|Subscription|Archive|\w+Policy)$")


def concern_of(kind: str) -> str:
    """The concern of a resource type."""
    service = kind.split("::")[1]
    if service != "IAM" and _WIRES.search(kind):
        return "wiring"
    return _CONCERN.get(service, "wiring")


_VARIABLE = re.compile(r"\$\{(?!!)([A-Za-z0-9]+)")


def references(node: Node, found: set[str]) -> None:
    """Adds everything that data refers to, by its id."""
    if type(node) is dict:
        for item in node.values():
            references(item, found)
    elif type(node) is list:
        for item in node:
            references(item, found)
    elif type(node) is Tagged:
        _of_function(node, found)
    elif type(node) is Noted:
        references(node.value, found)


def _of_function(node: Tagged, found: set[str]) -> None:
    value: Any = node.value
    if type(value) is str:
        if node.tag == "!Sub":
            found.update(_VARIABLE.findall(value))
        else:
            found.add(value.partition(".")[0])
    elif node.tag == "!Sub":
        found.update(_VARIABLE.findall(value[0]))
        references(value[1], found)
    else:
        references(value, found)


def in_order(resources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The ids of resources, each after those it refers to or waits for; else as they were."""
    needed = {identity: _needed(resource, resources) for identity, resource in resources.items()}
    done: dict[str, None] = {}
    for identity in resources:
        _visit(identity, needed, done)
    return list(done)


def _needed(resource: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    found: set[str] = set()
    references(resource.get("Properties", {}), found)
    waiting = resource.get("DependsOn", ())
    found.update([waiting] if isinstance(waiting, str) else waiting)
    return sorted(one for one in found if one in known)


def _visit(start: str, needed: Mapping[str, list[str]], done: dict[str, None]) -> None:
    """Marks a resource as done after all it needs, without recursion: chains may be long."""
    waiting: list[tuple[str, Iterable[str]]] = [(start, iter(needed[start]))]
    while waiting:
        identity, others = waiting[-1]
        following = next((one for one in others if one not in done), None)  # type: ignore[call-overload]
        if following is None:
            done.setdefault(identity)
            waiting.pop()
        else:
            waiting.append((following, iter(needed[following])))
