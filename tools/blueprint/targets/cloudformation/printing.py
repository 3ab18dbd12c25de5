"""The template from its parts: parameters, conditions, settings for all functions, resources in sections, outputs."""

from __future__ import annotations

from tools.blueprint.plan.model import Alarm, Parameter, Plan
from tools.blueprint.plan.waivers import ALARM_TOPIC
from tools.blueprint.targets.cloudformation.dialect import PLAIN
from tools.blueprint.targets.cloudformation.emitter import Node, emit_into, emit_under
from tools.blueprint.targets.cloudformation.kinds import module_of, printer_of
from tools.blueprint.targets.cloudformation.references import inert, ref
from tools.blueprint.targets.cloudformation.template import Properties, Template, policy, text
from tools.blueprint.targets.cloudformation.wires.pipes import print_pipes
from tools.blueprint.targets.cloudformation.wires.rules import print_rules_of

ALARMS = "Alarms"
"""The topic that alarms are sent to."""

_COMPARISONS = {"at-least": "GreaterThanOrEqualToThreshold", "above": "GreaterThanThreshold"}


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """`template.yaml`. `source` is the path from it to the folder of the handlers."""
    return {"template.yaml": template_text(Template(plan, source, PLAIN))}


def template_text(template: Template, *, transform: str = "", settings: Properties | None = None) -> str:
    """The whole template. `settings` are those a transform gives to all functions."""
    print_parts(template)
    outputs = outputs_of(template)
    title = one_line(template.plan.design.title)
    lines = [f"# {title}: printed from design.yaml. Edit the design, not this file."]
    lines.append('AWSTemplateFormatVersion: "2010-09-09"')
    lines += [f"Transform: {transform}"] if transform else []
    lines += emit_under({"Description": title[:1024]}, "")
    parts: dict[str, Properties] = {"Parameters": parameters_of(template), "Conditions": template.conditions}
    parts["Globals"] = settings or {}
    for name, part in parts.items():
        lines += ["", *emit_under({name: part}, "")] if part else []
    lines += ["", "Resources:", *resource_lines(template.sections)]
    if outputs:
        lines += ["", *emit_under({"Outputs": outputs}, "")]
    return "\n".join(lines) + "\n"


def one_line(words: str) -> str:
    """Words of people on one line, in which nothing is a variable and nothing is unprintable."""
    line = " ".join(words.split())
    if not line.isprintable():
        line = "".join(c if c.isprintable() else " " for c in line)
    return inert(line.replace("${", "$ {"))


def print_parts(template: Template) -> None:
    """Everything a plan becomes, as data in the template's sections."""
    _print_components(template)
    _print_operations(template)


def _print_components(template: Template) -> None:
    for component in template.plan.design.components:
        found = printer_of(component.kind, template.dialect)
        if found is not None:
            template.section, printer = found
            printer(template, component)
    if template.plan.functions:
        _print_shared(template)
    template.section = "Messaging"
    print_rules_of(template, None)
    print_pipes(template)


def _print_shared(template: Template) -> None:
    template.section = "Functions"
    module_of("functions", template.dialect).print_shared_layers(template)


def _print_operations(template: Template) -> None:
    template.section = "Operations"
    if not template.plan.alarms:
        return
    template.add(ALARMS, "AWS::SNS::Topic", {"DisplayName": "Alarms"}, waived=[ALARM_TOPIC])
    allowed: Node = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": ref(ALARMS),
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }
    properties: Properties = {"Topics": [ref(ALARMS)], "PolicyDocument": policy([allowed])}
    template.add(f"{ALARMS}Policy", "AWS::SNS::TopicPolicy", properties)
    mail: Properties = {"TopicArn": ref(ALARMS), "Protocol": "email", "Endpoint": template.parameter("AlarmMail")}
    template.add(f"{ALARMS}Subscription", "AWS::SNS::Subscription", mail, condition=template.given("AlarmMail"))
    for alarm in template.plan.alarms:
        _print_alarm(template, alarm)


def _print_alarm(template: Template, alarm: Alarm) -> None:
    dimensions: list[Node] = [{"Name": name, "Value": template.value(value)} for name, value in alarm.dimensions]
    properties: Properties = {
        "AlarmDescription": text(one_line(alarm.text)),
        "Namespace": alarm.namespace,
        "MetricName": alarm.metric,
        "Dimensions": dimensions,
        "Statistic": alarm.statistic,
        "Period": alarm.period_s,
        "EvaluationPeriods": alarm.periods,
        "Threshold": alarm.threshold,
        "ComparisonOperator": _COMPARISONS[alarm.comparison],
        "TreatMissingData": "notBreaching",
        "AlarmActions": [ref(ALARMS)],
    }
    template.add(alarm.id, "AWS::CloudWatch::Alarm", properties)


def asked_of(template: Template) -> list[Parameter]:
    """What is asked at deployment by what has been printed."""
    used = template.resolver.parameters
    return [*(parameter for parameter in template.plan.parameters if parameter.name in used), *template.asked.values()]


def parameters_of(template: Template) -> Properties:
    """The parameters of a template."""
    return {parameter.name: _parameter(parameter) for parameter in asked_of(template)}


def _parameter(parameter: Parameter) -> Node:
    found: Properties = {"Type": "String", "Description": one_line(parameter.text)}
    if parameter.default is not None:
        found["Default"] = parameter.default
    if parameter.choices:
        found["AllowedValues"] = list(parameter.choices)
    if parameter.pattern:
        found["AllowedPattern"] = parameter.pattern
    if parameter.secret:
        found["NoEcho"] = True
    return found


def resource_lines(sections: dict[str, dict[str, Node]], pad: str = "  ") -> list[str]:
    """The resources of every section, under its heading."""
    lines: list[str] = []
    for section, resources in sections.items():
        if not resources:
            continue
        if lines:
            lines.append("")
        lines.append(f"{pad}# {section}")
        for identity, resource in resources.items():
            lines.append("")
            emit_into({identity: resource}, pad, lines)
    return lines


def outputs_of(template: Template) -> Properties:
    """What a deployment tells."""
    return {
        output.name: {"Description": one_line(output.text), "Value": template.value(output.value)}
        for output in template.plan.outputs
    }
