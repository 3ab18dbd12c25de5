"""State machines: the definition as data, logged whole, traced."""

from __future__ import annotations

import re
from typing import Any

from tools.blueprint.plan.environment import external_url, model_of
from tools.blueprint.plan.values import Attribute
from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.labels import prefix
from tools.blueprint.resources.references import HERE, put_together, spliced
from tools.blueprint.resources.root import Root, encoded, text
from tools.blueprint.resources.tree import Attr, Block, Body, Expr, Node
from tools.blueprint.resources.waivers import UNTOLD_DATA
from tools.design.components import Container, WorkflowEngine
from tools.workflow import Tokens, to_asl

_ATTRIBUTES: dict[tuple[str, str], Attribute] = {
    ("container", "task-definition"): "arn",
    ("database", "connection"): "secret",
    ("external", "connection"): "id",
    ("mail", "sender"): "url",
    ("query-engine", "name"): "group",
    ("schedule", "name"): "group",
}
"""Where the compiler's word for an attribute is not the plan's."""

_TOKEN = re.compile(r"\$\{(\w+)\}")


def print_workflow(root: Root, engine: WorkflowEngine) -> None:
    """A state machine with its role and its log group."""
    print_logs(root, engine.name)
    root.roles(engine.name, "run")
    tokens = Tokens(_zones(root))
    definition = to_asl(root.graph.workflow(engine.definition), root.graph, tokens)
    meant = {token: _substituted(root, engine, *wanted, token) for token, wanted in tokens.used.items()}
    fixed = root.plan.fixed.get(engine.name)
    name: Body = {"name_prefix": prefix(engine.name, 54)} if fixed is None else {"name": root.value(fixed)}
    strict = root.plan.design.requirements.sensitivity in ("confidential", "restricted")
    body: Body = {
        **name,
        "type": engine.durability.upper(),
        "role_arn": root.resolver.role_of(engine.name, "run"),
        "definition": encoded(_filled(definition, meant)),
        "logging_configuration": Block(
            {
                "level": "ALL",
                "include_execution_data": not strict,
                "log_destination": text(root.at("aws_cloudwatch_log_group", engine.name), ":*"),
            }
        ),
        "tracing_configuration": Block({"enabled": True}),
    }
    root.add("aws_sfn_state_machine", engine.name, body, waived=(UNTOLD_DATA,) if strict else ())


def _filled(tree: Any, meant: dict[str, Node]) -> Node:
    """The definition with its tokens replaced by what they stand for; what else looks like one stays as it is."""
    if isinstance(tree, dict):
        return {str(key): _filled(item, meant) for key, item in tree.items()}  # type: ignore[reportUnknownVariableType]
    if isinstance(tree, (list, tuple)):
        return [_filled(item, meant) for item in tree]  # type: ignore[reportUnknownVariableType]
    if not isinstance(tree, str) or "${" not in tree:
        return tree
    parts: list[str | Expr] = []
    end = 0
    for found in _TOKEN.finditer(tree):
        if found[1] in meant:
            parts += [tree[end : found.start()], *spliced(meant[found[1]])]
            end = found.end()
    parts.append(tree[end:])
    return put_together([part for part in parts if part != ""])


def _zones(root: Root) -> int:
    return max((network.zones for network in root.graph.design.components if network.kind == "network"), default=2)


def _substituted(root: Root, engine: WorkflowEngine, component: str, attribute: str, token: str) -> Node:
    target = root.graph[component]
    if isinstance(target, Container):
        found = _of_container(root, target, attribute, token)
        if found is not None:
            return found
    if target.kind == "external" and attribute == "url":
        return root.value(external_url(target))
    if target.kind == "ai-service":
        return root.value(model_of(target))
    if target.kind == "schedule" and attribute in ("arn", "role"):
        return _of_schedule(root, component, attribute)
    return root.ref(component, _ATTRIBUTES.get((target.kind, attribute), attribute))


def _of_container(root: Root, container: Container, attribute: str, token: str) -> Node | None:
    match attribute:
        case "cluster":
            return Attr("aws_ecs_cluster", "main", "arn")
        case "container":
            return "main"
        case "subnets":
            subnets = root.label(container.network or "")
            return Attr("aws_subnet", subnets, "id", int(token[-1]) - 1)
        case "security-groups":
            return root.at("aws_security_group", container.name, "id")
        case _:
            return None


def _of_schedule(root: Root, component: str, attribute: str) -> Node:
    if attribute == "role":
        return root.resolver.role_of(component, "deliver")
    started = root.graph.outgoing(component)
    return root.ref(started[0].target) if started else HERE["stack"]
