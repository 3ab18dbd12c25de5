"""The figures by which options are compared: what each costs, how fast it answers, how much of it has to be run."""

from __future__ import annotations

from collections.abc import Iterator, Set

from agent.planners.protocol import Proposal
from agent.planners.remedies import remedied
from agent.state import Compared, Deps, Verified
from tools.bundle.evidence import weigh
from tools.bundle.model import OptionFigures
from tools.checks import check, registered
from tools.design.design import Design

LOAD_OF: dict[str, int] = {
    "container": 3, "database": 3, "dns-failover": 3, "network": 2, "load-balancer": 2, "cache": 2, "search-index": 2,
    "warehouse": 2, "stream": 2, "etl": 2, "workflow": 1, "function": 1, "api": 1, "queue": 1, "bus": 1, "topic": 1,
    "table": 1, "cdn": 1,
}  # fmt: skip
"""Points of operational load: three for what has to be patched, sized or failed over, two for what has capacity to
watch, one for what is deployed and alarmed on. Our own scale, stated so that it can be disputed."""


def compare(state: Verified, deps: Deps) -> Compared:
    """Cost, latency and load of every option; the recommended one's are those of the design that is delivered."""
    first, *others = state["proposals"]
    evidence, heeded = state["evidence"], state["repairs"].heeded
    chosen = _figures(first, evidence.design, float(evidence.bill.total), evidence.slowest_p99_ms)
    options = (chosen, *(found for other in others for found in _weighed(other, heeded, deps)))
    if len(options) > 1:
        deps.say("compare", "; ".join(f"{o.title} {o.monthly_cost:,.2f} dollars a month" for o in options))
    return {"options": options}


def _weighed(other: Proposal, heeded: Set[str], deps: Deps) -> Iterator[OptionFigures]:
    """The figures of an option; none for one that tools cannot work with, which is said."""
    try:
        design = mended_alike(other.design, heeded)
        yield _figures(other, design, *weigh(design))
    except Exception as error:
        deps.say("compare", f"{other.title}: left out, it cannot be weighed ({type(error).__name__}: {error})")


def mended_alike(design: Design, heeded: Set[str]) -> Design:
    """An option after the remedies that the recommended one was given too, so that like meets like.

    What else is wrong with it comes of what it is, and belongs to the comparison.
    """
    rules = tuple(entry for entry in registered() if entry.rule.id in heeded)
    return remedied(design, check(design, rules=rules).findings) if rules else design


def _figures(proposal: Proposal, design: Design, cost: float, p99: float | None) -> OptionFigures:
    load, parts = operational_load(design), len(design.components)
    return OptionFigures(proposal.id, proposal.title, proposal.difference, cost, p99, load, parts)


def operational_load(design: Design) -> int:
    """Points for what has to be run and watched."""
    return sum(LOAD_OF.get(component.kind, 0) for component in design.components)
