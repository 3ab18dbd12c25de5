"""Devices: what one may do, and the rules that hand on what they publish."""

from __future__ import annotations

from tools.blueprint.plan.model import DeviceRule
from tools.blueprint.resources.labels import STACK
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, document, text
from tools.blueprint.resources.tree import Apply, Block, Body, Node
from tools.design.components import Bucket, DeviceGateway, Function, Queue, Stream, Table

_THING = "${iot:Connection.Thing.ThingName}"


def print_devices(root: Root, gateway: DeviceGateway) -> None:
    """A policy for devices, and a rule for each target."""
    first = gateway.topic_filter.split("/")[0]
    connecting: Node = {
        "Effect": "Allow",
        "Action": "iot:Connect",
        "Resource": _iot(f"client/{_THING}"),
        "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": ["true"]}},
    }
    others = (("Publish", "topic"), ("Subscribe", "topicfilter"), ("Receive", "topic"))
    statements: list[Node] = [connecting]
    statements += [
        {"Effect": "Allow", "Action": f"iot:{action}", "Resource": _iot(f"{kind}/{first}/{_THING}/*")}
        for action, kind in others
    ]
    body: Body = {"name": root.named(gateway.name, 128), "policy": document(statements)}
    root.add("aws_iot_policy", gateway.name, body)
    for rule in root.plan.wiring.device_rules:
        if rule.gateway == gateway.name:
            _print_rule(root, rule)


def _iot(resource: str) -> Node:
    return text("arn:", HERE["partition"], ":iot:", HERE["region"], ":", HERE["account"], f":{resource}")


def _print_rule(root: Root, rule: DeviceRule) -> None:
    role = root.role(rule.role) if rule.role else None
    owner = rule.id.removesuffix("Rule")
    name, action = _action(root, rule, role)
    body: Body = {
        "name": _name(root, owner),
        "enabled": True,
        "sql": _query(rule.topic_filter),
        "sql_version": "2016-03-23",
        name: Block(action),
    }
    if rule.dead_letter is not None:
        url = root.ref(rule.dead_letter, "url")
        kept = Block({"queue_url": url, "role_arn": root.role(rule.error_role), "use_base64": False})
        body["error_action"] = Block({"sqs": kept})
    root.add("aws_iot_topic_rule", owner, body)


def _name(root: Root, owner: str) -> Node:
    """Names of rules hold no hyphens."""
    return text(Apply("replace", (STACK, "-", "_")), f"_{root.label(owner)}"[:60])


def _query(topic_filter: str) -> str:
    """The rule's query. What could end the quoted filter, or begin a substitution, is left out of it."""
    kept = "".join(c for c in topic_filter if c.isprintable() and c not in "'${}")
    return " ".join(("SELECT *, topic() AS topic, timestamp() AS receivedAt", "FROM", f"'{kept}'"))


def _action(root: Root, rule: DeviceRule, role: Node) -> tuple[str, Body]:
    target = root.graph[rule.goal.component]
    name = target.name
    match target:
        case Function():
            return "lambda", {"function_arn": root.ref(name)}
        case Queue():
            return "sqs", {"queue_url": root.ref(name, "url"), "role_arn": role, "use_base64": False}
        case Stream():
            stream = root.ref(name, "name")
            return "kinesis", {"stream_name": stream, "partition_key": "${topic()}", "role_arn": role}
        case Bucket():
            bucket = root.ref(name, "name")
            return "s3", {"bucket_name": bucket, "key": "${topic()}/${timestamp()}.json", "role_arn": role}
        case Table():
            put = Block({"table_name": root.ref(name, "name")})
            return "dynamodbv2", {"role_arn": role, "put_item": put}
        case _ if target.kind == "topic":
            return "sns", {"target_arn": root.ref(name), "role_arn": role, "message_format": "RAW"}
        case _ if target.kind == "delivery-stream":
            stream = root.ref(name, "name")
            return "firehose", {"delivery_stream_name": stream, "role_arn": role, "separator": "\n"}
        case _:
            return "step_functions", {"state_machine_name": root.ref(name, "name"), "role_arn": role}
