"""Designs to carry traffic through, in few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Assumed, Load, Requirements, Stated

ORIGIN = Assumed(reason="a test")


def load(name: str = "orders", count: float = 10.0, **fields: Any) -> Load:
    fields.setdefault("profile", {"kind": "steady"})
    return Load(id=name, what=name, count=count, origin=ORIGIN, **fields)


Parts = list[tuple[Any, ...]]


def design_of(components: Parts, links: Parts, loads: list[Load], **more: Any) -> Design:
    requirements = Requirements(
        title=Stated(value="A system", origin=ORIGIN),
        provider=Stated(value="aws", origin=ORIGIN),
        regions=Stated(value=("eu-west-1",), origin=ORIGIN),
        languages=Stated(value=("python",), origin=ORIGIN),
        targets=Stated(value=("sam",), origin=ORIGIN),
        loads=tuple(loads),
    )
    parts = [COMPONENT_TYPES[kind](name=name, **fields) for kind, name, fields in (_three(part) for part in components)]
    joins = [
        Link(kind=kind, source=source, target=target, **fields)
        for kind, source, target, fields in (_four(link) for link in links)
    ]
    names = sorted({event for link in joins for event in link.events})
    events = [Event(name=name, owner=parts[0].name, fields=(EventField(name="id"),)) for name in names]
    return Design(
        name="a-system",
        title="A system",
        requirements=requirements,
        components=tuple(parts),
        links=tuple(joins),
        events=tuple(events),
        **more,
    )


def _three(part: tuple[Any, ...]) -> tuple[Any, ...]:
    return part if len(part) == 3 else (*part, {})


def _four(link: tuple[Any, ...]) -> tuple[Any, ...]:
    return link if len(link) == 4 else (*link, {})


@pytest.fixture(scope="session")
def build() -> Callable[..., Design]:
    """Builds a design from (kind, name, fields), (kind, source, target, fields) and loads."""
    return design_of


@pytest.fixture(scope="session")
def traffic() -> Callable[..., Load]:
    """Builds a load: name, count a second, further fields."""
    return load
