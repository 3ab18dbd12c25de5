"""A plan while it is being made: the completed design, its ids, and what has been decided so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.blueprint.plan.access.shapes import passing, resources
from tools.blueprint.plan.access.table import grants_of
from tools.blueprint.plan.model import (
    Condition,
    DeviceRule,
    Notice,
    Permit,
    Pipe,
    Poller,
    Role,
    Route,
    Rule,
    Statement,
    Subscription,
    Timer,
    Tree,
    Wiring,
)
from tools.blueprint.plan.values import REGION, Ref, Value, joined
from tools.design.components import Component, DataHolder
from tools.design.design import Design
from tools.design.links import Link
from tools.design.queries import Graph


@dataclass(slots=True)
class Draft:
    """What has been decided so far. Only the plan's own modules fill it; what leaves the room is frozen."""

    design: Design
    graph: Graph
    ids: dict[str, str]
    routes: list[Route] = field(default_factory=list[Route])
    pollers: list[Poller] = field(default_factory=list[Poller])
    pipes: list[Pipe] = field(default_factory=list[Pipe])
    rules: list[Rule] = field(default_factory=list[Rule])
    timers: list[Timer] = field(default_factory=list[Timer])
    subscriptions: list[Subscription] = field(default_factory=list[Subscription])
    notices: list[Notice] = field(default_factory=list[Notice])
    device_rules: list[DeviceRule] = field(default_factory=list[DeviceRule])
    permits: dict[str, Permit] = field(default_factory=dict[str, Permit])
    roles: dict[str, Role] = field(default_factory=dict[str, Role])
    steps: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    fixed: dict[str, Value] = field(default_factory=dict[str, Value])
    notes: list[str] = field(default_factory=list[str])
    taken: set[str] = field(default_factory=set[str])

    def wire_id(self, link: Link, part: str) -> str:
        """An id for what a link becomes, numbered where two links join the same pair."""
        return self.free_id(f"{self.ids[link.source]}To{self.ids[link.target]}", part)

    def free_id(self, stem: str, part: str) -> str:
        """An id nothing else has."""
        found, number = stem + part, 2
        while found in self.taken:
            found, number = f"{stem}{number}{part}", number + 1
        self.taken.add(found)
        return found

    def add_role(self, role: Role) -> str:
        """Adds a role, or what it may do to the one of the same id, and gives the id."""
        known = self.roles.get(role.id)
        if known is not None:
            statements = merged((*known.statements, *role.statements))
            role = Role(role.id, role.owner, role.purpose, role.service, statements)
        self.roles[role.id] = role
        return role.id

    def wiring(self) -> Wiring:
        """The wires, frozen."""
        return Wiring(
            routes=tuple(self.routes),
            pollers=tuple(self.pollers),
            pipes=tuple(self.pipes),
            rules=tuple(self.rules),
            timers=tuple(self.timers),
            subscriptions=tuple(self.subscriptions),
            notices=tuple(self.notices),
            device_rules=tuple(self.device_rules),
            permits=tuple(self.permits.values()),
        )


def granted(source: str, link: str, target: Component, variants: Iterable[str] = ()) -> tuple[Statement, ...] | None:
    """What a part of this kind may do to a target, by the table; None where the table has no row."""
    grants = grants_of(source, link, target.kind, (*variants, *variants_of(target)))
    if grants is None:
        return None
    found = [
        Statement(grant.actions, resources(grant.shapes, target), passing(grant.actions[0], target), grant.reason)
        for grant in grants
    ]
    return (*found, *_key_use(link, target))


def variants_of(target: Component) -> tuple[str, ...]:
    """The ways of being its kind that the table tells apart."""
    match target.kind:
        case "api":
            return (target.style,)
        case "workflow":
            return ("synchronous",) if target.synchronous else ()
        case "container":
            return (target.mode if target.platform == "managed" else "elsewhere",)
        case "schedule":
            return (target.mode,)
        case "stream" | "database":
            return (target.engine,)
        case "ai-service":
            return (target.capability,)
        case _:
            return ()


_KEY_SERVICES = {
    "table": "dynamodb",
    "queue": "sqs",
    "topic": "sns",
    "bucket": "s3",
    "static-site": "s3",
    "stream": "kinesis",
    "delivery-stream": "firehose",
    "secret": "secretsmanager",
    "database": "secretsmanager",
    "bus": "events",
}


_VIA = {
    service: (Condition("StringEquals", "kms:ViaService", joined(f"{service}.", REGION, ".amazonaws.com")),)
    for service in _KEY_SERVICES.values()
}
"""Through which service a key is used."""


def _key_use(link: str, target: Component) -> tuple[Statement, ...]:
    """What a customer-managed key adds: its use, through the service that holds the data only."""
    service = _KEY_SERVICES.get(target.kind)
    if service is None or not isinstance(target, DataHolder) or target.key is None:
        return ()
    actions = ("kms:Decrypt",) if link in ("read", "poll") else ("kms:Decrypt", "kms:GenerateDataKey")
    return (Statement(actions, (Ref(target.key),), _VIA[service]),)


def merged(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements about the same resources under the same conditions made one, actions each once, in order."""
    found: dict[tuple[object, ...], Statement] = {}
    for statement in statements:
        place = (statement.resources, statement.conditions)
        known = found.get(place)
        if known is not None:
            actions = tuple(dict.fromkeys((*known.actions, *statement.actions)))
            statement = Statement(actions, statement.resources, statement.conditions, statement.reason)
        found[place] = statement
    return tuple(found.values())


Pattern = dict[str, Tree]
