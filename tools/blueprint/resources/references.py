"""Values of the plan as HCL expressions."""

from __future__ import annotations

from collections.abc import Callable

from tools.blueprint.plan.access.services import is_pooled
from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.model import Plan, Tree
from tools.blueprint.plan.values import Here, Joined, Param, PartRef, Ref, RoleRef, Value
from tools.blueprint.resources.labels import STACK, Labels
from tools.blueprint.resources.tree import (
    EXPRESSIONS,
    Apply,
    Attr,
    Expr,
    Fact,
    Item,
    Node,
    Text,
    Variable,
    function_output,
)
from tools.design.components import Bus, Component, Database, Function, Mail, Stream

DATABASE_NAME = "application"

HERE: dict[str, Expr] = {
    "partition": Fact("partition"),
    "region": Fact("region"),
    "account": Fact("account"),
    "stack": STACK,
    "suffix": Fact("suffix"),
}

_RETURNS: dict[str, str] = {
    "bucket.arn": "aws_s3_bucket||arn",
    "bucket.domain": "aws_s3_bucket||bucket_regional_domain_name",
    "bucket.name": "aws_s3_bucket||bucket",
    "cache.arn": "aws_elasticache_serverless_cache||arn",
    "cache.host": "aws_elasticache_serverless_cache||endpoint[0].address",
    "cache.id": "aws_elasticache_user||user_id",
    "cache.port": "aws_elasticache_serverless_cache||endpoint[0].port",
    "cdn.domain": "aws_cloudfront_distribution||domain_name",
    "cdn.id": "aws_cloudfront_distribution||id",
    "container.arn": "aws_ecs_task_definition||arn",
    "container.group": "aws_security_group||id",
    "container.id": "aws_ecr_repository||arn",
    "container.name": "aws_ecs_service||name",
    "container.url": "aws_ecr_repository||repository_url",
    "database.arn": "aws_rds_cluster||arn",
    "database.cluster": "aws_rds_cluster||cluster_identifier",
    "database.group": "aws_security_group||id",
    "database.port": "aws_rds_cluster||port",
    "database.reader": "aws_rds_cluster||reader_endpoint",
    "delivery-stream.arn": "aws_kinesis_firehose_delivery_stream||arn",
    "delivery-stream.group": "aws_glue_catalog_database||name",
    "delivery-stream.name": "aws_kinesis_firehose_delivery_stream||name",
    "etl.arn": "aws_glue_job||arn",
    "etl.name": "aws_glue_job||name",
    "external.arn": "aws_cloudwatch_event_api_destination||arn",
    "external.id": "aws_cloudwatch_event_connection||arn",
    "external.secret": "aws_cloudwatch_event_connection||secret_arn",
    "file-gateway.arn": "aws_transfer_server||arn",
    "file-gateway.host": "aws_transfer_server||endpoint",
    "file-gateway.id": "aws_transfer_server||id",
    "key.arn": "aws_kms_key||arn",
    "key.id": "aws_kms_key||key_id",
    "load-balancer.arn": "aws_lb||arn",
    "load-balancer.domain": "aws_lb||dns_name",
    "load-balancer.group": "aws_security_group||id",
    "load-balancer.id": "aws_lb||arn_suffix",
    "mail.name": "aws_sesv2_configuration_set||configuration_set_name",
    "parameter.arn": "aws_ssm_parameter||arn",
    "parameter.name": "aws_ssm_parameter||name",
    "query-engine.arn": "aws_athena_workgroup||arn",
    "query-engine.group": "aws_athena_workgroup||name",
    "query-engine.name": "aws_glue_catalog_database||name",
    "queue.arn": "aws_sqs_queue||arn",
    "queue.name": "aws_sqs_queue||name",
    "queue.url": "aws_sqs_queue||url",
    "schedule.arn": "aws_scheduler_schedule_group||arn",
    "schedule.group": "aws_scheduler_schedule_group||name",
    "search-index.arn": "aws_opensearchserverless_collection||arn",
    "search-index.host": "aws_opensearchserverless_collection||collection_endpoint",
    "secret.arn": "aws_secretsmanager_secret||arn",
    "static-site.arn": "aws_s3_bucket||arn",
    "static-site.domain": "aws_s3_bucket||bucket_regional_domain_name",
    "static-site.name": "aws_s3_bucket||bucket",
    "table.arn": "aws_dynamodb_table||arn",
    "table.name": "aws_dynamodb_table||name",
    "table.stream": "aws_dynamodb_table||stream_arn",
    "timeseries.host": "aws_timestreaminfluxdb_db_instance||endpoint",
    "timeseries.secret": "aws_timestreaminfluxdb_db_instance||influx_auth_parameters_secret_arn",
    "topic.arn": "aws_sns_topic||arn",
    "topic.name": "aws_sns_topic||name",
    "transcoder.arn": "aws_media_convert_queue||arn",
    "transcoder.name": "aws_media_convert_queue||name",
    "user-pool.arn": "aws_cognito_user_pool||arn",
    "user-pool.client": "aws_cognito_user_pool_client||id",
    "user-pool.id": "aws_cognito_user_pool||id",
    "warehouse.arn": "aws_redshiftserverless_workgroup||arn",
    "warehouse.group": "aws_redshiftserverless_workgroup||workgroup_name",
    "workflow.arn": "aws_sfn_state_machine||arn",
    "workflow.name": "aws_sfn_state_machine||name",
    "audit-trail.arn": "aws_cloudtrail||arn",
}
"""Where an attribute comes from: type of resource, the supporting resource's word, attribute."""

_PLACES = {asked: tuple(where.split("|")) for asked, where in _RETURNS.items()}


class Resolver:
    """Writes values of one plan, and remembers which parameters it met."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.labels = Labels(plan)
        self.parameters: set[str] = set()
        self.rules = {rule.id: "aws_cloudwatch_event_rule" for rule in plan.wiring.rules}
        self.rules |= {rule.id: "aws_iot_topic_rule" for rule in plan.wiring.device_rules}
        self._written: dict[tuple[str, str], Node] = {}

    def at(self, kind: str, owner: str, attribute: str, word: str = "") -> Attr:
        """An attribute of a resource."""
        return Attr(kind, self.labels.of(owner, word), attribute)

    def value(self, value: Value) -> Node:
        """A value as an expression."""
        match value:
            case Ref():
                return self._reference(value)
            case str() | int():
                return value
            case Joined():
                return self._joined(value)
            case Here():
                return HERE[value.what]
            case RoleRef():
                return self.role_of(value.owner, value.purpose)
            case PartRef():
                return self.part(value.id)
            case Param():
                return self.parameter(value.name)

    def parameter(self, name: str) -> Variable:
        """A variable."""
        self.parameters.add(name)
        return Variable(name)

    def role_of(self, owner: str, purpose: str) -> Attr:
        """The ARN of a role of a component."""
        if purpose == "run" and isinstance(self.plan.graph[owner], Function):
            return function_output(self.labels.of(owner), "role_arn")
        return self.at("aws_iam_role", owner, "arn", "" if purpose == "run" else purpose)

    def part(self, identity: str) -> Attr:
        """The ARN of a rule or a role of the plan."""
        if identity in self.rules:
            return self.at(self.rules[identity], identity.removesuffix("Rule"), "arn")
        return self.role(identity)

    def role(self, identity: str) -> Attr:
        """The ARN of a role by its id."""
        role = self.plan.roles[identity]
        if role.purpose in ("run", "start", "deliver"):
            return self.role_of(role.owner, role.purpose)
        return self.at("aws_iam_role", identity.removesuffix("Role"), "arn")

    def tree(self, tree: Tree) -> Node:
        """Plain data with references in it."""
        if isinstance(tree, dict):
            return {key: self.tree(item) for key, item in tree.items()}
        if isinstance(tree, tuple):
            return [self.tree(item) for item in tree]
        if tree is None or isinstance(tree, (bool, float)):
            return tree
        return self.value(tree)

    def _joined(self, value: Joined) -> Node:
        parts: list[str | Expr] = []
        for part in value.parts:
            parts += spliced(part if type(part) is str else self.value(part))
        return put_together(parts)

    def _reference(self, value: Ref) -> Node:
        asked = (value.component, value.attribute)
        if asked not in self._written:
            self._written[asked] = self._attribute(value)
        return self._written[asked]

    def _attribute(self, value: Ref) -> Node:
        component = self.plan.graph[value.component]
        special = _SPECIAL.get(f"{component.kind}.{value.attribute}")
        if special is not None:
            return special(self, component)
        if value.attribute == "logs":
            return Text((self.at("aws_cloudwatch_log_group", component.name, "arn"), ":*"))
        if value.attribute == "role":
            return self.role_of(component.name, "run")
        kind, word, attribute = _PLACES[f"{component.kind}.{value.attribute}"]
        return self.at(kind, component.name, attribute, word)

    def subnets(self, network: str, word: str = "") -> Attr:
        """The private subnets of a network, or the public ones."""
        return Attr("aws_subnet", self.labels.of(network, word), "id", "every")


def spliced(node: Node) -> tuple[str | Expr, ...]:
    """What a value is inside a text."""
    if isinstance(node, Text):
        return node.parts
    return (node if isinstance(node, (str, *EXPRESSIONS)) else str(node),)


def merged_parts(*parts: str | Expr) -> tuple[str | Expr, ...]:
    """Parts of a text; one string where none is an expression."""
    return parts if any(not isinstance(part, str) for part in parts) else ("".join(str(part) for part in parts),)


def put_together(parts: list[str | Expr]) -> Node:
    """A text of parts: a string where none is an expression, an expression where it is the only one."""
    if len(parts) == 1:
        return parts[0]
    if all(isinstance(part, str) for part in parts):
        return "".join(str(part) for part in parts)
    return Text(tuple(parts))


Special = Callable[[Resolver, Component], Node]


def is_aliased(plan: Plan, function: str) -> bool:
    """Whether callers go to a published version of a function, which is what is kept warm."""
    decided = plan.functions[function]
    return bool(decided.provisioned) or decided.snapstart


def module_of(resolver: Resolver, function: str, output: str) -> Attr:
    """An output of a function's module."""
    return function_output(resolver.labels.of(function), output)


def _here(service: str, *parts: str | Expr) -> Text:
    return Text(("arn:", HERE["partition"], f":{service}:", HERE["region"], ":", HERE["account"], ":", *parts))


def _bus_arn(resolver: Resolver, component: Component) -> Node:
    assert isinstance(component, Bus)
    if component.scope == "default":
        return _here("events", "event-bus/default")
    return resolver.at("aws_cloudwatch_event_bus", component.name, "arn")


def _bus_name(resolver: Resolver, component: Component) -> Node:
    assert isinstance(component, Bus)
    if component.scope == "default":
        return "default"
    return resolver.at("aws_cloudwatch_event_bus", component.name, "name")


def _stream(attribute: str) -> Special:
    def special(resolver: Resolver, component: Component) -> Node:
        assert isinstance(component, Stream)
        if component.engine == "kafka":
            if attribute == "name":
                return Text((HERE["stack"], f"-{component.name}"))
            return resolver.at("aws_msk_serverless_cluster", component.name, "arn")
        return resolver.at("aws_kinesis_stream", component.name, attribute)

    return special


API_KINDS = {
    "http": "aws_apigatewayv2_api",
    "websocket": "aws_apigatewayv2_api",
    "rest": "aws_api_gateway_rest_api",
    "graphql": "aws_appsync_graphql_api",
}


def style_of(resolver: Resolver, api: str) -> str:
    """The style in force."""
    return resolver.plan.apis[api].style


def _api(attribute: str) -> Special:
    def special(resolver: Resolver, component: Component) -> Node:
        style = style_of(resolver, component.name)
        return resolver.at(API_KINDS[style], component.name, attribute if style == "graphql" else "id")

    return special


def api_host(resolver: Resolver, api: str) -> Text:
    """The host of an API under the provider's own name."""
    identity = resolver.at(API_KINDS[style_of(resolver, api)], api, "id")
    return Text((identity, ".execute-api.", HERE["region"], ".", HERE["suffix"]))


def _api_url(resolver: Resolver, component: Component) -> Node:
    match style_of(resolver, component.name):
        case "graphql":
            return resolver.at("aws_appsync_graphql_api", component.name, 'uris["GRAPHQL"]')
        case "websocket":
            return Text(("wss://", *api_host(resolver, component.name).parts, "/", resolver.parameter("Stage")))
        case "rest":
            return Text(("https://", *api_host(resolver, component.name).parts, "/", resolver.parameter("Stage")))
        case _:
            return resolver.at("aws_apigatewayv2_api", component.name, "api_endpoint")


CLUSTER_KINDS = {"document": "aws_docdb_cluster", "postgres": "aws_rds_cluster", "mysql": "aws_rds_cluster"}


def cluster(resolver: Resolver, database: Database, attribute: str) -> Attr:
    """An attribute of the cluster of a database."""
    return resolver.at(CLUSTER_KINDS[database.engine], database.name, attribute)


def _database(attribute: str) -> Special:
    def special(resolver: Resolver, component: Component) -> Node:
        assert isinstance(component, Database)
        if attribute == "secret":
            return _database_secret(resolver, component)
        if not is_pooled(component):
            return cluster(resolver, component, attribute)
        if attribute == "endpoint":
            return resolver.at("aws_db_proxy", component.name, "endpoint")
        if attribute == "cluster_resource_id":
            proxy = resolver.at("aws_db_proxy", component.name, "arn")
            return Item(Apply("split", (":", proxy)), 6)
        return cluster(resolver, component, attribute)

    return special


def _database_arn(resolver: Resolver, component: Component) -> Node:
    assert isinstance(component, Database)
    return cluster(resolver, component, "arn")


def _database_secret(resolver: Resolver, database: Database) -> Node:
    if database.replicas:
        return Text((HERE["stack"], f"-{database.name}-owner"))
    if database.engine == "document":
        return resolver.at("aws_secretsmanager_secret", database.name, "arn", "credential")
    return cluster(resolver, database, "master_user_secret[0].secret_arn")


def mail_domain(resolver: Resolver, mail: Mail) -> str | Expr:
    """The domain mail comes from."""
    return mail.sender_domain or resolver.parameter(parameter_for(mail.name, "SenderDomain"))


def _mail_arn(resolver: Resolver, component: Component) -> Node:
    assert isinstance(component, Mail)
    return _here("ses", "identity/", mail_domain(resolver, component))


def _mail_sender(resolver: Resolver, component: Component) -> Node:
    assert isinstance(component, Mail)
    return put_together(list(merged_parts("no-reply@", mail_domain(resolver, component))))


def _url(scheme: str, kind: str, attribute: str) -> Special:
    return lambda r, c: Text((scheme, r.at(kind, c.name, attribute)))


_SPECIAL: dict[str, Special] = {
    "function.arn": lambda r, c: module_of(r, c.name, "alias_arn" if is_aliased(r.plan, c.name) else "arn"),
    "function.name": lambda r, c: module_of(r, c.name, "name"),
    "bus.arn": _bus_arn,
    "bus.name": _bus_name,
    "stream.arn": _stream("arn"),
    "stream.name": _stream("name"),
    "api.id": _api("id"),
    "api.arn": _api("arn"),
    "api.url": _api_url,
    "api.name": lambda r, c: Text((HERE["stack"], f"-{c.name}")),
    "cdn.url": _url("https://", "aws_cloudfront_distribution", "domain_name"),
    "load-balancer.url": _url("http://", "aws_lb", "dns_name"),
    "database.arn": _database_arn,
    "database.host": _database("endpoint"),
    "database.id": _database("cluster_resource_id"),
    "database.secret": _database("secret"),
    "database.name": lambda r, c: DATABASE_NAME,
    "warehouse.name": lambda r, c: DATABASE_NAME,
    "mail.arn": _mail_arn,
    "mail.url": _mail_sender,
    "network.id": lambda r, c: Apply("join", (",", r.subnets(c.name))),
    "container.cluster": lambda r, c: Attr("aws_ecs_cluster", "main", "name"),
    "device-gateway.name": lambda r, c: str(getattr(c, "topic_filter", "devices")).split("/")[0],
}
