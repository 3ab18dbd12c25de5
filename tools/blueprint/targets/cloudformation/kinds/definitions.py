"""An API's whole definition: its paths, who may call them, what they must carry, which web pages may ask.

SAM adds the last three by itself to the paths of `openapi`; in plain CloudFormation they are written out.
"""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.doors import ASKED, ASKED_AGAIN_S, CORS_HEADERS, CORS_METHODS, CORS_SECONDS, TOKENS
from tools.blueprint.plan.model import Route
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.kinds.openapi import INTEGRATION, definition_of, method_of
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Api

_SIGNED = "AWS_IAM"
_KEYED = "api_key"

Scheme = tuple[str, Properties]
"""Name and description of a way callers say who they are."""

Paths = dict[str, Properties]


def whole_definition(template: Template, api: Api) -> Properties:
    """The body of an HTTP or a REST API."""
    routes = template.routes_of[api.name]
    rest = template.plan.apis[api.name].style == "rest"
    found = definition_of(template, api, routes)
    paths: Paths = found["paths"]  # type: ignore[assignment]
    parts: Properties = {}
    scheme = (_of_rest if rest else _of_http)(template, api)
    if scheme is not None:
        parts["securitySchemes"] = {scheme[0]: scheme[1]}
        _guard(paths, routes, scheme[0])
    if parts:
        found["components"] = parts
    if rest:
        say_models(template, api, found)
    if api.cors_origins and rest:
        _answer_preflights(paths, api)
    elif api.cors_origins:
        found["x-amazon-apigateway-cors"] = {
            "allowOrigins": list(api.cors_origins),
            "allowMethods": list(CORS_METHODS),
            "allowHeaders": list(CORS_HEADERS),
            "maxAge": CORS_SECONDS,
        }
    return found


def _guard(paths: Paths, routes: list[Route], scheme: str) -> None:
    guarded = {(route.path, method_of(route)) for route in routes if not route.open}
    for path, operations in paths.items():
        for method, operation in operations.items():
            assert isinstance(operation, dict)
            guard: list[Node] = [{scheme: []}] if (path, method) in guarded else []
            operations[method] = {**operation, "security": guard}


def _of_http(template: Template, api: Api) -> Scheme | None:
    decided = template.plan.apis[api.name]
    if decided.issuer is not None and decided.audience is not None:
        checks: Node = {"issuer": template.value(decided.issuer), "audience": [template.value(decided.audience)]}
        tokens: Properties = {"type": "jwt", "identitySource": "$request.header.Authorization"}
        return TOKENS, {"type": "oauth2", _AUTHORIZER: {**tokens, "jwtConfiguration": checks}}
    if api.auth == "iam":
        return _SIGNED, _SIGNATURES
    if api.auth == "function" and api.authorizer is not None:
        asked: Properties = {
            "type": "request",
            "authorizerUri": doors.invocation(template, api.authorizer),
            "authorizerPayloadFormatVersion": "2.0",
            "enableSimpleResponses": True,
            "identitySource": "$request.header.Authorization",
            "authorizerResultTtlInSeconds": ASKED_AGAIN_S,
        }
        return ASKED, {**_in_header("Authorization"), _AUTHORIZER: asked}
    return None


def _of_rest(template: Template, api: Api) -> Scheme | None:
    if api.auth == "jwt":
        parameter = parameter_for(api.name, "UserPoolArn")
        pool = template.value(Ref(api.user_pool)) if api.user_pool is not None else template.parameter(parameter)
        tokens: Properties = {"type": "cognito_user_pools", "providerARNs": [pool]}
        return TOKENS, {
            **_in_header("Authorization"),
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            _AUTHORIZER: tokens,
        }
    if api.auth == "iam":
        return _SIGNED, _SIGNATURES
    if api.auth == "function" and api.authorizer is not None:
        asked: Properties = {
            "type": "request",
            "authorizerUri": doors.invocation(template, api.authorizer),
            "identitySource": "method.request.header.Authorization",
            "authorizerResultTtlInSeconds": ASKED_AGAIN_S,
        }
        return ASKED, {
            **_in_header("Authorization"),
            "x-amazon-apigateway-authtype": "custom",
            _AUTHORIZER: asked,
        }
    return (_KEYED, _in_header("x-api-key")) if api.auth == "api-key" or api.usage_plans else None


_AUTHORIZER = "x-amazon-apigateway-authorizer"


def _in_header(name: str) -> Properties:
    return {"type": "apiKey", "name": name, "in": "header"}


_SIGNATURES: Properties = {**_in_header("Authorization"), "x-amazon-apigateway-authtype": "awsSigv4"}

_VALIDATOR = "body-and-params"
_VALIDATES: Properties = {"validateRequestBody": True, "validateRequestParameters": True}


def say_models(template: Template, api: Api, definition: Properties) -> None:
    """Says what the requests that carry an entity must look like."""
    models = doors.models_of(template, api.name)
    paths: Paths = definition["paths"]  # type: ignore[assignment]
    routes = template.routes_of[api.name]
    carrying = [route for route in routes if route.entity in models and route.action == "invoke"]
    for route in carrying:
        schema: Node = {"$ref": f"#/components/schemas/{route.entity}"}
        operation = paths[route.path][method_of(route)]
        assert isinstance(operation, dict)
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        operation["x-amazon-apigateway-request-validator"] = _VALIDATOR
    if carrying:
        definition["x-amazon-apigateway-request-validators"] = {_VALIDATOR: _VALIDATES}
        parts: Properties = definition.setdefault("components", {})  # type: ignore[assignment]
        parts["schemas"] = models


def _answer_preflights(paths: Paths, api: Api) -> None:
    """Answers a browser's question about each path, which carries no credentials and needs none."""
    allowed: Properties = {
        "Access-Control-Allow-Origin": f"'{api.cors_origins[0]}'",
        "Access-Control-Allow-Methods": f"'{','.join(CORS_METHODS)}'",
        "Access-Control-Allow-Headers": f"'{','.join(CORS_HEADERS)}'",
        "Access-Control-Max-Age": f"'{CORS_SECONDS}'",
    }
    said: Properties = {name: {"schema": {"type": "string"}} for name in allowed}
    sent: Properties = {f"method.response.header.{name}": value for name, value in allowed.items()}
    answer: Properties = {
        "summary": "Which web pages may ask",
        "security": [],
        "responses": {"200": {"description": "OK", "headers": said}},
        INTEGRATION: {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": "200", "responseParameters": sent}},
        },
    }
    for operations in paths.values():
        operations.setdefault("options", answer)
