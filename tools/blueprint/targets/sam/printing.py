"""The template from its parts: parameters, conditions, settings for all functions, resources in sections, outputs."""

from __future__ import annotations

from tools.blueprint.plan.model import Alarm, Parameter, Plan
from tools.blueprint.plan.waivers import ALARM_TOPIC
from tools.blueprint.targets.sam.emitter import Node, emit_into, emit_under
from tools.blueprint.targets.sam.kinds import printer_of
from tools.blueprint.targets.sam.references import ref
from tools.blueprint.targets.sam.template import Properties, Template, policy, text
from tools.blueprint.targets.sam.wires.pipes import print_pipes
from tools.blueprint.targets.sam.wires.rules import print_rules_of

ALARMS = "Alarms"
"""The topic that alarms are sent to."""

_COMPARISONS = {"at-least": "GreaterThanOrEqualToThreshold", "above": "GreaterThanThreshold"}


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """`template.yaml` and `samconfig.toml`. `source` is the path from the template to the folder of the handlers."""
    return {"template.yaml": template_text(plan, source), "samconfig.toml": _settings(plan)}


def template_text(plan: Plan, source: str) -> str:
    """The template."""
    template = Template(plan, source)
    _print_components(template)
    _print_operations(template)
    outputs = _outputs(template)
    lines = [f"# {_one_line(plan.design.title)}: printed from design.yaml. Edit the design, not this file."]
    lines += ['AWSTemplateFormatVersion: "2010-09-09"', "Transform: AWS::Serverless-2016-10-31"]
    lines += emit_under({"Description": _one_line(plan.design.title)[:1024]}, "")
    parameters = _parameters(template)
    if parameters:
        lines += ["", *emit_under({"Parameters": parameters}, "")]
    if template.conditions:
        lines += ["", *emit_under({"Conditions": template.conditions}, "")]
    if plan.functions:
        lines += ["", *emit_under({"Globals": _GLOBALS}, "")]
    lines += ["", "Resources:", *_resources(template)]
    if outputs:
        lines += ["", *emit_under({"Outputs": outputs}, "")]
    return "\n".join(lines) + "\n"


_GLOBALS: Properties = {
    "Function": {
        "Tracing": "Active",
        "LoggingConfig": {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"},
    }
}


def _one_line(words: str) -> str:
    """Words of people on one line, in which nothing is a variable and nothing is unprintable."""
    line = " ".join(words.split())
    if not line.isprintable():
        line = "".join(c if c.isprintable() else " " for c in line)
    return line.replace("${", "$ {")


def _print_components(template: Template) -> None:
    for component in template.plan.design.components:
        found = printer_of(component.kind)
        if found is not None:
            template.section, printer = found
            printer(template, component)
    if template.plan.functions:
        _print_shared(template)
    template.section = "Messaging"
    print_rules_of(template, None)
    print_pipes(template)


def _print_shared(template: Template) -> None:
    from tools.blueprint.targets.sam.kinds.functions import print_shared_layers

    template.section = "Functions"
    print_shared_layers(template)


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
        "AlarmDescription": text(_one_line(alarm.text)),
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


def _parameters(template: Template) -> Properties:
    used = template.resolver.parameters
    return {parameter.name: _parameter(parameter) for parameter in template.plan.parameters if parameter.name in used}


def _parameter(parameter: Parameter) -> Node:
    found: Properties = {"Type": "String", "Description": _one_line(parameter.text)}
    if parameter.default is not None:
        found["Default"] = parameter.default
    if parameter.choices:
        found["AllowedValues"] = list(parameter.choices)
    if parameter.pattern:
        found["AllowedPattern"] = parameter.pattern
    if parameter.secret:
        found["NoEcho"] = True
    return found


def _resources(template: Template) -> list[str]:
    lines: list[str] = []
    for section, resources in template.sections.items():
        if not resources:
            continue
        if lines:
            lines.append("")
        lines.append(f"  # {section}")
        for identity, resource in resources.items():
            lines.append("")
            emit_into({identity: resource}, "  ", lines)
    return lines


def _outputs(template: Template) -> Properties:
    return {
        output.name: {"Description": _one_line(output.text), "Value": template.value(output.value)}
        for output in template.plan.outputs
    }


def _settings(plan: Plan) -> str:
    name = plan.design.name
    return (
        "version = 0.1\n"
        "\n"
        "[default.global.parameters]\n"
        f'stack_name = "{name}"\n'
        f'region = "{plan.region}"\n'
        "\n"
        "[default.build.parameters]\n"
        "cached = true\n"
        "parallel = true\n"
        "\n"
        "[default.deploy.parameters]\n"
        'capabilities = "CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND"\n'
        "confirm_changeset = true\n"
        "resolve_s3 = true\n"
        f'tags = "system={name}"\n'
    )
