"""Finds the rules by walking their package: one thing, one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from typing import NamedTuple

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject

Findings = Callable[[Subject], Iterator[Finding]]


class Registered(NamedTuple):
    """A rule, the area it belongs to, and what finds what breaks it."""

    area: str
    rule: Rule
    findings: Findings


@cache
def registered() -> tuple[Registered, ...]:
    """Every rule of the package, by id. Raises ValueError where two share one."""
    found = sorted(_walk(), key=lambda entry: entry.rule.id)
    for before, after in pairwise(found):
        if before.rule.id == after.rule.id:
            raise ValueError(f"two rules are called {after.rule.id}: '{before.rule.title}' and '{after.rule.title}'")
    return tuple(found)


def all_rules() -> tuple[Rule, ...]:
    """What every rule demands, by id."""
    return tuple(entry.rule for entry in registered())


def _walk() -> Iterator[Registered]:
    package = import_module("tools.checks.rules")
    for area in sorted(module.name for module in iter_modules(package.__path__) if module.ispkg):
        room = import_module(f"{package.__name__}.{area}")
        for name in sorted(module.name for module in iter_modules(room.__path__)):
            module = import_module(f"{room.__name__}.{name}")
            yield Registered(area, module.RULE, module.findings)
