"""The files of a Pulumi project that no language writes: the project, and the settings of each of its stages."""

from __future__ import annotations

import re

from tools.blueprint.bridged.names import camel
from tools.blueprint.bridged.program import Program
from tools.blueprint.plan.model import Parameter
from tools.blueprint.resources.labels import one_line, snake
from tools.blueprint.targets.cloudformation.emitter import Node, emit

ENVIRONMENTS = ("dev", "staging", "prod")


def project(program: Program, runtime: Node) -> str:
    """Pulumi.yaml. `runtime` says by what the program is run."""
    title = one_line(program.plan.design.title)
    return emit({"name": program.plan.design.name, "description": title, "runtime": runtime})


def stage_settings(program: Program, stage: str) -> str:
    """Pulumi.<stage>.yaml: where it stands, its tags, and as remarks what has to be said."""
    plan = program.plan
    tags: dict[str, Node] = {"system": plan.design.name, "stage": stage}
    config: dict[str, Node] = {"aws:region": plan.region, "aws:defaultTags": {"tags": tags}}
    lines = [emit({"config": config}).rstrip("\n")]
    asked = [parameter for parameter in program.parameters if parameter.default is None]
    if asked:
        lines.append("  # To be said:")
    for parameter in asked:
        secret = "--secret " if parameter.secret else ""
        lines.append(
            f"  # pulumi config set --stack {stage} {secret}{key_of(parameter)} ... : {one_line(parameter.text)}"
        )
    return "\n".join(lines) + "\n"


def key_of(parameter: Parameter) -> str:
    """The key under which a parameter is said."""
    return camel(snake(parameter.name))


def pattern_of(parameter: Parameter) -> str:
    """What a parameter's value has to match; nothing where anything goes."""
    if parameter.choices and not is_yes_or_no(parameter):
        return f"^({'|'.join(re.escape(choice) for choice in parameter.choices)})$".replace("\\-", "-")
    return parameter.pattern


def is_yes_or_no(parameter: Parameter) -> bool:
    """Whether a parameter is either true or false."""
    return set(parameter.choices) == {"true", "false"}
