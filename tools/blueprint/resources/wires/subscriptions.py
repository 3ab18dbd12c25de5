"""Subscriptions to topics."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.model import Subscription
from tools.blueprint.resources.root import Root, encoded
from tools.blueprint.resources.tree import Body, Node
from tools.design.components import External


def print_subscriptions_of(root: Root, topic: str) -> None:
    """Every subscription of a topic, with its dead-letter queue."""
    for subscription in root.plan.wiring.subscriptions:
        if subscription.topic == topic:
            _print(root, subscription)


def _print(root: Root, subscription: Subscription) -> None:
    body: Body = {
        "topic_arn": root.ref(subscription.topic),
        "protocol": subscription.protocol,
        "endpoint": _endpoint(root, subscription),
    }
    if subscription.protocol in ("sqs", "firehose"):
        body["raw_message_delivery"] = True
    if subscription.goal.role is not None:
        body["subscription_role_arn"] = root.role(subscription.goal.role)
    if subscription.events:
        body["filter_policy"] = encoded({"type": list(subscription.events)})
    if subscription.dead_letter is not None and subscription.protocol != "email":
        body["redrive_policy"] = encoded({"deadLetterTargetArn": root.ref(subscription.dead_letter)})
    root.add("aws_sns_topic_subscription", subscription.id.removesuffix("Subscription"), body)


def _endpoint(root: Root, subscription: Subscription) -> Node:
    target = root.graph[subscription.goal.component]
    if not isinstance(target, External):
        return root.ref(target.name)
    if subscription.protocol == "email":
        return root.parameter(parameter_for(target.name, "Mail"))
    return root.value(external_url(target))
