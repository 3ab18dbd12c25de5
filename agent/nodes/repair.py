"""Hands findings back to the planner, a bounded number of rounds."""

from __future__ import annotations

from dataclasses import replace

from agent.state import Deps, State

MOST_ROUNDS = 3


def repair(state: State, deps: Deps) -> State:
    """The recommended design with what the planner could mend mended."""
    first, *others = state["proposals"]
    findings = state["evidence"].report.findings
    mended = deps.planner.repair(first.design, findings)
    deps.say(
        "repair", f"{len(findings)} findings handed back" if mended != first.design else "nothing more can be mended"
    )
    rounds = state["rounds"] + 1 if mended != first.design else MOST_ROUNDS
    return {"proposals": (replace(first, design=mended), *others), "rounds": rounds}


def is_worth_repair(state: State) -> bool:
    """Whether another round may mend something: findings with edits are left, and rounds too."""
    left = any(finding.mend is not None and finding.severity != "info" for finding in state["evidence"].report.findings)
    return left and state["rounds"] < MOST_ROUNDS
