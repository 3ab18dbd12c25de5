"""The files of a program in either language."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tools.blueprint.plan.deployment import STAGE
from tools.blueprint.plan.model import Parameter, Plan
from tools.blueprint.targets.building import command_of
from tools.blueprint.targets.cdk.arranging import CONCERNS
from tools.blueprint.targets.cdk.program import Program
from tools.blueprint.targets.cdk.tree import Expression, Local, Name, Step
from tools.blueprint.targets.cdk.writing import Lines, Writer
from tools.blueprint.targets.cloudformation.printing import one_line

STAGES = ("dev", "staging", "prod")


class Imports:
    """What a file takes from the library, found while it is written."""

    def __init__(self, program: Program, concern: str) -> None:
        self.program = program
        self.concern = concern
        self.modules: set[str] = set()
        self.core: set[str] = set()
        self.concerns: set[str] = set()
        self.settings = False
        self.files = False

    def needed(self, name: Name) -> None:
        """Notes that something of the library is used."""
        if name.module:
            self.modules.add(name.module)
        else:
            self.core.add(name.path.partition(".")[0])

    def elsewhere(self, identity: str) -> str:
        """The concern a resource stands under, where it is another one; empty for the same."""
        place = self.program.place[identity]
        if place == self.concern:
            return ""
        self.concerns.add(place)
        return place


def referred(steps: tuple[Step, ...]) -> frozenset[str]:
    """Resources that others of the same file refer to, or about which something is said afterwards."""
    return frozenset([used for step in steps for used in step.uses] + [step.id for step in steps if step.after])


def settings_file(plan: Plan, source: str, command: str) -> str:
    """`cdk.json`: how the program is run, and what is built before."""
    builds = command_of(plan, source)
    found: dict[str, object] = {"app": command, **({"build": builds} if builds else {}), "context": FLAGS}
    return json.dumps(found, indent=2) + "\n"


FLAGS: Mapping[str, bool] = {
    "@aws-cdk/aws-iam:minimizePolicies": True,
    "@aws-cdk/aws-lambda:recognizeLayerVersion": True,
    "@aws-cdk/aws-lambda:recognizeVersionProps": True,
    "@aws-cdk/core:checkSecretUsage": True,
    "@aws-cdk/core:validateAgainstDefaultRules": True,
}
"""Behaviour of the library that is new, and off unless it is asked for."""


def asked(parameter: Parameter) -> dict[str, Expression]:
    """What is said about a parameter."""
    found: dict[str, Expression] = {"description": one_line(parameter.text)}
    if parameter.name == STAGE.name:
        found["default"] = Local("stage")
    elif parameter.default is not None:
        found["default"] = parameter.default
    if parameter.choices:
        found["allowedValues"] = list(parameter.choices)
    if parameter.pattern:
        found["allowedPattern"] = parameter.pattern
    if parameter.secret:
        found["noEcho"] = True
    return found


def needs_of(program: Program, concern: str) -> list[str]:
    """What a concern's class is made with, after the stack."""
    steps = program.steps[concern]
    places = {program.place[used] for step in steps for used in step.uses} - {concern}
    settings = ["settings"] if any(step.settings for step in steps) else []
    return [*settings, *(one for one in CONCERNS if one in places)]


def told(program: Program, writer: Writer, name: str, stack: str, fields: Mapping[str, Expression]) -> Lines:
    """An output; under another id in the program where a resource has its name, which a template allows."""
    taken = name in program.place
    cls = writer.new("CfnOutput")
    made = writer.call(cls, [[stack], [writer.string(f"{name}Output" if taken else name)]], fields)
    if taken:
        made[-1] += f".{writer.member('overrideLogicalId')}({writer.string(name)})"
    return made
