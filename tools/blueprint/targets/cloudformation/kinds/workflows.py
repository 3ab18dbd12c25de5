"""State machines: the definition as an object, logged whole, traced."""

from __future__ import annotations

from typing import Any

from tools.blueprint.plan.environment import external_url, model_of
from tools.blueprint.plan.values import Attribute, Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import get, ref, sub
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template
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


def print_workflow(template: Template, engine: WorkflowEngine) -> None:
    """A state machine with its role and its log group."""
    print_logs(template, engine.name)
    print_roles_of(template, engine.name, "run")
    workflow = template.graph.workflow(engine.definition)
    tokens = Tokens(_zones(template))
    definition = to_asl(workflow, template.graph, tokens)
    properties: Properties = {}
    fixed = template.plan.fixed.get(engine.name)
    if fixed is not None:
        properties["StateMachineName"] = template.value(fixed)
    properties |= {
        "StateMachineType": engine.durability.upper(),
        "RoleArn": get(template.id(engine, "Role")),
        "TracingConfiguration": {"Enabled": True},
        "LoggingConfiguration": _logging(template, engine),
        "Definition": _plain(definition),
    }
    substitutions: Properties = {
        token: _substituted(template, engine, *wanted, token) for token, wanted in tokens.used.items()
    }
    if substitutions:
        properties["DefinitionSubstitutions"] = substitutions
    template.add(template.id(engine), "AWS::StepFunctions::StateMachine", properties)


def _logging(template: Template, engine: WorkflowEngine) -> Properties:
    """Everything that happens; what data it happens to only where nobody minds."""
    strict = template.plan.design.requirements.sensitivity in ("confidential", "restricted")
    where: Node = {"CloudWatchLogsLogGroup": {"LogGroupArn": template.value(Ref(engine.name, "logs"))}}
    return {"Level": "ALL", "IncludeExecutionData": not strict, "Destinations": [where]}


def _plain(definition: dict[str, Any]) -> Node:
    return definition


def _zones(template: Template) -> int:
    return max((network.zones for network in template.graph.design.components if network.kind == "network"), default=2)


def _substituted(template: Template, engine: WorkflowEngine, component: str, attribute: str, token: str) -> Node:
    target = template.graph[component]
    if isinstance(target, Container):
        found = _of_container(template, target, attribute, token)
        if found is not None:
            return found
    if target.kind == "external" and attribute == "url":
        return template.value(external_url(target))
    if target.kind == "ai-service":
        return template.value(model_of(target))
    if target.kind == "schedule" and attribute in ("arn", "role"):
        return _of_schedule(template, component, attribute)
    return template.value(Ref(component, _ATTRIBUTES.get((target.kind, attribute), attribute)))  # type: ignore[arg-type]


def _of_container(template: Template, container: Container, attribute: str, token: str) -> Node | None:
    match attribute:
        case "cluster":
            return get("Cluster")
        case "container":
            return "main"
        case "subnets":
            return ref(template.id(container.network or "", f"Subnet{token[-1]}"))
        case "security-groups":
            return get(template.id(container, "SecurityGroup"), "GroupId")
        case _:
            return None


def _of_schedule(template: Template, component: str, attribute: str) -> Node:
    if attribute == "role":
        return get(template.id(component, "DeliverRole"))
    started = template.graph.outgoing(component)
    return template.value(Ref(started[0].target)) if started else sub("${AWS::StackId}")
