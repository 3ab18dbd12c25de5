"""Queues, topics, buses and streams."""

from __future__ import annotations

from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import TOPIC_OF_SERVICES, of_queue
from tools.blueprint.resources.kinds.entrances import print_entrance
from tools.blueprint.resources.root import (
    OF_ACCOUNT,
    Root,
    encoded,
    one_or_many,
    refusing_clear_text,
    serving,
)
from tools.blueprint.resources.tree import Block, Body, Node
from tools.blueprint.resources.wires.rules import print_replication, print_rules_of
from tools.blueprint.resources.wires.subscriptions import print_subscriptions_of
from tools.design.components import Bus, Network, Queue, Stream, Topic

KAFKA_PORT = 9098
"""Port of clients that authenticate by role."""


def print_queue(root: Root, queue: Queue) -> None:
    """A queue, encrypted, and a policy that lets in TLS only and the services that send."""
    decided = root.plan.queues[queue.name]
    body: Body = {"name": root.named(queue.name, 80, ".fifo" if queue.fifo else "")}
    if queue.fifo:
        body |= {"fifo_queue": True, "content_based_deduplication": True}
    body |= {
        "visibility_timeout_seconds": decided.visibility_s,
        "message_retention_seconds": decided.retention_s,
        "receive_wait_time_seconds": 20,
    }
    if queue.delay_s:
        body["delay_seconds"] = min(queue.delay_s, 900)
    if queue.key is not None:
        body |= {"kms_master_key_id": root.ref(queue.key), "kms_data_key_reuse_period_seconds": 300}
    else:
        body["sqs_managed_sse_enabled"] = True
    if decided.dead_letter is not None:
        where = root.ref(decided.dead_letter)
        body["redrive_policy"] = encoded({"deadLetterTargetArn": where, "maxReceiveCount": decided.max_receives})
    keep = queue.role == "dead-letter"
    root.add("aws_sqs_queue", queue.name, body, keep=keep, waived=of_queue(queue))
    _print_queue_policy(root, queue)


def _print_queue_policy(root: Root, queue: Queue) -> None:
    where = root.ref(queue.name)
    statements = [refusing_clear_text("sqs:*", where)]
    services: dict[str, list[Node]] = {}
    for service, source in root.plan.queues[queue.name].senders:
        services.setdefault(service, []).append(root.value(source))
    for service, sources in services.items():
        condition: Node = {"ArnEquals": {"aws:SourceArn": one_or_many(sources)}}
        statements.append(serving(service, "sqs:SendMessage", where, condition))
    root.policy_on("aws_sqs_queue_policy", queue.name, {"queue_url": root.ref(queue.name, "url")}, statements)


def print_topic(root: Root, topic: Topic) -> None:
    """A topic, encrypted where its publishers can use a key, and a policy that lets in TLS only."""
    services = _publishing_services(root, topic)
    body: Body = {"name": root.named(topic.name, 256, ".fifo" if topic.fifo else "")}
    if topic.fifo:
        body |= {"fifo_topic": True, "content_based_deduplication": True}
    waived: list[Waived] = []
    if topic.key is not None:
        body["kms_master_key_id"] = root.ref(topic.key)
    elif services:
        waived.append(TOPIC_OF_SERVICES)
    else:
        body["kms_master_key_id"] = "alias/aws/sns"
    if not topic.fifo:
        body["tracing_config"] = "Active"
    root.add("aws_sns_topic", topic.name, body, waived=waived)
    where = root.ref(topic.name)
    statements = [refusing_clear_text("sns:Publish", where)]
    statements += [serving(service, "sns:Publish", where, {**OF_ACCOUNT}) for service in services]
    root.policy_on("aws_sns_topic_policy", topic.name, {"arn": where}, statements)
    print_subscriptions_of(root, topic.name)


def _publishing_services(root: Root, topic: Topic) -> list[str]:
    wiring = root.plan.wiring
    found = ["events.amazonaws.com" for rule in wiring.rules if rule.goal.component == topic.name]
    found += ["s3.amazonaws.com" for notice in wiring.notices if notice.goal.component == topic.name]
    return list(dict.fromkeys(found))


def print_bus(root: Root, bus: Bus) -> None:
    """A bus, its archive, and its rules."""
    if bus.scope == "custom":
        fixed = root.plan.fixed.get(bus.name)
        body: Body = {"name": root.value(fixed) if fixed is not None else root.named(bus.name, 256)}
        if bus.key is not None:
            body["kms_key_identifier"] = root.ref(bus.key)
        root.add("aws_cloudwatch_event_bus", bus.name, body)
    if bus.archive_days:
        archive: Body = {
            "name": root.named(bus.name, 48),
            "event_source_arn": root.ref(bus.name),
            "retention_days": bus.archive_days,
        }
        root.add("aws_cloudwatch_event_archive", bus.name, archive)
    print_rules_of(root, bus)
    print_replication(root, bus)


def print_stream(root: Root, stream: Stream) -> None:
    """A stream, encrypted; a cluster in the network for Kafka."""
    if stream.engine == "kafka":
        _print_kafka(root, stream)
        return
    body: Body = {"name": root.named(stream.name, 128)}
    if stream.capacity != "on-demand":
        body["shard_count"] = stream.shards
    body |= {
        "retention_period": max(24, min(stream.retention_hours, 8760)),
        "encryption_type": "KMS",
        "kms_key_id": root.ref(stream.key) if stream.key is not None else "alias/aws/kinesis",
    }
    mode = "ON_DEMAND" if stream.capacity == "on-demand" else "PROVISIONED"
    body["stream_mode_details"] = Block({"stream_mode": mode})
    root.add("aws_kinesis_stream", stream.name, body, keep=True)


def _print_kafka(root: Root, stream: Stream) -> None:
    network = root.graph.all(Network)[0].name
    print_entrance(root, stream.name, f"Kafka {stream.name}", network, KAFKA_PORT)
    groups: list[Node] = [root.at("aws_security_group", stream.name, "id")]
    iam = Block({"iam": Block({"enabled": True})})
    body: Body = {
        "cluster_name": root.ref(stream.name, "name"),
        "client_authentication": Block({"sasl": iam}),
        "vpc_config": Block({"subnet_ids": root.resolver.subnets(network), "security_group_ids": groups}),
    }
    root.add("aws_msk_serverless_cluster", stream.name, body)
