"""The resources of a plan: those of its components, then the alarms."""

from __future__ import annotations

from tools.blueprint.plan.model import Alarm, Plan
from tools.blueprint.plan.waivers import ALARM_TOPIC
from tools.blueprint.resources.kinds import printer_of
from tools.blueprint.resources.labels import kebab, one_line
from tools.blueprint.resources.root import OF_ACCOUNT, Root, document, serving
from tools.blueprint.resources.tree import Attr, Body, Choice, Equal
from tools.blueprint.resources.wires.pipes import print_pipes
from tools.blueprint.resources.wires.rules import print_rules_of
from tools.design.components import Function

_COMPARISONS = {"at-least": "GreaterThanOrEqualToThreshold", "above": "GreaterThanThreshold"}


def resources_of(plan: Plan, source: str = "src") -> Root:
    """Every resource of a plan. `source` is the path from the printed files to the folder of the handlers."""
    root = Root(plan, source)
    _print_components(root)
    _print_operations(root)
    return root


def _print_components(root: Root) -> None:
    for component in root.plan.design.components:
        found = printer_of(component.kind)
        if found is not None:
            root.concern, printer = found
            printer(root, component)
    if root.graph.all(Function):
        from tools.blueprint.resources.kinds.functions import print_shared_layers

        root.concern = "Functions"
        print_shared_layers(root)
    root.concern = "Messaging"
    print_rules_of(root, None)
    print_pipes(root)


def _print_operations(root: Root) -> None:
    root.concern = "Operations"
    if not root.plan.alarms:
        return
    root.add("aws_sns_topic", "", {"name": root.named("alarms", 256)}, word="alarms", waived=[ALARM_TOPIC])
    topic = root.at("aws_sns_topic", "", "arn", "alarms")
    allowed = serving("cloudwatch.amazonaws.com", "sns:Publish", topic, {**OF_ACCOUNT})
    root.add("aws_sns_topic_policy", "", {"arn": topic, "policy": document([allowed])}, word="alarms")
    mail = root.parameter("AlarmMail")
    told: Body = {"topic_arn": topic, "protocol": "email", "endpoint": mail}
    count = Choice(Equal(mail, ""), 0, 1)
    root.add("aws_sns_topic_subscription", "", told, word="alarms", count=count)
    for alarm in root.plan.alarms:
        _print_alarm(root, alarm, topic)


def _print_alarm(root: Root, alarm: Alarm, topic: Attr) -> None:
    owner = alarm.id.removesuffix("Alarm")
    body: Body = {
        "alarm_name": root.named(kebab(owner), 255),
        "alarm_description": one_line(alarm.text),
        "namespace": alarm.namespace,
        "metric_name": alarm.metric,
        "dimensions": {name: root.value(value) for name, value in alarm.dimensions},
        "statistic": alarm.statistic,
        "period": alarm.period_s,
        "evaluation_periods": alarm.periods,
        "threshold": alarm.threshold,
        "comparison_operator": _COMPARISONS[alarm.comparison],
        "treat_missing_data": "notBreaching",
        "alarm_actions": [topic],
    }
    root.add("aws_cloudwatch_metric_alarm", owner, body)
