"""Computes the evidence of the chosen option, and the figures by which all options are compared."""

from __future__ import annotations

from agent.planners.protocol import Proposal
from agent.state import Deps, State
from tools.bundle.evidence import gather, weigh
from tools.bundle.model import OptionFigures
from tools.design.design import Design

LOAD_OF: dict[str, int] = {
    "container": 3, "database": 3, "network": 2, "load-balancer": 2, "cache": 2, "search-index": 2, "warehouse": 2,
    "stream": 2, "etl": 2, "workflow": 1, "function": 1, "api": 1, "queue": 1, "bus": 1, "topic": 1, "table": 1,
    "dns-failover": 3, "cdn": 1,
}  # fmt: skip
"""Points of operational load: three for what has to be patched, sized or failed over, two for what has capacity to
watch, one for what is deployed and alarmed on. Our own scale, stated so that it can be disputed."""


def verify(state: State, deps: Deps) -> State:
    """Evidence of the recommended option; cost, latency and load of all."""
    first = state["proposals"][0]
    evidence = gather(first.design)
    errors, warnings = (evidence.report.count(severity) for severity in ("error", "warning"))
    deps.say(
        "verify",
        f"{evidence.report.rules} rules: {errors} errors, {warnings} warnings; {evidence.bill.total:,.2f} dollars a month",
    )
    options = state.get("options") or tuple(_figures(proposal) for proposal in state["proposals"])
    return {"evidence": evidence, "options": options}


def _figures(proposal: Proposal) -> OptionFigures:
    cost, p99 = weigh(proposal.design)
    return OptionFigures(
        proposal.id,
        proposal.title,
        proposal.difference,
        cost,
        p99,
        operational_load(proposal.design),
        len(proposal.design.components),
    )


def operational_load(design: Design) -> int:
    """Points for what has to be run and watched."""
    return sum(LOAD_OF.get(component.kind, 0) for component in design.components)
