"""Rules of event buses."""

from __future__ import annotations

from tools.blueprint.plan.access.services import copies_of
from tools.blueprint.plan.model import Rule
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import get, ref
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.blueprint.targets.cloudformation.wires.goals import rule_target
from tools.design.components import Bus


def print_rules_of(template: Template, bus: Bus | None) -> None:
    """The rules of one bus; of what the default bus carries by itself where no bus is given."""
    name = bus.name if bus is not None and bus.scope == "custom" else None
    for rule in template.plan.wiring.rules:
        if rule.bus == name and rule.id not in template.ids:
            print_rule(template, rule)


def print_rule(template: Template, rule: Rule) -> None:
    """A rule with one target, its retries and its dead-letter queue."""
    target = rule_target(template, rule.goal)
    target["RetryPolicy"] = {"MaximumRetryAttempts": rule.retries, "MaximumEventAgeInSeconds": rule.max_age_s}
    if rule.dead_letter is not None:
        target["DeadLetterConfig"] = {"Arn": template.value(Ref(rule.dead_letter))}
    properties: Properties = {}
    if rule.title:
        properties["Description"] = text(rule.title[:512])
    if rule.bus is not None:
        properties["EventBusName"] = template.value(Ref(rule.bus, "name"))
    if rule.schedule:
        properties["ScheduleExpression"] = rule.schedule
    else:
        properties["EventPattern"] = template.resolver.tree(rule.pattern)
    properties["Targets"] = [target]
    if rule.goal.role is not None and rule.goal.role not in template.ids:
        print_role(template, template.plan.roles[rule.goal.role])
    template.add(rule.id, "AWS::Events::Rule", properties)


def print_replication(template: Template, bus: Bus) -> None:
    """Copies of every event to the same bus of other regions, from the primary one only: copies are never copied."""
    if not bus.replicate_to:
        return
    identity, primary = template.id(bus), template.primary()
    role = f"{identity}CopyRole"
    print_role(template, template.plan.roles[role], condition=primary)
    arns = [template.value(copy) for copy in copies_of(bus)]
    targets: list[Node] = [
        {"Id": f"region{number}", "Arn": arn, "RoleArn": get(role)} for number, arn in enumerate(arns, start=1)
    ]
    properties: Properties = {
        "EventBusName": template.value(Ref(bus.name, "name")),
        "EventPattern": {"account": [ref("AWS::AccountId")]},
        "Targets": targets,
    }
    template.add(f"{identity}CopyRule", "AWS::Events::Rule", properties, condition=primary)
