"""What is typed before code is packed, where it has to be built."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan


def command_of(plan: Plan, source: str) -> str:
    """The line that builds all code, beside which it is run; empty where everything is packed as it is written."""
    wanted = dict.fromkeys(function.build.command for function in plan.functions.values() if function.build is not None)
    return f"cd {source} && {' && '.join(wanted)}" if wanted else ""
