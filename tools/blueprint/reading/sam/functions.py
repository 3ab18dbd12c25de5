"""Functions and layers of SAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Resources = dict[str, Any]

_SAME = (
    "FunctionName",
    "Description",
    "Handler",
    "Runtime",
    "Layers",
    "Architectures",
    "MemorySize",
    "Timeout",
    "Role",
    "Environment",
    "VpcConfig",
    "LoggingConfig",
    "ReservedConcurrentExecutions",
    "SnapStart",
    "PackageType",
)
_READ = {
    *_SAME,
    "CodeUri",
    "ImageUri",
    "Tracing",
    "Events",
    "AutoPublishAlias",
    "ProvisionedConcurrencyConfig",
    "EventInvokeConfig",
}


def expand_function(identity: str, resource: Mapping[str, Any]) -> Resources:
    """A function, its alias, its retries, and what hands it batches."""
    said = resource["Properties"]
    unknown = sorted(set(said) - _READ)
    if unknown:
        raise ValueError(f"{identity}: properties of a function that are not read: {', '.join(unknown)}")
    properties = {key: said[key] for key in _SAME if key in said}
    properties["Code"] = said.get("CodeUri", said.get("ImageUri"))
    if "Tracing" in said:
        properties["TracingConfig"] = {"Mode": said["Tracing"]}
    found: Resources = {identity: {**resource, "Type": "AWS::Lambda::Function", "Properties": properties}}
    called = identity
    if "AutoPublishAlias" in said:
        called = f"{identity}Alias"
        found |= _published(identity, said)
    if "EventInvokeConfig" in said:
        found[f"{identity}Retries"] = _retries(identity, said)
    for name, event in said.get("Events", {}).items():
        if event["Type"] not in ("Api", "HttpApi"):
            found[f"{identity}{name}Mapping"] = _mapping(called, event)
    return found


def _published(identity: str, said: Mapping[str, Any]) -> Resources:
    version = {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": identity}}}
    alias: Resources = {
        "Name": said["AutoPublishAlias"],
        "FunctionName": {"Ref": identity},
        "FunctionVersion": {"Fn::GetAtt": [f"{identity}Version", "Version"]},
    }
    if "ProvisionedConcurrencyConfig" in said:
        alias["ProvisionedConcurrencyConfig"] = said["ProvisionedConcurrencyConfig"]
    return {
        f"{identity}Version": {**version, "DeletionPolicy": "Retain"},
        f"{identity}Alias": {"Type": "AWS::Lambda::Alias", "Properties": alias},
    }


def _retries(identity: str, said: Mapping[str, Any]) -> Resources:
    config = {**said["EventInvokeConfig"], "FunctionName": {"Ref": identity}}
    config["Qualifier"] = said.get("AutoPublishAlias", "$LATEST")
    return {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": _without_types(config)}


def _without_types(config: Mapping[str, Any]) -> Resources:
    """Destinations as the service takes them: SAM also says of what type they are."""
    found = dict(config)
    failure = config.get("DestinationConfig", {}).get("OnFailure")
    if failure is not None:
        found["DestinationConfig"] = {"OnFailure": {"Destination": failure["Destination"]}}
    return found


_SOURCES = {"SQS": "Queue", "Kinesis": "Stream", "DynamoDB": "Stream", "MSK": "Stream"}


def _mapping(called: str, event: Mapping[str, Any]) -> Resources:
    source = _SOURCES.get(event["Type"])
    if source is None:
        raise ValueError(f"an event of SAM that is not read: {event['Type']}")
    said = event["Properties"]
    rest = {key: value for key, value in said.items() if key != source}
    properties = {"FunctionName": {"Ref": called}, "EventSourceArn": said[source], **_without_types(rest)}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}


def expand_layer(identity: str, resource: Mapping[str, Any]) -> Resources:
    """A layer of code."""
    said = dict(resource["Properties"])
    keeps = said.pop("RetentionPolicy", "Retain") == "Retain"
    properties = {**{key: value for key, value in said.items() if key != "ContentUri"}, "Content": said["ContentUri"]}
    found: Resources = {"Type": "AWS::Lambda::LayerVersion", "Properties": properties}
    return {identity: {**found, "DeletionPolicy": "Retain"} if keeps else found}
