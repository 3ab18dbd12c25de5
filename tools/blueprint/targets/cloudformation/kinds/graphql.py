"""GraphQL APIs: schema, data sources and resolvers."""

from __future__ import annotations

from tools.blueprint.plan.doors import MAX_DEPTH
from tools.blueprint.plan.graphql import resolver_code, schema_text
from tools.blueprint.plan.model import ApiPlan, Route
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import NO_FIREWALL
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.references import get, ref, sub
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Api


def print_graphql(template: Template, api: Api) -> None:
    """The API with its log role, its schema, and a resolver for each field that somebody answers."""
    identity, decided = template.id(api), template.plan.apis[api.name]
    logs = f"{identity}LogsRole"
    print_role(template, template.plan.roles[logs])
    properties: Properties = {
        "Name": sub(f"${{AWS::StackName}}-{api.name}"),
        **_keeper(template, api, decided),
        "XrayEnabled": True,
        "QueryDepthLimit": MAX_DEPTH,
        "LogConfig": {"CloudWatchLogsRoleArn": get(logs), "FieldLogLevel": "ERROR", "ExcludeVerboseContent": True},
    }
    waived = () if api.firewall is not None else (NO_FIREWALL,)
    template.add(identity, "AWS::AppSync::GraphQLApi", properties, waived=waived)
    routes = template.routes_of[api.name]
    schema: Properties = {"ApiId": get(identity, "ApiId"), "Definition": schema_text(template.plan, routes)}
    template.add(f"{identity}Schema", "AWS::AppSync::GraphQLSchema", schema)
    for route in routes:
        _print_resolver(template, api, route)
    doors.print_permits(template, api, ("DoorTo",))
    if api.firewall is not None:
        association: Properties = {"ResourceArn": ref(identity), "WebACLArn": get(template.id(api.firewall))}
        template.add(f"{identity}Association", "AWS::WAFv2::WebACLAssociation", association)


def _keeper(template: Template, api: Api, decided: ApiPlan) -> Properties:
    match api.auth:
        case "jwt" if api.user_pool is not None:
            pool: Node = {
                "UserPoolId": template.value(Ref(api.user_pool, "id")),
                "AwsRegion": ref("AWS::Region"),
                "DefaultAction": "ALLOW",
            }
            return {"AuthenticationType": "AMAZON_COGNITO_USER_POOLS", "UserPoolConfig": pool}
        case "jwt" if decided.issuer is not None:
            return {
                "AuthenticationType": "OPENID_CONNECT",
                "OpenIDConnectConfig": {"Issuer": template.value(decided.issuer)},
            }
        case "function" if api.authorizer is not None:
            asked: Node = {"AuthorizerUri": template.value(Ref(api.authorizer)), "AuthorizerResultTtlInSeconds": 300}
            return {"AuthenticationType": "AWS_LAMBDA", "LambdaAuthorizerConfig": asked}
        case "api-key":
            return {"AuthenticationType": "API_KEY"}
        case _:
            return {"AuthenticationType": "AWS_IAM"}


def _print_resolver(template: Template, api: Api, route: Route) -> None:
    identity = template.id(api)
    source = f"{identity}To{template.id(route.target)}Source"
    if source not in template.ids:
        _print_source(template, api, route, source)
    properties: Properties = {
        "ApiId": get(identity, "ApiId"),
        "TypeName": route.method,
        "FieldName": route.path,
        "DataSourceName": get(source, "Name"),
        "Runtime": {"Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0"},
        "Code": resolver_code(template.plan, route),
    }
    template.add(f"{route.id}Resolver", "AWS::AppSync::Resolver", properties, after=[f"{identity}Schema"])


def _print_source(template: Template, api: Api, route: Route, source: str) -> None:
    assert route.role is not None
    if route.role not in template.ids:
        print_role(template, template.plan.roles[route.role])
    target = template.graph[route.target]
    properties: Properties = {
        "ApiId": get(template.id(api), "ApiId"),
        "Name": template.id(target),
        "ServiceRoleArn": get(route.role),
    }
    where = template.value(Ref(target.name, "name" if target.kind == "table" else "arn"))
    match target.kind:
        case "table":
            config: Node = {"TableName": where, "AwsRegion": ref("AWS::Region")}
            properties |= {"Type": "AMAZON_DYNAMODB", "DynamoDBConfig": config}
        case "bus":
            properties |= {"Type": "AMAZON_EVENTBRIDGE", "EventBridgeConfig": {"EventBusArn": where}}
        case _:
            properties |= {"Type": "AWS_LAMBDA", "LambdaConfig": {"LambdaFunctionArn": where}}
    template.add(source, "AWS::AppSync::DataSource", properties)
