"""Sends messages through deployed templates: python flows.py < cases.json

A case holds a CloudFormation document, its parameters, and the logical ids of what is sent through: each flow names its
way in and the queue where the message must arrive. What the stack leaves out because moto knows no such resource (the
subscription's and the bucket's side) is put in from the template's own words. The answer holds for each flow what
arrived. Runs in an environment of its own that has moto[all].
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

from deploy import CONFIG, boto3, created, mock_aws


class Stack:
    """A deployed stack: its template and the physical names of its resources."""

    def __init__(self, template: dict[str, Any]) -> None:
        self.template = template
        pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName="stack")
        found = [each for page in pages for each in page["StackResourceSummaries"]]
        self.names = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}

    def properties(self, identity: str) -> dict[str, Any]:
        return self.template["Resources"][identity]["Properties"]

    def queue_arn(self, identity: str) -> str:
        asked = {"QueueUrl": self.names[identity], "AttributeNames": ["QueueArn"]}
        return boto3.client("sqs").get_queue_attributes(**asked)["Attributes"]["QueueArn"]

    def received(self, identity: str) -> list[str]:
        asked = {"QueueUrl": self.names[identity], "MaxNumberOfMessages": 10, "WaitTimeSeconds": 1}
        return [each["Body"] for each in boto3.client("sqs").receive_message(**asked).get("Messages", [])]


def through_topic(stack: Stack, flow: dict[str, Any]) -> list[str]:
    """Two messages are published; the subscription's own filter lets one of them through."""
    said = stack.properties(flow["subscription"])
    arn = stack.names[flow["source"]]
    attributes = {"FilterPolicy": json.dumps(said["FilterPolicy"])} if "FilterPolicy" in said else {}
    if said.get("RawMessageDelivery") is not None:
        attributes["RawMessageDelivery"] = str(said["RawMessageDelivery"]).lower()
    client = boto3.client("sns")
    where = stack.queue_arn(flow["queue"])
    made = client.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=where)["SubscriptionArn"]
    for name, value in attributes.items():
        client.set_subscription_attributes(SubscriptionArn=made, AttributeName=name, AttributeValue=value)
    for kind in (flow["type"], "SomethingElse"):
        told = {"type": {"DataType": "String", "StringValue": kind}}
        client.publish(TopicArn=arn, Message=json.dumps({"kind": kind}), MessageAttributes=told)
    return stack.received(flow["queue"])


def through_bus(stack: Stack, flow: dict[str, Any]) -> list[str]:
    """Two events are put; the rule's own pattern lets one of them through."""
    pattern = stack.properties(flow["rule"])["EventPattern"]
    bus = stack.names[flow["source"]]
    wanted = {"Source": pattern["source"][0], "DetailType": pattern["detail-type"][0], "EventBusName": bus}
    other = {**wanted, "DetailType": "SomethingElse"}
    for entry in (wanted, other):
        boto3.client("events").put_events(Entries=[{**entry, "Detail": json.dumps({"orderId": "1"})}])
    return stack.received(flow["queue"])


def through_bucket(stack: Stack, flow: dict[str, Any]) -> list[str]:
    """Two objects are put; the notice's own filter lets one of them through."""
    rules = stack.properties(flow["source"])["NotificationConfiguration"]["QueueConfigurations"][0]
    name, client = stack.names[flow["source"]], boto3.client("s3")
    known = [{"Name": rule["Name"], "Value": rule["Value"]} for rule in rules["Filter"]["S3Key"]["Rules"]]
    told = {"QueueArn": stack.queue_arn(flow["queue"]), "Events": [rules["Event"]]}
    told["Filter"] = {"Key": {"FilterRules": known}}
    client.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"QueueConfigurations": [told]})
    stack.received(flow["queue"])
    for key in (flow["key"], "elsewhere/x.bin"):
        client.put_object(Bucket=name, Key=key, Body=b"x")
    return stack.received(flow["queue"])


def to_dead_letters(stack: Stack, flow: dict[str, Any]) -> list[str]:
    """A message that is received more often than the queue allows comes to its dead-letter queue."""
    client, url = boto3.client("sqs"), stack.names[flow["source"]]
    client.send_message(QueueUrl=url, MessageBody="poison")
    for _ in range(int(stack.properties(flow["source"])["RedrivePolicy"]["maxReceiveCount"]) + 1):
        client.receive_message(QueueUrl=url, VisibilityTimeout=0)
        time.sleep(0.02)
    return stack.received(flow["queue"])


FLOWS = {"topic": through_topic, "bus": through_bus, "bucket": through_bucket, "dead-letters": to_dead_letters}


def flowed(case: dict[str, Any]) -> list[Any]:
    """What arrived, by flow; the failure in its place where something broke."""
    with warnings.catch_warnings(), mock_aws(config=CONFIG):
        warnings.simplefilter("ignore")
        store = boto3.client("s3")
        store.create_bucket(Bucket="bucket")
        store.put_object(Bucket="bucket", Key="key", Body=b"code")
        wrong = created(case["template"], case["parameters"])
        if wrong:
            return [wrong for _ in case["flows"]]
        stack = Stack(case["template"])
        return [FLOWS[flow["way"]](stack, flow) for flow in case["flows"]]


if __name__ == "__main__":
    sys.stdout.write(json.dumps([flowed(case) for case in json.load(sys.stdin)]))
