"""What types and arguments of the AWS provider are called where it is bridged: by rule, with the exceptions.

Source: the published packages of Pulumi's AWS provider, version 7, against which the tests hold every name printed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, TypeAlias

from tools.blueprint.resources.tree import Block, Body, Node, as_text


class Token(NamedTuple):
    """A class of the provider's package."""

    module: str
    name: str


_MODULES = {
    "api_gateway": "apigateway",
    "config_configuration": "cfg",
    "config": "cfg",
    "db": "rds",
    "media_convert": "mediaconvert",
}
"""Modules that are not called like the first word of the type."""

_NETWORKING = (
    "default_security_group",
    "flow_log",
    "internet_gateway",
    "route",
    "route_table",
    "route_table_association",
    "security_group",
    "subnet",
    "vpc",
    "vpc_endpoint",
)

_CLASSES = {
    "aws_appsync_datasource": Token("appsync", "DataSource"),
    "aws_appsync_graphql_api": Token("appsync", "GraphQLApi"),
    "aws_cloudtrail": Token("cloudtrail", "Trail"),
    "aws_eip": Token("ec2", "Eip"),
    "aws_lb": Token("lb", "LoadBalancer"),
    "aws_nat_gateway": Token("ec2", "NatGateway"),
    "aws_opensearchserverless_access_policy": Token("opensearch", "ServerlessAccessPolicy"),
    "aws_opensearchserverless_collection": Token("opensearch", "ServerlessCollection"),
    "aws_opensearchserverless_security_policy": Token("opensearch", "ServerlessSecurityPolicy"),
    "aws_s3_bucket_replication_configuration": Token("s3", "BucketReplicationConfig"),
    **{f"aws_{words}": Token("ec2", "".join(word.capitalize() for word in words.split("_"))) for words in _NETWORKING},
}
"""Classes that have other names than their types."""

RENAMED = {
    "aws_api_gateway_base_path_mapping.api_id": "rest_api",
    "aws_api_gateway_deployment.rest_api_id": "rest_api",
    "aws_api_gateway_method_settings.rest_api_id": "rest_api",
    "aws_api_gateway_stage.deployment_id": "deployment",
    "aws_api_gateway_stage.rest_api_id": "rest_api",
    "aws_apigatewayv2_authorizer.jwt_configuration.audience": "audiences",
    "aws_cloudwatch_metric_alarm.alarm_name": "name",
    "aws_lambda_layer_version.filename": "code",
    "aws_lambda_permission.function_name": "function",
    "aws_sns_topic_subscription.topic_arn": "topic",
}
"""Arguments of other names."""

LISTS = frozenset(
    {
        "aws_api_gateway_usage_plan.api_stages",
        "aws_appautoscaling_policy.target_tracking_scaling_policy_configuration.customized_metric_specification.dimensions",
        "aws_cloudfront_distribution.default_cache_behavior.lambda_function_association",
        "aws_cloudfront_distribution.ordered_cache_behavior.lambda_function_association",
        "aws_cognito_user_pool.account_recovery_setting.recovery_mechanism",
        "aws_db_proxy.auth",
        "aws_ecr_repository.encryption_configuration",
        "aws_ecs_cluster.setting",
        "aws_iot_topic_rule.dynamodbv2",
        "aws_iot_topic_rule.firehose",
        "aws_iot_topic_rule.kinesis",
        "aws_iot_topic_rule.lambda",
        "aws_iot_topic_rule.s3",
        "aws_iot_topic_rule.sns",
        "aws_iot_topic_rule.sqs",
        "aws_iot_topic_rule.step_functions",
        "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.processing_configuration.processors",
        "aws_lb_listener.default_action",
        "aws_msk_serverless_cluster.vpc_config",
        "aws_pipes_pipe.target_parameters.ecs_task_parameters.overrides.container_override",
        "aws_route53_record.alias",
        "aws_route53_record.failover_routing_policy",
        "aws_route53_record.latency_routing_policy",
        "aws_s3_bucket_lifecycle_configuration.rule.transition",
        "aws_s3_bucket_server_side_encryption_configuration.rule",
        "aws_transfer_user.home_directory_mappings",
        "aws_wafv2_web_acl_logging_configuration.redacted_fields",
    }
)
"""Blocks of which there may be several: a list even where there is one. All others given once are objects."""

PLURALS = {
    "s3": "s3",
    "alias": "aliases",
    "kinesis": "kineses",
    "failover_routing_policy": "failover_routing_policies",
}
PLURALS["latency_routing_policy"] = "latency_routing_policies"

_TEXTS = frozenset({"aws_ecs_task_definition.cpu", "aws_ecs_task_definition.memory"})
"""Numbers that are written as texts."""

_SINGLE = frozenset(
    {
        "aws_api_gateway_domain_name.endpoint_configuration.types",
        "aws_api_gateway_rest_api.endpoint_configuration.types",
    }
)
"""Lists of at most one item that are written as the item."""

ATTRIBUTES = {
    "aws_apigatewayv2_domain_name.domain_name_configuration[0]": "domain_name_configuration",
    "aws_elasticache_serverless_cache.endpoint[0]": "endpoints[0]",
    "aws_rds_cluster.master_user_secret[0]": "master_user_secrets[0]",
}
"""Parts of attributes of other names."""

_LEFT_OUT = frozenset({"aws_lambda_layer_version.source_code_hash"})
"""Arguments that the language finds out by itself."""

META = frozenset({"provider", "count", "depends_on", "lifecycle"})
"""What says how a resource is declared, not what it is."""

_WORD = re.compile(r"_([a-z0-9])")


@cache
def token_of(kind: str) -> Token:
    """The class of a type."""
    known = _CLASSES.get(kind)
    if known is not None:
        return known
    words = kind.removeprefix("aws_")
    for start, module in _MODULES.items():
        if words.startswith(f"{start}_"):
            return Token(module, pascal(words.removeprefix(f"{start}_")))
    module, _, rest = words.partition("_")
    return Token(module, pascal(rest))


@cache
def camel(words: str) -> str:
    """`queue_url` as `queueUrl`."""
    return _WORD.sub(lambda found: found[1].upper(), words)


def pascal(words: str) -> str:
    """`queue_policy` as `QueuePolicy`."""
    found = camel(words)
    return found[:1].upper() + found[1:]


class Props(NamedTuple):
    """What a resource or an object in it is given, under its bridged names, in words that are joined by `_`."""

    items: tuple[tuple[str, Node | Props | tuple[Props, ...]], ...]


Given: TypeAlias = "Node | Props | tuple[Props, ...]"


def props_of(kind: str, body: Body) -> Props:
    """What a resource is given."""
    return _props(kind, {name: value for name, value in body.items() if name not in META})


def _props(path: str, body: Body) -> Props:
    found: list[tuple[str, Given]] = []
    for name, value in body.items():
        here = f"{path}.{name}"
        if here not in _LEFT_OUT:
            found.append(_given(here, name, value))
    return Props(tuple(found))


def _given(here: str, name: str, value: Node) -> tuple[str, Given]:
    if isinstance(value, Block):
        if here in LISTS:
            return _plural(name), (_props(here, value.body),)
        return name, _props(here, value.body)
    if isinstance(value, list) and value and isinstance(value[0], Block):
        return _plural(name), tuple(_props(here, item.body) for item in value if isinstance(item, Block))
    name = RENAMED.get(here, name)
    if here in _TEXTS:
        return name, str(value) if isinstance(value, int) else value
    if here in _SINGLE and isinstance(value, list):
        return name, value[0]
    return name, value


@cache
def _plural(name: str) -> str:
    return PLURALS.get(name) or (name if name.endswith("s") else f"{name}s")


@cache
def attribute_of(kind: str, path: str) -> str:
    """The attribute of a resource, in words that are joined by `_`."""
    head, dot, rest = path.partition(".")
    return f"{ATTRIBUTES.get(f'{kind}.{head}', head)}{dot}{rest}"


def component_props(body: dict[str, Node]) -> Props:
    """What a function's component is given."""
    found: list[tuple[str, Given]] = []
    for name, value in body.items():
        if name == "asynchronous" and isinstance(value, dict):
            found.append((name, Props(tuple(value.items()))))
        elif name == "environment" and isinstance(value, dict):
            found.append((name, {word: as_text(item) for word, item in value.items()}))
        else:
            found.append((name, value))
    return Props(tuple(found))
