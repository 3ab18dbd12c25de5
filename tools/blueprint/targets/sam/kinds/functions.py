"""Functions: code, role, logs, and the events that start them."""

from __future__ import annotations

from tools.blueprint.plan.code import ALIAS
from tools.blueprint.plan.model import FunctionPlan, Poller
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_function
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.kinds.functions import (
    LOGGING,
    SHARED_CODE,
    batches_of,
    bounds_of,
    is_published,
    layers_of,
    named_of,
    print_mapping,
    print_other_permits,
    runtime_of,
    shared_layers,
    sizes_of,
    surroundings_of,
)
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import ref
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import Function, Layer, Queue

_DESTINATIONS = {"queue": "SQS", "topic": "SNS", "bus": "EventBridge"}


def print_function(template: Template, function: Function) -> None:
    """A function with what it needs."""
    plan, decided = template.plan, template.plan.functions[function.name]
    print_logs(template, function.name)
    print_roles_of(template, function.name, "run")
    identity = template.id(function)
    properties = named_of(template, function)
    properties["Description"] = text(function.description or title_of(function))
    properties |= _code(template, function, decided)
    properties |= sizes_of(template, function, decided)
    properties |= surroundings_of(template, decided)
    properties |= _watched(template, function)
    properties |= _readiness(template, function, decided)
    events = _events(template, function)
    if events:
        properties["Events"] = events
    metadata = _metadata(template, function, decided)
    if function.package == "image":
        properties.pop("CodeUri")
    waived = of_function(plan, function)
    template.add(identity, "AWS::Serverless::Function", properties, waived=waived, metadata=metadata)
    for poller in template.pollers_of[function.name]:
        if poller.primary_only:
            print_mapping(template, poller)
    print_other_permits(template, function)


def _watched(template: Template, function: Function) -> Properties:
    """Its log and its traces, as far as the settings for all functions do not say them."""
    logs = template.plan.logs.get(function.name)
    where: Properties = {"LogGroup": ref(logs.id)} if logs is not None else {}
    mixed = any(other.placement == "edge" for other in template.graph.all(Function))
    if mixed and function.placement == "regional":
        return {"Tracing": "Active", "LoggingConfig": {**LOGGING, **where}}
    return {"LoggingConfig": where} if where else {}


def _code(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    where = f"{template.source}/" if decided.build is not None else f"{template.source}/{decided.folder}/"
    if function.package == "image":
        return {"PackageType": "Image", "CodeUri": where, "ImageUri": f"{function.name}:latest"}
    found: Properties = {"CodeUri": where, "Handler": decided.handler, "Runtime": decided.runtime}
    return found | layers_of(template, function, decided)


def _metadata(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    """How `sam build` makes what is packed, from the folder of all code."""
    if function.package == "image":
        dockerfile = f"{function.name}/Dockerfile"
        return {"Dockerfile": dockerfile, "DockerContext": f"{template.source}/", "DockerTag": function.name}
    if decided.build is None:
        return {}
    if decided.build.method == "makefile":
        return {"BuildMethod": "makefile"}
    return {"BuildMethod": "esbuild", "BuildProperties": {**_ESBUILD, "EntryPoints": [decided.build.entry]}}


_ESBUILD: Properties = {
    "Format": "esm",
    "OutExtension": [".js=.mjs"],
    "Target": "node22",
    "Minify": True,
    "External": ["@aws-sdk/*", "@smithy/*", "@aws-crypto/*"],
    "Banner": ["js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"],
}
"""What the code's own `build.mjs` does (SAM developer guide, "Building Node.js Lambda functions with esbuild")."""


def _readiness(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    found: Properties = {}
    if decided.reserved is not None:
        found["ReservedConcurrentExecutions"] = decided.reserved
    if is_published(template, function):
        found["AutoPublishAlias"] = ALIAS
    if decided.provisioned:
        found["ProvisionedConcurrencyConfig"] = {"ProvisionedConcurrentExecutions": decided.provisioned}
    if decided.snapstart:
        found["SnapStart"] = {"ApplyOn": "PublishedVersions"}
    if decided.asynchronous:
        found["EventInvokeConfig"] = _asynchronous(template, decided)
    return found


def _asynchronous(template: Template, decided: FunctionPlan) -> Properties:
    found: Properties = {
        "MaximumEventAgeInSeconds": decided.max_age_s,
        "MaximumRetryAttempts": decided.retries,
    }
    if decided.on_failure is not None:
        kind = _DESTINATIONS[template.graph[decided.on_failure].kind]
        where = template.value(Ref(decided.on_failure))
        found["DestinationConfig"] = {"OnFailure": {"Type": kind, "Destination": where}}
    return found


def _events(template: Template, function: Function) -> Properties:
    found = _routes(template, function)
    for poller in template.pollers_of[function.name]:
        if not poller.primary_only:
            name = poller.id.removesuffix("Mapping").split("To", 1)[0]
            found[poller.id.removesuffix("Mapping") if name in found else name] = _mapping(template, poller)
    return found


def _routes(template: Template, function: Function) -> Properties:
    """The routes that lead to a function, as its events."""
    found: Properties = {}
    for route in template.routes_to[function.name]:
        style = template.plan.apis[route.api].style
        if style not in _EVENTS or doors.is_defined(template, route.api):
            continue
        kind, owner = _EVENTS[style]
        properties: Properties = {owner: ref(template.id(route.api)), "Method": route.method, "Path": route.path}
        if style == "rest" and route.entity in doors.models_of(template, route.api):
            properties["RequestModel"] = {
                "Model": route.entity,
                "Required": True,
                "ValidateBody": True,
                "ValidateParameters": True,
            }
        if route.open and doors.is_guarded(template, route.api):
            properties["Auth"] = {"Authorizer": "NONE"}
        name = route.id.removesuffix(f"On{template.id(route.api)}")
        found[route.id if name in found else name] = {"Type": kind, "Properties": properties}
    return found


_EVENTS = {"http": ("HttpApi", "ApiId"), "rest": ("Api", "RestApiId")}


def _mapping(template: Template, poller: Poller) -> Node:
    source = template.graph[poller.source]
    properties: Properties = {"BatchSize": poller.batch_size, **batches_of(poller)}
    if isinstance(source, Queue):
        return {"Type": "SQS", "Properties": {"Queue": template.value(Ref(source.name)), **properties}}
    properties |= _bounds(template, poller)
    if source.kind == "table":
        return {"Type": "DynamoDB", "Properties": {"Stream": template.value(Ref(source.name, "stream")), **properties}}
    if poller.topic:
        return {"Type": "MSK", "Properties": {"Stream": template.value(Ref(source.name)), **_of_kafka(poller)}}
    return {"Type": "Kinesis", "Properties": {"Stream": template.value(Ref(source.name)), **properties}}


def _bounds(template: Template, poller: Poller) -> Properties:
    found = bounds_of(poller)
    if poller.dead_letter is not None:
        where = template.value(Ref(poller.dead_letter))
        found["DestinationConfig"] = {"OnFailure": {"Type": "SQS", "Destination": where}}
    return found


def _of_kafka(poller: Poller) -> Properties:
    return {"Topics": [poller.topic], "StartingPosition": "TRIM_HORIZON", "BatchSize": poller.batch_size}


def print_shared_layers(template: Template) -> None:
    """The layers of shared code, one for each language the handlers are printed in."""
    for identity, folder, runtimes in shared_layers(template):
        properties: Properties = {
            "Description": SHARED_CODE,
            "ContentUri": folder,
            "CompatibleRuntimes": runtimes,
            "RetentionPolicy": "Delete",
        }
        template.add(identity, "AWS::Serverless::LayerVersion", properties)


def print_layer(template: Template, layer: Layer) -> None:
    """A layer of libraries, built from its list of requirements."""
    runtime = runtime_of(template, layer)
    properties: Properties = {
        "Description": text(layer.description or title_of(layer)),
        "ContentUri": f"{template.source}/layers/{layer.name}/",
        "CompatibleRuntimes": [runtime],
        "RetentionPolicy": "Retain",
    }
    template.add(template.id(layer), "AWS::Serverless::LayerVersion", properties, metadata={"BuildMethod": runtime})
