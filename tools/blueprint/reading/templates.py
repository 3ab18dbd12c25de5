"""CloudFormation templates as graphs. What only says who wrote a template is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tools.blueprint.reading.definitions import read_definition
from tools.blueprint.reading.documents import Known, spelled
from tools.blueprint.reading.model import Permission, Plain, Reading, Resource, is_list, is_mapping
from tools.blueprint.reading.naming import known_of

_PERMIT = "AWS::Lambda::Permission"
_OWN_POLICIES = ("AWS::IAM::Role", "AWS::IAM::RolePolicy")
_WRITERS = ("lambda:createdBy", "httpapi:createdBy")
"""Tags that SAM puts on what it makes."""

_SAME = {"AWS::Route53::RecordSetGroup": "AWS::Route53::RecordSet"}

Settings = dict[str, Any]


def read_template(document: Mapping[str, Any]) -> Reading:
    """The graph of a template without a transform, as `read_document` gives it."""
    known = known_of(document)
    read = resources_of(document, known)
    return Reading(
        {resource.name: resource for resource in read if resource.kind != _PERMIT},
        frozenset(permission for resource in read for permission in _permissions(resource)),
        frozenset(_invocation(resource) for resource in read if resource.kind == _PERMIT),
        {name: spelled(output["Value"], known) for name, output in document.get("Outputs", {}).items()},
    )


def resources_of(document: Mapping[str, Any], known: Known) -> list[Resource]:
    """Every resource of a template, with its references spelled out."""
    resources: Mapping[str, Any] = document.get("Resources", {})
    return [_resource(known.names.get(identity, identity), found, known) for identity, found in resources.items()]


def _resource(name: str, found: Mapping[str, Any], known: Known) -> Resource:
    said: str = found["Type"]
    settings: Any = spelled(found.get("Properties", {}), known)
    settings = _untagged(settings)
    keeps = found.get("DeletionPolicy", "Delete") == "Retain"
    tidy = _TIDY.get(said)
    return Resource(
        name, _SAME.get(said, said), found.get("Condition", ""), keeps, tidy(settings) if tidy else settings
    )


def _untagged(settings: Settings) -> Settings:
    tags: Any = settings.get("Tags")
    if is_mapping(tags):
        tags = {key: value for key, value in tags.items() if key not in _WRITERS}
    elif is_list(tags):
        tags = [tag for tag in tags if tag.get("Key") not in _WRITERS]
    rest = {key: value for key, value in settings.items() if key != "Tags"}
    return {**rest, "Tags": tags} if tags else rest


def _without(*keys: str) -> Callable[[Settings], Settings]:
    return lambda settings: {key: value for key, value in settings.items() if key not in keys}


def _function(settings: Settings) -> Settings:
    """Where its code was put is decided when it is packaged; which release it is of, when it is deployed."""
    said = re.sub(r" \(release [^()]*\)$", "", str(settings.get("Description", "")))
    code = {} if settings.get("PackageType") == "Image" else {"Code": "packaged"}
    return {**settings, "Description": said, **code}


def _called(settings: Settings) -> Settings:
    """A function is named by its name or by its ARN."""
    found = {**settings, "FunctionName": _bare(settings.get("FunctionName"))}
    if str(found.get("Qualifier", "")).startswith("${"):
        found["Qualifier"] = "live"
    return found


def _bare(name: Plain) -> str:
    return str(name).replace(".Arn}", "}")


def _api(settings: Settings) -> Settings:
    body: Settings = settings.get("Body", {})
    info, rest = body.get("info", {}), _without("Body", "Name", "Description", "ProtocolType")(settings)
    said = {key: settings.get(key, info.get(word)) for key, word in (("Name", "title"), ("Description", "description"))}
    policy = settings.get("Policy", body.get("x-amazon-apigateway-policy"))
    if policy is not None:
        said["Policy"] = policy
    servers = str(body.get("servers", ""))
    if "'disableExecuteApiEndpoint': True" in servers:
        rest["DisableExecuteApiEndpoint"] = True
    return {**said, **rest, "Body": read_definition(body)}


def _records(settings: Settings) -> Settings:
    """One record, in a group of its own or not."""
    records = settings.get("RecordSets")
    if records:
        settings = {
            **_without("RecordSets", "HostedZoneId")(settings),
            "HostedZoneId": settings.get("HostedZoneId"),
            **records[0],
        }
    return settings


_TIDY: dict[str, Callable[[Settings], Settings]] = {
    "AWS::Lambda::Function": _function,
    "AWS::Lambda::LayerVersion": _without("Content", "LayerName"),
    "AWS::Lambda::Version": _without("Description"),
    "AWS::Lambda::EventSourceMapping": _called,
    "AWS::Lambda::EventInvokeConfig": _called,
    "AWS::ApiGateway::Deployment": _without("Description"),
    "AWS::ApiGateway::Stage": _without("Description"),
    "AWS::ApiGateway::RestApi": _api,
    "AWS::ApiGatewayV2::Api": _api,
    "AWS::Route53::RecordSetGroup": _records,
}


def _permissions(resource: Resource) -> list[Permission]:
    if resource.kind not in _OWN_POLICIES:
        return []
    settings: Any = resource.settings
    if resource.kind == "AWS::IAM::Role":
        holder, documents = resource.name, [own.get("PolicyDocument", {}) for own in settings.get("Policies", ())]
    else:
        holder, documents = str(settings.get("RoleName")).strip("${}"), [settings.get("PolicyDocument", {})]
    return [
        Permission(holder, action, where, json.dumps(statement.get("Condition", ""), sort_keys=True))
        for document in documents
        for statement in document.get("Statement", [])
        for action in many(statement.get("Action", []))
        for where in many(statement.get("Resource", []))
    ]


def many(value: Any) -> list[Any]:
    """A list; a list of one where it is none."""
    return value if is_list(value) else [value]


_REQUEST = re.compile(r"(arn:aws:execute-api:[^/]+)/.*")


def _invocation(resource: Resource) -> tuple[str, str, str]:
    settings = resource.settings
    source = str(settings.get("SourceArn", ""))
    return _bare(settings.get("FunctionName")), str(settings.get("Principal")), _REQUEST.sub(r"\1", source)
