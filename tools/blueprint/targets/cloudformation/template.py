"""A template while it is printed: resources in sections, conditions, and what the kinds' printers need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeVar

from tools.blueprint.plan.model import Condition, Parameter, Permit, Plan, Poller, Role, Route, Statement, Waived
from tools.blueprint.plan.values import Value
from tools.blueprint.targets.cloudformation.dialect import Dialect
from tools.blueprint.targets.cloudformation.emitter import Node, Noted, Printed, Tagged, printed
from tools.blueprint.targets.cloudformation.references import Resolver, escaped, inert, ref, sub
from tools.design.components import Component
from tools.design.queries import Graph

T = TypeVar("T")

Properties = dict[str, Node]

SECTIONS = (
    "Front doors",
    "Identity and protection",
    "Functions",
    "Containers and jobs",
    "Workflows",
    "Messaging",
    "Schedules",
    "Data",
    "Network",
    "Operations",
)


@dataclass(slots=True)
class Template:
    """What has been printed so far."""

    plan: Plan
    source: str
    """Relative path from the template to the folder of the handlers."""
    dialect: Dialect
    resolver: Resolver = field(init=False)
    sections: dict[str, dict[str, Node]] = field(default_factory=lambda: {name: {} for name in SECTIONS})
    conditions: dict[str, Node] = field(default_factory=dict[str, Node])
    section: str = SECTIONS[0]
    ids: set[str] = field(default_factory=set[str])
    roles_of: dict[str, list[Role]] = field(init=False)
    """Roles by owner."""
    permits_of: dict[str, list[Permit]] = field(init=False)
    pollers_of: dict[str, list[Poller]] = field(init=False)
    routes_to: dict[str, list[Route]] = field(init=False)
    """Permits, pollers and routes by function."""
    routes_of: dict[str, list[Route]] = field(init=False)
    """Routes by API, in the order of the design."""
    models: dict[str, Properties] = field(default_factory=dict[str, Properties])
    """What requests carry, by API, once it has been asked for."""
    asked: dict[str, Parameter] = field(default_factory=dict[str, Parameter])
    """Parameters that are not the plan's."""
    beside: dict[str, Properties] = field(default_factory=lambda: defaultdict(dict))
    """What a dialect says in words of its own, beside resources."""

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.plan, self.dialect)
        wiring = self.plan.wiring
        self.roles_of = grouped(self.plan.roles.values(), lambda role: role.owner)
        self.permits_of = grouped(wiring.permits, lambda permit: permit.function)
        self.pollers_of = grouped(wiring.pollers, lambda poller: poller.function)
        self.routes_to = grouped(wiring.routes, lambda route: route.target)
        self.routes_of = grouped(wiring.routes, lambda route: route.api)

    @property
    def graph(self) -> Graph:
        """The design, completed."""
        return self.plan.graph

    def id(self, component: Component | str, suffix: str = "") -> str:
        """Logical id of a component, or of one of its supporting resources."""
        return self.plan.ids[component if isinstance(component, str) else component.name] + suffix

    def value(self, value: Value) -> Node:
        """A value of the plan in the template's syntax."""
        return self.resolver.value(value)

    def parameter(self, name: str) -> Tagged:
        """A reference to a deployment parameter."""
        self.resolver.parameters.add(name)
        return ref(name)

    def ask(self, parameter: Parameter) -> Tagged:
        """A reference to a parameter that only this language asks for."""
        self.asked[parameter.name] = parameter
        return ref(parameter.name)

    def condition(self, name: str, expression: Node) -> str:
        """Declares a condition, once, and gives its name."""
        self.conditions[name] = expression
        return name

    def given(self, parameter: str) -> str:
        """A condition that holds where a parameter is not empty."""
        return self.condition(f"Has{parameter}", Tagged("!Not", [Tagged("!Equals", [self.parameter(parameter), ""])]))

    def primary(self) -> str:
        """A condition that holds in the primary region only."""
        region = self.parameter("PrimaryRegion")
        return self.condition("IsPrimary", Tagged("!Equals", [ref("AWS::Region"), region]))

    def add(
        self,
        logical_id: str,
        kind: str,
        properties: Properties,
        *,
        keep: bool = False,
        condition: str = "",
        after: Iterable[str] = (),
        waived: Sequence[Waived] = (),
        metadata: Properties | None = None,
        section: str = "",
    ) -> str:
        """Adds a resource and gives its id. `keep` leaves it in the account when it is taken out of the stack."""
        assert logical_id not in self.ids, f"two resources are called {logical_id}"
        self.ids.add(logical_id)
        resource: Properties = {"Type": kind}
        if condition:
            resource["Condition"] = condition
        waiting = list(after)
        if waiting:
            resource["DependsOn"] = one_or_many(waiting)
        if keep:
            resource["DeletionPolicy"] = "Retain"
            resource["UpdateReplacePolicy"] = "Retain"
        if waived or metadata:
            skipped: Properties = {"checkov": skipping(tuple(waived))} if waived else {}
            resource["Metadata"] = {**(metadata or {}), **skipped}
        if properties:
            resource["Properties"] = properties
        self.sections[section or self.section][logical_id] = resource
        return logical_id


@lru_cache(maxsize=256)
def skipping(waived: tuple[Waived, ...]) -> Printed:
    """Checks of a scanner that do not apply to a resource."""
    return printed({"skip": [{"id": waiver.check, "comment": waiver.reason} for waiver in waived]})


def grouped(items: Iterable[T], owner: Callable[[T], str]) -> dict[str, list[T]]:
    """Items by whose they are, in order; none for a name that has none."""
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[owner(item)].append(item)
    return found


def text(words: str) -> Node:
    """Words of people as data: nothing in them is a variable."""
    return sub(escaped(words)) if "${" in words else inert(words)


def policy(statements: list[Node]) -> Properties:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": statements}


def allowing(template: Template, statement: Statement) -> Node:
    """One statement of an identity's policy."""
    if not statement.resources and not statement.conditions:
        return _allowing_anywhere(statement)
    where = [template.value(value) for value in statement.resources]
    found: Properties = {
        "Effect": "Allow",
        "Action": one_or_many(statement.actions),
        "Resource": one_or_many(where) if where else "*",
    }
    if statement.conditions:
        found["Condition"] = conditions(template, statement.conditions)
    return Noted(f"Any resource: {statement.reason}.", found) if statement.reason else found


@lru_cache(maxsize=256)
def _allowing_anywhere(statement: Statement) -> Node:
    found = printed({"Effect": "Allow", "Action": one_or_many(statement.actions), "Resource": "*"})
    return Noted(f"Any resource: {statement.reason}.", found) if statement.reason else found


def conditions(template: Template, stated: tuple[Condition, ...]) -> Properties:
    """The conditions of a statement."""
    found: dict[str, Properties] = {}
    for condition in stated:
        found.setdefault(condition.operator, {})[condition.key] = template.value(condition.value)
    return {**found}


def one_or_many(items: Sequence[Node]) -> Node:
    """A list; the item itself where there is only one."""
    return items[0] if len(items) == 1 else list(items)


@cache
def trust(service: str, checks_account: bool) -> Printed:
    """Who may take on a role: a service, on behalf of this account only where its calls carry the account."""
    statement: Properties = {"Effect": "Allow", "Principal": {"Service": _principals(service)}}
    statement["Action"] = "sts:AssumeRole"
    if checks_account and service not in _NO_SOURCE_ACCOUNT:
        statement["Condition"] = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    return printed(policy([statement]))


_NO_SOURCE_ACCOUNT = frozenset({"apigateway.amazonaws.com", "glue.amazonaws.com", "edgelambda.amazonaws.com"})
"""Services whose calls do not carry the account they act for."""


NOWHERE: Properties = {
    "IpProtocol": "icmp",
    "FromPort": 252,
    "ToPort": 86,
    "CidrIp": "255.255.255.255/32",
    "Description": "Nowhere: a group that says nothing leads anywhere",
}
"""A way out that leads nowhere: without one CloudFormation leaves that to anywhere in place."""


def _principals(service: str) -> Node:
    if service == "edgelambda.amazonaws.com":
        return ["edgelambda.amazonaws.com", "lambda.amazonaws.com"]
    return service
