"""A configuration while it is printed: resources by file, variables, and what the kinds' printers need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tools.blueprint.plan.model import Condition, Permit, Plan, Poller, Role, Route, Statement, Waived
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref, Value
from tools.blueprint.resources.labels import physical, prefix
from tools.blueprint.resources.references import HERE, Resolver, is_aliased, module_of
from tools.blueprint.resources.tree import EDGE, Attr, Block, Body, Call, Entry, Expr, Kind, Node, Noted, Text, Variable
from tools.blueprint.resources.waivers import ALWAYS
from tools.design.components import Component
from tools.design.queries import Graph

T = TypeVar("T")

CONCERNS = {
    "Front doors": "front_doors",
    "Identity and protection": "identity",
    "Functions": "functions",
    "Containers and jobs": "containers",
    "Workflows": "workflows",
    "Messaging": "messaging",
    "Schedules": "schedules",
    "Data": "data",
    "Network": "network",
    "Operations": "operations",
}
"""Name of the file of each concern."""


@dataclass(slots=True)
class Root:
    """What has been printed so far."""

    plan: Plan
    source: str
    """Relative path from the configuration to the folder of the handlers."""
    resolver: Resolver = field(init=False)
    concern: str = "Front doors"
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: list[Entry]() for name in CONCERNS})
    """What is printed, by concern, in order."""
    texts: dict[str, str] = field(default_factory=dict[str, str])
    """Files beside the configuration, by path."""
    made: set[str] = field(default_factory=set[str])
    """Addresses of what has been printed."""
    roles_of: dict[str, list[Role]] = field(init=False)
    permits_of: dict[str, list[Permit]] = field(init=False)
    pollers_of: dict[str, list[Poller]] = field(init=False)
    routes_of: dict[str, list[Route]] = field(init=False)
    uses_edge: bool = False

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.plan)
        wiring = self.plan.wiring
        self.roles_of = grouped(self.plan.roles.values(), lambda role: role.owner)
        self.permits_of = grouped(wiring.permits, lambda permit: permit.function)
        self.pollers_of = grouped(wiring.pollers, lambda poller: poller.function)
        self.routes_of = grouped(wiring.routes, lambda route: route.api)

    @property
    def graph(self) -> Graph:
        """The design, completed."""
        return self.plan.graph

    def label(self, owner: str, word: str = "") -> str:
        """Label of a component, or of one of its supporting resources."""
        return self.resolver.labels.of(owner, word)

    def at(self, kind: str, owner: str, attribute: str = "arn", word: str = "") -> Attr:
        """An attribute of a resource."""
        return self.resolver.at(kind, owner, attribute, word)

    def value(self, value: Value) -> Node:
        """A value of the plan as an expression."""
        return self.resolver.value(value)

    def ref(self, component: str, attribute: str = "arn") -> Node:
        """An attribute of a component."""
        return self.resolver.value(Ref(component, attribute))  # type: ignore[arg-type]

    def parameter(self, name: str) -> Variable:
        """A variable."""
        return self.resolver.parameter(name)

    def named(self, words: str, most: int = 255, ending: str = "") -> Node:
        """A physical name of at most so many letters."""
        return physical(self.plan, words, most, ending)

    def add(
        self,
        kind: str,
        owner: str,
        body: Body,
        *,
        word: str = "",
        keep: bool = False,
        count: Node = None,
        edge: bool = False,
        after: Iterable[str] = (),
        lifecycle: Body | None = None,
        waived: Sequence[Waived] = (),
    ) -> str:
        """Adds a resource and gives its address. `keep` refuses to destroy it."""
        label = self.label(owner, word)
        address = f"{kind}.{label}"
        assert address not in self.made, f"two resources are called {address}"
        self.made.add(address)
        found: Body = {}
        if edge:
            self.uses_edge = True
            found["provider"] = EDGE
        if count is not None:
            found["count"] = count
        found |= body
        waiting: list[Node] = [_address(name) for name in after]
        if waiting:
            found["depends_on"] = waiting
        settings: Body = {**(lifecycle or {}), **({"prevent_destroy": True} if keep else {})}
        if settings:
            found["lifecycle"] = Block(settings)
        remarks = tuple(skipped(each) for each in (*waived, *ALWAYS.get(kind, ())))
        self.write("resource", kind, label, found, remarks)
        return address

    def write(self, what: Kind, kind: str, label: str, body: Body, remarks: tuple[str, ...] = ()) -> None:
        """Adds something to the current concern."""
        self.entries[self.concern].append(Entry(what, kind, label, body, remarks))

    def policy_on(self, kind: str, owner: str, body: Body, statements: list[Node], *, attribute: str = "policy") -> str:
        """Adds a resource that attaches a policy document."""
        return self.add(kind, owner, {**body, attribute: document(statements)})

    def is_made(self, kind: str, owner: str, word: str = "") -> bool:
        """Whether a resource has been printed."""
        return f"{kind}.{self.label(owner, word)}" in self.made

    def role(self, identity: str, *, count: Node = None) -> Attr:
        """The ARN of a role of the plan, which is printed where it is first asked for."""
        role = self.plan.roles[identity]
        found = self.resolver.role(identity)
        if found.origin == "module":
            return found
        if f"aws_iam_role.{found.label}" not in self.made:
            print_role(self, role, found.label, count)
        return found._replace(which=0) if count is not None else found

    def roles(self, owner: str, *purposes: str) -> None:
        """Prints the roles a component works under."""
        for role in self.roles_of[owner]:
            if role.purpose in purposes:
                self.role(role.id)


def _address(name: str) -> Attr:
    kind, label = name.split(".")
    return Attr(kind, label)


def print_role(root: Root, role: Role, label: str, count: Node = None) -> None:
    """A role and what it may do."""
    root.made.add(f"aws_iam_role.{label}")
    counted: Body = {"count": count} if count is not None else {}
    body: Body = {**counted, "name_prefix": prefix(label.replace("_", "-"))}
    body["assume_role_policy"] = document([trust(role.service, role.checks_account)])
    root.write("resource", "aws_iam_role", label, body)
    where = Attr("aws_iam_role", label, "id", 0 if counted else None)
    statements = [allowing(root, statement) for statement in (*role.statements, *role.deferred)]
    if statements:
        attached: Body = {**counted, "name": "access", "role": where, "policy": document(statements)}
        root.write("resource", "aws_iam_role_policy", label, attached)


def print_permit(root: Root, permit: Permit) -> None:
    """Lets a service invoke a function, on behalf of one resource."""
    let_in(
        root,
        permit.id.removesuffix("Permission"),
        permit.function,
        permit.service,
        root.value(permit.source),
        of_account=permit.of_account,
    )


def let_in(root: Root, owner: str, function: str, service: str, source: Node, *, of_account: bool = False) -> str:
    """Lets a service invoke a function."""
    body: Body = {"action": "lambda:InvokeFunction", "function_name": module_of(root.resolver, function, "name")}
    if is_aliased(root.plan, function):
        body["qualifier"] = module_of(root.resolver, function, "alias")
    body |= {"principal": service, "source_arn": source}
    if of_account:
        body["source_account"] = HERE["account"]
    return root.add("aws_lambda_permission", owner, body, word="permission")


def grouped(items: Iterable[T], owner: Callable[[T], str]) -> dict[str, list[T]]:
    """Items by whose they are, in order; none for a name that has none."""
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[owner(item)].append(item)
    return found


def skipped(waiver: Waived) -> str:
    """A remark by which a scanner knows that a check was waived."""
    reason = " ".join(waiver.reason.split())
    return f"checkov:skip={waiver.check}:{reason}"


def encoded(tree: Node) -> Call:
    """Data as JSON."""
    return Call("jsonencode", tree)


def document(statements: list[Node]) -> Call:
    """A policy document."""
    return encoded({"Version": "2012-10-17", "Statement": statements})


def allowing(root: Root, statement: Statement) -> Node:
    """One statement of an identity's policy."""
    where = [root.value(value) for value in statement.resources]
    found: dict[str, Node] = {
        "Effect": "Allow",
        "Action": one_or_many(list(statement.actions)),
        "Resource": one_or_many(where) if where else "*",
    }
    if statement.conditions:
        found["Condition"] = conditions(root, statement.conditions)
    return Noted(f"Any resource: {statement.reason}.", found) if statement.reason else found


def conditions(root: Root, stated: tuple[Condition, ...]) -> Node:
    """The conditions of a statement."""
    found: dict[str, dict[str, Node]] = {}
    for condition in stated:
        found.setdefault(condition.operator, {})[condition.key] = root.value(condition.value)
    return {operator: {**keys} for operator, keys in found.items()}


def one_or_many(items: Sequence[Node]) -> Node:
    """A list; the item itself where there is only one."""
    return items[0] if len(items) == 1 else list(items)


OF_ACCOUNT: dict[str, Node] = {"StringEquals": {"aws:SourceAccount": HERE["account"]}}

_NO_SOURCE_ACCOUNT = frozenset({"apigateway.amazonaws.com", "glue.amazonaws.com", "edgelambda.amazonaws.com"})
"""Services whose calls do not carry the account they act for."""


def trust(service: str, checks_account: bool) -> Node:
    """Who may take on a role: a service, on behalf of this account only where its calls carry the account."""
    edge = service == "edgelambda.amazonaws.com"
    principals: Node = [service, "lambda.amazonaws.com"] if edge else service
    statement: dict[str, Node] = {
        "Effect": "Allow",
        "Principal": {"Service": principals},
        "Action": "sts:AssumeRole",
    }
    if checks_account and service not in _NO_SOURCE_ACCOUNT:
        statement["Condition"] = OF_ACCOUNT
    return statement


def serving(service: str | list[Node], actions: Node, where: Node, condition: Node = None) -> Node:
    """A statement of a resource's policy that lets a service in."""
    found: dict[str, Node] = {"Effect": "Allow", "Principal": {"Service": service}}
    found |= {"Action": actions, "Resource": where}
    if condition is not None:
        found["Condition"] = condition
    return found


def refusing_clear_text(actions: str, *where: Node) -> Node:
    """A statement that turns away whoever does not come by TLS."""
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": one_or_many(list(where)),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def described(component: Component, words: str, most: int) -> str:
    """Words about a component: its own, else its title."""
    return (words or title_of(component))[:most]


def text(*parts: str | Expr) -> Text:
    """Text with expressions in it."""
    return Text(parts)
