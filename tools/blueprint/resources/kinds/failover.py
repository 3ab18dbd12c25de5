"""Names that follow the healthy region."""

from __future__ import annotations

from tools.blueprint.plan.access.shapes import parameter_for
from tools.blueprint.resources.kinds.doors import print_name
from tools.blueprint.resources.kinds.edge import host_of
from tools.blueprint.resources.references import HERE
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import PRIMARY, Block, Body, Choice, Expr, Node
from tools.design.components import Api, Component, DnsFailover, LoadBalancer


def print_dns_failover(root: Root, dns: DnsFailover) -> None:
    """In each region: a health check of its own entrance, and a record that is answered while it is healthy."""
    targets = [root.graph[link.target] for link in root.graph.outgoing(dns.name)]
    entrance = next((t for t in targets if isinstance(t, (Api, LoadBalancer))), None)
    if entrance is None:
        return
    check: Body = {
        "type": "HTTPS",
        "fqdn": host_of(root, entrance),
        "port": 443,
        "resource_path": _health_path(root, dns, entrance),
        "request_interval": 30,
        "failure_threshold": 3,
    }
    root.add("aws_route53_health_check", dns.name, check)
    record: Body = {
        "zone_id": root.parameter(parameter_for(dns.name, "HostedZoneId")),
        "name": root.parameter(parameter_for(dns.name, "Domain")),
        "type": "A",
        "set_identifier": HERE["region"],
        "health_check_id": root.at("aws_route53_health_check", dns.name, "id"),
        "alias": Block(_alias(root, dns, entrance)),
    }
    if dns.policy == "failover":
        kind = Choice(PRIMARY, "PRIMARY", "SECONDARY")
        record["failover_routing_policy"] = Block({"type": kind})
    else:
        record["latency_routing_policy"] = Block({"region": HERE["region"]})
    root.add("aws_route53_record", dns.name, record)


def _health_path(root: Root, dns: DnsFailover, entrance: Component) -> Node:
    path = dns.health_path if dns.health_path.startswith("/") else f"/{dns.health_path}"
    if isinstance(entrance, Api) and root.plan.apis[entrance.name].style == "rest":
        return text("/", root.parameter("Stage"), path)
    return path


def _alias(root: Root, dns: DnsFailover, entrance: Component) -> Body:
    if isinstance(entrance, LoadBalancer):
        name, zone = root.at("aws_lb", entrance.name, "dns_name"), root.at("aws_lb", entrance.name, "zone_id")
        return {"name": name, "zone_id": zone, "evaluate_target_health": True}
    certificate = root.parameter(parameter_for(dns.name, "CertificateArn"))
    if root.plan.apis[entrance.name].style == "graphql":
        return _graphql_alias(root, dns, entrance, certificate)
    print_name(root, dns.name, root.parameter(parameter_for(dns.name, "Domain")), certificate, {})
    kind = "aws_apigatewayv2_domain_name"
    rest = root.plan.apis[entrance.name].style == "rest"
    stage = root.at("aws_api_gateway_stage", entrance.name, "stage_name")
    if not rest:
        stage = root.at("aws_apigatewayv2_stage", entrance.name, "id")
    mapping: Body = {
        "api_id": root.ref(entrance.name, "id"),
        "domain_name": root.at(kind, dns.name, "id"),
        "stage": stage,
    }
    root.add("aws_apigatewayv2_api_mapping", dns.name, mapping)
    where = "domain_name_configuration[0]"
    return {
        "name": root.at(kind, dns.name, f"{where}.target_domain_name"),
        "zone_id": root.at(kind, dns.name, f"{where}.hosted_zone_id"),
        "evaluate_target_health": True,
    }


def _graphql_alias(root: Root, dns: DnsFailover, entrance: Component, certificate: Expr) -> Body:
    kind = "aws_appsync_domain_name"
    name: Body = {"domain_name": root.parameter(parameter_for(dns.name, "Domain")), "certificate_arn": certificate}
    root.add(kind, dns.name, name)
    joined: Body = {"api_id": root.ref(entrance.name, "id"), "domain_name": root.at(kind, dns.name, "domain_name")}
    root.add("aws_appsync_domain_name_api_association", dns.name, joined)
    return {
        "name": root.at(kind, dns.name, "appsync_domain_name"),
        "zone_id": root.at(kind, dns.name, "hosted_zone_id"),
        "evaluate_target_health": True,
    }
