"""Every limit that a design's traffic counts against, one family in each module.

A module has `PROVIDERS`, the clouds whose limits it knows (empty for any), and `measure(ground)`, which yields limits.
Refuses to guess: a service whose limits the catalogue does not know yields none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from tools.scaling.ground import Ground
from tools.scaling.model import Limit


class Family(NamedTuple):
    """The limits of one family of services."""

    name: str
    providers: tuple[str, ...]
    measure: Callable[[Ground], Iterator[Limit]]


@cache
def families() -> tuple[Family, ...]:
    """Every family of this package, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    modules = ((name, import_module(f"{__name__}.{name}")) for name in names)
    return tuple(Family(name, module.PROVIDERS, module.measure) for name, module in modules)


def measured_limits(ground: Ground) -> tuple[Limit, ...]:
    """All limits of a design: certain ones first, those that break first before the others."""
    provider = ground.scene.provider
    found = [
        limit
        for family in families()
        if not family.providers or provider in family.providers
        for limit in family.measure(ground)
    ]
    return tuple(sorted(found, key=lambda limit: (not limit.is_certain, limit.multiple, limit.id)))
