"""REST APIs: one definition as OpenAPI, deployed anew whenever it changes."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.doors import (
    ASKED,
    ASKED_AGAIN_S,
    CORS_HEADERS,
    CORS_METHODS,
    CORS_SECONDS,
    TOKENS,
    models_of,
)
from tools.blueprint.plan.integrations import asked, path_names
from tools.blueprint.plan.model import ApiPlan, Route
from tools.blueprint.plan.waivers import NO_CACHE
from tools.blueprint.resources.kinds import doors
from tools.blueprint.resources.kinds.firewalls import print_association
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, document, encoded, text
from tools.blueprint.resources.tree import Apply, Block, Body, Expr, Node
from tools.blueprint.resources.waivers import NOT_CACHED, REST_RULES, REST_WALL
from tools.design.components import Api, External

_INTEGRATION = "x-amazon-apigateway-integration"
Tree = dict[str, Node]

_HEALTH: Tree = {
    "operationId": "GetHealth",
    "responses": {"200": {"description": "OK"}},
    _INTEGRATION: {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200"}},
    },
}
"""What a REST API answers by itself: one that answers nothing cannot be deployed."""


def print_rest(root: Root, api: Api) -> None:
    """The API, its deployment, its stage, and what limits who calls it."""
    decided = root.plan.apis[api.name]
    words = doors.described(root, api)
    body: Body = {
        **words,
        "minimum_compression_size": "1024",
        **({"disable_execute_api_endpoint": True} if decided.domain and api.auth == "mutual-tls" else {}),
        "body": encoded(_definition(root, api, words)),
        "endpoint_configuration": Block(_endpoint(root, api)),
    }
    if api.endpoint == "private" and api.network is not None:
        body["policy"] = document([_within(root, api.network)])
    lifecycle: Body = {"create_before_destroy": True}
    root.add("aws_api_gateway_rest_api", api.name, body, lifecycle=lifecycle)
    here: Body = {"rest_api_id": root.ref(api.name, "id")}
    triggers: Node = {"redeployment": Apply("sha1", (root.at("aws_api_gateway_rest_api", api.name, "body"),))}
    deployment: Body = {**here, "triggers": triggers}
    root.add("aws_api_gateway_deployment", api.name, deployment, lifecycle=lifecycle)
    stage = _print_stage(root, api, decided)
    if api.auth == "function":
        doors.print_asked(root, api)
    doors.print_domain(root, api, decided, stage)
    if api.firewall is not None:
        print_association(root, api.name, root.at("aws_api_gateway_stage", api.name), api.firewall)
    _print_plans(root, api, stage)


def _within(root: Root, network: str) -> Node:
    """Whoever comes through the network's own endpoint: without such a policy a private API cannot be deployed."""
    return {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        "Condition": {"StringEquals": {"aws:SourceVpce": root.at("aws_vpc_endpoint", network, "id", "execute_api")}},
    }


def _endpoint(root: Root, api: Api) -> Body:
    if api.endpoint == "private" and api.network is not None:
        endpoint = root.at("aws_vpc_endpoint", api.network, "id", "execute_api")
        return {"types": ["PRIVATE"], "vpc_endpoint_ids": [endpoint]}
    return {"types": [api.endpoint.upper()]}


def _print_stage(root: Root, api: Api, decided: ApiPlan) -> Expr:
    body: Body = {
        "rest_api_id": root.ref(api.name, "id"),
        "deployment_id": root.at("aws_api_gateway_deployment", api.name, "id"),
        "stage_name": root.parameter("Stage"),
        "xray_tracing_enabled": True,
    }
    if api.cache_ttl_s:
        body |= {"cache_cluster_enabled": True, "cache_cluster_size": "0.5"}
    body |= doors.access_log(root, api)
    wall = REST_WALL if api.firewall is None else REST_RULES
    waived = (wall,) if api.cache_ttl_s else (NO_CACHE, wall)
    root.add("aws_api_gateway_stage", api.name, body, after=[doors.print_logging_account(root)], waived=waived)
    settings: Body = {
        "metrics_enabled": True,
        "logging_level": "ERROR",
        "data_trace_enabled": False,
        "throttling_rate_limit": doors.number(decided.rate),
        "throttling_burst_limit": decided.burst,
    }
    if api.cache_ttl_s:
        settings |= {
            "caching_enabled": True,
            "cache_ttl_in_seconds": min(api.cache_ttl_s, 3600),
            "cache_data_encrypted": True,
        }
    stage = root.at("aws_api_gateway_stage", api.name, "stage_name")
    every: Body = {
        "rest_api_id": root.ref(api.name, "id"),
        "stage_name": stage,
        "method_path": "*/*",
        "settings": Block(settings),
    }
    uncached = () if api.cache_ttl_s else (NOT_CACHED,)
    root.add("aws_api_gateway_method_settings", api.name, every, waived=uncached)
    return stage


def _definition(root: Root, api: Api, words: Body) -> Tree:
    """Paths, methods and integrations of an API, who may call them, and what requests carry."""
    models: Tree = dict(models_of(root.plan, api))
    paths: dict[str, Tree] = {}
    for route in root.routes_of[api.name]:
        method = "x-amazon-apigateway-any-method" if route.method == "ANY" else route.method.lower()
        paths.setdefault(route.path, {})[method] = _operation(root, api, route, models)
    if not paths:
        paths["/health"] = {"get": _HEALTH}
    if api.cors_origins:
        for path, methods in paths.items():
            methods.setdefault("options", _preflight(path, api.cors_origins[0]))
    found: Tree = {
        "openapi": "3.0.1",
        "info": {"title": words["name"], "description": words["description"], "version": "1.0"},
        "paths": dict(paths),
    }
    components: Tree = {"schemas": models} if models else {}
    keepers = _keepers(root, api)
    if keepers:
        components["securitySchemes"] = keepers
    if components:
        found["components"] = components
    if models:
        checks: Node = {"validateRequestBody": True, "validateRequestParameters": True}
        found["x-amazon-apigateway-request-validators"] = {"whole": checks}
    return found


def _preflight(path: str, origin: str) -> Tree:
    headers = ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Allow-Origin")
    values = (",".join(CORS_METHODS), ",".join(CORS_HEADERS), origin)
    said: Tree = {
        f"method.response.header.{name}": f"'{value}'"
        for name, value in zip((*headers, "Access-Control-Max-Age"), (*values, str(CORS_SECONDS)), strict=True)
    }
    text_header: Node = {"schema": {"type": "string"}}
    shown: Tree = dict.fromkeys((*headers, "Access-Control-Max-Age"), text_header)
    found: Tree = {
        "responses": {"200": {"description": "OK", "headers": shown}},
        _INTEGRATION: {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": "200", "responseParameters": said}},
        },
    }
    return {**_parameters(path), **found}


def _parameters(path: str) -> Tree:
    names = path_names(path)
    if not names:
        return {}
    return {
        "parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    }


def _keepers(root: Root, api: Api) -> Tree:
    header: Tree = {"type": "apiKey", "name": "Authorization", "in": "header"}
    kind, settings = "x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer"
    match api.auth:
        case "jwt":
            known = root.ref(api.user_pool) if api.user_pool is not None else None
            pool = known if known is not None else root.parameter(parameter_for(api.name, "UserPoolArn"))
            by: Node = {"type": "cognito_user_pools", "providerARNs": [pool]}
            return {TOKENS: {**header, kind: "cognito_user_pools", settings: by}}
        case "iam":
            return {"sigv4": {**header, kind: "awsSigv4"}}
        case "function" if api.authorizer is not None:
            by = {
                "type": "request",
                "authorizerUri": doors.invocation(root, api.authorizer),
                "authorizerResultTtlInSeconds": ASKED_AGAIN_S,
                "identitySource": "method.request.header.Authorization",
            }
            return {ASKED: {**header, kind: "custom", settings: by}}
        case _ if api.auth == "api-key" or api.usage_plans:
            return {"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}
        case _:
            return {}


def _operation(root: Root, api: Api, route: Route, models: Tree) -> Tree:
    found: Tree = {"operationId": route.id, **_parameters(route.path)}
    if route.entity in models and route.action == "invoke":
        schema: Node = {"$ref": f"#/components/schemas/{route.entity}"}
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        found["x-amazon-apigateway-request-validator"] = "whole"
    found["responses"] = {"202": {"description": "Accepted"}} if route.role else {"200": {"description": "OK"}}
    keepers = _scheme(api)
    preflight = route.method == "OPTIONS" and bool(api.cors_origins)  # which carries no key and no token
    if keepers and not preflight and not (route.open and keepers != "api_key"):
        found["security"] = [{keepers: list[Node]()}]
    found[_INTEGRATION] = _way(root, route)
    return found


def _scheme(api: Api) -> str:
    if api.auth == "function" and api.authorizer is None:
        return ""
    known = {"jwt": TOKENS, "iam": "sigv4", "function": ASKED, "api-key": "api_key"}
    return known.get(api.auth, "api_key" if api.usage_plans else "")


def _way(root: Root, route: Route) -> Node:
    if route.action == "invoke":
        return {"type": "aws_proxy", "httpMethod": "POST", "uri": doors.invocation(root, route.target)}
    if route.action == "forward":
        return _forwarded(root, route)
    request = asked(root.plan, route)
    accepted: Tree = {"statusCode": "202"}
    if not request.answers:
        accepted["responseTemplates"] = {"application/json": '{"requestId": "$context.requestId"}'}
    return {
        "type": "aws",
        "httpMethod": request.method,
        "uri": root.value(request.uri),
        "credentials": root.role(route.role or ""),
        "passthroughBehavior": request.passthrough,
        "requestParameters": dict(request.parameters),
        "requestTemplates": {kind: root.value(value) for kind, value in request.templates.items()},
        "responses": {"default": accepted},
    }


def _forwarded(root: Root, route: Route) -> Node:
    target = root.graph[route.target]
    found: Tree = {"type": "http_proxy", "httpMethod": route.method}
    if isinstance(target, External):
        return {**found, "uri": doors.below(root, target, route)}
    balancer = doors.balancer_of(root, target)
    names = path_names(route.path)
    found |= {
        "connectionType": "VPC_LINK",
        "connectionId": root.at("aws_apigatewayv2_vpc_link", balancer.name, "id"),
        "integrationTarget": root.at("aws_lb", balancer.name),
        "uri": text("http://", root.at("aws_lb", balancer.name, "dns_name"), route.path),
    }
    if names:
        found["requestParameters"] = {f"integration.request.path.{n}": f"method.request.path.{n}" for n in names}
    return found


def _print_plans(root: Root, api: Api, stage: Expr) -> None:
    """Usage plans of the classes of clients, each with a key to start with."""
    for number, plan in enumerate(api.usage_plans, start=1):
        word = f"plan_{number}"
        body: Body = {
            "name": text(HERE["stack"], f"-{plan.name}"),
            "api_stages": Block({"api_id": root.ref(api.name, "id"), "stage": stage}),
            "throttle_settings": Block({"rate_limit": doors.number(plan.rate_rps), "burst_limit": plan.burst}),
        }
        if plan.quota_per_day is not None:
            body["quota_settings"] = Block({"limit": plan.quota_per_day, "period": "DAY"})
        root.add("aws_api_gateway_usage_plan", api.name, body, word=word)
        key: Body = {"name": text(HERE["stack"], f"-{plan.name}"), "enabled": True}
        root.add("aws_api_gateway_api_key", api.name, key, word=word)
        joined: Body = {
            "key_id": root.at("aws_api_gateway_api_key", api.name, "id", word),
            "key_type": "API_KEY",
            "usage_plan_id": root.at("aws_api_gateway_usage_plan", api.name, "id", word),
        }
        root.add("aws_api_gateway_usage_plan_key", api.name, joined, word=word)
