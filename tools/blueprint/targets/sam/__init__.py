"""AWS SAM: one template, the settings to deploy it, nothing decided.

Owns the syntax of SAM and CloudFormation. Refuses to choose names, permissions, numbers or wiring: they are the plan's.
"""

from __future__ import annotations

from tools.blueprint.targets import Target
from tools.blueprint.targets.sam.printing import render


def _kinds() -> dict[str, str]:
    from tools.blueprint.targets.cloudformation.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


TARGET = Target("sam", "AWS SAM", "aws", "template.yaml", render, _kinds)
