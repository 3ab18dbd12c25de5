"""Printers of infrastructure languages, one package each, found by walking this one.

A target prints a plan and decides nothing. Its package exports `TARGET`, or `TARGETS` where it prints one program in
several languages.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
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


def meant(word: str, languages: Sequence[str] = ()) -> str | None:
    """The name of the target a word means: its name, or a family's (`cdk`), in the first of the languages a program
    can be written in. None where it means none that there is."""
    known = targets()
    written = (_WRITTEN_IN[language] for language in languages if language in _WRITTEN_IN)
    names = (word, *(f"{word}-{one}" for one in written), f"{word}-python", f"{word}-typescript")
    return next((name for name in names if name in known), None)


_WRITTEN_IN = {"python": "python", "nodejs": "typescript", "typescript": "typescript"}
"""Languages of code, and the languages of programs that go with them."""
