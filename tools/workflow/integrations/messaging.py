"""Requests to what carries messages: queues, topics, buses, streams, mail, devices, and systems outside."""

from __future__ import annotations

import re

from tools.design.components import Queue, Schedule, Topic
from tools.workflow.integrations.base import (
    DATA,
    EXECUTION,
    WEEK_S,
    Call,
    Json,
    Request,
    StepError,
    envelope,
    occurrence,
    with_body,
)

HTTP_ACTION = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/[^\s]*)")


def send_message(call: Call) -> Request:
    """Hands a message to a queue."""
    component = call.component
    assert isinstance(component, Queue)
    parameters: Json = {"QueueUrl": call.ref("url"), **with_body(call, "MessageBody")}
    return _handed_over(call, "sqs:sendMessage", {**parameters, **_ordering(call, component.fifo)})


def publish_message(call: Call) -> Request:
    """Hands a message to every subscriber of a topic."""
    component = call.component
    assert isinstance(component, Topic)
    parameters: Json = {"TopicArn": call.ref("arn"), **with_body(call, "Message")}
    if call.question and component.audience == "people":
        parameters["Subject"] = call.question[:100].replace("\n", " ")
    return _handed_over(call, "sns:publish", {**parameters, **_ordering(call, component.fifo)})


def _ordering(call: Call, fifo: bool) -> Json:
    if not fifo:
        return {}
    # A deduplication id holds 128 characters, less than an execution's and a state's name together.
    unique = f"States.Hash({occurrence(call)}, 'SHA-256')"
    return {"MessageGroupId.$": EXECUTION, "MessageDeduplicationId.$": unique}


def _handed_over(call: Call, operation: str, parameters: Json) -> Request:
    seconds = WEEK_S if call.waits else 30.0
    return Request(operation, parameters, pattern=call.pattern, yields=call.waits, seconds=seconds)


def publish_event(call: Call) -> Request:
    """Publishes an event to a bus. An answer that reports a failed entry fails the step."""
    system = call.graph.design.name
    if call.event is None or call.waits:
        kind, source = f"{call.workflow} {call.action}", f"{system}.{call.workflow}"
    else:
        kind, source = call.event.name, str(envelope(call, call.event)["source"])
    entry: Json = {"EventBusName": call.ref("name"), "Source": source, "DetailType": kind}
    return _handed_over(call, "events:putEvents", {"Entries": [{**entry, **with_body(call, "Detail")}]})


def put_record(call: Call) -> Request:
    """Appends a record to a stream, ordered within an execution."""
    parameters: Json = {
        "StreamName": call.ref("name"),
        "PartitionKey.$": EXECUTION,
        **with_body(call, "Data"),
    }
    return _handed_over(call, "kinesis:putRecord", parameters)._replace(sdk=True)


def deliver_record(call: Call) -> Request:
    """Hands a record to a delivery stream."""
    parameters: Json = {"DeliveryStreamName": call.ref("name"), "Record": with_body(call, "Data")}
    return _handed_over(call, "firehose:putRecord", parameters)._replace(sdk=True)


def send_mail(call: Call) -> Request:
    """Mails the data to the address at `$.email`."""
    if call.waits:
        raise StepError(f"mail cannot hand over a task token: let a function behind '{call.name}' write the mail")
    subject = call.question or call.action if call.action not in ("run", "send") else call.question or "Notification"
    parameters: Json = {
        "FromEmailAddress": call.ref("sender"),
        "Destination": {"ToAddresses.$": "States.Array($.email)"},
        "Content": {
            "Simple": {
                "Subject": {"Data": subject},
                "Body": {"Text": {"Data.$": "States.JsonToString($)"}},
            }
        },
    }
    return Request("sesv2:sendEmail", parameters, sdk=True, yields=False, seconds=30.0)


def publish_to_devices(call: Call) -> Request:
    """Publishes the data to the device topic at `$.topic`."""
    parameters: Json = {"Topic.$": "$.topic", "Qos": 1, **with_body(call, "Payload")}
    return _handed_over(call, "iotdataplane:publish", parameters)._replace(sdk=True)


def create_schedule(call: Call) -> Request:
    """Creates a one-off schedule that starts `$.target` at `$.at`, and goes when it has run."""
    component = call.component
    assert isinstance(component, Schedule)
    if component.mode != "one-off":
        raise StepError(f"'{call.name}' runs by itself at set times; only a one-off schedule can be created")
    parameters: Json = {
        "Name.$": f"States.Hash({occurrence(call)}, 'SHA-1')",
        "GroupName": call.ref("name"),
        "ScheduleExpression.$": "States.Format('at({})', $.at)",
        "ScheduleExpressionTimezone": component.timezone,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {"Arn": call.ref("arn"), "RoleArn": call.ref("role"), "Input.$": "States.JsonToString($)"},
    }
    return Request("scheduler:createSchedule", parameters, sdk=True, yields=False, seconds=30.0)


def call_endpoint(call: Call) -> Request:
    """Calls a system outside over HTTPS; the action may name method and path, `POST /charges` say."""
    if call.waits:
        raise StepError(f"'{call.name}' cannot be handed a task token over HTTP: let a function call it")
    found = HTTP_ACTION.fullmatch(call.action)
    method, path = found.groups() if found else ("POST", "")
    parameters: Json = {
        "ApiEndpoint": f"{call.ref('url').rstrip('/')}{path}",
        "Method": method,
        "Authentication": {"ConnectionArn": call.ref("connection")},
        "Headers": {"Content-Type": "application/json", "Idempotency-Key.$": occurrence(call)},
    }
    if method != "GET":
        parameters["RequestBody.$"] = DATA
    return Request("http:invoke", parameters, unwrap="$.ResponseBody", seconds=60.0)
