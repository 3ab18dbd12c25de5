"""Options in figures: what each costs, how fast it answers, how much of it has to be run.

Alternatives are composed and weighed here, when somebody looks at them, and not on the way to a verified design.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice
from typing import TYPE_CHECKING

from agent.planners.protocol import Proposal
from agent.planners.remedies import remedied
from tools.bundle.evidence import weigh
from tools.bundle.model import OptionFigures
from tools.checks import check, registered
from tools.design.design import Design

if TYPE_CHECKING:
    from agent.state import Say, Step, Verified

LOAD_OF: dict[str, int] = {
    "container": 3, "database": 3, "dns-failover": 3, "network": 2, "load-balancer": 2, "cache": 2, "search-index": 2,
    "warehouse": 2, "stream": 2, "etl": 2, "workflow": 1, "function": 1, "api": 1, "queue": 1, "bus": 1, "topic": 1,
    "table": 1, "cdn": 1,
}  # fmt: skip
"""Points of operational load: three for what has to be patched, sized or failed over, two for what has capacity to
watch, one for what is deployed and alarmed on. Our own scale, stated so that it can be disputed."""


MOST_OPTIONS = 3
"""Options that are put side by side, the recommended one among them."""


def compared(state: Verified, say: Say) -> tuple[OptionFigures, ...]:
    """Cost, latency and load of the options; the recommended one's are those of the design that is delivered."""
    first, *others = state["proposals"]
    evidence = state["evidence"]
    chosen = _figures(first, evidence.design, float(evidence.bill.total), evidence.slowest_p99_ms)
    different = _weighed(first.design, others, state["repairs"].heeded, say)
    options = (chosen, *islice(different, MOST_OPTIONS - 1))
    if len(options) > 1:
        say("compare", "; ".join(f"{o.title} {o.monthly_cost:,.2f} dollars a month" for o in options))
    return options


def _weighed(first: Design, others: list[Proposal], heeded: Set[str], say: Say) -> Iterator[OptionFigures]:
    """The figures of those made of other parts; none for one that tools cannot work with, which is said."""
    for other in others:
        design = designed(other, "compare", say)
        if design is None or (design.components, design.links) == (first.components, first.links):
            continue
        try:
            mended = mended_alike(design, heeded)
            yield _figures(other, mended, *weigh(mended))
        except Exception as error:
            say("compare", f"{other.title}: left out, it cannot be weighed ({type(error).__name__}: {error})")


def designed(proposal: Proposal, step: Step, say: Say) -> Design | None:
    """The design of an option; None for one that does not hold together, which is said."""
    try:
        return proposal.design
    except Exception as error:
        say(step, f"{proposal.title}: left out, it does not hold together ({type(error).__name__}: {error})")
        return None


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
