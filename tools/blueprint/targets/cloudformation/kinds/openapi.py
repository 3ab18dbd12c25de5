"""An API's definition as OpenAPI, for APIs that hand requests straight to a queue, a bus, a machine, a table, a
service."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.model import Route
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.references import escaped, get, ref, sub, template_text
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import Api, Component, External, LoadBalancer, Queue, Table
from tools.design.events import source_name

INTEGRATION = "x-amazon-apigateway-integration"
_BODY = '$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")'
"""The request's body inside a JSON string: escaped for JavaScript, less the quotes JSON does not know."""


def definition_of(template: Template, api: Api, routes: list[Route]) -> Properties:
    """Paths, methods and integrations of an API."""
    paths: dict[str, Properties] = {}
    rest = template.plan.apis[api.name].style == "rest"
    for route in routes:
        if route.role is not None and route.role not in template.ids:
            print_role(template, template.plan.roles[route.role])
        paths.setdefault(route.path, {})[method_of(route)] = _operation(template, route, rest)
    if not paths and rest:
        paths["/health"] = {"get": _HEALTH}
    said = doors.described(api)
    info: Properties = {"title": said["Name"], "description": said["Description"], "version": "1.0"}
    return {"openapi": "3.0.1", "info": info, "paths": dict(paths)}


def method_of(route: Route) -> str:
    """A route's method as an operation of a path."""
    return "x-amazon-apigateway-any-method" if route.method == "ANY" else route.method.lower()


_HEALTH: Properties = {
    "operationId": "GetHealth",
    "responses": {"200": {"description": "OK"}},
    INTEGRATION: {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200"}},
    },
}
"""What a REST API answers by itself: one that answers nothing cannot be deployed."""


def _operation(template: Template, route: Route, rest: bool) -> Node:
    found: Properties = {"operationId": route.id}
    names = re.findall(r"\{([^}+]+)\+?\}", route.path)
    if names:
        found["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ]
    found["responses"] = {"202": {"description": "Accepted"}} if route.role else {"200": {"description": "OK"}}
    target = template.graph[route.target]
    if route.action == "invoke":
        found[INTEGRATION] = _invoked(template, route, rest)
    elif route.action == "forward":
        found[INTEGRATION] = _forwarded(template, route, target, rest)
    elif rest:
        found[INTEGRATION] = _asked(template, route, target)
    else:
        found[INTEGRATION] = _handed(template, route, target)
    return found


def _invoked(template: Template, route: Route, rest: bool) -> Node:
    found: Properties = {"type": "aws_proxy", "httpMethod": "POST", "uri": doors.invocation(template, route.target)}
    if not rest:
        found["payloadFormatVersion"] = "2.0"
    return found


def _forwarded(template: Template, route: Route, target: Component, rest: bool) -> Node:
    """On to something that speaks HTTP: outside, or behind a load balancer in the network."""
    method = "ANY" if route.method == "ANY" else route.method
    found: Properties = {"type": "http_proxy", "httpMethod": method}
    if not rest:
        found["payloadFormatVersion"] = "1.0"
    if isinstance(target, External):
        url = template.value(external_url(target))
        return {**found, "uri": _below(url, route.path)}
    balancer = _balancer_of(template, target)
    link: Properties = {"connectionType": "VPC_LINK", "connectionId": ref(template.id(balancer, "Link"))}
    names = re.findall(r"\{([^}+]+)\+?\}", route.path)
    if rest:
        link["integrationTarget"] = ref(template.id(balancer))
        link["uri"] = sub(f"http://${{{template.id(balancer)}.DNSName}}{escaped(route.path)}")
        if names:
            link["requestParameters"] = {f"integration.request.path.{n}": f"method.request.path.{n}" for n in names}
        return {**found, **link}
    return {**found, **link, "uri": ref(template.id(balancer, "Listener"))}


def _below(url: Node, path: str) -> Node:
    if isinstance(url, str):
        return text(url.rstrip("/") + path)
    assert isinstance(url, Tagged)
    return sub(f"${{{url.value}}}{escaped(path)}")


def _balancer_of(template: Template, target: Component) -> LoadBalancer:
    if isinstance(target, LoadBalancer):
        return target
    return template.graph.sources(target.name, LoadBalancer)[0]


def _handed(template: Template, route: Route, target: Component) -> Node:
    """A first-class integration of an HTTP API."""
    subtype, parameters = _HANDED[route.action](template, route, target)
    return {
        "type": "aws_proxy",
        "integrationSubtype": subtype,
        "credentials": get(route.role or ""),
        "requestParameters": parameters,
        "payloadFormatVersion": "1.0",
    }


Handed = tuple[str, Properties]


def _hand_to_queue(template: Template, route: Route, target: Component) -> Handed:
    found: Properties = {"QueueUrl": template.value(Ref(target.name, "url")), "MessageBody": "$request.body"}
    if isinstance(target, Queue) and target.fifo:
        found |= {"MessageGroupId": "$context.requestId", "MessageDeduplicationId": "$context.requestId"}
    return "SQS-SendMessage", found


def _hand_to_bus(template: Template, route: Route, target: Component) -> Handed:
    source, kind = event_identity(template, route)
    return "EventBridge-PutEvents", {
        "Source": source,
        "DetailType": kind,
        "Detail": "$request.body",
        "EventBusName": template.value(Ref(target.name, "name")),
    }


def event_identity(template: Template, route: Route) -> tuple[str, str]:
    """Source and type of the event a route publishes: of the declared one, else of the route itself."""
    declared = {event.name: event for event in template.plan.design.events}
    event = declared.get(route.event or "")
    system = template.plan.design.name
    return (source_name(event, system), event.name) if event else (f"{system}.{route.api}", route.id)


def _hand_to_stream(template: Template, route: Route, target: Component) -> Handed:
    name = template.value(Ref(target.name, "name"))
    return "Kinesis-PutRecord", {"StreamName": name, "PartitionKey": "$context.requestId", "Data": "$request.body"}


def _hand_to_machine(template: Template, route: Route, target: Component) -> Handed:
    subtype = "StepFunctions-StartSyncExecution" if route.action == "run" else "StepFunctions-StartExecution"
    return subtype, {"StateMachineArn": template.value(Ref(target.name)), "Input": "$request.body"}


_HANDED: dict[str, Callable[[Template, Route, Component], Handed]] = {
    "send": _hand_to_queue,
    "emit": _hand_to_bus,
    "record": _hand_to_stream,
    "start": _hand_to_machine,
    "run": _hand_to_machine,
}


def _asked(template: Template, route: Route, target: Component) -> Node:
    """A service integration of a REST API: the request as the service wants it."""
    service, address, kind, body = _ASKED[f"{route.action} {target.kind}"](template, route, target)
    found: Properties = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": sub(f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{service}:{address}"),
        "credentials": get(route.role or ""),
        "passthroughBehavior": "never",
        "requestParameters": {"integration.request.header.Content-Type": f"'{kind}'"},
        "requestTemplates": {"application/json": body},
        "responses": {
            "default": {
                "statusCode": "202",
                "responseTemplates": {"application/json": '{"requestId": "$context.requestId"}'},
            }
        },
    }
    if route.action in ("run", "get"):
        found["responses"] = {"default": {"statusCode": "202"}}
    if target.kind == "bucket":
        found |= _of_object(route)
    return found


def _of_object(route: Route) -> Properties:
    """An object is put or fetched as it is, under the key the path names, else under the id of the request."""
    names = re.findall(r"\{([^}+]+)\+?\}", route.path)
    key = f"method.request.path.{names[-1]}" if names else "context.requestId"
    return {
        "httpMethod": "GET" if route.action == "get" else "PUT",
        "passthroughBehavior": "when_no_match",
        "requestParameters": {"integration.request.path.key": key},
        "requestTemplates": {},
    }


_FORM = "application/x-www-form-urlencoded"
_JSON = "application/x-amz-json-1.1"
Asked = tuple[str, str, str, Node]


def _ask_queue(template: Template, route: Route, target: Component) -> Asked:
    group = "&MessageGroupId=$context.requestId" if isinstance(target, Queue) and target.fifo else ""
    path = f"path/${{AWS::AccountId}}/${{{template.id(target)}.QueueName}}"
    return "sqs", path, _FORM, f"Action=SendMessage&MessageBody=$util.urlEncode($input.body){group}"


def _ask_topic(template: Template, route: Route, target: Component) -> Asked:
    body = f"Action=Publish&TopicArn=${{{template.id(target)}}}&Message=$util.urlEncode($input.body)"
    return "sns", "path//", _FORM, sub(body)


def _ask_bus(template: Template, route: Route, target: Component) -> Asked:
    source, kind = event_identity(template, route)
    name = _spliced(template, Ref(target.name, "name"))
    entry = f'"Source": "{source}", "DetailType": "{kind}", "Detail": "{_BODY}", "EventBusName": "{name}"'
    return "events", "action/PutEvents", _JSON, template_text(f'{{"Entries": [{{{entry}}}]}}')


def _ask_stream(template: Template, route: Route, target: Component) -> Asked:
    name = _spliced(template, Ref(target.name, "name"))
    data = '"Data": "$util.base64Encode($input.body)"'
    if target.kind == "delivery-stream":
        return (
            "firehose",
            "action/PutRecord",
            _JSON,
            template_text(f'{{"DeliveryStreamName": "{name}", "Record": {{{data}}}}}'),
        )
    return (
        "kinesis",
        "action/PutRecord",
        _JSON,
        sub(f'{{"StreamName": "{name}", "PartitionKey": "$context.requestId", {data}}}'),
    )


def _ask_machine(template: Template, route: Route, target: Component) -> Asked:
    operation = "StartSyncExecution" if route.action == "run" else "StartExecution"
    machine = _spliced(template, Ref(target.name))
    return (
        "states",
        f"action/{operation}",
        _JSON,
        template_text(f'{{"stateMachineArn": "{machine}", "input": "{_BODY}"}}'),
    )


def _ask_to_put(template: Template, route: Route, target: Component) -> Asked:
    assert isinstance(target, Table)
    keys = [target.partition_key, *([target.sort_key] if target.sort_key else [])]
    item = {key: {_kind(target, key): _from(route, key)} for key in keys}
    document = f'"document": {{"S": "{_BODY}"}}'
    fields = ", ".join([*(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in item.items()), document])
    name = _spliced(template, Ref(target.name, "name"))
    return "dynamodb", "action/PutItem", _JSON, template_text(f'{{"TableName": "{name}", "Item": {{{fields}}}}}')


def _kind(table: Table, key: str) -> str:
    return "N" if key in table.numeric_keys else "S"


def _from(route: Route, key: str) -> str:
    names = re.findall(r"\{([^}+]+)\+?\}", route.path)
    if key in names or (names and key == "id"):
        return f"$util.escapeJavaScript($input.params('{key if key in names else names[-1]}'))"
    return (
        "$context.requestId"
        if route.method == "POST" and key == "id"
        else f"$util.escapeJavaScript($input.path('$.{key}'))"
    )


def _ask_to_get(template: Template, route: Route, target: Component) -> Asked:
    assert isinstance(target, Table)
    name = _spliced(template, Ref(target.name, "name"))
    wanted = json.dumps({":key": {_kind(target, target.partition_key): _from(route, target.partition_key)}})
    names = json.dumps({"#key": target.partition_key})
    query = f'"KeyConditionExpression": "#key = :key", "ExpressionAttributeNames": {names}'
    body = f'{{"TableName": "{name}", {query}, "ExpressionAttributeValues": {wanted}, "Limit": 100}}'
    return "dynamodb", "action/Query", _JSON, template_text(body)


def _ask_bucket(template: Template, route: Route, target: Component) -> Asked:
    return "s3", f"path/${{{template.id(target)}}}/{{key}}", "application/octet-stream", "$input.body"


def _spliced(template: Template, value: Ref) -> str:
    node = template.value(value)
    if isinstance(node, Tagged) and isinstance(node.value, str):
        return node.value if node.tag == "!Sub" else f"${{{node.value}}}"
    return str(node)


_ASKED: dict[str, Callable[[Template, Route, Component], Asked]] = {
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
