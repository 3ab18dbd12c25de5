"""Pulumi in TypeScript: a program in files by concern, a component for functions, the settings of a stage a file.

Owns the syntax of TypeScript and the layout of a Pulumi project. Refuses to choose names, permissions, numbers or
wiring, which are the plan's, and which resources there are, which the resources say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.blueprint.targets import Files, Target
from tools.blueprint.targets.pulumi_typescript.printing import render

if TYPE_CHECKING:
    from tools.blueprint.reading.model import Reading


def _kinds() -> dict[str, str]:
    from tools.blueprint.resources.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


def _read(files: Files) -> Reading:
    from tools.blueprint.reading.graphs import read_pulumi_typescript

    return read_pulumi_typescript(files)


TARGET = Target("pulumi-typescript", "Pulumi in TypeScript", "aws", "index.ts", render, _kinds, _read)
