"""Queues, topics, buses and streams."""

from __future__ import annotations

from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import TOPIC_OF_SERVICES, of_queue
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import get, ref, sub, subnets_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, one_or_many, policy
from tools.blueprint.targets.cloudformation.wires.rules import print_replication, print_rules_of
from tools.blueprint.targets.cloudformation.wires.subscriptions import print_subscriptions_of
from tools.design.components import Bus, Network, Queue, Stream, Topic


def print_queue(template: Template, queue: Queue) -> None:
    """A queue, encrypted, and a policy that lets in TLS only and the services that send."""
    decided, identity = template.plan.queues[queue.name], template.id(queue)
    properties: Properties = {}
    if queue.fifo:
        properties |= {
            "QueueName": sub(f"${{AWS::StackName}}-{queue.name}.fifo"),
            "FifoQueue": True,
            "ContentBasedDeduplication": True,
        }
    properties |= {
        "VisibilityTimeout": decided.visibility_s,
        "MessageRetentionPeriod": decided.retention_s,
        "ReceiveMessageWaitTimeSeconds": 20,
    }
    if queue.delay_s:
        properties["DelaySeconds"] = min(queue.delay_s, 900)
    if queue.key is not None:
        properties |= {"KmsMasterKeyId": template.value(Ref(queue.key)), "KmsDataKeyReusePeriodSeconds": 300}
    else:
        properties["SqsManagedSseEnabled"] = True
    if decided.dead_letter is not None:
        where = template.value(Ref(decided.dead_letter))
        properties["RedrivePolicy"] = {"deadLetterTargetArn": where, "maxReceiveCount": decided.max_receives}
    keep = queue.role == "dead-letter"
    template.add(identity, "AWS::SQS::Queue", properties, keep=keep, waived=of_queue(queue))
    _print_queue_policy(template, queue)


def _print_queue_policy(template: Template, queue: Queue) -> None:
    where = template.value(Ref(queue.name))
    statements = [refusing_clear_text("sqs:*", where)]
    services: dict[str, list[Node]] = {}
    for service, source in template.plan.queues[queue.name].senders:
        services.setdefault(service, []).append(template.value(source))
    for service, sources in services.items():
        statements.append(
            {
                "Effect": "Allow",
                "Principal": {"Service": service},
                "Action": "sqs:SendMessage",
                "Resource": where,
                "Condition": {"ArnEquals": {"aws:SourceArn": one_or_many(sources)}},
            }
        )
    properties: Properties = {"Queues": [template.value(Ref(queue.name, "url"))], "PolicyDocument": policy(statements)}
    template.add(template.id(queue, "Policy"), "AWS::SQS::QueuePolicy", properties)


def refusing_clear_text(actions: str, *where: Node) -> Node:
    """A statement that turns away whoever does not come by TLS."""
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": one_or_many(list(where)),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def print_topic(template: Template, topic: Topic) -> None:
    """A topic, encrypted where its publishers can use a key, and a policy that lets in TLS only."""
    identity = template.id(topic)
    services = _publishing_services(template, topic)
    properties: Properties = {}
    if topic.fifo:
        properties |= {
            "TopicName": sub(f"${{AWS::StackName}}-{topic.name}.fifo"),
            "FifoTopic": True,
            "ContentBasedDeduplication": True,
        }
    waived: list[Waived] = []
    if topic.key is not None:
        properties["KmsMasterKeyId"] = template.value(Ref(topic.key))
    elif services:
        waived.append(TOPIC_OF_SERVICES)
    else:
        properties["KmsMasterKeyId"] = "alias/aws/sns"
    if not topic.fifo:
        properties["TracingConfig"] = "Active"
    template.add(identity, "AWS::SNS::Topic", properties, waived=waived)
    where = template.value(Ref(topic.name))
    statements = [refusing_clear_text("sns:Publish", where), *(_publishing(service, where) for service in services)]
    template.add(
        f"{identity}Policy", "AWS::SNS::TopicPolicy", {"Topics": [where], "PolicyDocument": policy(statements)}
    )
    print_subscriptions_of(template, topic.name)


def _publishing(service: str, where: Node) -> Node:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sns:Publish",
        "Resource": where,
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }


def _publishing_services(template: Template, topic: Topic) -> list[str]:
    wiring = template.plan.wiring
    found = ["events.amazonaws.com" for rule in wiring.rules if rule.goal.component == topic.name]
    found += ["s3.amazonaws.com" for notice in wiring.notices if notice.goal.component == topic.name]
    return list(dict.fromkeys(found))


def print_bus(template: Template, bus: Bus) -> None:
    """A bus, its archive, and its rules."""
    identity = template.id(bus)
    if bus.scope == "custom":
        fixed = template.plan.fixed.get(bus.name)
        name = template.value(fixed) if fixed is not None else sub(f"${{AWS::StackName}}-{bus.name}")
        properties: Properties = {"Name": name}
        if bus.key is not None:
            properties["KmsKeyIdentifier"] = template.value(Ref(bus.key))
        template.add(identity, "AWS::Events::EventBus", properties)
    if bus.archive_days:
        archive: Properties = {"SourceArn": template.value(Ref(bus.name)), "RetentionDays": bus.archive_days}
        template.add(f"{identity}Archive", "AWS::Events::Archive", archive)
    print_rules_of(template, bus)
    print_replication(template, bus)


def _print_kafka(template: Template, stream: Stream) -> None:
    from tools.blueprint.targets.cloudformation.kinds.databases import print_entrance

    identity, network = template.id(stream), template.graph.all(Network)[0].name
    print_entrance(template, identity, f"Kafka {stream.name}", network, KAFKA_PORT)
    place: Node = {
        "SubnetIds": list(subnets_of(template.plan, network)),
        "SecurityGroups": [get(f"{identity}SecurityGroup", "GroupId")],
    }
    properties: Properties = {
        "ClusterName": template.value(Ref(stream.name, "name")),
        "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
        "VpcConfigs": [place],
    }
    template.add(identity, "AWS::MSK::ServerlessCluster", properties)


KAFKA_PORT = 9098
"""Port of clients that authenticate by role."""


def print_stream(template: Template, stream: Stream) -> None:
    """A stream, encrypted; a cluster in the network for Kafka."""
    identity = template.id(stream)
    if stream.engine == "kafka":
        _print_kafka(template, stream)
        return
    properties: Properties = {}
    if stream.capacity == "on-demand":
        properties["StreamModeDetails"] = {"StreamMode": "ON_DEMAND"}
    else:
        properties |= {"StreamModeDetails": {"StreamMode": "PROVISIONED"}, "ShardCount": stream.shards}
    key = template.value(Ref(stream.key)) if stream.key is not None else "alias/aws/kinesis"
    properties |= {
        "RetentionPeriodHours": max(24, min(stream.retention_hours, 8760)),
        "StreamEncryption": {"EncryptionType": "KMS", "KeyId": key},
    }
    template.add(identity, "AWS::Kinesis::Stream", properties, keep=True)
