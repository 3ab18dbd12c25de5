"""The configuration from its parts: files by concern, variables, environments, outputs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tools.blueprint.plan.model import Parameter, Plan, Waived
from tools.blueprint.resources import CONCERNS, Root, resources_of
from tools.blueprint.resources.labels import one_line, snake
from tools.blueprint.resources.root import skipped, text
from tools.blueprint.resources.tree import Block, Body, Call, Node, Word
from tools.blueprint.targets.building import command_of
from tools.blueprint.targets.terraform.hcl import body, entry, expression, top
from tools.design.components import Network

ENVIRONMENTS = ("dev", "staging", "prod")

_PRIMARY = "local.is_primary"
"""What is asked where something differs between the primary region and the others."""


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """Every file of the configuration. `source` is the path from it to the folder of the handlers."""
    root = resources_of(plan, source)
    outputs = _outputs(root)
    found = {f"{CONCERNS[name]}.tf": _file(root, name) for name in CONCERNS if root.entries[name]}
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


def _text(blocks: list[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _file(root: Root, name: str) -> str:
    said = f"# {one_line(root.plan.design.title)}: {name.lower()}. Printed from design.yaml: edit the design, not this."
    return f"{said}\n\n" + _text([entry(found) for found in root.entries[name]])


def _versions(plan: Plan) -> list[str]:
    """Terraform of the first version with write-only arguments, which keep passwords out of the state."""
    providers: Body = {"aws": {"source": "hashicorp/aws", "version": "~> 6.0"}}
    if plan.functions:
        providers = {"archive": {"source": "hashicorp/archive", "version": "~> 2.7"}, **providers}
    return top("terraform", {"required_version": ">= 1.11", "required_providers": Block(providers)})


_ZONES = Waived("CKV_AWS_394", "Zones are taken by their number; whatever would move a subnet is shown by the plan.")


def _providers(root: Root) -> list[list[str]]:
    tags = Block({"tags": Word("local.tags")})
    found = [top('provider "aws"', {"region": Word("var.region"), "default_tags": tags})]
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
    concerns = [f"#   {CONCERNS[name] + '.tf':<16} {name.lower()}" for name in CONCERNS if root.entries[name]]
    builds = command_of(root.plan, root.source)
    first = ["#", f"# Code is built before it is packed: {builds}"] if builds else []
    said = [f"# {title}: printed from design.yaml. Edit the design, not these files.", "#", *concerns, *first, ""]
    return "\n".join([*said, *top("locals", _locals(split)), ""])


def _locals(split: bool) -> Body:
    primary: Body = {"is_primary": Word("var.region == var.primary_region")} if split else {}
    return {
        "stack": text(Word("var.name"), "-", Word("var.stage")),
        "account": Word("data.aws_caller_identity.current.account_id"),
        "partition": Word("data.aws_partition.current.partition"),
        "dns_suffix": Word("data.aws_partition.current.dns_suffix"),
        **primary,
        "tags": Call("merge", Word("{ system = var.name, stage = var.stage }, var.tags")),
    }


def _variables(root: Root, split: bool) -> list[list[str]]:
    plan = root.plan
    name: Body = {
        "description": "Name of the system: all names begin with it",
        "type": Word("string"),
        "default": plan.design.name,
    }
    region: Body = {"description": "Region it is deployed to", "type": Word("string"), "default": plan.region}
    tags: Body = {
        "description": "Tags of everything, besides system and stage",
        "type": Word("map(string)"),
        "default": {},
    }
    found = [top('variable "name"', name), top('variable "region"', region), top('variable "tags"', tags)]
    used = {*root.resolver.parameters, "Stage", *(["PrimaryRegion"] if split else [])}
    asked = (parameter for parameter in plan.parameters if parameter.name in used)
    return [*found, *(top(f'variable "{snake(parameter.name)}"', _variable(parameter)) for parameter in asked)]


def _variable(parameter: Parameter) -> Body:
    name = snake(parameter.name)
    yes_or_no = set(parameter.choices) == {"true", "false"}
    found: Body = {"description": one_line(parameter.text), "type": Word("bool" if yes_or_no else "string")}
    if parameter.default is not None:
        found["default"] = Word(parameter.default) if yes_or_no else parameter.default
    if parameter.secret:
        found["sensitive"] = True
    if parameter.choices and not yes_or_no:
        choices: list[Node] = list(parameter.choices)
        words = f"One of {', '.join(parameter.choices)}."
        found["validation"] = _valid("contains", choices, name, words)
    elif parameter.pattern:
        words = f"Has to match {parameter.pattern}"
        found["validation"] = _valid("can(regex", parameter.pattern, name, words)
    return found


def _valid(function: str, first: Node, name: str, words: str) -> Block:
    closing = ")" * (1 + function.count("("))
    condition = Word(f"{function}({expression(first)}, var.{name}{closing}")
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
