"""What a tool is, finding them all, and running one on what a model sent: it gives an answer, whatever was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

from agent.planners.claude.blocks import encoded
from agent.planners.claude.estimating import tokens_of_text
from agent.planners.claude.exchange import Block, ToolCall
from agent.planners.claude.schemas import Schema, flaw, short, strict
from agent.planners.claude.telling import cut
from agent.planners.claude.workbench import Bench, RefusalError

Told = Mapping[str, Any]
"""What a tool answers: plain values, rows as texts."""

MOST_INPUT = 60_000
"""Characters of JSON that one call may bring."""

MOST_TOKENS = 3000
"""Tokens of one answer."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing the model can do."""

    name: str
    about: str
    """What it does and when to use it; a part of the prompt."""
    schema: Schema
    run: Callable[[Bench, Mapping[str, Any]], tuple[Bench, Told]]
    """Gives the bench after it, and the answer. Raises RefusalError. Its input is what the schema says."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A call that was answered."""

    bench: Bench
    content: str
    """JSON."""
    is_error: bool = False
    is_malformed: bool = False
    """Whether what was sent had no form that a tool could have taken."""


@cache
def tools() -> Mapping[str, Tool]:
    """Every tool by its name, in the order of the names. Raises ValueError where two share one."""
    package = import_module("agent.planners.claude.toolbox")
    found = [import_module(f"{package.__name__}.{module.name}").TOOL for module in iter_modules(package.__path__)]
    named = {tool.name: tool for tool in sorted(found, key=lambda tool: tool.name)}
    if len(named) != len(found):
        raise ValueError("two tools share a name")
    return named


@cache
def tool_blocks() -> tuple[Block, ...]:
    """The tools as a request carries them. The same bytes on every call."""
    return tuple(
        {"name": tool.name, "description": tool.about, "input_schema": strict(tool.schema), "strict": True}
        for tool in tools().values()
    )


def run_call(bench: Bench, call: ToolCall) -> Ran:
    """Runs what the model asked for. Never raises: what cannot be run is answered with the reason."""
    problem = _problem(call)
    if problem:
        return _failed(bench, call, problem, is_malformed=True)
    try:
        after, told = tools()[call.name].run(bench, call.input)
    except RefusalError as error:
        return _failed(bench, call, str(error))
    except RecursionError:
        return _failed(bench, call, "the input is nested too deeply", is_malformed=True)
    return Ran(after, encoded(_bounded(told)))


def _problem(call: ToolCall) -> str:
    """Why a call cannot be run as it is."""
    if call.problem:
        return f"the input could not be read: {cut(call.problem, 200)}"
    if call.name not in tools():
        return f"there is no tool {short(call.name)}; there is: {', '.join(tools())}"
    found = flaw(tools()[call.name].schema, call.input)
    if found:
        return cut(found, 400)
    try:
        size = len(encoded(dict(call.input)))
        encoded(dict(call.input)).encode()
    except (ValueError, TypeError, RecursionError):
        return "the input is no plain JSON"
    return f"the input has {size:,} characters; {MOST_INPUT:,} are taken" if size > MOST_INPUT else ""


def _failed(bench: Bench, call: ToolCall, reason: str, *, is_malformed: bool = False) -> Ran:
    name = call.name if call.name in tools() else "unknown tool"
    after = bench.noted(f"{name} refused: {cut(reason, 200)}")
    return Ran(after, encoded({"refused": cut(reason, 1500)}), is_error=True, is_malformed=is_malformed)


def _bounded(told: Told) -> Told:
    """The answer, its longest rows left out where there is too much of it."""
    found = dict(told)
    while tokens_of_text(encoded(found)) > MOST_TOKENS:
        name = max(found, key=lambda name: len(encoded(found[name])))
        found[name] = _halved(found[name])
    return found


def _halved(value: Any) -> Any:
    if not isinstance(value, list):
        return cut(encoded(value), 400)
    rows = cast("list[Any]", value)
    return [*rows[: len(rows) // 2], CUT] if len(rows) > 3 else CUT


CUT = "… cut: ask for less at once"


def finished(bench: Bench, summary: str) -> Bench:
    """The bench after the model said that this is all."""
    return replace(bench, is_finished=True, summary=summary)
