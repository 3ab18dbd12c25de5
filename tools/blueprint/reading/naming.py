"""Names for resources that languages name differently: made of what they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tools.blueprint.reading.documents import Known, spelled

_DIGEST = re.compile(r"[0-9a-f]{10}$")

Properties = Mapping[str, Any]


def known_of(document: Mapping[str, Any]) -> Known:
    """Names for every resource whose name is not its logical id, and the defaults of parameters."""
    resources: Mapping[str, Any] = document.get("Resources", {})
    about: Mapping[str, Any] = document.get("Parameters", {})
    defaults = {name: str(found["Default"]) for name, found in about.items() if "Default" in found}
    names: dict[str, str] = {}
    known = Known(names, defaults)
    for makers in (_FIRST, _THEN):
        for identity, resource in resources.items():
            make = makers.get(resource["Type"])
            if make is not None:
                names[identity] = make(identity, resource.get("Properties", {}), known)
    _name_domains(resources, known, names)
    return known


def _name_domains(resources: Mapping[str, Any], known: Known, names: dict[str, str]) -> None:
    """A custom domain, what joins it to an API, and its record are named after the API."""
    for identity, resource in resources.items():
        if resource["Type"] in _MAPPINGS:
            properties = resource["Properties"]
            api = owner_of(properties.get("RestApiId", properties.get("ApiId")), known)
            domain = owner_of(properties["DomainName"], known)
            names |= {domain: f"{api}DomainName", identity: f"{api}DomainMapping"}
    for identity, resource in resources.items():
        properties = resource.get("Properties", {})
        record = (properties.get("RecordSets") or [properties])[0]
        if resource["Type"] in _RECORDS and "AliasTarget" in record:
            names[identity] = owner_of(record["AliasTarget"]["DNSName"], known).removesuffix("Name") + "Record"


_MAPPINGS = frozenset({"AWS::ApiGateway::BasePathMapping", "AWS::ApiGatewayV2::ApiMapping"})
_RECORDS = frozenset({"AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"})


def owner_of(value: Any, known: Known) -> str:
    """The name of the resource a reference leads to."""
    text = str(spelled(value, known))
    match = re.fullmatch(r"\$\{([^.}]+)[^}]*\}", text)
    return match[1] if match else text


def _of(key: str, word: str) -> Callable[[str, Properties, Known], str]:
    return lambda identity, properties, known: owner_of(properties.get(key), known) + word


def _layer(identity: str, properties: Properties, known: Known) -> str:
    return _DIGEST.sub("", identity)


def _mapping(identity: str, properties: Properties, known: Known) -> str:
    source, function = (owner_of(properties.get(key), known) for key in ("EventSourceArn", "FunctionName"))
    return f"{source}To{function}Mapping"


def _permit(identity: str, properties: Properties, known: Known) -> str:
    return f"{owner_of(properties.get('FunctionName'), known)}Permission"


_FIRST = {
    "AWS::Lambda::LayerVersion": _layer,
    "AWS::Lambda::Version": _of("FunctionName", "Version"),
    "AWS::Lambda::Alias": _of("FunctionName", "Alias"),
    "AWS::Lambda::EventInvokeConfig": _of("FunctionName", "Retries"),
    "AWS::ApiGateway::Deployment": _of("RestApiId", "Deployment"),
    "AWS::ApiGateway::Stage": _of("RestApiId", "Stage"),
    "AWS::ApiGatewayV2::Stage": _of("ApiId", "Stage"),
}
_THEN = {
    "AWS::Lambda::EventSourceMapping": _mapping,
    "AWS::Lambda::Permission": _permit,
}
