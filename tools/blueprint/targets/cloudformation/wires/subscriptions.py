"""Subscriptions to topics."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.model import Subscription
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import get
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import External


def print_subscriptions_of(template: Template, topic: str) -> None:
    """Every subscription of a topic, with its dead-letter queue."""
    for subscription in template.plan.wiring.subscriptions:
        if subscription.topic == topic:
            _print(template, subscription)


def _print(template: Template, subscription: Subscription) -> None:
    properties: Properties = {
        "TopicArn": template.value(Ref(subscription.topic)),
        "Protocol": subscription.protocol,
        "Endpoint": _endpoint(template, subscription),
    }
    if subscription.protocol in ("sqs", "firehose"):
        properties["RawMessageDelivery"] = True
    if subscription.goal.role is not None:
        role = template.plan.roles[subscription.goal.role]
        if role.id not in template.ids:
            print_role(template, role)
        properties["SubscriptionRoleArn"] = get(role.id)
    if subscription.events:
        properties["FilterPolicy"] = {"type": list(subscription.events)}
    if subscription.dead_letter is not None and subscription.protocol != "email":
        properties["RedrivePolicy"] = {"deadLetterTargetArn": template.value(Ref(subscription.dead_letter))}
    template.add(subscription.id, "AWS::SNS::Subscription", properties)


def _endpoint(template: Template, subscription: Subscription) -> Node:
    target = template.graph[subscription.goal.component]
    if not isinstance(target, External):
        return template.value(Ref(target.name))
    if subscription.protocol == "email":
        return template.parameter(parameter_for(target.name, "Mail"))
    return template.value(external_url(target))
