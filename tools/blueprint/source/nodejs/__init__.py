"""Handlers in Node.js."""

from __future__ import annotations

from tools.blueprint.plan.model import Plan
from tools.blueprint.source.handlers import Handler
from tools.design.components import Function


def print_nodejs(plan: Plan, function: Function, handler: Handler) -> tuple[dict[str, str], set[str]]:
    """The files of one function, and the modules of the library it uses."""
    return {}, set()


def print_nodejs_library(modules: set[str]) -> dict[str, str]:
    """The modules that are used."""
    return {}
