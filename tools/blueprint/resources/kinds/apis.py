"""HTTP and websocket APIs, each with its logs, its throttle and its door-keeper; the others are loaded when needed."""

from __future__ import annotations

from tools.blueprint.plan.doors import ASKED, ASKED_AGAIN_S, CORS_HEADERS, CORS_METHODS, CORS_SECONDS, TOKENS
from tools.blueprint.plan.integrations import handed
from tools.blueprint.plan.model import ApiPlan, Route
from tools.blueprint.resources.kinds import doors
from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import Block, Body, Expr, Node
from tools.blueprint.resources.waivers import OPEN_ROUTE
from tools.design.components import Api, External


def print_api(root: Root, api: Api) -> None:
    """An API of whichever style the plan has decided on."""
    print_logs(root, api.name)
    match root.plan.apis[api.name].style:
        case "http":
            _print_http(root, api)
        case "websocket":
            _print_websocket(root, api)
        case "rest":
            from tools.blueprint.resources.kinds.rest import print_rest

            print_rest(root, api)
        case "graphql":
            from tools.blueprint.resources.kinds.graphql import print_graphql

            print_graphql(root, api)


def _print_http(root: Root, api: Api) -> None:
    decided = root.plan.apis[api.name]
    body = {**doors.described(root, api), "protocol_type": "HTTP"}
    if decided.domain and api.auth == "mutual-tls":
        body["disable_execute_api_endpoint"] = True
    if api.cors_origins:
        cors: Body = {
            "allow_origins": list(api.cors_origins),
            "allow_methods": list(CORS_METHODS),
            "allow_headers": list(CORS_HEADERS),
            "max_age": CORS_SECONDS,
        }
        body["cors_configuration"] = Block(cors)
    root.add("aws_apigatewayv2_api", api.name, body)
    stage = _print_stage(root, api, decided, "$default", {})
    _print_http_keeper(root, api, decided)
    for route in root.routes_of[api.name]:
        _print_route(root, api, route)
    doors.print_asked(root, api)
    doors.print_domain(root, api, decided, stage)


def _print_stage(root: Root, api: Api, decided: ApiPlan, name: Node, more: Body) -> Expr:
    settings: Body = {
        "throttling_rate_limit": doors.number(decided.rate),
        "throttling_burst_limit": decided.burst,
        "detailed_metrics_enabled": True,
        **more,
    }
    body: Body = {
        "api_id": root.ref(api.name, "id"),
        "name": name,
        "auto_deploy": True,
        "default_route_settings": Block(settings),
        **doors.access_log(root, api),
    }
    after = [doors.print_logging_account(root)] if more else []
    root.add("aws_apigatewayv2_stage", api.name, body, after=after)
    return root.at("aws_apigatewayv2_stage", api.name, "id")


def _print_http_keeper(root: Root, api: Api, decided: ApiPlan) -> None:
    here: Body = {"api_id": root.ref(api.name, "id")}
    if decided.issuer is not None and decided.audience is not None:
        checks: Body = {"issuer": root.value(decided.issuer), "audience": [root.value(decided.audience)]}
        body: Body = {
            **here,
            "name": TOKENS,
            "authorizer_type": "JWT",
            "identity_sources": ["$request.header.Authorization"],
            "jwt_configuration": Block(checks),
        }
        root.add("aws_apigatewayv2_authorizer", api.name, body)
    elif api.auth == "function" and api.authorizer is not None:
        body = {
            **here,
            "name": ASKED,
            "authorizer_type": "REQUEST",
            "authorizer_uri": doors.invocation(root, api.authorizer),
            "authorizer_payload_format_version": "2.0",
            "authorizer_result_ttl_in_seconds": ASKED_AGAIN_S,
            "enable_simple_responses": True,
            "identity_sources": ["$request.header.Authorization"],
        }
        root.add("aws_apigatewayv2_authorizer", api.name, body)


def _print_route(root: Root, api: Api, route: Route) -> None:
    made = _integration(root, api, route)
    body: Body = {
        "api_id": root.ref(api.name, "id"),
        "route_key": f"{route.method} {route.path}",
        **_keeper(root, api, route),
        "target": text("integrations/", made),
    }
    waived = (OPEN_ROUTE,) if body["authorization_type"] == "NONE" else ()
    root.add("aws_apigatewayv2_route", route.id, body, waived=waived)


def _keeper(root: Root, api: Api, route: Route) -> Body:
    if route.open or api.auth not in ("jwt", "iam", "function"):
        return {"authorization_type": "NONE"}
    if api.auth == "iam":
        return {"authorization_type": "AWS_IAM"}
    kind = "JWT" if api.auth == "jwt" else "CUSTOM"
    return {
        "authorization_type": kind,
        "authorizer_id": root.at("aws_apigatewayv2_authorizer", api.name, "id"),
    }


def _integration(root: Root, api: Api, route: Route) -> Expr:
    """Id of the integration of a route; routes to one function share theirs."""
    kind = "aws_apigatewayv2_integration"
    shared = route.action == "invoke"
    owner = f"{root.plan.ids[api.name]}To{root.plan.ids[route.target]}" if shared else route.id
    if not root.is_made(kind, owner):
        root.add(kind, owner, {"api_id": root.ref(api.name, "id"), **_way(root, route)})
    return root.at(kind, owner, "id")


def _way(root: Root, route: Route) -> Body:
    if route.action == "invoke":
        return {
            "integration_type": "AWS_PROXY",
            "integration_uri": doors.invocation(root, route.target),
            "payload_format_version": "2.0",
        }
    if route.action == "forward":
        return _forwarded(root, route)
    given = handed(root.plan, route)
    return {
        "integration_type": "AWS_PROXY",
        "integration_subtype": given.subtype,
        "credentials_arn": root.role(route.role or ""),
        "payload_format_version": "1.0",
        "request_parameters": {name: root.value(value) for name, value in given.parameters},
    }


def _forwarded(root: Root, route: Route) -> Body:
    """On to something that speaks HTTP: outside, or behind a load balancer in the network."""
    target = root.graph[route.target]
    found: Body = {
        "integration_type": "HTTP_PROXY",
        "integration_method": route.method,
        "payload_format_version": "1.0",
    }
    if isinstance(target, External):
        return {**found, "integration_uri": doors.below(root, target, route)}
    balancer = doors.balancer_of(root, target)
    return {
        **found,
        "connection_type": "VPC_LINK",
        "connection_id": root.at("aws_apigatewayv2_vpc_link", balancer.name, "id"),
        "integration_uri": root.at("aws_lb_listener", balancer.name),
    }


def _print_websocket(root: Root, api: Api) -> None:
    """The API, its stage, and a route with its integration for each key."""
    decided = root.plan.apis[api.name]
    selects: Body = {"protocol_type": "WEBSOCKET", "route_selection_expression": "$request.body.action"}
    root.add("aws_apigatewayv2_api", api.name, {**doors.described(root, api), **selects})
    more: Body = {"data_trace_enabled": False, "logging_level": "ERROR"}
    _print_stage(root, api, decided, root.parameter("Stage"), more)
    if api.auth == "function" and api.authorizer is not None:
        body: Body = {
            "api_id": root.ref(api.name, "id"),
            "name": ASKED,
            "authorizer_type": "REQUEST",
            "authorizer_uri": doors.invocation(root, api.authorizer),
            "identity_sources": ["route.request.header.Authorization"],
        }
        root.add("aws_apigatewayv2_authorizer", api.name, body)
    for route in root.routes_of[api.name]:
        _print_key(root, api, route)


def _print_key(root: Root, api: Api, route: Route) -> None:
    kind = "aws_apigatewayv2_integration"
    integration: Body = {
        "api_id": root.ref(api.name, "id"),
        "integration_type": "AWS_PROXY",
        "integration_uri": doors.invocation(root, route.target),
    }
    root.add(kind, route.id, integration)
    body: Body = {
        "api_id": root.ref(api.name, "id"),
        "route_key": route.path,
        **_socket_keeper(root, api, route),
        "target": text("integrations/", root.at(kind, route.id, "id")),
    }
    waived = (OPEN_ROUTE,) if body["authorization_type"] == "NONE" else ()
    root.add("aws_apigatewayv2_route", route.id, body, waived=waived)


def _socket_keeper(root: Root, api: Api, route: Route) -> Body:
    """Only connecting is guarded: what comes over an open connection comes from whoever opened it."""
    if route.path == "$connect" and api.auth == "iam":
        return {"authorization_type": "AWS_IAM"}
    if route.path == "$connect" and api.auth == "function" and api.authorizer is not None:
        return {
            "authorization_type": "CUSTOM",
            "authorizer_id": root.at("aws_apigatewayv2_authorizer", api.name, "id"),
        }
    return {"authorization_type": "NONE"}
