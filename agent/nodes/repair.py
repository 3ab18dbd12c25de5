"""Hands findings back to the planner, a bounded number of rounds.

All at once first; where that made it worse, one after the other, the worst first, so that one bad remedy costs no good
one. A repair may not change what was asked nor accept findings on purpose: that is for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.state import Deps, Drafted, Repairs, Verified
from tools.checks import Finding
from tools.design.design import Design, Path

MOST_ROUNDS = 6


def repair(state: Verified, deps: Deps) -> Drafted:
    """A draft with what the planner could mend mended; the verified design itself where it can mend no more."""
    design, repairs = state["evidence"].design, state["repairs"]
    for batch in _batches(state["evidence"].report.findings, repairs):
        draft = _mended(design, batch, deps)
        if draft is not design:
            deps.say("repair", f"{len(batch)} finding{'s' * (len(batch) != 1)} handed back")
            return {"draft": draft, "repairs": replace(repairs, rounds=repairs.rounds + 1, given=_keys(batch))}
    deps.say("repair", "nothing more can be mended")
    return {"draft": design, "repairs": repairs}


def is_worth_repair(state: Verified) -> bool:
    """Whether another round may mend something: more than remarks is left, and rounds too."""
    return bool(state["evidence"].report.at_least("warning")) and state["repairs"].rounds < MOST_ROUNDS


def _batches(findings: tuple[Finding, ...], repairs: Repairs) -> Iterator[tuple[Finding, ...]]:
    if not repairs.undone:
        yield findings if not repairs.rounds else tuple(f for f in findings if f.severity != "info")
        return
    for finding in findings:
        if finding.severity != "info" and _key(finding) not in repairs.vain:
            yield (finding,)


def _mended(design: Design, batch: tuple[Finding, ...], deps: Deps) -> Design:
    """The planner's repair; the design itself where the planner can mend nothing, oversteps or fails."""
    try:
        draft = deps.planner.repair(design, batch)
    except ValueError as error:
        deps.say("repair", f"the planner '{deps.planner.name}' could not: {error}")
        return design
    oversteps = draft.requirements != design.requirements or draft.waivers != design.waivers
    return design if oversteps or draft == design else draft


def _keys(batch: tuple[Finding, ...]) -> tuple[tuple[str, Path], ...]:
    return tuple(map(_key, batch))


def _key(finding: Finding) -> tuple[str, Path]:
    return finding.rule, finding.path
