"""Rules of event buses."""

from __future__ import annotations

from tools.blueprint.plan.access.services import copies_of
from tools.blueprint.plan.model import Rule
from tools.blueprint.resources.labels import kebab, prefix
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, encoded
from tools.blueprint.resources.tree import ONLY_PRIMARY, Attr, Block, Body
from tools.blueprint.resources.wires.goals import rule_target
from tools.design.components import Bus

_RULE = "aws_cloudwatch_event_rule"
_TARGET = "aws_cloudwatch_event_target"


def print_rules_of(root: Root, bus: Bus | None) -> None:
    """The rules of one bus; of what the default bus carries by itself where no bus is given."""
    name = bus.name if bus is not None and bus.scope == "custom" else None
    for rule in root.plan.wiring.rules:
        if rule.bus == name and not root.is_made(_RULE, rule.id.removesuffix("Rule")):
            print_rule(root, rule)


def print_rule(root: Root, rule: Rule) -> None:
    """A rule with one target, its retries and its dead-letter queue."""
    owner = rule.id.removesuffix("Rule")
    body: Body = {"name_prefix": prefix(kebab(owner))}
    if rule.title:
        body["description"] = rule.title[:512]
    on: Body = {"event_bus_name": root.ref(rule.bus, "name")} if rule.bus is not None else {}
    body |= on
    if rule.schedule:
        body["schedule_expression"] = rule.schedule
    else:
        body["event_pattern"] = encoded(root.resolver.tree(rule.pattern))
    root.add(_RULE, owner, body)
    target: Body = {"rule": root.at(_RULE, owner, "name"), **on, **rule_target(root, rule.goal)}
    target["retry_policy"] = Block(
        {"maximum_retry_attempts": rule.retries, "maximum_event_age_in_seconds": rule.max_age_s}
    )
    if rule.dead_letter is not None:
        target["dead_letter_config"] = Block({"arn": root.ref(rule.dead_letter)})
    root.add(_TARGET, owner, target)


def print_replication(root: Root, bus: Bus) -> None:
    """Copies of every event to the same bus of other regions, from the primary one only: copies are never copied."""
    if not bus.replicate_to:
        return
    role = root.role(f"{root.plan.ids[bus.name]}CopyRole", count=ONLY_PRIMARY)
    name = root.ref(bus.name, "name")
    body: Body = {
        "name_prefix": prefix(f"{bus.name}-copy"),
        "event_bus_name": name,
        "event_pattern": encoded({"account": [HERE["account"]]}),
    }
    root.add(_RULE, bus.name, body, word="copy", count=ONLY_PRIMARY)
    rule = Attr(_RULE, root.label(bus.name, "copy"), "name", 0)
    for number, copy in enumerate(copies_of(bus), start=1):
        target: Body = {"rule": rule, "event_bus_name": name, "arn": root.value(copy), "role_arn": role}
        root.add(_TARGET, bus.name, target, word=f"copy_{number}", count=ONLY_PRIMARY)
