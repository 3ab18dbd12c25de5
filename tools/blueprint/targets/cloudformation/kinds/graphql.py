"""GraphQL APIs: schema, data sources and resolvers."""

from __future__ import annotations

import json

from tools.blueprint.plan.model import ApiPlan, Route
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import NO_FIREWALL
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.kinds import doors
from tools.blueprint.targets.cloudformation.kinds.openapi import event_identity
from tools.blueprint.targets.cloudformation.references import get, ref, sub
from tools.blueprint.targets.cloudformation.roles import print_role
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.design.components import Api
from tools.design.requirements import Entity, FieldType

_SCALARS: dict[FieldType, str] = {
    "string": "String",
    "integer": "Int",
    "number": "Float",
    "boolean": "Boolean",
    "timestamp": "AWSDateTime",
    "date": "AWSDate",
    "uuid": "ID",
    "email": "AWSEmail",
    "url": "AWSURL",
    "money": "AWSJSON",
    "object": "AWSJSON",
    "list": "AWSJSON",
}

MAX_DEPTH = 10

_INVOKE = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return { operation: 'Invoke', payload: { field: ctx.info.fieldName, arguments: ctx.args, identity: ctx.identity } };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""

_GET = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ %s: ctx.args.id }) };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""

_PUT = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const item = { ...ctx.args.input, %s: util.autoId() };
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ %s: item.%s }),
    attributeValues: util.dynamodb.toMapValues(item),
  };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""

_EMIT = """\
import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const detail = { id: util.autoId(), time: util.time.nowISO8601(), data: ctx.args.input };
  return { operation: 'PutEvents', events: [{ source: %s, detailType: %s, detail }] };
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return { accepted: true };
}
"""


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
    schema: Properties = {"ApiId": get(identity, "ApiId"), "Definition": schema_text(template, routes)}
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


def schema_text(template: Template, routes: list[Route]) -> str:
    """The schema: a type for each entity the fields are about, and the fields themselves."""
    entities = {entity.name: entity for entity in template.plan.design.requirements.entities}
    about = {route.id: _entity_of(template, route, entities) for route in routes}
    used = {entity.name: entity for entity in about.values() if entity is not None}
    parts = [part for entity in used.values() for part in _types(entity)]
    parts.append("type Accepted {\n  accepted: Boolean!\n}")
    fields: dict[str, list[str]] = {"Query": []}
    for route in routes:
        fields.setdefault(route.method, []).append(f"  {_field(route, about[route.id])}")
    if not fields["Query"]:
        fields["Query"] = ["  health: Boolean"]
    parts += [f"type {kind} {{\n" + "\n".join(lines) + "\n}" for kind, lines in fields.items()]
    return "\n\n".join(parts) + "\n"


def _entity_of(template: Template, route: Route, entities: dict[str, Entity]) -> Entity | None:
    name = getattr(template.graph[route.target], "entity", None)
    return entities.get(name) if name else None


def _types(entity: Entity) -> list[str]:
    own = [f for f in entity.fields if f.name != "id"]
    lines = "\n".join(f"  {f.name}: {_SCALARS[f.type]}" for f in own)
    given = lines or "  note: String"
    return [
        f"type {entity.name} {{\n  id: ID!" + (f"\n{lines}" if lines else "") + "\n}",
        f"input {entity.name}Input {{\n{given}\n}}",
    ]


def _field(route: Route, entity: Entity | None) -> str:
    lists = route.path.startswith(("list", "search"))
    result = f"[{entity.name}!]" if entity and lists else entity.name if entity else "AWSJSON"
    if route.action == "emit":
        return f"{route.path}(input: {entity.name + 'Input' if entity else 'AWSJSON'}!): Accepted"
    if route.method == "Query":
        return f"{route.path}(limit: Int, nextToken: String): {result}" if lists else f"{route.path}(id: ID!): {result}"
    if route.path.startswith("delete"):
        return f"{route.path}(id: ID!): {result}"
    given = f"{entity.name}Input" if entity else "AWSJSON"
    return f"{route.path}({'id: ID!, ' if route.path.startswith('update') else ''}input: {given}!): {result}"


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
        "Code": _code(template, route),
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


def _code(template: Template, route: Route) -> str:
    match route.action:
        case "get":
            return _GET % _key(template, route)
        case "put":
            key = _key(template, route)
            return _PUT % (key, key, key)
        case "emit":
            source, kind = event_identity(template, route)
            return _EMIT % (json.dumps(source), json.dumps(kind))
        case _:
            return _INVOKE


def _key(template: Template, route: Route) -> str:
    return str(getattr(template.graph[route.target], "partition_key", "id"))
