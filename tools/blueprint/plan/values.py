"""Values that are known only when a system is deployed: references between parts, parameters, and text made of them.

No target's syntax is in them; every printer has one function that writes them in its own language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Attribute = Literal[
    "arn",
    "name",
    "id",
    "url",
    "host",
    "port",
    "domain",
    "stream",
    "client",
    "secret",
    "role",
    "logs",
    "cluster",
    "group",
    "reader",
    "version",
    "alias",
]
"""What is asked of a part: `arn`, `name`, `id` and `url` in the usual sense; `stream` its change stream; `client` the
application of a user pool; `secret` the credential a database made; `role` the role a service works under; `logs` its
log group; `cluster` what its tasks run on; `group` its security group, or the schedule group of one-off schedules."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An attribute of a component of the plan."""

    component: str
    attribute: Attribute = "arn"


@dataclass(frozen=True, slots=True)
class RoleRef:
    """The ARN of the role a component works under: `run` its code, `start` its tasks, `deliver` for it."""

    owner: str
    purpose: Literal["run", "start", "deliver"]


@dataclass(frozen=True, slots=True)
class PartRef:
    """The ARN of a supporting resource of the plan: a rule, a role."""

    id: str


@dataclass(frozen=True, slots=True)
class Param:
    """What the person who deploys says."""

    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """A fact of the place of deployment."""

    what: Literal["partition", "region", "account", "stack", "suffix"]


Piece = str | Ref | RoleRef | PartRef | Param | Here


@dataclass(frozen=True, slots=True)
class Joined:
    """Text put together from parts. Plain parts are literal text, whatever characters they hold."""

    parts: tuple[Piece, ...]


Value = str | int | Ref | RoleRef | PartRef | Param | Here | Joined

PARTITION = Here("partition")
REGION = Here("region")
ACCOUNT = Here("account")
STACK = Here("stack")


def joined(*parts: Piece) -> Joined:
    """Text put together from parts."""
    return Joined(parts)


def arn(service: str, *resource: Piece) -> Joined:
    """The ARN of something of this account and region."""
    return Joined(("arn:", PARTITION, f":{service}:", REGION, ":", ACCOUNT, ":", *resource))


def under(value: Value, suffix: str) -> Value:
    """A value with literal text after it."""
    if not suffix:
        return value
    if isinstance(value, Joined):
        return Joined((*value.parts, suffix))
    return Joined((str(value) if isinstance(value, int) else value, suffix))
