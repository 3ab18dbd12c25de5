"""What all front doors share: access logs, routes, custom domains, who may invoke the functions behind them."""

from __future__ import annotations

from tools.blueprint.plan.doors import access_line
from tools.blueprint.plan.doors import is_guarded as guarded
from tools.blueprint.plan.doors import models_of as models_carried
from tools.blueprint.plan.model import Permit
from tools.blueprint.plan.names import title_of
from tools.blueprint.plan.values import Ref
from tools.blueprint.targets.cloudformation.emitter import Node, Tagged
from tools.blueprint.targets.cloudformation.references import get, is_aliased, ref, sub
from tools.blueprint.targets.cloudformation.template import Properties, Template, policy, text
from tools.design.components import Api

MANAGES_LOGGING = "ManagesApiLogging"
"""The condition that this stack sets the account's role for API logs."""


def access_log(template: Template, api: Api) -> Properties:
    """One JSON line for each request; nothing where the design wants no access logs."""
    if api.name not in template.plan.logs:
        return {}
    line = access_line(template.plan.apis[api.name].style)
    return {"DestinationArn": template.value(Ref(api.name, "logs")), "Format": line}


def described(api: Api) -> Properties:
    """Name and description of an API."""
    words = (api.description or title_of(api))[:1024]
    return {"Name": sub(f"${{AWS::StackName}}-{api.name}"), "Description": text(words)}


def number(rate: float) -> int | float:
    """A rate without a fraction it does not need."""
    return int(rate) if rate == int(rate) else rate


def is_defined(template: Template, api: str) -> bool:
    """Whether an API has routes that end at no function, or none: then its whole definition is printed as OpenAPI."""
    routes = template.routes_of[api]
    bare = not routes and template.plan.apis[api].style == "rest"
    return bare or any(route.action != "invoke" for route in routes)


def is_guarded(template: Template, api: str) -> bool:
    """Whether callers of an API must say who they are, unless a route is open."""
    return guarded(template.plan, api)


def print_permits(template: Template, api: Api, stems: tuple[str, ...] = ("To", "DoorTo")) -> None:
    """Lets an API invoke the functions behind it (`To`), and the one that knows who may come in (`DoorTo`)."""
    starts = tuple(f"{template.id(api)}{stem}" for stem in stems)
    for permit in template.plan.wiring.permits:
        if permit.purpose in ("route", "authorizer") and permit.id.startswith(starts):
            print_permit(template, permit)


def print_permit(template: Template, permit: Permit) -> None:
    """Lets a service invoke a function, on behalf of one resource."""
    properties: Properties = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": template.value(Ref(permit.function)),
        "Principal": permit.service,
        "SourceArn": template.value(permit.source),
    }
    if permit.of_account:
        properties["SourceAccount"] = ref("AWS::AccountId")
    template.add(permit.id, "AWS::Lambda::Permission", properties)


def invocation(template: Template, function: str) -> Node:
    """The address at which API Gateway invokes a function."""
    target = template.value(Ref(function))
    assert isinstance(target, Tagged)
    path = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions"
    if template.dialect.alias.startswith(".") and is_aliased(template.plan, function):
        # Linters know no `.Alias` inside a text; the translator knows it everywhere.
        return Tagged("!Sub", [f"{path}/${{Alias}}/invocations", {"Alias": target}])
    return sub(f"{path}/${{{target.value}}}/invocations")


def print_logging_account(template: Template) -> str:
    """The account's role for API logs: one for an account and region, so that it can be left to another stack."""
    if "ApiLogging" in template.ids:
        return "ApiLogging"
    expression = Tagged("!Equals", [template.parameter("ManageApiLogging"), "true"])
    managed = template.condition(MANAGES_LOGGING, expression)
    trust: Node = {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
    writing: Node = {
        "Effect": "Allow",
        "Action": [
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            "logs:GetLogEvents",
            "logs:FilterLogEvents",
        ],
        "Resource": sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"),
    }
    listing: Node = {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*"}
    role: Properties = {
        "AssumeRolePolicyDocument": policy([trust]),
        "Policies": [{"PolicyName": "access", "PolicyDocument": policy([writing, listing])}],
    }
    template.add("ApiLoggingRole", "AWS::IAM::Role", role, condition=managed)
    account: Properties = {"CloudWatchRoleArn": get("ApiLoggingRole")}
    return template.add("ApiLogging", "AWS::ApiGateway::Account", account, condition=managed)


def models_of(template: Template, api: str) -> Properties:
    """JSON schemas of the entities whose fields the requests of an API carry."""
    if api not in template.models:
        component = template.graph[api]
        template.models[api] = models_carried(template.plan, component) if isinstance(component, Api) else {}
    return template.models[api]
