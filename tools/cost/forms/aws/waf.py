"""AWS WAF: web ACLs, rules, requests, Bot Control."""

from __future__ import annotations

from tools.cost.forms.model import Charge, Form, count

FIELDS = (
    count("web_acl", "web ACLs", "web_acls", "acls", "acl", "webacl", "webacls"),
    count("rules", "rules", "rule", "custom_rules", "managed_rules", "rules_per_acl"),
    count(
        "rule_groups", "groups of rules", "rule_group", "managed_rule_groups", "rule_group_rules", "managed_rule_group"
    ),
    count("requests", "requests looked at, all ACLs together", "web_requests", "inspected_requests", ""),
    count("bot_control", "web ACLs with Bot Control", "bot_control_acls", "bot_controls"),
    count("bot_control_requests", "requests that Bot Control looks at", "bot_requests"),
)
CHARGES = (
    Charge("web_acl", "Web ACLs", ("web_acl",)),
    Charge("rule", "Rules", ("rules",)),
    Charge("rule_group", "Rule groups", ("rule_groups",)),
    Charge("requests", "Requests", ("requests",)),
    Charge("bot_control", "Bot Control", ("bot_control",)),
    Charge("bot_control_requests", "Bot Control requests", ("bot_control_requests",)),
)

FORM = Form("waf", FIELDS, CHARGES, features={"waf_web_acl": {}, "wafv2_web_acl": {}, "wafv2": {}, "waf_acl": {}})
