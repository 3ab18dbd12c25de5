"""Functions with the events whose words say all the plan says; what they say less of stays a resource.

The framework's event for a topic writes a policy over that of the dead-letter queue, its event for a bucket makes a
function that changes the bucket, and its events for buses and timers have no role or a rule whose id holds the stage:
those are printed as CloudFormation. So are published versions, whose ids would end in a digest.
"""

from __future__ import annotations

import json

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import FunctionPlan, Poller
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Here, Joined, Ref, Value
from tools.blueprint.plan.waivers import of_function
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds.functions import (
    LOGGING,
    SHARED_CODE,
    batches_of,
    bounds_of,
    described,
    is_published,
    layers_of,
    print_mapping,
    print_other_permits,
    print_retries,
    print_version,
    runtime_of,
    shared_layers,
    surroundings_of,
)
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import get, inert
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, skipping, text
from tools.blueprint.targets.serverless.words import STACK, Variable, function_id, key_of, layer_id, name_of, packed
from tools.design.components import Function, Layer, Queue

_LONGEST_DESCRIPTION = 256
_DESTINATIONS = {"queue": "sqs", "topic": "sns"}


def print_function(template: Template, function: Function) -> None:
    """A function with what it needs."""
    decided, identity = template.plan.functions[function.name], template.id(function)
    print_logs(template, function.name)
    print_roles_of(template, function.name, "run")
    found = _named(template, function)
    found |= _code(template, function, decided)
    found |= {
        "architecture": "x86_64" if function.placement == "edge" else function.architecture,
        "memorySize": function.memory_mb,
        "timeout": decided.timeout_s,
        "role": get(f"{identity}Role"),
    }
    found |= _surroundings(template, decided)
    found |= _logging(template, function)
    if decided.reserved is not None:
        found["reservedConcurrency"] = decided.reserved
    if decided.asynchronous and not is_published(template, function):
        found |= _asynchronous(template, decided)
    events = _events(template, function)
    if events:
        found["events"] = events
    template.beside["functions"][key_of(identity)] = found
    _extend(template, function, decided)
    if is_published(template, function):
        print_version(template, template.id(function), decided)
        if decided.asynchronous:
            print_retries(template, function, decided)
    print_other_permits(template, function)


def _named(template: Template, function: Function) -> Properties:
    found: Properties = {}
    fixed = template.plan.fixed.get(function.name)
    name = name_of(template.plan, function.name) if fixed is None else _written(fixed)
    if name is not None:
        found["name"] = name
    words = inert((function.description or title_of(function))[:_LONGEST_DESCRIPTION])
    if not ("${" in words or is_published(template, function)):
        found["description"] = words
    return found


def _code(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    if function.package == "image":
        name = parameter_for(function.name, "ImageUri")
        return {"image": Variable(f"${{param:{name}}}")}
    found: Properties = {"handler": decided.handler, "runtime": decided.runtime}
    found["package"] = {"artifact": packed(template, template.id(function), f"{template.source}/{decided.folder}")}
    layers = layers_of(template, function, decided)
    return found | ({"layers": layers["Layers"]} if layers else {})


def _surroundings(template: Template, decided: FunctionPlan) -> Properties:
    found: Properties = {}
    said = surroundings_of(template, decided)
    environment, place = said.get("Environment"), said.get("VpcConfig")
    if isinstance(environment, dict):
        found["environment"] = environment["Variables"]
    if isinstance(place, dict):
        found["vpc"] = {"securityGroupIds": place["SecurityGroupIds"], "subnetIds": place["SubnetIds"]}
    return found


def _logging(template: Template, function: Function) -> Properties:
    """Traced, and into the plan's log group: the framework makes none of its own. At the edge there is neither."""
    if function.placement == "edge":
        return {"disableLogs": True}
    found: Properties = {"disableLogs": True, "tracing": "Active", "logs": _LOGS}
    logs = template.plan.logs.get(function.name)
    if logs is not None:
        found |= {"logs": {**_LOGS, "logGroup": _written(logs.name)}, "dependsOn": [logs.id]}
    return found


_LOGS: Properties = {key[0].lower() + key[1:]: value for key, value in LOGGING.items()}


def _written(name: Value) -> Variable:
    """The name of a log group in the framework's own variables: it takes no function of CloudFormation there."""
    parts = name.parts if isinstance(name, Joined) else (name,)
    return Variable("".join(STACK if isinstance(part, Here) else str(part) for part in parts))


def _asynchronous(template: Template, decided: FunctionPlan) -> Properties:
    found: Properties = {"maximumEventAge": decided.max_age_s, "maximumRetryAttempts": decided.retries}
    if decided.on_failure is not None:
        kind = _DESTINATIONS.get(template.graph[decided.on_failure].kind, "eventBus")
        found["destinations"] = {"onFailure": {"type": kind, "arn": template.value(Ref(decided.on_failure))}}
    return found


def _extend(template: Template, function: Function, decided: FunctionPlan) -> None:
    """What the framework has no words for, put onto the resource it makes."""
    properties: Properties = {}
    if is_published(template, function) or "${" in function.description:
        properties["Description"] = described(template, function)
    if decided.snapstart:
        properties["SnapStart"] = {"ApplyOn": "PublishedVersions"}
    found: Properties = {"Properties": properties} if properties else {}
    waived = of_function(template.plan, function)
    if waived:
        found["Metadata"] = {"checkov": skipping(tuple(waived))}
    if found:
        template.beside["extensions"][function_id(template.id(function))] = found


def _events(template: Template, function: Function) -> list[Node]:
    """What hands it batches, as its events; as resources where a published version or one region only is meant."""
    found: list[Node] = []
    for poller in template.pollers_of[function.name]:
        if is_published(template, function) or poller.primary_only:
            print_mapping(template, poller)
        else:
            found.append(_event(template, poller))
    return found


def _event(template: Template, poller: Poller) -> Node:
    source = template.graph[poller.source]
    if poller.topic:
        where = template.value(Ref(source.name))
        return {
            "msk": {"arn": where, "topic": poller.topic, "batchSize": poller.batch_size, "startingPosition": _START}
        }
    said = batches_of(poller)
    if isinstance(source, Queue):
        found: Properties = {"arn": template.value(Ref(source.name)), "batchSize": poller.batch_size}
        found |= _worded(said, "maximumBatchingWindow")
        if not poller.ordered and poller.max_concurrency is not None:
            found["maximumConcurrency"] = poller.max_concurrency
        return {"sqs": found}
    return {"stream": _stream(template, poller, said)}


_START = "TRIM_HORIZON"


def _stream(template: Template, poller: Poller, said: Properties) -> Properties:
    source = template.graph[poller.source]
    table = source.kind == "table"
    found: Properties = {
        "type": "dynamodb" if table else "kinesis",
        "arn": template.value(Ref(source.name, "stream") if table else Ref(source.name)),
        "batchSize": poller.batch_size,
    }
    found |= _worded(said, "batchWindow")
    found |= {key[0].lower() + key[1:]: value for key, value in bounds_of(poller).items()}
    if poller.dead_letter is not None:
        where = template.value(Ref(poller.dead_letter))
        found["destinations"] = {"onFailure": {"type": "sqs", "arn": where}}
    return found


def _worded(said: Properties, window: str) -> Properties:
    """How batches are gathered, answered and chosen, in the framework's words."""
    found: Properties = {}
    if "MaximumBatchingWindowInSeconds" in said:
        found[window] = said["MaximumBatchingWindowInSeconds"]
    if "FunctionResponseTypes" in said:
        found["functionResponseType"] = "ReportBatchItemFailures"
    filters = said.get("FilterCriteria")
    if isinstance(filters, dict):
        patterns: list[Node] = [json.loads(chosen["Pattern"]) for chosen in filters["Filters"]]  # type: ignore[index]
        found["filterPatterns"] = patterns
    return found


def print_shared_layers(template: Template) -> None:
    """The layers of shared code, one for each language the handlers are printed in."""
    for identity, folder, runtimes in shared_layers(template):
        template.beside["layers"][key_of(identity)] = {
            "description": SHARED_CODE,
            "compatibleRuntimes": runtimes,
            "package": {"artifact": packed(template, identity, folder)},
        }


def print_layer(template: Template, layer: Layer) -> None:
    """A layer of libraries: kept in the account, which the framework would give an id that ends in a digest."""
    identity = template.id(layer)
    words = inert((layer.description or title_of(layer))[:_LONGEST_DESCRIPTION])
    found: Properties = {} if "${" in words else {"description": words}
    found["compatibleRuntimes"] = [runtime_of(template, layer)]
    found["package"] = {"artifact": packed(template, identity, f"{template.source}/layers/{layer.name}")}
    template.beside["layers"][key_of(identity)] = found
    more: Properties = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    if "${" in words:
        more["Properties"] = {"Description": text(words)}
    template.beside["extensions"][layer_id(identity)] = more
