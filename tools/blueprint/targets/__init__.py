"""Printers of infrastructure languages, one package each, found by walking this one.

A target prints a plan and decides nothing. Its package exports `TARGET`, or `TARGETS` where it prints one program in
several languages.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from tools.blueprint.plan.model import Plan

if TYPE_CHECKING:
    from tools.blueprint.reading.model import Reading

Files = dict[str, str]
"""Relative path to text."""


class Target(NamedTuple):
    """One infrastructure language."""

    name: str
    title: str
    cloud: str
    entry: str
    """The file a reader opens first."""
    render: Callable[[Plan, str], Files]
    """Prints a plan. The second argument is the relative path from the printed files to the folder of the handlers."""
    kinds: Callable[[], Mapping[str, str]]
    """The kinds of component it prints as resources, each with the concern it stands under."""
    read: Callable[[Files], Reading] | None = None
    """Reads what it printed back into a graph under our own words; None where nothing reads this language yet."""


DEFAULT = "sam"
"""Name of the target printed where none is asked for that can be."""


class UnknownTargetError(ValueError):
    """A target that does not exist. The message names those that do."""


@cache
def targets() -> Mapping[str, Target]:
    """Every target by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    found = [target for name in names for target in _exported(import_module(f"{__name__}.{name}"))]
    return {target.name: target for target in found}


def _exported(package: ModuleType) -> tuple[Target, ...]:
    """The targets of a package: one, or several that print one tree in several languages."""
    return getattr(package, "TARGETS", None) or (package.TARGET,)


def target(name: str) -> Target:
    """The target of this name. Raises UnknownTargetError."""
    found = targets().get(name)
    if found is None:
        raise UnknownTargetError(f"there is no target '{name}'; there is: {', '.join(targets())}")
    return found
