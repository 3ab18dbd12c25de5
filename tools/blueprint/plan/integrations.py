"""Requests handed straight to a service: what an HTTP API says of one, and what a REST API turns one into."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from tools.blueprint.plan.doors import event_identity
from tools.blueprint.plan.model import Plan, Route
from tools.blueprint.plan.values import ACCOUNT, PARTITION, REGION, Joined, Piece, Ref, Value, joined
from tools.design.components import Component, Queue, Table

_BODY = '$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")'
"""The request's body inside a JSON string: escaped for JavaScript, less the quotes JSON does not know."""

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/x-amz-json-1.1"


class Handed(NamedTuple):
    """A first-class integration of an HTTP API (developer guide, "Integration subtype reference")."""

    subtype: str
    parameters: tuple[tuple[str, Value], ...]


class Asked(NamedTuple):
    """A service integration of a REST API: the request as the service wants it."""

    uri: Value
    method: str
    passthrough: str
    parameters: dict[str, str]
    templates: dict[str, Value]
    answers: bool
    """Whether the caller gets the service's own answer."""


def path_names(path: str) -> list[str]:
    """Names of the parameters in a path."""
    return re.findall(r"\{([^}+]+)\+?\}", path)


def handed(plan: Plan, route: Route) -> Handed:
    """How an HTTP API hands a request on."""
    target = plan.graph[route.target]
    match route.action:
        case "send":
            return _handed_to_queue(target)
        case "emit":
            return _handed_to_bus(plan, route)
        case "record":
            parameters: tuple[tuple[str, Value], ...] = (
                ("StreamName", Ref(target.name, "name")),
                ("PartitionKey", "$context.requestId"),
                ("Data", "$request.body"),
            )
            return Handed("Kinesis-PutRecord", parameters)
        case _:
            operation = "StartSyncExecution" if route.action == "run" else "StartExecution"
            machine: Value = Ref(target.name)
            return Handed(f"StepFunctions-{operation}", (("StateMachineArn", machine), ("Input", "$request.body")))


def _handed_to_queue(target: Component) -> Handed:
    found: tuple[tuple[str, Value], ...] = (
        ("QueueUrl", Ref(target.name, "url")),
        ("MessageBody", "$request.body"),
    )
    if isinstance(target, Queue) and target.fifo:
        found = (
            *found,
            ("MessageGroupId", "$context.requestId"),
            ("MessageDeduplicationId", "$context.requestId"),
        )
    return Handed("SQS-SendMessage", found)


def _handed_to_bus(plan: Plan, route: Route) -> Handed:
    source, kind = event_identity(plan, route)
    parameters: tuple[tuple[str, Value], ...] = (
        ("Source", source),
        ("DetailType", kind),
        ("Detail", "$request.body"),
        ("EventBusName", Ref(route.target, "name")),
    )
    return Handed("EventBridge-PutEvents", parameters)


def asked(plan: Plan, route: Route) -> Asked:
    """What a REST API turns a request into."""
    target = plan.graph[route.target]
    service, address, kind, body = _ASKED[f"{route.action} {target.kind}"](plan, route, target)
    uri = joined("arn:", PARTITION, ":apigateway:", REGION, f":{service}:", *_pieces(address))
    if target.kind == "bucket":
        names = path_names(route.path)
        key = f"method.request.path.{names[-1]}" if names else "context.requestId"
        method = "GET" if route.action == "get" else "PUT"
        return Asked(uri, method, "when_no_match", {"integration.request.path.key": key}, {}, route.action == "get")
    headers = {"integration.request.header.Content-Type": f"'{kind}'"}
    return Asked(uri, "POST", "never", headers, {"application/json": body}, route.action in ("run", "get"))


def _pieces(value: Value) -> tuple[Piece, ...]:
    if isinstance(value, Joined):
        return value.parts
    return (str(value) if isinstance(value, int) else value,)


_Request = tuple[str, Value, str, Value]


def _ask_queue(plan: Plan, route: Route, target: Component) -> _Request:
    group = "&MessageGroupId=$context.requestId" if isinstance(target, Queue) and target.fifo else ""
    path = joined("path/", ACCOUNT, "/", Ref(target.name, "name"))
    return "sqs", path, _FORM, f"Action=SendMessage&MessageBody=$util.urlEncode($input.body){group}"


def _ask_topic(plan: Plan, route: Route, target: Component) -> _Request:
    body = joined("Action=Publish&TopicArn=", Ref(target.name), "&Message=$util.urlEncode($input.body)")
    return "sns", "path//", _FORM, body


def _ask_bus(plan: Plan, route: Route, target: Component) -> _Request:
    source, kind = event_identity(plan, route)
    entry = f'"Source": "{source}", "DetailType": "{kind}", "Detail": "{_BODY}", "EventBusName": "'
    return "events", "action/PutEvents", _JSON, joined(f'{{"Entries": [{{{entry}', Ref(target.name, "name"), '"}]}')


def _ask_stream(plan: Plan, route: Route, target: Component) -> _Request:
    name = Ref(target.name, "name")
    data = '"Data": "$util.base64Encode($input.body)"'
    if target.kind == "delivery-stream":
        body = joined('{"DeliveryStreamName": "', name, f'", "Record": {{{data}}}}}')
        return "firehose", "action/PutRecord", _JSON, body
    return (
        "kinesis",
        "action/PutRecord",
        _JSON,
        joined('{"StreamName": "', name, f'", "PartitionKey": "$context.requestId", {data}}}'),
    )


def _ask_machine(plan: Plan, route: Route, target: Component) -> _Request:
    operation = "StartSyncExecution" if route.action == "run" else "StartExecution"
    body = joined('{"stateMachineArn": "', Ref(target.name), f'", "input": "{_BODY}"}}')
    return "states", f"action/{operation}", _JSON, body


def _ask_to_put(plan: Plan, route: Route, target: Component) -> _Request:
    assert isinstance(target, Table)
    keys = [target.partition_key, *([target.sort_key] if target.sort_key else [])]
    item = {key: {_kind(target, key): _from(route, key)} for key in keys}
    document = f'"document": {{"S": "{_BODY}"}}'
    fields = ", ".join([*(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in item.items()), document])
    body = joined('{"TableName": "', Ref(target.name, "name"), f'", "Item": {{{fields}}}}}')
    return "dynamodb", "action/PutItem", _JSON, body


def _kind(table: Table, key: str) -> str:
    return "N" if key in table.numeric_keys else "S"


def _from(route: Route, key: str) -> str:
    names = path_names(route.path)
    if key in names or (names and key == "id"):
        return f"$util.escapeJavaScript($input.params('{key if key in names else names[-1]}'))"
    return (
        "$context.requestId"
        if route.method == "POST" and key == "id"
        else f"$util.escapeJavaScript($input.path('$.{key}'))"
    )


def _ask_to_get(plan: Plan, route: Route, target: Component) -> _Request:
    assert isinstance(target, Table)
    wanted = json.dumps({":key": {_kind(target, target.partition_key): _from(route, target.partition_key)}})
    names = json.dumps({"#key": target.partition_key})
    query = f'"KeyConditionExpression": "#key = :key", "ExpressionAttributeNames": {names}'
    rest = f'", {query}, "ExpressionAttributeValues": {wanted}, "Limit": 100}}'
    return "dynamodb", "action/Query", _JSON, joined('{"TableName": "', Ref(target.name, "name"), rest)


def _ask_bucket(plan: Plan, route: Route, target: Component) -> _Request:
    path = joined("path/", Ref(target.name, "name"), "/{key}")
    return "s3", path, "application/octet-stream", "$input.body"


_ASKED: dict[str, Callable[[Plan, Route, Component], _Request]] = {
    "send queue": _ask_queue,
    "publish topic": _ask_topic,
    "emit bus": _ask_bus,
    "record stream": _ask_stream,
    "record delivery-stream": _ask_stream,
    "start workflow": _ask_machine,
    "run workflow": _ask_machine,
    "put bucket": _ask_bucket,
    "get bucket": _ask_bucket,
    "put table": _ask_to_put,
    "get table": _ask_to_get,
}
