"""GraphQL APIs: schema and resolvers in files of their own, data sources."""

from __future__ import annotations

from tools.blueprint.plan.doors import ASKED_AGAIN_S, MAX_DEPTH
from tools.blueprint.plan.graphql import resolver_code, schema_text
from tools.blueprint.plan.model import ApiPlan, Route
from tools.blueprint.plan.waivers import NO_FIREWALL
from tools.blueprint.resources.kinds.firewalls import print_association
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Apply, Block, Body, Expr, Fact, Node, Text
from tools.design.components import Api


def print_graphql(root: Root, api: Api) -> None:
    """The API with its log role, its schema, and a resolver for each field that somebody answers."""
    decided = root.plan.apis[api.name]
    routes = root.routes_of[api.name]
    logged: Body = {
        "cloudwatch_logs_role_arn": root.role(f"{root.plan.ids[api.name]}LogsRole"),
        "field_log_level": "ERROR",
        "exclude_verbose_content": True,
    }
    keeper = _keeper(root, api, decided)
    body: Body = {
        "name": root.named(api.name, 128),
        "authentication_type": keeper.pop("authentication_type"),
        "schema": _file(root, f"graphql/{api.name}.graphql", schema_text(root.plan, routes)),
        "xray_enabled": True,
        "query_depth_limit": MAX_DEPTH,
        "log_config": Block(logged),
        **keeper,
    }
    waived = () if api.firewall is not None else (NO_FIREWALL,)
    root.add("aws_appsync_graphql_api", api.name, body, waived=waived)
    if keeper == {} and body["authentication_type"] == "API_KEY":
        root.add("aws_appsync_api_key", api.name, {"api_id": root.ref(api.name, "id")})
    for route in routes:
        _print_resolver(root, api, route)
    if api.firewall is not None:
        print_association(root, api.name, root.at("aws_appsync_graphql_api", api.name), api.firewall)


def _file(root: Root, path: str, text: str) -> Expr:
    """A text in a file of its own beside the configuration."""
    root.texts[path] = text
    return Apply("file", (Text((Fact("folder"), f"/{path}")),))


def _keeper(root: Root, api: Api, decided: ApiPlan) -> Body:
    match api.auth:
        case "jwt" if api.user_pool is not None:
            pool: Body = {
                "user_pool_id": root.ref(api.user_pool, "id"),
                "aws_region": HERE["region"],
                "default_action": "ALLOW",
            }
            return {"authentication_type": "AMAZON_COGNITO_USER_POOLS", "user_pool_config": Block(pool)}
        case "jwt" if decided.issuer is not None:
            return {
                "authentication_type": "OPENID_CONNECT",
                "openid_connect_config": Block({"issuer": root.value(decided.issuer)}),
            }
        case "function" if api.authorizer is not None:
            by: Body = {
                "authorizer_uri": root.ref(api.authorizer),
                "authorizer_result_ttl_in_seconds": ASKED_AGAIN_S,
            }
            return {"authentication_type": "AWS_LAMBDA", "lambda_authorizer_config": Block(by)}
        case "api-key":
            return {"authentication_type": "API_KEY"}
        case _:
            return {"authentication_type": "AWS_IAM"}


def _print_resolver(root: Root, api: Api, route: Route) -> None:
    source = f"{root.plan.ids[api.name]}To{root.plan.ids[route.target]}"
    if not root.is_made("aws_appsync_datasource", source):
        _print_source(root, api, route, source)
    code = _file(root, f"graphql/{api.name}/{route.method}.{route.path}.js", resolver_code(root.plan, route))
    body: Body = {
        "api_id": root.ref(api.name, "id"),
        "type": route.method,
        "field": route.path,
        "data_source": root.at("aws_appsync_datasource", source, "name"),
        "code": code,
        "runtime": Block({"name": "APPSYNC_JS", "runtime_version": "1.0.0"}),
    }
    root.add("aws_appsync_resolver", route.id, body)


def _print_source(root: Root, api: Api, route: Route, source: str) -> None:
    target = root.graph[route.target]
    where = root.ref(target.name, "name" if target.kind == "table" else "arn")
    kind: str
    config: tuple[str, Node]
    match target.kind:
        case "table":
            kind = "AMAZON_DYNAMODB"
            config = ("dynamodb_config", Block({"table_name": where, "region": HERE["region"]}))
        case "bus":
            kind, config = "AMAZON_EVENTBRIDGE", ("event_bridge_config", Block({"event_bus_arn": where}))
        case _:
            kind, config = "AWS_LAMBDA", ("lambda_config", Block({"function_arn": where}))
    body: Body = {
        "api_id": root.ref(api.name, "id"),
        "name": root.plan.ids[target.name],
        "type": kind,
        "service_role_arn": root.role(route.role or ""),
        config[0]: config[1],
    }
    root.add("aws_appsync_datasource", source, body)
