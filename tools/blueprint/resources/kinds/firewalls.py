"""Web firewalls."""

from __future__ import annotations

from tools.blueprint.resources.kinds.logs import print_logs
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Block, Body, Expr, Node
from tools.blueprint.resources.waivers import EDGE_WALL_LOGS
from tools.design.components import Firewall

MANAGED_RULES = {
    "common": "AWSManagedRulesCommonRuleSet",
    "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
    "sql-injection": "AWSManagedRulesSQLiRuleSet",
    "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
    "anonymous-ip": "AWSManagedRulesAnonymousIpList",
}


def print_firewall(root: Root, firewall: Firewall) -> None:
    """A web ACL with managed rules and a rate limit, logged. One for the edge stands where the edge is served."""
    edge = firewall.scope == "edge"
    rules = [_managed(number, name) for number, name in enumerate(firewall.managed_rules)]
    if firewall.rate_limit_per_5min is not None:
        rules.append(_rate(len(rules), max(10, firewall.rate_limit_per_5min)))
    body: Body = {
        "name": root.named(firewall.name, 128),
        "scope": "CLOUDFRONT" if edge else "REGIONAL",
        "default_action": Block({"allow": Block({})}),
    }
    if rules:
        body["rule"] = rules
    body["visibility_config"] = _visible(firewall.name)
    root.add("aws_wafv2_web_acl", firewall.name, body, edge=edge, waived=(EDGE_WALL_LOGS,) if edge else ())
    if print_logs(root, firewall.name) is not None:
        logging: Body = {
            "resource_arn": root.at("aws_wafv2_web_acl", firewall.name),
            "log_destination_configs": [root.at("aws_cloudwatch_log_group", firewall.name)],
            "redacted_fields": Block({"single_header": Block({"name": "authorization"})}),
        }
        root.add("aws_wafv2_web_acl_logging_configuration", firewall.name, logging)


def print_association(root: Root, owner: str, resource: Expr, firewall: str) -> None:
    """Puts a firewall before something."""
    body: Body = {"resource_arn": resource, "web_acl_arn": root.at("aws_wafv2_web_acl", firewall)}
    root.add("aws_wafv2_web_acl_association", owner, body)


def _managed(priority: int, name: str) -> Node:
    group = Block({"vendor_name": "AWS", "name": MANAGED_RULES[name]})
    return Block(
        {
            "name": name,
            "priority": priority,
            "override_action": Block({"none": Block({})}),
            "statement": Block({"managed_rule_group_statement": group}),
            "visibility_config": _visible(name),
        }
    )


def _rate(priority: int, limit: int) -> Node:
    based = Block({"limit": limit, "aggregate_key_type": "IP"})
    return Block(
        {
            "name": "rate-limit",
            "priority": priority,
            "action": Block({"block": Block({})}),
            "statement": Block({"rate_based_statement": based}),
            "visibility_config": _visible("rate-limit"),
        }
    )


def _visible(name: str) -> Node:
    return Block({"sampled_requests_enabled": True, "cloudwatch_metrics_enabled": True, "metric_name": name})
