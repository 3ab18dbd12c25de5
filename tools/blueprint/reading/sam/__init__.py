"""SAM without its translator: what its own types stand for in plain CloudFormation.

Owns the types and events that are printed, written from the SAM specification (2016-10-31); refuses others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.sam.apis import expand_http, expand_rest
from tools.blueprint.reading.sam.functions import expand_function, expand_layer
from tools.blueprint.reading.sam.routes import routes_of

_DOTTED = re.compile(r"^(\w+)\.(Alias|Version|Stage)$")
_INSIDE = re.compile(r"\$\{(\w+)\.(Alias|Version|Stage)\}")


def expand(document: Mapping[str, Any]) -> dict[str, Any]:
    """A template without a transform that says the same. Raises ValueError for types it does not know."""
    told: dict[str, Any] = _undotted(dict(document))
    common = told.get("Globals", {}).get("Function", {})
    routes = routes_of(told["Resources"])
    found: dict[str, Any] = {}
    for identity, resource in told["Resources"].items():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::Serverless::Function":
                found |= expand_function(identity, {**resource, "Properties": _over(common, properties)})
            case "AWS::Serverless::LayerVersion":
                found |= expand_layer(identity, resource)
            case "AWS::Serverless::HttpApi":
                found |= expand_http(identity, properties, routes.get(identity, []))
            case "AWS::Serverless::Api":
                found |= expand_rest(identity, properties, routes.get(identity, []))
            case kind if kind.startswith("AWS::Serverless::"):
                raise ValueError(f"{identity}: a type of SAM that is not read: {kind}")
            case _:
                found[identity] = resource
    return {**told, "Resources": found}


def _over(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A function's own properties over those of all functions: maps are put together."""
    found = {**common, **own}
    for key in common.keys() & own.keys():
        if is_mapping(common[key]) and is_mapping(own[key]):
            found[key] = {**common[key], **own[key]}
    return found


def _undotted(value: Any) -> Any:
    """`F.Alias` as the id of a resource of its own."""
    if is_list(value):
        return [_undotted(item) for item in value]
    if not is_mapping(value):
        return value
    if set(value) == {"Ref"}:
        return {"Ref": _DOTTED.sub(r"\1\2", str(value["Ref"]))}
    if set(value) == {"Fn::Sub"} and isinstance(value["Fn::Sub"], str):
        return {"Fn::Sub": _INSIDE.sub(r"${\1\2}", value["Fn::Sub"])}
    return {key: _undotted(item) for key, item in value.items()}
