"""What is read: frozen values, free of any language's syntax."""

from typing import Any, NamedTuple, TypeAlias, TypeGuard

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""Data without references: they are text, `${Orders.Arn}`, and literal text that looks like one is `${!Orders}`."""


class Resource(NamedTuple):
    """One resource."""

    name: str
    """Its logical id, or for what languages name differently, a name made of what it belongs to."""
    kind: str
    condition: str
    keeps: bool
    """Whether it outlives the stack."""
    settings: dict[str, Plain]


class Permission(NamedTuple):
    """One action on one resource, and whose it is."""

    holder: str
    action: str
    resource: str
    conditions: str
    """As JSON, empty for none."""


class Reading(NamedTuple):
    """A whole template."""

    resources: dict[str, Resource]
    permissions: frozenset[Permission]
    """What roles allow their holders."""
    invocations: frozenset[tuple[str, str, str]]
    """Who may invoke which function on whose behalf: function, service, source; an API's requests count as one."""
    outputs: dict[str, Plain]


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a list."""
    return isinstance(value, list)
