"""AWS CDK, in Python and in TypeScript: one program as a tree, written in two languages.

Owns what the construct library calls things, which constructs of the second level say what the plan says, and how a
program is laid out in files. Refuses to choose names, permissions, numbers or wiring: they are the plan's; and whatever
the library would decide by itself: grants, policies, functions of its own.
"""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.targets import Files, Target


def _kinds() -> dict[str, str]:
    from tools.blueprint.targets.cloudformation.kinds import PRINTERS

    return {kind: concern for kind, (concern, _, _) in PRINTERS.items()}


def _python(plan: Plan, source: str) -> Files:
    from tools.blueprint.targets.cdk.python_files import render

    return render(plan, source)


def _typescript(plan: Plan, source: str) -> Files:
    from tools.blueprint.targets.cdk.typescript_files import render

    return render(plan, source)


TARGETS = (
    Target("cdk-python", "AWS CDK in Python", "aws", "app.py", _python, _kinds),
    Target("cdk-typescript", "AWS CDK in TypeScript", "aws", "bin/app.ts", _typescript, _kinds),
)
