"""An API's definition as OpenAPI, for APIs that hand requests straight to a queue, a bus, a machine, a table, a
service."""

from __future__ import annotations

from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.integrations import asked, handed, path_names
from tools.blueprint.plan.model import Route
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.references import escaped, get, ref, sub
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template, text
from tools.design.components import Api, Component, External, LoadBalancer

INTEGRATION = "x-amazon-apigateway-integration"


def definition_of(template: Template, api: Api, routes: list[Route]) -> Properties:
    """Paths, methods and integrations of an API."""
    paths: dict[str, Properties] = {}
    rest = template.plan.apis[api.name].style == "rest"
    for route in routes:
        if route.role is not None and route.role not in template.ids:
            print_role(template, template.plan.roles[route.role])
        paths.setdefault(route.path, {})[method_of(route)] = _operation(template, route, rest)
    if not paths and rest:
        paths["/health"] = {"get": _HEALTH}
    said = doors.described(api)
    info: Properties = {"title": said["Name"], "description": said["Description"], "version": "1.0"}
    return {"openapi": "3.0.1", "info": info, "paths": dict(paths)}


def method_of(route: Route) -> str:
    """A route's method as an operation of a path."""
    return "x-amazon-apigateway-any-method" if route.method == "ANY" else route.method.lower()


_HEALTH: Properties = {
    "operationId": "GetHealth",
    "responses": {"200": {"description": "OK"}},
    INTEGRATION: {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200"}},
    },
}
"""What a REST API answers by itself: one that answers nothing cannot be deployed."""


def _operation(template: Template, route: Route, rest: bool) -> Node:
    found: Properties = {"operationId": route.id}
    names = path_names(route.path)
    if names:
        found["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ]
    found["responses"] = {"202": {"description": "Accepted"}} if route.role else {"200": {"description": "OK"}}
    target = template.graph[route.target]
    if route.action == "invoke":
        found[INTEGRATION] = _invoked(template, route, rest)
    elif route.action == "forward":
        found[INTEGRATION] = _forwarded(template, route, target, rest)
    elif rest:
        found[INTEGRATION] = _asked(template, route)
    else:
        found[INTEGRATION] = _handed(template, route)
    return found


def _invoked(template: Template, route: Route, rest: bool) -> Node:
    found: Properties = {"type": "aws_proxy", "httpMethod": "POST", "uri": doors.invocation(template, route.target)}
    if not rest:
        found["payloadFormatVersion"] = "2.0"
    return found


def _forwarded(template: Template, route: Route, target: Component, rest: bool) -> Node:
    """On to something that speaks HTTP: outside, or behind a load balancer in the network."""
    method = "ANY" if route.method == "ANY" else route.method
    found: Properties = {"type": "http_proxy", "httpMethod": method}
    if not rest:
        found["payloadFormatVersion"] = "1.0"
    if isinstance(target, External):
        url = template.value(external_url(target))
        return {**found, "uri": _below(url, route.path)}
    balancer = _balancer_of(template, target)
    link: Properties = {"connectionType": "VPC_LINK", "connectionId": ref(template.id(balancer, "Link"))}
    names = path_names(route.path)
    if rest:
        link["integrationTarget"] = ref(template.id(balancer))
        link["uri"] = sub(f"http://${{{template.id(balancer)}.DNSName}}{escaped(route.path)}")
        if names:
            link["requestParameters"] = {f"integration.request.path.{n}": f"method.request.path.{n}" for n in names}
        return {**found, **link}
    return {**found, **link, "uri": ref(template.id(balancer, "Listener"))}


def _below(url: Node, path: str) -> Node:
    if isinstance(url, str):
        return text(url.rstrip("/") + path)
    assert isinstance(url, Tagged)
    return sub(f"${{{url.value}}}{escaped(path)}")


def _balancer_of(template: Template, target: Component) -> LoadBalancer:
    if isinstance(target, LoadBalancer):
        return target
    return template.graph.sources(target.name, LoadBalancer)[0]


def _handed(template: Template, route: Route) -> Node:
    """A first-class integration of an HTTP API."""
    given = handed(template.plan, route)
    return {
        "type": "aws_proxy",
        "integrationSubtype": given.subtype,
        "credentials": get(route.role or ""),
        "requestParameters": {name: template.value(value) for name, value in given.parameters},
        "payloadFormatVersion": "1.0",
    }


def _asked(template: Template, route: Route) -> Node:
    """A service integration of a REST API: the request as the service wants it."""
    request = asked(template.plan, route)
    accepted: Properties = {"statusCode": "202"}
    if not request.answers:
        accepted["responseTemplates"] = {"application/json": '{"requestId": "$context.requestId"}'}
    return {
        "type": "aws",
        "httpMethod": request.method,
        "uri": template.value(request.uri),
        "credentials": get(route.role or ""),
        "passthroughBehavior": request.passthrough,
        "requestParameters": dict(request.parameters),
        "requestTemplates": {kind: template.value(value) for kind, value in request.templates.items()},
        "responses": {"default": accepted},
    }
