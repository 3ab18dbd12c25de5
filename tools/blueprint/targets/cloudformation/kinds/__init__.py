"""How each kind of component is printed: one function for each, found by its kind and loaded when first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from tools.blueprint.targets.cloudformation.dialect import Dialect
from tools.blueprint.targets.cloudformation.template import Template

Printer = Callable[[Template, Any], None]

PRINTERS: dict[str, tuple[str, str, str]] = {
    "api": ("Front doors", "apis", "print_api"),
    "cdn": ("Front doors", "edge", "print_cdn"),
    "static-site": ("Front doors", "edge", "print_static_site"),
    "load-balancer": ("Front doors", "containers", "print_balancer"),
    "dns-failover": ("Front doors", "edge", "print_dns_failover"),
    "device-gateway": ("Front doors", "outside", "print_devices"),
    "file-gateway": ("Front doors", "outside", "print_file_gateway"),
    "user-pool": ("Identity and protection", "identity", "print_user_pool"),
    "key": ("Identity and protection", "identity", "print_key"),
    "secret": ("Identity and protection", "identity", "print_secret"),
    "parameter": ("Identity and protection", "identity", "print_parameter"),
    "firewall": ("Identity and protection", "identity", "print_firewall"),
    "function": ("Functions", "functions", "print_function"),
    "layer": ("Functions", "functions", "print_layer"),
    "container": ("Containers and jobs", "containers", "print_container"),
    "etl": ("Containers and jobs", "analytics", "print_etl"),
    "transcoder": ("Containers and jobs", "analytics", "print_transcoder"),
    "workflow": ("Workflows", "workflows", "print_workflow"),
    "queue": ("Messaging", "messaging", "print_queue"),
    "topic": ("Messaging", "messaging", "print_topic"),
    "bus": ("Messaging", "messaging", "print_bus"),
    "stream": ("Messaging", "messaging", "print_stream"),
    "delivery-stream": ("Messaging", "delivery", "print_delivery"),
    "mail": ("Messaging", "outside", "print_mail"),
    "external": ("Messaging", "outside", "print_external"),
    "schedule": ("Schedules", "timers", "print_schedule"),
    "table": ("Data", "tables", "print_table"),
    "bucket": ("Data", "buckets", "print_bucket"),
    "database": ("Data", "databases", "print_database"),
    "cache": ("Data", "databases", "print_cache"),
    "search-index": ("Data", "analytics", "print_search_index"),
    "query-engine": ("Data", "analytics", "print_query_engine"),
    "timeseries": ("Data", "databases", "print_timeseries"),
    "warehouse": ("Data", "analytics", "print_warehouse"),
    "network": ("Network", "networks", "print_network"),
    "audit-trail": ("Operations", "outside", "print_audit_trail"),
}
"""Section, module and function of each kind. Managed models have none: there is nothing to deploy, only permissions."""


@cache
def printer_of(kind: str, dialect: Dialect) -> tuple[str, Printer] | None:
    """Section and printer of a kind, or None for a kind of which nothing is deployed."""
    found = PRINTERS.get(kind)
    if found is None:
        return None
    section, module, name = found
    return section, getattr(module_of(module, dialect), name)


def module_of(name: str, dialect: Dialect) -> Any:
    """A module of printers: a dialect's own, else the shared one."""
    return import_module(f"{dialect.package if name in dialect.own else __name__}.{name}")
