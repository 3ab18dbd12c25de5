"""Computes the evidence of a draft, and keeps the better of it and what was there before."""

from __future__ import annotations

from dataclasses import replace

from agent.options import designed
from agent.planners.protocol import PlannerError, Proposal
from agent.planners.remedies import remedied
from agent.state import Deps, Repairs, ToVerify, Verified
from tools.bundle.evidence import Evidence, gather
from tools.checks import SEVERITIES, Judged, Report, judge, registered
from tools.design.design import Design
from tools.workload import Workload


def verify(state: ToVerify, deps: Deps) -> Verified:
    """Evidence of the first option that tools can work with; later of the draft, or of what was there where it is not
    better.

    Raises PlannerError where tools can work with no option.
    """
    held, draft = state.get("evidence"), state.get("draft")
    if held is None or draft is None:
        return _begun(state["proposals"], state["repairs"], deps)
    found, repairs = _gathered(draft, deps, before=held.workload), state["repairs"]
    if found is None or not is_better(found, held):
        deps.say("verify", "no better than before; the repair is undone")
        vain = repairs.vain | frozenset(repairs.given) if len(repairs.given) == 1 else repairs.vain
        undone = replace(repairs, undone=True, vain=vain)
        return {"proposals": state["proposals"], "evidence": held, "repairs": undone}
    deps.say("verify", _said(found))
    heeded = repairs.heeded | {rule for rule, _ in repairs.given}
    return {"proposals": state["proposals"], "evidence": found, "repairs": replace(repairs, heeded=heeded)}


def _begun(proposals: tuple[Proposal, ...], repairs: Repairs, deps: Deps) -> Verified:
    for number, proposal in enumerate(proposals):
        design = designed(proposal, "verify", deps.say)
        if design is None:
            continue
        found, heeded = _settled(design, deps) if deps.planner.takes_remedies else (None, NONE)
        found = found or _gathered(design, deps)
        if found is not None:
            deps.say("verify", _said(found))
            repairs = replace(repairs, heeded=repairs.heeded | heeded)
            return {"proposals": proposals[number:], "evidence": found, "repairs": repairs}
    raise PlannerError(f"the planner '{deps.planner.name}' proposed no design that can be verified")


NONE: frozenset[str] = frozenset()


def _settled(design: Design, deps: Deps) -> tuple[Evidence | None, frozenset[str]]:
    """The evidence of the design after the remedies that need no figures, and the rules they are for.

    Most of what a planner leaves to the tools is of this kind; mending it before anything is weighed saves a round.
    None where that does not help.
    """
    judged = judge(design)
    before = judged.report
    mended = remedied(design, before.findings)
    if mended is design:
        return _gathered(design, deps, judged), NONE
    found = _gathered(mended, deps)
    if found is None:
        return None, NONE
    known = {entry.rule.id for entry in registered() if not entry.rule.weighs}
    after = replace(found.report, findings=tuple(f for f in found.report.findings if f.rule in known))
    if severities(after) >= severities(before):
        return None, NONE
    return found, frozenset(finding.rule for finding in before.findings if finding.edits)


def _gathered(
    design: Design, deps: Deps, judged: Judged | None = None, before: Workload | None = None
) -> Evidence | None:
    """The evidence of a design; None where tools cannot work with it, which is said."""
    try:
        return gather(design, judged, before)
    except Exception as error:
        deps.say("verify", f"{design.name} cannot be verified ({type(error).__name__}: {error})")
        return None


def is_better(found: Evidence, held: Evidence) -> bool:
    """Whether there is less wrong: fewer errors; as many, but fewer warnings; or as many, but fewer remarks."""
    return severities(found.report) < severities(held.report)


def severities(report: Report) -> tuple[int, ...]:
    """How many findings of each severity count, worst first."""
    return tuple(map(report.count, SEVERITIES))


def _said(found: Evidence) -> str:
    errors, warnings, _ = severities(found.report)
    counts = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    return f"{found.report.rules} rules: {counts}; {found.bill.total:,.2f} dollars a month"
