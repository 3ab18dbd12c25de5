"""The Serverless Framework's file without the framework: what its functions and events stand for in CloudFormation.

Written from the framework's reference (functions, layers, events, `resources.extensions`), for the words that are
printed; it refuses others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.model import is_list, is_mapping

Found = dict[str, Any]

_STACK = "${self:service}-${sls:stage}"
_PARAMETER = re.compile(r"^\$\{param:(\w+)\}$")

_WORDS = {
    "name": "FunctionName",
    "description": "Description",
    "handler": "Handler",
    "runtime": "Runtime",
    "layers": "Layers",
    "memorySize": "MemorySize",
    "timeout": "Timeout",
    "role": "Role",
    "reservedConcurrency": "ReservedConcurrentExecutions",
}
_READ = {
    *_WORDS,
    "package",
    "architecture",
    "environment",
    "vpc",
    "disableLogs",
    "logs",
    "dependsOn",
    "image",
    "maximumEventAge",
    "maximumRetryAttempts",
    "destinations",
    "events",
    "tracing",
}


def expand(service: Mapping[str, Any]) -> Found:
    """A template that says the same. Raises ValueError for words it does not know."""
    stated: Found = _told(dict(service))
    resources: Found = dict(stated["resources"].get("Resources", {}))
    ids: dict[str, str] = {}
    functions: Found = stated.get("functions") or {}
    layers: Found = stated.get("layers") or {}
    for key, function in functions.items():
        ids[f"{_pascal(key)}LambdaFunction"] = identity = f"{_pascal(key)}Function"
        resources |= _function(identity, function, stated.get("provider", {}), resources)
    for key, layer in layers.items():
        ids[f"{_pascal(key)}LambdaLayer"] = _pascal(key)
        resources[_pascal(key)] = _layer(layer)
    extensions: Found = stated["resources"].get("extensions", {})
    for identity, more in extensions.items():
        resources[ids.get(identity, identity)] = _extended(resources[ids.get(identity, identity)], more)
    rest = {key: value for key, value in stated["resources"].items() if key not in ("Resources", "extensions")}
    return _renamed({**rest, "Resources": {key: _defined(each) for key, each in resources.items()}}, ids)


def _pascal(key: str) -> str:
    return key[:1].upper() + key[1:]


def _told(value: Any) -> Any:
    """The framework's variables as CloudFormation's."""
    if isinstance(value, str):
        parameter = _PARAMETER.match(value)
        if parameter:
            return {"Ref": parameter[1]}
        return {"Fn::Sub": value.replace(_STACK, "${AWS::StackName}")} if _STACK in value else value
    if is_list(value):
        return [_told(item) for item in value]
    return {key: _told(item) for key, item in value.items()} if is_mapping(value) else value


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    """References by the ids that do not say who made a resource."""
    if is_list(value):
        return [_renamed(item, ids) for item in value]
    if not is_mapping(value):
        return value
    if set(value) == {"Ref"}:
        return {"Ref": ids.get(value["Ref"], value["Ref"])}
    if set(value) == {"Fn::GetAtt"} and is_list(value["Fn::GetAtt"]):
        identity, *attribute = value["Fn::GetAtt"]
        return {"Fn::GetAtt": [ids.get(identity, identity), *attribute]}
    if set(value) == {"Fn::Sub"}:
        return {"Fn::Sub": _substituted(value["Fn::Sub"], ids)}
    return {key: _renamed(item, ids) for key, item in value.items()}


def _substituted(value: Any, ids: Mapping[str, str]) -> Any:
    text: str = value[0] if is_list(value) else value
    variables: Found = value[1] if is_list(value) else {}
    found = re.sub(r"\$\{(\w+)", lambda match: "${" + ids.get(match[1], match[1]), text)
    return [found, _renamed(variables, ids)] if variables else found


def _defined(resource: Mapping[str, Any]) -> Found:
    """A state machine's definition as data."""
    properties = resource.get("Properties", {})
    if "DefinitionString" not in properties:
        return dict(resource)
    rest = {key: value for key, value in properties.items() if key != "DefinitionString"}
    return {**resource, "Properties": {**rest, "Definition": json.loads(properties["DefinitionString"])}}


def _function(identity: str, said: Mapping[str, Any], provider: Mapping[str, Any], known: Found) -> Found:
    unknown = sorted(set(said) - _READ)
    if unknown:
        raise ValueError(f"{identity}: words of a function that are not read: {', '.join(unknown)}")
    properties: Found = {word: said[key] for key, word in _WORDS.items() if key in said}
    properties["Architectures"] = [said["architecture"]]
    if "image" in said:
        properties |= {"PackageType": "Image", "Code": {"ImageUri": said["image"]}}
    if "environment" in said:
        properties["Environment"] = {"Variables": said["environment"]}
    if "vpc" in said:
        properties["VpcConfig"] = {_pascal(key): value for key, value in said["vpc"].items()}
    if said.get("tracing", provider.get("tracing", {}).get("lambda")) in (True, "Active"):
        properties["TracingConfig"] = {"Mode": "Active"}
    if "logs" in said:
        properties["LoggingConfig"] = {_pascal(key): _group(value, known) for key, value in said["logs"].items()}
    found: Found = {identity: {"Type": "AWS::Lambda::Function", "Properties": properties}}
    if "maximumEventAge" in said:
        found[f"{identity}Retries"] = _retries(identity, said)
    for number, event in enumerate(said.get("events", ()), start=1):
        found[f"{identity}Mapping{number}"] = _mapping(identity, event)
    return found


def _group(value: Any, known: Found) -> Any:
    """A log group by its name, which is how the framework wants it, as a reference to it."""
    for identity, each in known.items():
        if each["Type"] == "AWS::Logs::LogGroup" and each["Properties"].get("LogGroupName") == value:
            return {"Ref": identity}
    return value


def _retries(identity: str, said: Mapping[str, Any]) -> Found:
    properties: Found = {
        "FunctionName": {"Ref": identity},
        "Qualifier": "$LATEST",
        "MaximumEventAgeInSeconds": said["maximumEventAge"],
        "MaximumRetryAttempts": said.get("maximumRetryAttempts", 2),
    }
    if "destinations" in said:
        properties["DestinationConfig"] = {"OnFailure": {"Destination": said["destinations"]["onFailure"]["arn"]}}
    return {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": properties}


_EVENT = {
    "arn": "EventSourceArn",
    "batchSize": "BatchSize",
    "maximumBatchingWindow": "MaximumBatchingWindowInSeconds",
    "batchWindow": "MaximumBatchingWindowInSeconds",
    "startingPosition": "StartingPosition",
    "maximumRetryAttempts": "MaximumRetryAttempts",
    "maximumRecordAgeInSeconds": "MaximumRecordAgeInSeconds",
    "bisectBatchOnFunctionError": "BisectBatchOnFunctionError",
    "parallelizationFactor": "ParallelizationFactor",
}


def _mapping(identity: str, event: Mapping[str, Any]) -> Found:
    ((kind, said),) = event.items()
    if kind not in ("sqs", "stream", "msk"):
        raise ValueError(f"{identity}: an event that is not read: {kind}")
    properties: Found = {"FunctionName": {"Fn::GetAtt": [identity, "Arn"]}}
    for key, value in said.items():
        match key:
            case "functionResponseType":
                properties["FunctionResponseTypes"] = [value]
            case "filterPatterns":
                properties["FilterCriteria"] = {"Filters": [{"Pattern": json.dumps(each)} for each in many(value)]}
            case "maximumConcurrency":
                properties["ScalingConfig"] = {"MaximumConcurrency": value}
            case "destinations":
                properties["DestinationConfig"] = {"OnFailure": {"Destination": value["onFailure"]["arn"]}}
            case "topic":
                properties["Topics"] = [value]
            case "type":
                pass
            case _ if key in _EVENT:
                properties[_EVENT[key]] = value
            case _:
                raise ValueError(f"{identity}: a word of an event that is not read: {key}")
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}


def _layer(said: Mapping[str, Any]) -> Found:
    properties: Found = {"CompatibleRuntimes": said["compatibleRuntimes"], "Content": said["package"]["artifact"]}
    if "description" in said:
        properties["Description"] = said["description"]
    return {"Type": "AWS::Lambda::LayerVersion", "Properties": properties}


def _extended(resource: Mapping[str, Any], more: Mapping[str, Any]) -> Found:
    properties = {**resource.get("Properties", {}), **more.get("Properties", {})}
    return {**resource, **more, "Properties": properties}
