"""Websocket APIs."""

from __future__ import annotations

from tools.blueprint.plan.doors import ASKED
from tools.blueprint.plan.model import Route
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.references import ref, sub
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Api


def print_websocket(template: Template, api: Api) -> None:
    """The API, its stage, and a route with its integration for each key."""
    identity, decided = template.id(api), template.plan.apis[api.name]
    selects: Properties = {"ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.action"}
    template.add(identity, "AWS::ApiGatewayV2::Api", doors.described(api) | selects)
    doors.print_logging_account(template)
    stage: Properties = {
        "ApiId": ref(identity),
        "StageName": template.parameter("Stage"),
        "AutoDeploy": True,
        "DefaultRouteSettings": {
            "ThrottlingRateLimit": doors.number(decided.rate),
            "ThrottlingBurstLimit": decided.burst,
            "DetailedMetricsEnabled": True,
            "DataTraceEnabled": False,
            "LoggingLevel": "ERROR",
        },
    }
    log = doors.access_log(template, api)
    if log:
        stage["AccessLogSettings"] = log
    template.add(f"{identity}Stage", "AWS::ApiGatewayV2::Stage", stage)
    if api.auth == "function" and api.authorizer is not None:
        _print_authorizer(template, api)
    for route in template.routes_of[api.name]:
        _print_route(template, api, route)
    doors.print_permits(template, api)


def _print_authorizer(template: Template, api: Api) -> None:
    properties: Properties = {
        "ApiId": ref(template.id(api)),
        "Name": ASKED,
        "AuthorizerType": "REQUEST",
        "AuthorizerUri": doors.invocation(template, api.authorizer or ""),
        "IdentitySource": ["route.request.header.Authorization"],
    }
    template.add(template.id(api, "Authorizer"), "AWS::ApiGatewayV2::Authorizer", properties)


def _print_route(template: Template, api: Api, route: Route) -> None:
    identity = template.id(api)
    integration: Properties = {
        "ApiId": ref(identity),
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": doors.invocation(template, route.target),
    }
    made = template.add(f"{route.id}Integration", "AWS::ApiGatewayV2::Integration", integration)
    properties: Properties = {"ApiId": ref(identity), "RouteKey": route.path, **_keeper(template, api, route)}
    properties["Target"] = sub(f"integrations/${{{made}}}")
    template.add(f"{route.id}Route", "AWS::ApiGatewayV2::Route", properties)


def _keeper(template: Template, api: Api, route: Route) -> Properties:
    """Only connecting is guarded: what comes over an open connection comes from whoever opened it."""
    if route.path == "$connect" and api.auth == "iam":
        return {"AuthorizationType": "AWS_IAM"}
    if route.path == "$connect" and api.auth == "function" and api.authorizer is not None:
        return {"AuthorizationType": "CUSTOM", "AuthorizerId": ref(template.id(api, "Authorizer"))}
    return {"AuthorizationType": "NONE"}
