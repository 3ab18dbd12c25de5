"""The flow, as wiring.

intake -> assess -> retrieve -> propose -> verify -> done
                                            ^  |      ^
                                            |  v      |
                                           repair ----+

Verified designs are repaired until they hold, nothing more can be mended or the rounds are used up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import Context
from functools import cache
from typing import Any

import agent.strictness  # pyright: ignore[reportUnusedImport]  # noqa: F401

# isort: split
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langsmith import tracing_context  # pyright: ignore[reportUnknownVariableType]

from agent.nodes.assess import assess
from agent.nodes.intake import intake
from agent.nodes.propose import propose
from agent.nodes.repair import MOST_ROUNDS, is_worth_repair, repair
from agent.nodes.retrieve import retrieve
from agent.nodes.verify import verify
from agent.planners.protocol import Proposal
from agent.state import Asked, Deps, Proposed, Repairs, State, Verified
from tools.bundle.evidence import Evidence
from tools.design.design import Design

STEPS_AT_MOST = 2 * MOST_ROUNDS + 8
"""Bound on node executions of one run; the longest way through takes three fewer."""


def run(brief: str, answers: Mapping[str, str], deps: Deps) -> State:
    """One run from brief to verified design. What nodes raise comes through as it is.

    Nothing of it is traced: a brief leaves the machine on nobody's environment variable.
    """
    start: Asked = {"brief": brief, "answers": answers}
    end: State = Context().run(_ended, _graph(), start, deps)
    return end


def hold(design: Design, deps: Deps) -> Evidence:
    """A design that was changed, verified and repaired like a new one. What nodes raise comes through as it is."""
    start: Proposed = {"proposals": (Proposal("revised", "Revised", "", lambda: design),), "repairs": Repairs()}
    end: State = Context().run(_ended, _repairs(), start, deps)
    return end["evidence"]


def _ended(graph: Any, start: Asked | Proposed, deps: Deps) -> Any:
    """The end of a run. In a context of its own: within another graph, it would be kept where that one is kept."""
    with tracing_context(enabled=False):
        return graph.invoke(start, {"recursion_limit": STEPS_AT_MOST}, context=deps)


@cache
def _repairs() -> Any:
    """The end of the flow alone, for a design that stands already."""
    graph: Any = StateGraph(State, context_schema=Deps)
    for node in (verify, repair):
        graph.add_node(node.__name__, _with_deps(node))
    graph.add_edge(START, "verify")
    _end_with_repairs(graph)
    return graph.compile()


def _end_with_repairs(graph: Any) -> None:
    graph.add_conditional_edges("verify", _after_verify, ["repair", END])
    graph.add_conditional_edges("repair", _after_repair, ["verify", END])


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
    _end_with_repairs(graph)
    return graph.compile()


def _after_verify(state: Verified) -> str:
    return "repair" if is_worth_repair(state) else END


def _after_repair(state: State) -> str:
    return END if state.get("draft") is state["evidence"].design else "verify"


def _with_deps(node: Callable[[Any, Deps], Any]) -> Callable[..., Any]:
    """The node as the graph calls it: its dependencies come from the run's context."""

    def call(state: State, runtime: Runtime[Deps]) -> Any:
        return node(state, runtime.context)

    call.__name__ = node.__name__
    return call
