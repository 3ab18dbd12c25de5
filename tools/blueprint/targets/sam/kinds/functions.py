"""Functions: code, role, logs, and the events that start them."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import FunctionPlan, Poller
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_function
from tools.blueprint.targets.sam.emitter import Node
from tools.blueprint.targets.sam.kinds.doors import print_permit, route_events
from tools.blueprint.targets.sam.kinds.logs import print_logs
from tools.blueprint.targets.sam.references import get, is_aliased, ref, subnets_of
from tools.blueprint.targets.sam.roles import print_roles_of
from tools.blueprint.targets.sam.template import Properties, Template, text
from tools.design.components import Function, Layer, Queue

SHARED_LAYERS = {"python": "SharedCode", "nodejs": "SharedModules"}
"""Ids of the layers of code that all handlers share, by language."""

SHARED_FOLDERS = {"python": "shared", "nodejs": "shared-node"}

ALIAS = "live"

_DESTINATIONS = {"queue": "SQS", "topic": "SNS", "bus": "EventBridge"}


def print_function(template: Template, function: Function) -> None:
    """A function with what it needs."""
    plan, decided = template.plan, template.plan.functions[function.name]
    print_logs(template, function.name)
    print_roles_of(template, function.name, "run")
    identity = template.id(function)
    properties: Properties = {"Description": text(function.description or title_of(function))}
    properties |= _code(template, function, decided)
    properties |= {
        "Architectures": ["x86_64" if function.placement == "edge" else function.architecture],
        "MemorySize": function.memory_mb,
        "Timeout": decided.timeout_s,
        "Role": get(f"{identity}Role"),
    }
    properties |= _surroundings(template, function, decided)
    properties |= _readiness(template, function, decided)
    events = _events(template, function)
    if events:
        properties["Events"] = events
    metadata: Properties = {}
    if function.package == "image":
        metadata = {"Dockerfile": "Dockerfile", "DockerContext": properties.pop("CodeUri"), "DockerTag": function.name}
    waived = of_function(plan, function)
    template.add(identity, "AWS::Serverless::Function", properties, waived=waived, metadata=metadata)
    for poller in template.pollers_of[function.name]:
        if poller.primary_only:
            _print_mapping(template, poller)
    for permit in template.permits_of[function.name]:
        if permit.purpose not in ("route", "authorizer"):
            print_permit(template, permit)


def _code(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    where = f"{template.source}/{decided.folder}/"
    if function.package == "image":
        return {"PackageType": "Image", "CodeUri": where, "ImageUri": f"{function.name}:latest"}
    found: Properties = {"CodeUri": where, "Handler": decided.handler, "Runtime": decided.runtime}
    if function.placement == "regional":
        layers: list[Node] = [ref(SHARED_LAYERS[decided.language])]
        layers += [ref(template.id(name)) for name in function.layers]
        found["Layers"] = layers
    return found


def _surroundings(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    found: Properties = {}
    if decided.environment:
        variables: Properties = {word: template.value(value) for word, value in decided.environment.items()}
        found["Environment"] = {"Variables": variables}
    if decided.network is not None:
        groups: list[Node] = [get(template.id(decided.network, "AccessSecurityGroup"), "GroupId")]
        found["VpcConfig"] = {"SecurityGroupIds": groups, "SubnetIds": list(subnets_of(template.plan, decided.network))}
    if function.name in template.plan.logs:
        found["LoggingConfig"] = {"LogGroup": ref(template.plan.logs[function.name].id)}
    return found


def _readiness(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    found: Properties = {}
    if decided.reserved is not None:
        found["ReservedConcurrentExecutions"] = decided.reserved
    if is_aliased(template.plan, function.name) or function.placement == "edge":
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
    found = route_events(template, function)
    for poller in template.pollers_of[function.name]:
        if not poller.primary_only:
            name = poller.id.removesuffix("Mapping").split("To", 1)[0]
            found[poller.id.removesuffix("Mapping") if name in found else name] = _mapping(template, poller)
    return found


def _mapping(template: Template, poller: Poller) -> Node:
    source = template.graph[poller.source]
    properties: Properties = {"BatchSize": poller.batch_size}
    if poller.window_s:
        properties["MaximumBatchingWindowInSeconds"] = poller.window_s
    if poller.partial_failures:
        properties["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
    if poller.patterns:
        filters: list[Node] = [{"Pattern": _json(pattern)} for pattern in poller.patterns]
        properties["FilterCriteria"] = {"Filters": filters}
    if isinstance(source, Queue):
        if poller.max_concurrency is not None:
            properties["ScalingConfig"] = {"MaximumConcurrency": poller.max_concurrency}
        return {"Type": "SQS", "Properties": {"Queue": template.value(Ref(source.name)), **properties}}
    properties |= _bounds(template, poller)
    if source.kind == "table":
        return {"Type": "DynamoDB", "Properties": {"Stream": template.value(Ref(source.name, "stream")), **properties}}
    if poller.topic:
        return {"Type": "MSK", "Properties": {"Stream": template.value(Ref(source.name)), **_of_kafka(poller)}}
    return {"Type": "Kinesis", "Properties": {"Stream": template.value(Ref(source.name)), **properties}}


def _print_mapping(template: Template, poller: Poller) -> None:
    """A mapping of the primary region only."""
    properties: Properties = {
        "FunctionName": template.value(Ref(poller.function)),
        "EventSourceArn": template.value(Ref(poller.source, "stream")),
        "BatchSize": poller.batch_size,
        "MaximumBatchingWindowInSeconds": poller.window_s,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        **_bounds(template, poller),
    }
    if poller.dead_letter is not None:
        properties["DestinationConfig"] = {"OnFailure": {"Destination": template.value(Ref(poller.dead_letter))}}
    template.add(poller.id, "AWS::Lambda::EventSourceMapping", properties, condition=template.primary())


def _bounds(template: Template, poller: Poller) -> Properties:
    found: Properties = {
        "StartingPosition": "TRIM_HORIZON",
        "MaximumRetryAttempts": poller.retries,
        "MaximumRecordAgeInSeconds": poller.max_age_s,
        "BisectBatchOnFunctionError": poller.bisect,
    }
    if poller.shards_in_parallel > 1:
        found["ParallelizationFactor"] = poller.shards_in_parallel
    if poller.dead_letter is not None:
        where = template.value(Ref(poller.dead_letter))
        found["DestinationConfig"] = {"OnFailure": {"Type": "SQS", "Destination": where}}
    return found


def _of_kafka(poller: Poller) -> Properties:
    return {"Topics": [poller.topic], "StartingPosition": "TRIM_HORIZON", "BatchSize": poller.batch_size}


def _json(pattern: object) -> str:
    return json.dumps(pattern)


def print_shared_layers(template: Template) -> None:
    """The layers of shared code, one for each language the handlers are printed in."""
    regional = [f for f in template.graph.all(Function) if f.placement == "regional" and f.package == "zip"]
    languages = dict.fromkeys(template.plan.functions[f.name].language for f in regional)
    for language in languages:
        runtimes = dict.fromkeys(
            template.plan.functions[f.name].runtime
            for f in regional
            if template.plan.functions[f.name].language == language
        )
        properties: Properties = {
            "Description": "Code that the handlers share",
            "ContentUri": f"{template.source}/{SHARED_FOLDERS[language]}/",
            "CompatibleRuntimes": list(runtimes),
            "RetentionPolicy": "Delete",
        }
        template.add(SHARED_LAYERS[language], "AWS::Serverless::LayerVersion", properties)


def print_layer(template: Template, layer: Layer) -> None:
    """A layer of libraries, built from its list of requirements."""
    language = "nodejs" if layer.language == "nodejs" else "python"
    runtime = next((f.runtime for f in template.plan.functions.values() if f.language == language), "")
    properties: Properties = {
        "Description": text(layer.description or title_of(layer)),
        "ContentUri": f"{template.source}/layers/{layer.name}/",
        "CompatibleRuntimes": [runtime],
        "RetentionPolicy": "Retain",
    }
    template.add(template.id(layer), "AWS::Serverless::LayerVersion", properties, metadata={"BuildMethod": runtime})
