"""The whole program as data: settings, resources by concern, outputs, definitions; the same for both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tools.blueprint.plan.model import Parameter, Plan
from tools.blueprint.targets.cdk.arranging import CONCERNS, ORDER, concern_of, in_order
from tools.blueprint.targets.cdk.levels.code import definition_file
from tools.blueprint.targets.cdk.raising import plain, step_of
from tools.blueprint.targets.cdk.tree import Expression, Step
from tools.blueprint.targets.cdk.values import Reader
from tools.blueprint.targets.cloudformation.dialect import PLAIN
from tools.blueprint.targets.cloudformation.printing import asked_of, one_line, outputs_of, print_parts
from tools.blueprint.targets.cloudformation.template import Template


@dataclass(frozen=True, slots=True)
class Program:
    """One system, ready to be written."""

    name: str
    title: str
    region: str
    regions: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    conditions: Mapping[str, Expression]
    steps: Mapping[str, tuple[Step, ...]]
    """By concern, in the order in which they are made."""
    place: Mapping[str, str]
    """Concern of every resource."""
    outputs: tuple[tuple[str, str, Expression], ...]
    """Name, what it is, value."""
    shared: frozenset[str]
    """Resources that another file than their own refers to."""
    waived: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]
    """Resources, and checks of a scanner that do not apply to them, each with its reason."""
    files: Mapping[str, str]
    """What stands beside the program: definitions of state machines."""


class _Asked:
    """A plan, as itself: the two languages are usually asked for one after the other."""

    def __init__(self, plan: Plan, source: str) -> None:
        self.plan = plan
        self.source = source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.plan is other.plan and self.source == other.source

    def __hash__(self) -> int:
        return id(self.plan)


def program_of(plan: Plan, source: str) -> Program:
    """The program of a plan; `source` is the path from it to the folder of the handlers."""
    return _program_of(_Asked(plan, source))


@lru_cache(maxsize=1)
def _program_of(asked: _Asked) -> Program:
    plan, source = asked.plan, asked.source
    template = Template(plan, source, PLAIN)
    print_parts(template)
    resources: dict[str, Any] = {
        identity: resource for section in template.sections.values() for identity, resource in section.items()
    }
    outputs: dict[str, Any] = outputs_of(template)
    parameters = asked_of(template)
    settings = frozenset([parameter.name for parameter in parameters] + list(template.conditions))
    reader = Reader({identity: found["Type"] for identity, found in resources.items()}, settings)
    steps, place = _placed(reader, resources)
    conditions = {name: reader.value(node) for name, node in template.conditions.items()}
    reader.uses.clear()
    told = tuple((name, found["Description"], reader.value(found["Value"], "s")) for name, found in outputs.items())
    shared = reader.uses | {
        used for found in steps.values() for step in found for used in step.uses if place[used] != place[step.id]
    }
    return Program(
        plan.design.name,
        one_line(plan.design.title),
        plan.region,
        plan.regions,
        tuple(parameters),
        conditions,
        steps,
        place,
        told,
        frozenset(shared),
        _waived(resources),
        _definitions(resources),
    )


def _placed(reader: Reader, resources: dict[str, Any]) -> tuple[dict[str, tuple[Step, ...]], dict[str, str]]:
    """Resources by concern; one that refers to something of a later concern stands with it."""
    found: dict[str, list[Step]] = {concern: [] for concern in CONCERNS}
    place: dict[str, str] = {}
    for identity in in_order(resources):
        step = step_of(reader, identity, resources[identity])
        concern = max(
            (concern_of(resources[identity]["Type"]), *(place[one] for one in step.uses)), key=ORDER.__getitem__
        )
        place[identity] = concern
        found[concern].append(step)
    return {concern: tuple(steps) for concern, steps in found.items() if steps}, place


def _definitions(resources: Mapping[str, Any]) -> dict[str, str]:
    return {
        definition_file(identity): json.dumps(found["Properties"]["Definition"], indent=2, ensure_ascii=False) + "\n"
        for identity, found in resources.items()
        if found["Type"] == "AWS::StepFunctions::StateMachine"
    }


def _waived(resources: Mapping[str, Any]) -> tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]:
    """Resources by what is waived for them."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for identity, resource in resources.items():
        checkov = resource.get("Metadata", {}).get("checkov")
        if checkov is not None:
            checks = tuple((skipped["id"], skipped["comment"]) for skipped in plain(checkov)["skip"])
            found.setdefault(checks, []).append(identity)
    return tuple((tuple(names), dict(checks)) for checks, names in found.items())
