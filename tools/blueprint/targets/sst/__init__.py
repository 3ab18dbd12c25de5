"""SST: its components where one says just what the plan says, Pulumi's resources for everything else.

Owns the words of SST's components and the layout of an SST app. Refuses to choose names, permissions, numbers or
wiring, which are the plan's: a component that would bring roles or policies of its own is not used.
"""

from __future__ import annotations

from tools.blueprint.targets import Target
from tools.blueprint.targets.sst.printing import render


def _kinds() -> dict[str, str]:
    from tools.blueprint.resources.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


TARGET = Target("sst", "SST", "aws", "sst.config.ts", render, _kinds)
