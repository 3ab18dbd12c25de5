"""AWS WAF: a web ACL, its rules, and the requests it looks at. Source: AWS WAF pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Api, Cdn, Firewall, LoadBalancer


def meter(firewall: Firewall, scope: Scope) -> Iterator[Usage]:
    """Usage of one firewall."""
    yield Usage(firewall.name, "waf", "web_acl", "Web ACL", 1, "web ACLs", (("web ACLs", 1),), is_standing=True)
    rules = len(firewall.managed_rules) + (firewall.rate_limit_per_5min is not None)
    yield Usage(
        firewall.name,
        "waf",
        "rule",
        "Rules",
        rules,
        "managed groups + rate rules",
        (("managed groups", len(firewall.managed_rules)), ("rate rules", rules - len(firewall.managed_rules))),
        is_standing=True,
    )
    requests = sum(
        scope.demand(part.name).per_month
        for model in (Api, Cdn, LoadBalancer)
        for part in scope.all(model)
        if part.firewall == firewall.name
    )
    yield Usage(
        firewall.name,
        "waf",
        "requests",
        "Requests",
        requests,
        "requests looked at",
        (("requests looked at", requests),),
    )
