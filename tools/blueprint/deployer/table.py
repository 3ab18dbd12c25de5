"""The table: what deploying a type of resource calls, and what a service's actions are narrowed to."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Table(NamedTuple):
    """What is known of deploying."""

    types: dict[str, tuple[str, ...]]
    """Actions by type of resource."""
    places: dict[str, tuple[str, ...]]
    """ARNs by service, with `{region}`, `{account}` and `{stack}` to be said."""
    anywhere: frozenset[str]
    """Actions that cannot be narrowed to a resource."""


@cache
def table() -> Table:
    """The table, read once."""
    text = (files("tools.blueprint.deployer") / "actions.txt").read_text("utf-8")
    _, types, places, anywhere = text.strip().split("\n\n")
    rows = (line.split() for line in places.splitlines())
    return Table(
        {line.split()[0]: _actions(line.split()[1:]) for line in types.splitlines()},
        {service: tuple(arns) for service, *arns in rows},
        frozenset(action for line in anywhere.splitlines() for action in _actions(line.split())),
    )


def _actions(groups: list[str]) -> tuple[str, ...]:
    """`sqs:CreateQueue,DeleteQueue` as two actions."""
    parted = (group.split(":") for group in groups)
    return tuple(f"{service}:{name}" for service, names in parted for name in names.split(","))
