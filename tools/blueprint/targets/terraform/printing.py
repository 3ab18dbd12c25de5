"""The configuration from its parts: files by concern, variables, environments, outputs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tools.blueprint.plan.model import Alarm, Parameter, Plan, Waived
from tools.blueprint.plan.waivers import ALARM_TOPIC
from tools.blueprint.targets.terraform.hcl import Block, Body, Call, Expr, Node, body, expression, top
from tools.blueprint.targets.terraform.kinds import printer_of
from tools.blueprint.targets.terraform.labels import kebab, snake
from tools.blueprint.targets.terraform.root import FILES, OF_ACCOUNT, Root, document, serving, skipped, text
from tools.blueprint.targets.terraform.wires.pipes import print_pipes
from tools.blueprint.targets.terraform.wires.rules import print_rules_of
from tools.design.components import Function, Network

ENVIRONMENTS = ("dev", "staging", "prod")

_COMPARISONS = {"at-least": "GreaterThanOrEqualToThreshold", "above": "GreaterThanThreshold"}

_PRIMARY = "local.is_primary"
"""What is asked where something differs between the primary region and the others."""


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """Every file of the configuration. `source` is the path from it to the folder of the handlers."""
    root = Root(plan, source)
    _print_components(root)
    _print_operations(root)
    outputs = _outputs(root)
    found = {FILES[name]: _file(root, name) for name in FILES if root.lines[name]}
    split = any(_PRIMARY in text for text in found.values())
    found |= {
        "versions.tf": _text([_versions(plan)]),
        "providers.tf": _text(_providers(root)),
        "variables.tf": _text(_variables(root, split)),
        "main.tf": _main(root, split),
        "backend.tf.example": _backend(plan),
        ".gitignore": ".terraform/\n.build/\n*.tfstate\n*.tfstate.*\n",
        **{f"{stage}.tfvars": _settings(root, stage) for stage in ENVIRONMENTS},
        **root.texts,
    }
    if outputs:
        found["outputs.tf"] = _text(outputs)
    if plan.functions:
        found |= _module("function")
    return dict(sorted(found.items()))


def _print_components(root: Root) -> None:
    for component in root.plan.design.components:
        found = printer_of(component.kind)
        if found is not None:
            root.concern, printer = found
            printer(root, component)
    if root.graph.all(Function):
        from tools.blueprint.targets.terraform.kinds.functions import print_shared_layers

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
    count = Expr(f'{mail.code} == "" ? 0 : 1')
    root.add("aws_sns_topic_subscription", "", told, word="alarms", count=count)
    for alarm in root.plan.alarms:
        _print_alarm(root, alarm, topic)


def _print_alarm(root: Root, alarm: Alarm, topic: Expr) -> None:
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


def one_line(words: str) -> str:
    """Words of people on one line, in which nothing is unprintable."""
    line = " ".join(words.split())
    return line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)


def _text(blocks: list[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _file(root: Root, name: str) -> str:
    said = f"# {one_line(root.plan.design.title)}: {name.lower()}. Printed from design.yaml: edit the design, not this."
    return "\n".join([said, "", *root.lines[name], ""])


def _versions(plan: Plan) -> list[str]:
    """Terraform of the first version with write-only arguments, which keep passwords out of the state."""
    providers: Body = {"aws": {"source": "hashicorp/aws", "version": "~> 6.0"}}
    if plan.functions:
        providers = {"archive": {"source": "hashicorp/archive", "version": "~> 2.7"}, **providers}
    return top("terraform", {"required_version": ">= 1.11", "required_providers": Block(providers)})


_ZONES = Waived("CKV_AWS_394", "Zones are taken by their number; whatever would move a subnet is shown by the plan.")


def _providers(root: Root) -> list[list[str]]:
    tags = Block({"tags": Expr("local.tags")})
    found = [top('provider "aws"', {"region": Expr("var.region"), "default_tags": tags})]
    if root.uses_edge:
        # The edge is configured from one region, wherever the rest stands.
        found.append(top('provider "aws"', {"alias": "edge", "region": "us-east-1", "default_tags": tags}))
    found += [top('data "aws_caller_identity" "current"', {}), top('data "aws_partition" "current"', {})]
    if root.graph.all(Network):
        found.append(top('data "aws_availability_zones" "available"', {"state": "available"}, (skipped(_ZONES),)))
    return found


def _main(root: Root, split: bool) -> str:
    """What a reader opens first: what lies where, and what everything is named after."""
    title = one_line(root.plan.design.title)
    concerns = [f"#   {FILES[name]:<16} {name.lower()}" for name in FILES if root.lines[name]]
    said = [f"# {title}: printed from design.yaml. Edit the design, not these files.", "#", *concerns, ""]
    return "\n".join([*said, *top("locals", _locals(split)), ""])


def _locals(split: bool) -> Body:
    primary: Body = {"is_primary": Expr("var.region == var.primary_region")} if split else {}
    return {
        "stack": text(Expr("var.name"), "-", Expr("var.stage")),
        "account": Expr("data.aws_caller_identity.current.account_id"),
        "partition": Expr("data.aws_partition.current.partition"),
        "dns_suffix": Expr("data.aws_partition.current.dns_suffix"),
        **primary,
        "tags": Call("merge", Expr("{ system = var.name, stage = var.stage }, var.tags")),
    }


def _variables(root: Root, split: bool) -> list[list[str]]:
    plan = root.plan
    name: Body = {
        "description": "Name of the system: all names begin with it",
        "type": Expr("string"),
        "default": plan.design.name,
    }
    region: Body = {"description": "Region it is deployed to", "type": Expr("string"), "default": plan.region}
    tags: Body = {
        "description": "Tags of everything, besides system and stage",
        "type": Expr("map(string)"),
        "default": {},
    }
    found = [top('variable "name"', name), top('variable "region"', region), top('variable "tags"', tags)]
    used = {*root.resolver.parameters, "Stage", *(["PrimaryRegion"] if split else [])}
    asked = (parameter for parameter in plan.parameters if parameter.name in used)
    return [*found, *(top(f'variable "{snake(parameter.name)}"', _variable(parameter)) for parameter in asked)]


def _variable(parameter: Parameter) -> Body:
    name = snake(parameter.name)
    yes_or_no = set(parameter.choices) == {"true", "false"}
    found: Body = {"description": one_line(parameter.text), "type": Expr("bool" if yes_or_no else "string")}
    if parameter.default is not None:
        found["default"] = Expr(parameter.default) if yes_or_no else parameter.default
    if parameter.secret:
        found["sensitive"] = True
    if parameter.choices and not yes_or_no:
        choices: list[Node] = list(parameter.choices)
        words = f"One of {', '.join(parameter.choices)}."
        found["validation"] = _valid("contains", choices, Expr(f"var.{name}"), words)
    elif parameter.pattern:
        words = f"Has to match {parameter.pattern}"
        found["validation"] = _valid("can(regex", parameter.pattern, Expr(f"var.{name}"), words)
    return found


def _valid(function: str, first: Node, second: Expr, words: str) -> Block:
    closing = ")" * (1 + function.count("("))
    condition = Expr(f"{function}({expression(first)}, {second.code}{closing}")
    return Block({"condition": condition, "error_message": words})


def _outputs(root: Root) -> list[list[str]]:
    return [
        top(
            f'output "{snake(output.name)}"',
            {"description": one_line(output.text), "value": root.value(output.value)},
        )
        for output in root.plan.outputs
    ]


def _settings(root: Root, stage: str) -> str:
    """The values of one environment; what has to be said for it stands there to be filled in."""
    values: Body = {"stage": stage, "region": root.plan.region}
    lines = [f"# {stage}: terraform apply -var-file={stage}.tfvars", ""]
    body(values, "", lines)
    asked = [p for p in root.plan.parameters if p.name in root.resolver.parameters and p.default is None]
    if asked:
        lines += ["", "# To be said:"]
        for parameter in asked:
            where = f"TF_VAR_{snake(parameter.name)} in the environment, never here: " if parameter.secret else ""
            lines += ["", f"# {where}{one_line(parameter.text)}"]
            lines.append(f"# {snake(parameter.name)} = ...")
    return "\n".join(lines) + "\n"


def _backend(plan: Plan) -> str:
    body: Body = {
        "bucket": "name-of-the-bucket-that-keeps-states",
        "key": f"{plan.design.name}/terraform.tfstate",
        "region": plan.region,
        "encrypt": True,
        "use_lockfile": True,
        "workspace_key_prefix": "stages",
    }
    said = (
        "# Where the state is kept: copy to backend.tf and name a bucket of yours, versioned and private.\n"
        "# One workspace for each stage: terraform workspace new dev\n\n"
    )
    lines: list[str] = top("terraform", {'backend "s3"': Block(body)})
    return said + "\n".join(lines) + "\n"


@cache
def _module(name: str) -> dict[str, str]:
    """The files of a module that is the same for every design."""
    folder = files("tools.blueprint.targets.terraform") / "modules" / name
    found = ("main.tf", "outputs.tf", "variables.tf", "versions.tf")
    return {f"modules/{name}/{each}": (folder / each).read_text("utf-8") for each in found}
