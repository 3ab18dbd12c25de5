"""Queues, topics, buses, streams, subscriptions. Policies of queues and topics stay what the plan wrote."""

from __future__ import annotations

from tools.blueprint.targets.cdk.raising import GaveUpError, Level, Raising, plain, struct
from tools.blueprint.targets.cdk.tree import Call, Name

_KEY = "AWS::KMS::Key"


def _queue(raising: Raising) -> None:
    raising.say("queueName", "QueueName", "s")
    raising.say("fifo", "FifoQueue")
    raising.say("contentBasedDeduplication", "ContentBasedDeduplication")
    raising.last("visibilityTimeout", "VisibilityTimeout")
    raising.last("retentionPeriod", "MessageRetentionPeriod")
    raising.last("receiveMessageWaitTime", "ReceiveMessageWaitTimeSeconds")
    raising.last("deliveryDelay", "DelaySeconds")
    if "KmsMasterKeyId" in raising.left:
        raising.fields["encryption"] = Name("aws_sqs", "QueueEncryption.KMS")
        raising.fields["encryptionMasterKey"] = raising.built(raising.take("KmsMasterKeyId"), _KEY)
        raising.last("dataKeyReuse", "KmsDataKeyReusePeriodSeconds")
    raising.choose("encryption", "SqsManagedSseEnabled", {True: "QueueEncryption.SQS_MANAGED"}, "aws_sqs")
    redrive = raising.take("RedrivePolicy")
    if redrive is not None:
        queue = raising.built(redrive["deadLetterTargetArn"], "AWS::SQS::Queue")
        fields = {"queue": queue, "maxReceiveCount": redrive["maxReceiveCount"]}
        raising.fields["deadLetterQueue"] = struct("aws_sqs.DeadLetterQueue", **fields)
    if raising.keep:
        raising.removal()


def _topic(raising: Raising) -> None:
    raising.say("topicName", "TopicName", "s")
    raising.say("displayName", "DisplayName", "s")
    raising.say("fifo", "FifoTopic")
    raising.say("contentBasedDeduplication", "ContentBasedDeduplication")
    key = raising.left.get("KmsMasterKeyId")
    if key is not None and not isinstance(key, str):
        raising.fields["masterKey"] = raising.built(raising.take("KmsMasterKeyId"), _KEY)
    raising.choose("tracingConfig", "TracingConfig", {"Active": "TracingConfig.ACTIVE"}, "aws_sns")


def _bus(raising: Raising) -> None:
    raising.say("eventBusName", "Name", "s")


_MODES = {"ON_DEMAND": "StreamMode.ON_DEMAND", "PROVISIONED": "StreamMode.PROVISIONED"}


def _stream(raising: Raising) -> None:
    mode = raising.take("StreamModeDetails")
    raising.fields["streamMode"] = Name("aws_kinesis", _MODES[mode["StreamMode"]])
    raising.say("shardCount", "ShardCount")
    raising.last("retentionPeriod", "RetentionPeriodHours", "hours")
    encryption = raising.take("StreamEncryption")
    if encryption["KeyId"] == "alias/aws/kinesis":
        raising.fields["encryption"] = Name("aws_kinesis", "StreamEncryption.MANAGED")
    else:
        raising.fields["encryption"] = Name("aws_kinesis", "StreamEncryption.KMS")
        raising.fields["encryptionKey"] = raising.built(encryption["KeyId"], _KEY)
    raising.removal()


_PROTOCOLS = {
    protocol: f"SubscriptionProtocol.{protocol.upper()}" for protocol in ("sqs", "lambda", "firehose", "https", "email")
}


def _subscription(raising: Raising) -> None:
    raising.fields["topic"] = raising.built(raising.take("TopicArn"), "AWS::SNS::Topic", "")
    raising.choose("protocol", "Protocol", _PROTOCOLS, "aws_sns")
    raising.say("endpoint", "Endpoint", "s")
    raising.say("rawMessageDelivery", "RawMessageDelivery")
    raising.say("subscriptionRoleArn", "SubscriptionRoleArn", "s")
    policy = raising.take("FilterPolicy")
    if policy is not None:
        if any(not isinstance(plain(allowed), list) for allowed in policy.values()):
            raise GaveUpError
        filters = Name("aws_sns", "SubscriptionFilter.stringFilter")
        raising.fields["filterPolicy"] = {
            name: Call(filters, (), {"allowlist": raising.reader.value(allowed, "[s")})
            for name, allowed in policy.items()
        }


LEVELS: dict[str, Level] = {
    "AWS::SQS::Queue": (
        Name("aws_sqs", "Queue"),
        _queue,
        {"": "queueUrl", "Arn": "queueArn", "QueueName": "queueName", "QueueUrl": "queueUrl"},
    ),
    "AWS::SNS::Topic": (
        Name("aws_sns", "Topic"),
        _topic,
        {"": "topicArn", "TopicArn": "topicArn", "TopicName": "topicName"},
    ),
    "AWS::Events::EventBus": (
        Name("aws_events", "EventBus"),
        _bus,
        {"": "eventBusName", "Name": "eventBusName", "Arn": "eventBusArn"},
    ),
    "AWS::Kinesis::Stream": (Name("aws_kinesis", "Stream"), _stream, {"": "streamName", "Arn": "streamArn"}),
    "AWS::SNS::Subscription": (Name("aws_sns", "Subscription"), _subscription, {}),
}
