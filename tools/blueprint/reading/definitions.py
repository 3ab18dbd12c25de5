"""What an API's definition decides: for each request what answers it, who may send it, what it must carry."""

from __future__ import annotations

from typing import Any

from tools.blueprint.reading.model import Plain, is_list

INTEGRATION = "x-amazon-apigateway-integration"
AUTHORIZER = "x-amazon-apigateway-authorizer"
_ANY = "x-amazon-apigateway-any-method"


def read_definition(body: dict[str, Any]) -> dict[str, Plain]:
    """The settings of a body whose references have been spelled out."""
    components = body.get("components", {})
    found: dict[str, Plain] = {
        f"{'ANY' if method == _ANY else method.upper()} {path}": _operation(operation)
        for path, operations in body.get("paths", {}).items()
        for method, operation in operations.items()
    }
    found["schemes"] = {name: _scheme(scheme) for name, scheme in components.get("securitySchemes", {}).items()}
    found["schemas"] = {name.lower(): schema for name, schema in components.get("schemas", {}).items()}
    found["cors"] = body.get("x-amazon-apigateway-cors")
    return found


def _operation(operation: dict[str, Any]) -> Plain:
    guards = [name for guard in operation.get("security", []) for name in guard if name != "NONE"]
    integration = dict(operation[INTEGRATION])
    if integration["type"] == "mock":
        return {"guards": [*guards], "answers": _answers(integration)}
    carried = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "guards": [*guards],
        "carries": str(carried.get("$ref", "")).lower(),
        "validates": operation.get("x-amazon-apigateway-request-validator", ""),
        "integration": integration,
    }


def _answers(integration: dict[str, Any]) -> Plain:
    return integration["responses"]["default"].get("responseParameters", {})


def _scheme(scheme: dict[str, Any]) -> Plain:
    found = {key: value for key, value in scheme.items() if key != AUTHORIZER}
    if found.get("name") == "Unused":  # a name SAM writes where nothing reads one
        found["name"] = "Authorization"
    asked: dict[str, Any] = dict(scheme.get(AUTHORIZER, {}))
    source = asked.get("identitySource")
    if is_list(source) and len(source) == 1:
        asked["identitySource"] = source[0]
    return {**found, "asks": asked}
