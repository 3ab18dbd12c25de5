"""AWS SAM: one template, the settings to deploy it, nothing decided.

Owns the syntax of SAM and CloudFormation. Refuses to choose names, permissions, numbers or wiring: they are the plan's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.blueprint.targets import Files, Target
from tools.blueprint.targets.sam.printing import render

if TYPE_CHECKING:
    from tools.blueprint.reading.model import Reading


def _kinds() -> dict[str, str]:
    from tools.blueprint.targets.cloudformation.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


def _read(files: Files) -> Reading:
    from tools.blueprint.reading.graphs import read_sam

    return read_sam(files)


TARGET = Target("sam", "AWS SAM", "aws", "template.yaml", render, _kinds, _read)
