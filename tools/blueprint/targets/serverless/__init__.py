"""Serverless Framework, in the syntax of version 3 and its living fork: functions with their events, all else as data.

Owns `serverless.yml`, what it calls the resources the framework makes, and text in which the framework reads no
variable. Refuses to choose names, permissions, numbers or wiring: they are the plan's; and the framework's own roles,
log groups and versions, which would be a second decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.blueprint.targets import Files, Target
from tools.blueprint.targets.serverless.printing import render

if TYPE_CHECKING:
    from tools.blueprint.reading.model import Reading


def _kinds() -> dict[str, str]:
    from tools.blueprint.targets.cloudformation.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


def _read(files: Files) -> Reading:
    from tools.blueprint.reading.graphs import read_serverless

    return read_serverless(files)


TARGET = Target("serverless", "Serverless Framework", "aws", "serverless.yml", render, _kinds, _read)
