"""Computes the evidence of a draft, and keeps the better of it and what was there before."""

from __future__ import annotations

from dataclasses import replace

from agent.planners.protocol import PlannerError
from agent.state import Deps, ToVerify, Verified
from tools.bundle.evidence import Evidence, gather
from tools.checks import SEVERITIES


def verify(state: ToVerify, deps: Deps) -> Verified:
    """Evidence of the draft where it is the first or better than the last; else of the last, and the repair is undone.

    Raises PlannerError for a first draft that the tools cannot work with.
    """
    held, repairs = state.get("evidence"), state["repairs"]
    try:
        found = gather(state["draft"])
    except Exception as error:
        if held is None:
            name, why = deps.planner.name, f"{type(error).__name__}: {error}"
            raise PlannerError(f"the planner '{name}' proposed a design that cannot be verified ({why})") from error
        found = None
    if held is not None and (found is None or not is_better(found, held)):
        deps.say("verify", "no better than before; the repair is undone")
        vain = repairs.vain | frozenset(repairs.given) if len(repairs.given) == 1 else repairs.vain
        return {"evidence": held, "repairs": replace(repairs, undone=True, vain=vain)}
    assert found is not None
    deps.say("verify", _said(found))
    heeded = repairs.heeded | {rule for rule, _ in repairs.given}
    return {"evidence": found, "repairs": replace(repairs, heeded=heeded)}


def is_better(found: Evidence, held: Evidence) -> bool:
    """Whether there is less wrong: fewer errors; as many, but fewer warnings; or as many, but fewer remarks."""
    return severities(found) < severities(held)


def severities(evidence: Evidence) -> tuple[int, ...]:
    """How many findings of each severity count, worst first."""
    return tuple(map(evidence.report.count, SEVERITIES))


def _said(found: Evidence) -> str:
    errors, warnings, _ = severities(found)
    counts = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    return f"{found.report.rules} rules: {counts}; {found.bill.total:,.2f} dollars a month"
