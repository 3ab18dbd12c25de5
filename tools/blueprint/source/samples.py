"""Sample events: what each caller would call a handler with."""

from __future__ import annotations

import base64
import json
from typing import Any

from tools.blueprint.plan.model import Plan, Route
from tools.blueprint.plan.wiring.objects import object_pattern
from tools.blueprint.source.handlers import Calling, Handler
from tools.design.components import Bucket, Function, Table, UserPool
from tools.design.events import Event, EventField, source_name
from tools.design.requirements import Entity
from tools.events import example, example_of

Json = dict[str, Any]

IDENTIFIER = "7a1c2f0e-0d9b-4a57-9c3e-5f2f1d0b8e11"
MOMENT = "2026-01-31T12:00:00.000Z"
CALLER = "person-1"


def entity_example(entity: Entity) -> Json:
    """An example of an entity."""
    return example_of(tuple(EventField(name=f.name, type=f.type) for f in entity.fields))


def sample_of(plan: Plan, function: Function, handler: Handler, calling: Calling) -> Json:
    """What one kind of caller calls a handler with."""
    match calling:
        case "api":
            return request_of(plan, handler, handler.routes[0] if handler.routes else None)
        case "socket":
            return _message(handler)
        case "graph":
            return _field(handler, payload(handler, plan))
        case "pool":
            return _sign_up(plan, function)
        case "transform":
            return _records(handler)
        case "door":
            return _question()
        case "edge":
            return _viewer_request()
        case "batch":
            return _batch(plan, function, handler)
        case "fact":
            return _fact(plan, function, handler)


def payload(handler: Handler, plan: Plan) -> Json:
    """The data of what a handler takes in."""
    if handler.consumed is not None:
        data: Json = example(handler.consumed, plan.design)["data"]
        return data
    if handler.entity is not None:
        return entity_example(handler.entity)
    return {"id": IDENTIFIER, "text": "An example."}


def enveloped(handler: Handler, plan: Plan) -> Json:
    """The event a handler takes in, in its envelope."""
    if handler.consumed is not None:
        return example(handler.consumed, plan.design)
    return {
        "specversion": "1.0",
        "id": IDENTIFIER,
        "source": f"{plan.design.name}.example",
        "type": "Example",
        "version": 1,
        "time": MOMENT,
        "correlationid": IDENTIFIER,
        "data": payload(handler, plan),
    }


def request_of(plan: Plan, handler: Handler, route: Route | None, body: Json | None = None) -> Json:
    """A request, in the shape its API gives it."""
    method, path = (route.method, route.path) if route else ("GET", "/")
    method = "POST" if method == "ANY" else method
    if body is None and method in ("POST", "PUT", "PATCH"):
        body = entity_example(handler.entity) if handler.takes_bodies and handler.entity else payload(handler, plan)
    names = [part.strip("{}+") for part in path.split("/") if part.startswith("{")]
    parameters = dict.fromkeys(names, IDENTIFIER)
    called = "/".join(IDENTIFIER if part.startswith("{") else part for part in path.split("/"))
    rest = route is not None and plan.apis[route.api].style == "rest"
    text = json.dumps(body) if body is not None else None
    headers = {"content-type": "application/json", "x-correlation-id": IDENTIFIER}
    if rest:
        return {
            "version": "1.0",
            "resource": path,
            "path": called,
            "httpMethod": method,
            "headers": headers,
            "queryStringParameters": None,
            "pathParameters": parameters or None,
            "requestContext": {"requestId": IDENTIFIER, "authorizer": {"claims": {"sub": CALLER}}},
            "body": text,
            "isBase64Encoded": False,
        }
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}" if route is None or route.method != "ANY" else f"ANY {path}",
        "rawPath": called,
        "rawQueryString": "",
        "headers": headers,
        "pathParameters": parameters or None,
        "requestContext": {
            "requestId": IDENTIFIER,
            "http": {"method": method, "path": called},
            "authorizer": {"jwt": {"claims": {"sub": CALLER}}},
        },
        "body": text,
        "isBase64Encoded": False,
    }


def _message(handler: Handler) -> Json:
    keys = [route.path for route in handler.routes if not route.path.startswith("$")]
    route = keys[0] if keys else "$default"
    return {
        "requestContext": {
            "routeKey": route,
            "eventType": "MESSAGE",
            "connectionId": "connection-1",
            "requestId": IDENTIFIER,
        },
        "body": json.dumps({"action": route, "text": "An example."}),
        "isBase64Encoded": False,
    }


def _field(handler: Handler, data: Json) -> Json:
    route = next((r for r in handler.routes if r.method in ("Query", "Mutation")), None)
    given: Json = {"id": IDENTIFIER}
    if route is not None and route.method == "Mutation":
        given["input"] = entity_example(handler.entity) if handler.takes_bodies and handler.entity else data
    return {"field": route.path if route else "example", "arguments": given, "identity": {"sub": CALLER}}


def _sign_up(plan: Plan, function: Function) -> Json:
    pool = next(iter(plan.graph.sources(function.name, UserPool)), None)
    return {
        "version": "1",
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "region": plan.region,
        "userPoolId": f"{plan.region}_{(pool.name if pool else 'pool')[:9].replace('-', '')}",
        "userName": CALLER,
        "request": {"userAttributes": {"sub": CALLER, "email": "person@example.com"}},
        "response": {},
    }


def _records(handler: Handler) -> Json:
    data = base64.b64encode(json.dumps({"id": IDENTIFIER, "text": "An example."}).encode()).decode()
    return {
        "invocationId": IDENTIFIER,
        "deliveryStreamArn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/example",
        "region": "eu-west-1",
        "records": [{"recordId": "1", "approximateArrivalTimestamp": 1769860800000, "data": data}],
    }


def _question() -> Json:
    return {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": "arn:aws:execute-api:eu-west-1:123456789012:api/stage/GET/orders",
        "identitySource": ["Bearer token"],
        "headers": {"authorization": "Bearer token"},
        "requestContext": {"requestId": IDENTIFIER, "http": {"method": "GET", "path": "/"}},
    }


def _viewer_request() -> Json:
    request = {
        "method": "GET",
        "uri": "/",
        "querystring": "",
        "headers": {"host": [{"key": "Host", "value": "example.com"}]},
    }
    return {"Records": [{"cf": {"config": {"eventType": "viewer-request"}, "request": request}}]}


def _batch(plan: Plan, function: Function, handler: Handler) -> Json:
    poller = next((p for p in plan.wiring.pollers if p.function == function.name), None)
    source = plan.graph[poller.source] if poller else None
    body = enveloped(handler, plan)
    if isinstance(source, Table):
        return {"Records": [_change(source, payload(handler, plan))]}
    if source is not None and source.kind == "stream":
        data = base64.b64encode(json.dumps(body).encode()).decode()
        kinesis = {"partitionKey": IDENTIFIER, "sequenceNumber": "1", "data": data}
        return {"Records": [{"eventID": "shard-1:1", "eventSource": "aws:kinesis", "kinesis": kinesis}]}
    return {"Records": [{"messageId": IDENTIFIER, "eventSource": "aws:sqs", "body": json.dumps(body)}]}


def _change(table: Table, data: Json) -> Json:
    names = [table.partition_key, *([table.sort_key] if table.sort_key else [])]
    item = {name: {"S": str(value)} for name, value in data.items() if isinstance(value, str)}
    item |= {name: {"N": "1"} if name in table.numeric_keys else {"S": IDENTIFIER} for name in names}
    keys = {name: item[name] for name in names}
    return {
        "eventID": IDENTIFIER,
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, "NewImage": item, "SequenceNumber": "1", "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def _fact(plan: Plan, function: Function, handler: Handler) -> Json:
    sources = [plan.graph[link.source] for link in plan.graph.incoming(function.name, "trigger", "send")]
    kinds = {source.kind for source in sources}
    bucket = next((source for source in sources if isinstance(source, Bucket)), None)
    if bucket is not None and any(n.goal.component == function.name for n in plan.wiring.notices):
        return {"Records": [_object(bucket)]}
    if bucket is not None:
        pattern = object_pattern(bucket, ())
        detail = {
            "bucket": {"name": bucket.name},
            "object": {"key": "uploads/example.json", "size": 2, "etag": "1", "version-id": "v1"},
        }
        return {"id": IDENTIFIER, "source": "aws.s3", "detail-type": str(pattern["detail-type"][0]), "detail": detail}  # type: ignore[index]
    if "bus" in kinds:
        event = handler.consumed
        source = source_name(event, plan.design.name) if isinstance(event, Event) else f"{plan.design.name}.example"
        kind = event.name if event else "Example"
        return {
            "id": IDENTIFIER,
            "source": source,
            "detail-type": kind,
            "time": MOMENT,
            "detail": enveloped(handler, plan),
        }
    if "topic" in kinds:
        message = {"MessageId": IDENTIFIER, "Message": json.dumps(enveloped(handler, plan)), "Timestamp": MOMENT}
        return {"Records": [{"EventSource": "aws:sns", "Sns": message}]}
    if "schedule" in kinds:
        return {"schedule": "example", "time": MOMENT, "id": IDENTIFIER}
    return {"id": IDENTIFIER, **payload(handler, plan)}


def _object(bucket: Bucket) -> Json:
    found = {"key": "uploads/example.json", "size": 2, "eTag": "1", "versionId": "v1"}
    return {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "eventTime": MOMENT,
        "s3": {"bucket": {"name": bucket.name}, "object": found},
    }
