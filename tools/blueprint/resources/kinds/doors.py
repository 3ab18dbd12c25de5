"""What all front doors share: access logs, custom domains, who may invoke the functions behind them."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.plan.doors import access_line
from tools.blueprint.plan.environment import external_url
from tools.blueprint.plan.model import ApiPlan, Route
from tools.blueprint.resources.references import HERE, module_of, spliced
from tools.blueprint.resources.root import Root, document, let_in, text
from tools.blueprint.resources.root import described as words_of
from tools.blueprint.resources.tree import Attr, Block, Body, Choice, Expr, Node
from tools.design.components import Api, Component, External, LoadBalancer


def described(root: Root, api: Api) -> Body:
    """Name and description of an API."""
    return {"name": root.named(api.name, 128), "description": words_of(api, api.description, 1024)}


def number(rate: float) -> int | float:
    """A rate without a fraction it does not need."""
    return int(rate) if rate == int(rate) else rate


def access_log(root: Root, api: Api) -> Body:
    """One JSON line for each request; nothing where the design wants no access logs."""
    if api.name not in root.plan.logs:
        return {}
    line = access_line(root.plan.apis[api.name].style)
    where = root.at("aws_cloudwatch_log_group", api.name)
    return {"access_log_settings": Block({"destination_arn": where, "format": line})}


def invocation(root: Root, function: str) -> Expr:
    """The address at which API Gateway invokes a function."""
    return module_of(root.resolver, function, "invoke_arn")


def print_asked(root: Root, api: Api) -> None:
    """Lets an API ask the function that knows who may come in, where the plan's permits do not say so already."""
    if api.auth != "function" or api.authorizer is None:
        return
    known = [p for p in root.permits_of[api.authorizer] if p.purpose == "authorizer" and _is_door(root, api, p.id)]
    routed = [p for p in root.permits_of[api.authorizer] if p.id.startswith(f"{root.plan.ids[api.name]}To")]
    if not known and not routed:
        source = _every_call(root, api)
        let_in(root, f"{root.plan.ids[api.name]}Door", api.authorizer, "apigateway.amazonaws.com", source)


def _is_door(root: Root, api: Api, identity: str) -> bool:
    return identity.startswith(f"{root.plan.ids[api.name]}Door")


def _every_call(root: Root, api: Api) -> Node:
    identity = root.ref(api.name, "id")
    here = ("arn:", HERE["partition"], ":execute-api:", HERE["region"], ":", HERE["account"], ":")
    return text(*here, *spliced(identity), "/*")


def print_domain(root: Root, api: Api, decided: ApiPlan, stage: Expr) -> None:
    """A custom domain, with client certificates where they authenticate."""
    if not decided.domain:
        return
    name = root.parameter(parameter_for(api.name, "Domain"))
    certificate = root.parameter(parameter_for(api.name, "CertificateArn"))
    trust: Body = {}
    if api.auth == "mutual-tls":
        store = Block({"truststore_uri": root.parameter(parameter_for(api.name, "Truststore"))})
        trust = {"mutual_tls_authentication": store}
    if api.endpoint == "edge" and decided.style == "rest":
        _print_edge_name(root, api, name, certificate, stage, trust)
        return
    print_name(root, api.name, name, certificate, trust)
    mapping: Body = {
        "api_id": root.ref(api.name, "id"),
        "domain_name": root.at("aws_apigatewayv2_domain_name", api.name, "id"),
        "stage": stage,
    }
    root.add("aws_apigatewayv2_api_mapping", api.name, mapping)
    target = "domain_name_configuration[0].target_domain_name"
    zone = "domain_name_configuration[0].hosted_zone_id"
    kind = "aws_apigatewayv2_domain_name"
    _print_record(root, api.name, name, root.at(kind, api.name, target), root.at(kind, api.name, zone))


def print_name(root: Root, owner: str, name: Expr, certificate: Expr, more: Body) -> None:
    """A domain name of this region that APIs are reached by."""
    settings: Body = {"certificate_arn": certificate, "endpoint_type": "REGIONAL", "security_policy": "TLS_1_2"}
    body: Body = {"domain_name": name, "domain_name_configuration": Block(settings), **more}
    root.add("aws_apigatewayv2_domain_name", owner, body)


def _print_edge_name(root: Root, api: Api, name: Expr, certificate: Expr, stage: Expr, more: Body) -> None:
    body: Body = {
        "domain_name": name,
        "certificate_arn": certificate,
        "security_policy": "TLS_1_2",
        "endpoint_configuration": Block({"types": ["EDGE"]}),
        **more,
    }
    kind = "aws_api_gateway_domain_name"
    root.add(kind, api.name, body)
    mapping: Body = {
        "api_id": root.ref(api.name, "id"),
        "domain_name": root.at(kind, api.name, "domain_name"),
        "stage_name": stage,
    }
    root.add("aws_api_gateway_base_path_mapping", api.name, mapping)
    target, zone = root.at(kind, api.name, "cloudfront_domain_name"), root.at(kind, api.name, "cloudfront_zone_id")
    _print_record(root, api.name, name, target, zone)


def _print_record(root: Root, owner: str, name: Expr, target: Expr, zone: Expr) -> None:
    alias: Body = {"name": target, "zone_id": zone, "evaluate_target_health": False}
    body: Body = {
        "zone_id": root.parameter(parameter_for(owner, "HostedZoneId")),
        "name": name,
        "type": "A",
        "alias": Block(alias),
    }
    root.add("aws_route53_record", owner, body)


def print_logging_account(root: Root) -> str:
    """The account's role for API logs: one for an account and region, so that it can be left to another stack."""
    address = "aws_api_gateway_account.this"
    if address in root.made:
        return address
    root.made.add(address)
    count = Choice(root.parameter("ManageApiLogging"), 1, 0)
    trust: Node = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    logs = text("arn:", HERE["partition"], ":logs:", HERE["region"], ":", HERE["account"], ":log-group:*")
    writing: Node = {"Effect": "Allow", "Action": [f"logs:{action}" for action in _LOG_ACTIONS], "Resource": logs}
    listing: Node = {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*"}
    role: Body = {"count": count, "name_prefix": "api-logging-", "assume_role_policy": document([trust])}
    root.write("resource", "aws_iam_role", "api_logging", role)
    which = Attr("aws_iam_role", "api_logging", "id", 0)
    policy: Body = {"count": count, "name": "access", "role": which, "policy": document([writing, listing])}
    root.write("resource", "aws_iam_role_policy", "api_logging", policy)
    arn = Attr("aws_iam_role", "api_logging", "arn", 0)
    root.write("resource", "aws_api_gateway_account", "this", {"count": count, "cloudwatch_role_arn": arn})
    return address


_LOG_ACTIONS = (
    "CreateLogGroup",
    "CreateLogStream",
    "DescribeLogStreams",
    "PutLogEvents",
    "GetLogEvents",
    "FilterLogEvents",
)


def balancer_of(root: Root, target: Component) -> LoadBalancer:
    """The load balancer by which something in the network is reached."""
    return target if isinstance(target, LoadBalancer) else root.graph.sources(target.name, LoadBalancer)[0]


def below(root: Root, target: External, route: Route) -> Node:
    """The address of something outside, with the path of a route after it."""
    url = root.value(external_url(target))
    if isinstance(url, str):
        return url.rstrip("/") + route.path
    return text(*spliced(url), route.path)
