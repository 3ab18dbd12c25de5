"""Deploys translated templates into moto: python deploy.py < cases.json

A case holds a CloudFormation document and its parameters, and becomes a stack in an account of its own. The answer
holds for each what went wrong, empty for nothing, the resources that stand by type, and the types moto does not know,
for which a stand-in is created that only has a name. Runs in an environment of its own that has moto[all].
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from collections import Counter
from typing import Any

os.environ.update(
    AWS_DEFAULT_REGION="us-east-1",
    AWS_ACCESS_KEY_ID="x",
    AWS_SECRET_ACCESS_KEY="x",
    AWS_EC2_METADATA_DISABLED="true",
)

import boto3
from moto import mock_aws
from moto.apigateway.models import RestAPI, apigateway_backends
from moto.awslambda.models import LambdaVersion
from moto.awslambda.utils import get_backend
from moto.cloudformation import parsing
from moto.cloudformation.custom_model import CloudFormationModel
from moto.events.models import EventBus
from moto.rds.models import DBInstance

CONFIG = {"lambda": {"use_docker": False}}
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "x-amazon-apigateway-any-method")


class StandIn(CloudFormationModel):
    """A resource of a type moto does not know: it has a name, and text for every attribute."""

    __module__ = "moto.cloudformation.models"  # where moto looks for the service of a model

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @staticmethod
    def cloudformation_type() -> str:
        return ""

    @classmethod
    def create_from_cloudformation_json(cls, resource_name: str, *_: Any, **about: Any) -> StandIn:
        return cls(resource_name, about["ResourceType"])

    @property
    def physical_resource_id(self) -> str:
        return self.name

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True

    def get_cfn_attribute(self, attribute_name: str) -> str:
        _, service, kind = self.kind.lower().split("::")
        return f"arn:aws:{service}:us-east-1:123456789012:{kind}:{self.name}/{attribute_name}"


class Alias(StandIn):
    """An alias of a function, which moto has, but not in templates."""

    __module__ = StandIn.__module__

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, document: dict[str, Any], account: str, region: str, **about: Any
    ) -> Alias:
        said = document["Properties"]
        made = get_backend(account, region).create_alias(
            said["Name"], said["FunctionName"], str(said["FunctionVersion"]), "", None
        )
        return cls(made.arn, about["ResourceType"])


STAND_INS = {"AWS::Lambda::Alias": Alias}
create_api = RestAPI.create_from_cloudformation_json


def create_described(name: str, document: dict[str, Any], account: str, region: str, **more: Any) -> RestAPI:
    """A REST API with the paths its description has: moto leaves them out and then deploys no API without a method."""
    api = create_api(name, document, account, region, **more)
    body = document["Properties"].get("Body", {})
    apigateway_backends[account][region].put_rest_api(api.id, {"paths": methods_of(body)}, fail_on_warnings=False)
    return api


def methods_of(body: dict[str, Any]) -> dict[str, Any]:
    """The paths with their methods, without what is said about a path as a whole."""
    return {
        path: {method: about for method, about in item.items() if method in METHODS}
        for path, item in body.get("paths", {}).items()
    }


RestAPI.create_from_cloudformation_json = create_described
# moto has versions of functions without attributes, which every alias refers to.
LambdaVersion.get_cfn_attribute = lambda self, attribute_name: self.version
# Repositories of images are named in small letters, as the service does.
name_of = parsing.generate_resource_name
parsing.generate_resource_name = lambda kind, stack, part: (
    name_of(kind, stack, part).lower() if kind == "AWS::ECR::Repository" else name_of(kind, stack, part)
)
known_class = parsing.resource_class_from_type
parsing.resource_class_from_type = lambda kind: known_class(kind) or STAND_INS.get(kind, StandIn)
# An instance of a cluster has the cluster's version; moto wants one of its own.
DBInstance.default_engine_versions |= {"aurora-postgresql": "16.6", "aurora-mysql": "8.0.mysql_aurora.3.08.0"}
# moto hands the whole object to what refers to a bus, and then fails on its text.
EventBus.physical_resource_id = property(lambda self: self.name)


def deployed(template: dict[str, Any], parameters: dict[str, str]) -> dict[str, Any]:
    """How the deployment of one template ended."""
    with warnings.catch_warnings(), mock_aws(config=CONFIG):
        warnings.simplefilter("ignore")
        store = boto3.client("s3")
        store.create_bucket(Bucket="bucket")
        store.put_object(Bucket="bucket", Key="key", Body=b"code")
        zone = boto3.client("route53").create_hosted_zone(Name="example.org", CallerReference="zone")
        zones = {name: zone["HostedZone"]["Id"] for name in parameters if name.endswith("HostedZoneId")}
        try:
            wrong = created(template, parameters | zones)
        except Exception as failure:
            wrong = f"{type(failure).__name__}: {failure}"
        stands = {} if wrong else standing()
    kinds = {resource["Type"] for resource in template["Resources"].values()}
    unknown = sorted(kind for kind in kinds if known_class(kind) is None)
    return {"wrong": wrong, "stands": stands, "unknown": unknown}


def created(template: dict[str, Any], parameters: dict[str, str]) -> str:
    """Creates the stack; its status where that is not complete."""
    client = boto3.client("cloudformation")
    given = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
    body = json.dumps(template)
    client.create_stack(StackName="stack", TemplateBody=body, Parameters=given, Capabilities=["CAPABILITY_NAMED_IAM"])
    status = client.describe_stacks(StackName="stack")["Stacks"][0]["StackStatus"]
    return "" if status == "CREATE_COMPLETE" else status


def standing() -> dict[str, int]:
    """How many resources stand, by type."""
    pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName="stack")
    return dict(Counter(resource["ResourceType"] for page in pages for resource in page["StackResourceSummaries"]))


logging.disable(logging.CRITICAL)
if __name__ == "__main__":
    sys.stdout.write(json.dumps([deployed(case["template"], case["parameters"]) for case in json.load(sys.stdin)]))
