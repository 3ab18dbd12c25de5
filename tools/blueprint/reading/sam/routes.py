"""Requests that start functions: the events of functions that name an API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Route(NamedTuple):
    """A request, the function it starts, and what is said of it."""

    method: str
    path: str
    function: str
    """Id of what is invoked: the function or its alias."""
    open: bool
    model: str


def routes_of(resources: Mapping[str, Any]) -> dict[str, list[Route]]:
    """The routes of every API."""
    found: dict[str, list[Route]] = {}
    for identity, resource in resources.items():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        properties = resource.get("Properties", {})
        called = f"{identity}Alias" if "AutoPublishAlias" in properties else identity
        for event in properties.get("Events", {}).values():
            if event["Type"] in ("Api", "HttpApi"):
                said = event["Properties"]
                api = said["RestApiId" if event["Type"] == "Api" else "ApiId"]["Ref"]
                opened = said.get("Auth", {}).get("Authorizer") == "NONE"
                model = said.get("RequestModel", {})
                checked = model.get("Model", "") if model.get("ValidateBody") and model.get("Required") else ""
                found.setdefault(api, []).append(Route(said["Method"], said["Path"], called, opened, checked))
    return found


def invoked(identity: str) -> dict[str, Any]:
    """The address at which API Gateway invokes a function or an alias."""
    named = identity if identity.endswith("Alias") else f"{identity}.Arn"
    start = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    return {"Fn::Sub": f"{start}${{{named}}}/invocations"}


def permit(api: str, called: str) -> dict[str, Any]:
    """Lets an API invoke a function."""
    source = f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api}}}/*"
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Ref": called},
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": {"Fn::Sub": source},
        },
    }
