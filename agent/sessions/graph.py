"""One turn, as wiring.

take -> read -> clarify -> plan -> keep -> answer
                  ^  |
                  |  v
                 (reply)

A turn waits in `clarify`, also across restarts. Every step is on the disk before the next one begins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import agent.strictness  # pyright: ignore[reportUnusedImport]  # noqa: F401

# isort: split
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt
from langsmith import tracing_context  # pyright: ignore[reportUnknownVariableType]

from agent.sessions.checkpoints import SealedSaver
from agent.sessions.desk import Desk
from agent.sessions.errors import UnsafeError
from agent.sessions.nodes import Talk, answer, clarify, keep, plan, read, take
from agent.sessions.store import thread_of

DURABILITY = "sync"
"""Every step is stored before the next begins. LangGraph's own default loses steps that were told as done."""

STEPS_AT_MOST = 25
"""Bound on node executions of one turn; there are six nodes, and each reply runs one of them again."""


def run_turn(desk: Desk, saver: SealedSaver) -> dict[str, Any] | None:
    """Runs a turn, or goes on with it where it stopped; what it waits for, None where it is through.

    What nodes raise comes through as it is. Nothing is traced: what is said leaves the machine on nobody's variable.
    """
    if DURABILITY != "sync":
        raise UnsafeError(f"durability is '{DURABILITY}' where 'sync' is needed: steps that were told would be lost")
    graph = _wired().compile(checkpointer=saver)
    config = _config(desk)
    with tracing_context(enabled=False):
        found = graph.get_state(config)
        waiting = _questions(found)
        if waiting is not None and len(desk.store.replies(desk.turn.number)) <= waiting["heard"]:
            return waiting
        graph.invoke(_start(desk, found), config, durability=DURABILITY, context=desk)
        return _questions(graph.get_state(config))


def _start(desk: Desk, found: Any) -> Any:
    """What sets the turn going: a reply, nothing where it stopped midway, or its number at the very beginning.

    Whether it stopped midway is told by its tasks: between a step and its checkpoint, `next` is empty. One that went
    through without reaching its end (the answer is in the file, or not) begins anew.
    """
    if found.interrupts:
        return Command(resume=len(desk.store.replies(desk.turn.number)))
    if found.tasks or found.next:
        return None
    if found.values:
        desk.store.forget_progress(desk.turn.number, desk.fence)
    return {"turn": desk.turn.number}


def _questions(found: Any) -> dict[str, Any] | None:
    """What a turn waits for: `questions`, `problem`, and how many replies were `heard`."""
    return found.interrupts[0].value if found.interrupts else None


def _config(desk: Desk) -> dict[str, Any]:
    thread = thread_of(desk.store.session, desk.turn.number)
    return {"configurable": {"thread_id": thread}, "recursion_limit": STEPS_AT_MOST}


@cache
def _wired() -> Any:
    graph: Any = StateGraph(Talk, context_schema=Desk)
    steps = (take, read, partial(clarify, interrupt=interrupt), plan, keep, answer)
    names = ("take", "read", "clarify", "plan", "keep", "answer")
    for name, step in zip(names, steps, strict=True):
        graph.add_node(name, _at_desk(name, step))
    for before, after in zip((START, *names), (*names, END), strict=True):
        graph.add_edge(before, after)
    return graph


def _at_desk(name: str, step: Callable[[Talk, Desk], Talk]) -> Callable[..., Talk]:
    """A node as the graph calls it: its desk comes from the run's context."""

    def call(state: Talk, runtime: Runtime[Desk]) -> Talk:
        desk = runtime.context
        desk.store.watch(f"{name}:enter")
        found = step(state, desk)
        desk.note_spending()
        desk.store.watch(f"{name}:leave")
        return found

    call.__name__ = name
    return call
