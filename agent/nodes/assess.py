"""Judges, workload by workload, whether functions are the right place for it."""

from __future__ import annotations

from collections.abc import Iterator

from agent.state import Assessed, Deps, Understood
from tools.bundle.model import Fitness
from tools.catalog.quotas import quota
from tools.design.requirements import Requirements

TOO_FAST_MS = 5.0
"""Answers faster than this at the 99th percentile leave no room for a managed front door: it takes about that long."""


def assess(state: Understood, deps: Deps) -> Assessed:
    """Fitness of every workload the brief speaks of."""
    fitness = tuple(judged(state["requirements"]))
    outside = [f.workload for f in fitness if f.verdict != "functions"]
    deps.say(
        "assess",
        f"better elsewhere: {', '.join(outside)}" if outside else "every workload fits functions and managed services",
    )
    return {"fitness": fitness}


def judged(found: Requirements) -> Iterator[Fitness]:
    """The judgements; one for the whole where nothing stands out."""
    limit = quota("aws", "lambda", "timeout_s").number("max")
    asked = {capability.need for capability in found.capabilities}
    for work in found.durations:
        if work.seconds > limit * 0.66:
            why = f"{work.seconds / 60:,.0f} minutes at a stretch; a function stops at {limit / 60:.0f}"
            yield Fitness(work.what or "long work", "containers", why)
    for objective in found.latencies:
        if objective.milliseconds < TOO_FAST_MS:
            why = (
                f"{objective.milliseconds:g} ms at the {objective.percentile:g}th percentile: managed front doors and"
                " functions take longer than that to be reached; keep that path on dedicated hosts and let the rest"
                " follow by events"
            )
            yield Fitness("the fastest path", "elsewhere", why)
    if "containers" in asked:
        yield Fitness(
            "code in containers", "hybrid", "it lives in containers and is joined to functions by events and calls"
        )
    if "legacy-integration" in asked and "private-network" in asked:
        yield Fitness(
            "the old system", "hybrid", "it stays where it is, behind one adapter, until its parts have moved"
        )
    yield Fitness(
        "everything else",
        "functions",
        "it comes as requests and events, keeps its state in managed services, and costs little while idle",
    )
