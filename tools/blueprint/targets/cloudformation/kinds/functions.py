"""Functions: code, role, logs, published versions, and what hands them batches."""

from __future__ import annotations

import json

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.code import ALIAS
from tools.blueprint.plan.model import FunctionPlan, Parameter, Poller
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import of_function
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds.doors import print_permit
from tools.blueprint.targets.cloudformation.kinds.logs import print_logs
from tools.blueprint.targets.cloudformation.references import get, is_aliased, ref, sub, subnets_of
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import Function, Layer, Queue

SHARED_LAYERS = {"python": "SharedCode"}
"""Ids of the layers of code that handlers share, by language; built code has it inside."""

SHARED_FOLDERS = {"python": "shared"}

RELEASE = Parameter("Release", "What this deployment is called; say a new word to publish new versions", "1")

_LONGEST_DESCRIPTION = 256


def print_function(template: Template, function: Function) -> None:
    """A function with what it needs."""
    plan, decided = template.plan, template.plan.functions[function.name]
    print_logs(template, function.name)
    print_roles_of(template, function.name, "run")
    identity = template.id(function)
    properties = named_of(template, function)
    properties["Description"] = described(template, function)
    properties |= _code(template, function, decided)
    properties |= sizes_of(template, function, decided)
    properties |= surroundings_of(template, decided)
    if function.placement == "regional":  # at the edge there is neither
        properties["LoggingConfig"] = _logging(template, function)
        properties["TracingConfig"] = {"Mode": "Active"}
    if decided.reserved is not None:
        properties["ReservedConcurrentExecutions"] = decided.reserved
    if decided.snapstart:
        properties["SnapStart"] = {"ApplyOn": "PublishedVersions"}
    template.add(identity, "AWS::Lambda::Function", properties, waived=of_function(plan, function))
    if is_published(template, function):
        print_version(template, identity, decided)
    if decided.asynchronous:
        print_retries(template, function, decided)
    for poller in template.pollers_of[function.name]:
        print_mapping(template, poller)
    print_other_permits(template, function)


def named_of(template: Template, function: Function) -> Properties:
    """Its name, where others must know it before it is made."""
    fixed = template.plan.fixed.get(function.name)
    return {} if fixed is None else {"FunctionName": template.value(fixed)}


def print_other_permits(template: Template, function: Function) -> None:
    """Lets whatever is no API invoke a function; APIs are printed with their own permits."""
    for permit in template.permits_of[function.name]:
        if permit.purpose not in ("route", "authorizer"):
            print_permit(template, permit)


def is_published(template: Template, function: Function) -> bool:
    """Whether it is a published version that is called: one kept warm, or one copied to the edge."""
    return is_aliased(template.plan, function.name) or function.placement == "edge"


def described(template: Template, function: Function) -> Node:
    """What it is for; of which release where versions are published, since Lambda publishes none without a change."""
    words = (function.description or title_of(function))[:_LONGEST_DESCRIPTION]
    if not is_published(template, function):
        return text(words)
    template.ask(RELEASE)
    words = words[: _LONGEST_DESCRIPTION - 60].replace("${", "${!")
    return sub(f"{words} (release ${{{RELEASE.name}}})")


def _code(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    if function.package == "image":
        return {
            "PackageType": "Image",
            "Code": {"ImageUri": template.parameter(parameter_for(function.name, "ImageUri"))},
        }
    found: Properties = {
        "Code": f"{template.source}/{decided.folder}/",
        "Handler": decided.handler,
        "Runtime": decided.runtime,
    }
    return found | layers_of(template, function, decided)


def layers_of(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    """The shared code of its language, and the libraries asked for; code at the edge takes none."""
    if function.placement != "regional":
        return {}
    layers: list[Node] = [ref(SHARED_LAYERS[decided.language])] if decided.layered else []
    layers += [ref(template.id(name)) for name in function.layers]
    return {"Layers": layers} if layers else {}


def sizes_of(template: Template, function: Function, decided: FunctionPlan) -> Properties:
    """Processor, memory, time, and the role it works under."""
    return {
        "Architectures": ["x86_64" if function.placement == "edge" else function.architecture],
        "MemorySize": function.memory_mb,
        "Timeout": decided.timeout_s,
        "Role": get(f"{template.id(function)}Role"),
    }


def surroundings_of(template: Template, decided: FunctionPlan) -> Properties:
    """Variables and network."""
    found: Properties = {}
    if decided.environment:
        variables: Properties = {word: template.value(value) for word, value in decided.environment.items()}
        found["Environment"] = {"Variables": variables}
    if decided.network is not None:
        groups: list[Node] = [get(template.id(decided.network, "AccessSecurityGroup"), "GroupId")]
        found["VpcConfig"] = {"SecurityGroupIds": groups, "SubnetIds": list(subnets_of(template.plan, decided.network))}
    return found


LOGGING: Properties = {"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"}


def _logging(template: Template, function: Function) -> Properties:
    if function.name not in template.plan.logs:
        return LOGGING
    return {**LOGGING, "LogGroup": ref(template.plan.logs[function.name].id)}


def print_version(template: Template, identity: str, decided: FunctionPlan) -> None:
    """The version of this release, and the name callers know it by.

    A version is made anew when its description changes (CloudFormation reference, "AWS::Lambda::Version"); those
    before it are kept to go back to.
    """
    published: Properties = {"FunctionName": ref(identity), "Description": template.ask(RELEASE)}
    version = template.add(f"{identity}Version", "AWS::Lambda::Version", published, keep=True)
    alias: Properties = {
        "Name": ALIAS,
        "FunctionName": ref(identity),
        "FunctionVersion": get(version, "Version"),
    }
    if decided.provisioned:
        alias["ProvisionedConcurrencyConfig"] = {"ProvisionedConcurrentExecutions": decided.provisioned}
    template.add(f"{identity}Alias", "AWS::Lambda::Alias", alias)


def print_retries(template: Template, function: Function, decided: FunctionPlan) -> None:
    """How often what failed is tried again, and where it goes then."""
    identity = template.id(function)
    published = is_published(template, function)
    properties: Properties = {
        "FunctionName": ref(identity),
        "Qualifier": ALIAS if published else "$LATEST",
        "MaximumEventAgeInSeconds": decided.max_age_s,
        "MaximumRetryAttempts": decided.retries,
    }
    if decided.on_failure is not None:
        where = template.value(Ref(decided.on_failure))
        properties["DestinationConfig"] = {"OnFailure": {"Destination": where}}
    after = [f"{identity}Alias"] if published else []
    template.add(f"{identity}Retries", "AWS::Lambda::EventInvokeConfig", properties, after=after)


def print_mapping(template: Template, poller: Poller) -> None:
    """What reads a queue or a stream for a function; in the primary region only where all see the same changes."""
    source = template.graph[poller.source]
    stream = Ref(source.name, "stream") if source.kind == "table" else Ref(source.name)
    function = template.graph[poller.function]
    assert isinstance(function, Function)
    published = is_published(template, function)
    properties: Properties = {
        "FunctionName": ref(template.id(function, template.dialect.alias)) if published else get(template.id(function)),
        "EventSourceArn": template.value(stream),
        "BatchSize": poller.batch_size,
    }
    if poller.topic:
        properties |= {"Topics": [poller.topic], "StartingPosition": "TRIM_HORIZON"}
    else:
        properties |= batches_of(poller)
        properties |= {} if isinstance(source, Queue) else _bounds(template, poller)
    condition = template.primary() if poller.primary_only else ""
    template.add(poller.id, "AWS::Lambda::EventSourceMapping", properties, condition=condition)


def batches_of(poller: Poller) -> Properties:
    """How batches are gathered, answered and chosen."""
    found: Properties = {}
    if poller.window_s:
        found["MaximumBatchingWindowInSeconds"] = poller.window_s
    if poller.partial_failures:
        found["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
    if poller.patterns:
        filters: list[Node] = [{"Pattern": json.dumps(pattern)} for pattern in poller.patterns]
        found["FilterCriteria"] = {"Filters": filters}
    if not poller.ordered and poller.max_concurrency is not None:
        found["ScalingConfig"] = {"MaximumConcurrency": poller.max_concurrency}
    return found


def bounds_of(poller: Poller) -> Properties:
    """How far a stream is read, and how often what fails is tried."""
    found: Properties = {
        "StartingPosition": "TRIM_HORIZON",
        "MaximumRetryAttempts": poller.retries,
        "MaximumRecordAgeInSeconds": poller.max_age_s,
        "BisectBatchOnFunctionError": poller.bisect,
    }
    if poller.shards_in_parallel > 1:
        found["ParallelizationFactor"] = poller.shards_in_parallel
    return found


def _bounds(template: Template, poller: Poller) -> Properties:
    found = bounds_of(poller)
    if poller.dead_letter is not None:
        found["DestinationConfig"] = {"OnFailure": {"Destination": template.value(Ref(poller.dead_letter))}}
    return found


def shared_layers(template: Template) -> list[tuple[str, str, list[Node]]]:
    """The layers of shared code, one for each language whose handlers find it there: id, folder and runtimes."""
    regional = [f for f in template.graph.all(Function) if f.placement == "regional" and f.package == "zip"]
    plans = [plan for f in regional if (plan := template.plan.functions[f.name]).layered]
    return [
        (
            SHARED_LAYERS[language],
            f"{template.source}/{SHARED_FOLDERS[language]}/",
            list(dict.fromkeys(plan.runtime for plan in plans if plan.language == language)),
        )
        for language in dict.fromkeys(plan.language for plan in plans)
    ]


SHARED_CODE = "Code that the handlers share"


def print_shared_layers(template: Template) -> None:
    """The layers of shared code."""
    for identity, folder, runtimes in shared_layers(template):
        properties: Properties = {"Description": SHARED_CODE, "Content": folder, "CompatibleRuntimes": runtimes}
        template.add(identity, "AWS::Lambda::LayerVersion", properties)


def runtime_of(template: Template, layer: Layer) -> str:
    """The runtime the functions of a layer's language have."""
    return next((f.runtime for f in template.plan.functions.values() if f.language == layer.language), "")


def print_layer(template: Template, layer: Layer) -> None:
    """A layer of libraries: its folder, once they have been put into it."""
    properties: Properties = {
        "Description": text((layer.description or title_of(layer))[:_LONGEST_DESCRIPTION]),
        "Content": f"{template.source}/layers/{layer.name}/",
        "CompatibleRuntimes": [runtime_of(template, layer)],
    }
    template.add(template.id(layer), "AWS::Lambda::LayerVersion", properties, keep=True)
