"""AWS CloudFormation without a transform: one template, nothing decided.

Owns CloudFormation's syntax and how each kind of component is written in it: the ground SAM stands on too. Refuses to
choose names, permissions, numbers or wiring: they are the plan's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.blueprint.targets import Files, Target
from tools.blueprint.targets.cloudformation.printing import render

if TYPE_CHECKING:
    from tools.blueprint.reading.model import Reading


def _kinds() -> dict[str, str]:
    from tools.blueprint.targets.cloudformation.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


def _read(files: Files) -> Reading:
    from tools.blueprint.reading.graphs import read_cloudformation

    return read_cloudformation(files)


TARGET = Target("cloudformation", "AWS CloudFormation", "aws", "template.yaml", render, _kinds, _read)
