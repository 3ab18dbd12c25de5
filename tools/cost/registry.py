"""Finds the meters: one file for each kind of component under `meters/<provider>/`, and under `overheads/<provider>/`
what every system of that provider pays besides. A file is imported when the first component of its kind is billed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tools.cost import meters, overheads
from tools.cost.scope import Scope
from tools.cost.usage import Usage

Meter = Callable[[Any, Scope], Iterable[Usage]]
Overhead = Callable[[Scope], Iterable[Usage]]


@cache
def metered_kinds(provider: str) -> tuple[str, ...]:
    """Kinds of components with a meter for a provider, sorted."""
    return tuple(name.replace("_", "-") for name in _modules(meters.__name__, meters.__path__, provider))


@cache
def meter_of(provider: str, kind: str) -> Meter | None:
    """What reads the usage of a component of this kind; None where the provider has no meter for it."""
    if kind not in metered_kinds(provider):
        return None
    found: Meter = import_module(f"{meters.__name__}.{provider}.{kind.replace('-', '_')}").meter
    return found


@cache
def overheads_of(provider: str) -> tuple[Overhead, ...]:
    """What every system of a provider pays besides its components, by file name."""
    names = _modules(overheads.__name__, overheads.__path__, provider)
    return tuple(import_module(f"{overheads.__name__}.{provider}.{name}").overhead for name in names)


def _modules(package: str, paths: Iterable[str], provider: str) -> tuple[str, ...]:
    folders = [f"{path}/{provider}" for path in paths]
    return tuple(sorted(module.name for module in iter_modules(folders) if not module.name.startswith("_")))
