"""What an API answers, where it is said in routes and integrations of their own."""

from __future__ import annotations

from typing import Any

from tools.blueprint.reading.folding import Resources, owner
from tools.blueprint.reading.neutral import Settings

_KINDS = ("api-route", "api-integration", "api-authorizer")
_WORDS = {
    "integration_type": "type",
    "integration_method": "httpMethod",
    "integration_subtype": "integrationSubtype",
    "integration_uri": "uri",
    "credentials_arn": "credentials",
    "request_parameters": "requestParameters",
    "payload_format_version": "payloadFormatVersion",
    "connection_type": "connectionType",
    "connection_id": "connectionId",
}


def gather_requests(known: Resources) -> None:
    """Puts routes into their APIs, each with its integration and its guard."""
    for place in sorted(place for place in known if place[0] == "api-route"):
        route = known[place].settings
        api = owner(known, route.get("api_id"))
        if api is not None:
            api.settings.setdefault("requests", {})[str(route.get("route_key"))] = _request(known, route)
    for place in [place for place in known if place[0] in _KINDS]:
        del known[place]


def _request(known: Resources, route: Settings) -> Settings:
    integration = owner(known, str(route.get("target", "")))
    guard = owner(known, route.get("authorizer_id"))
    said: Settings = {} if integration is None else {_WORDS.get(k, k): v for k, v in integration.settings.items()}
    said.pop("api_id", None)
    said["type"] = str(said.get("type", "")).lower()
    return {"integration": said, "guards": _guards(route, None if guard is None else guard.settings)}


def _guards(route: Settings, guard: Settings | None) -> list[Any]:
    kind = route.get("authorization_type", "NONE")
    if guard is None:
        return [] if kind == "NONE" else ["iam" if kind == "AWS_IAM" else kind]
    said = {
        "type": str(guard.get("authorizer_type", "")).lower(),
        "identity_source": guard.get("identity_source", guard.get("identity_sources")),
        "authorizer_uri": guard.get("authorizer_uri"),
        "authorizer_payload_format_version": guard.get("authorizer_payload_format_version"),
        "authorizer_result_ttl_in_seconds": guard.get("authorizer_result_ttl_in_seconds"),
        "enable_simple_responses": guard.get("enable_simple_responses"),
        "jwt_configuration": guard.get("jwt_configuration"),
    }
    return [{key: value for key, value in said.items() if value is not None}]
