"""The flow, as wiring: intake, assess, retrieve, propose, verify, and repair until it holds or the rounds are used up.

intake -> assess -> retrieve -> propose -> verify -> done
                                            ^  |
                                            +--+ repair
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agent.nodes.assess import assess
from agent.nodes.intake import intake
from agent.nodes.propose import propose
from agent.nodes.repair import is_worth_repair, repair
from agent.nodes.retrieve import retrieve
from agent.nodes.verify import verify
from agent.state import Deps, State

STEPS_AT_MOST = 30
"""Bound on node executions of one run; the longest way through takes eleven."""


def run(brief: str, answers: dict[str, str], deps: Deps) -> State:
    """One run from brief to verified design."""
    start: State = {"brief": brief, "answers": answers}
    end: Any = _graph().invoke(start, {"recursion_limit": STEPS_AT_MOST}, context=deps)
    return end


@cache
def _graph() -> Any:
    graph: Any = StateGraph(State, context_schema=Deps)
    for node in (intake, assess, retrieve, propose, verify, repair):
        graph.add_node(node.__name__, _with_deps(node))
    graph.add_edge(START, "intake")
    graph.add_edge("intake", "assess")
    graph.add_edge("assess", "retrieve")
    graph.add_edge("retrieve", "propose")
    graph.add_edge("propose", "verify")
    graph.add_conditional_edges("verify", lambda state: "repair" if is_worth_repair(state) else END, ["repair", END])
    graph.add_edge("repair", "verify")
    return graph.compile()


def _with_deps(node: Callable[[State, Deps], State]) -> Callable[..., State]:
    """The node as the graph calls it: its dependencies come from the run's context."""

    def call(state: State, runtime: Runtime[Deps]) -> State:
        return node(state, runtime.context)

    call.__name__ = node.__name__
    return call
