"""Terraform (and OpenTofu): a root configuration in files by concern, a module for functions, an environment a file.

Owns the syntax of HCL and of the AWS provider, version 6. Refuses to choose names, permissions, numbers or wiring: they
are the plan's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.blueprint.targets import Files, Target
from tools.blueprint.targets.terraform.printing import render

if TYPE_CHECKING:
    from tools.blueprint.reading.model import Reading


def _kinds() -> dict[str, str]:
    from tools.blueprint.resources.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


def _read(files: Files) -> Reading:
    from tools.blueprint.reading.graphs import read_terraform

    return read_terraform(files)


TARGET = Target("terraform", "Terraform", "aws", "main.tf", render, _kinds, _read)
