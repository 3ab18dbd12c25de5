"""How each kind of component is printed: one function for each, found by its kind and loaded when first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from tools.blueprint.resources.root import Root

Printer = Callable[[Root, Any], None]

PRINTERS: dict[str, tuple[str, str, str]] = {
    "api": ("Front doors", "apis", "print_api"),
    "cdn": ("Front doors", "edge", "print_cdn"),
    "static-site": ("Front doors", "edge", "print_static_site"),
    "load-balancer": ("Front doors", "balancers", "print_balancer"),
    "dns-failover": ("Front doors", "failover", "print_dns_failover"),
    "device-gateway": ("Front doors", "devices", "print_devices"),
    "file-gateway": ("Front doors", "outside", "print_file_gateway"),
    "user-pool": ("Identity and protection", "identity", "print_user_pool"),
    "key": ("Identity and protection", "secrets", "print_key"),
    "secret": ("Identity and protection", "secrets", "print_secret"),
    "parameter": ("Identity and protection", "secrets", "print_parameter"),
    "firewall": ("Identity and protection", "firewalls", "print_firewall"),
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
    "mail": ("Messaging", "mail", "print_mail"),
    "external": ("Messaging", "outside", "print_external"),
    "schedule": ("Schedules", "timers", "print_schedule"),
    "table": ("Data", "tables", "print_table"),
    "bucket": ("Data", "buckets", "print_bucket"),
    "database": ("Data", "databases", "print_database"),
    "cache": ("Data", "caches", "print_cache"),
    "search-index": ("Data", "analytics", "print_search_index"),
    "query-engine": ("Data", "analytics", "print_query_engine"),
    "timeseries": ("Data", "caches", "print_timeseries"),
    "warehouse": ("Data", "caches", "print_warehouse"),
    "network": ("Network", "networks", "print_network"),
    "audit-trail": ("Operations", "audit", "print_audit_trail"),
}
"""Concern, module and function of each kind. Managed models have none: there is nothing to deploy, only permissions."""


@cache
def printer_of(kind: str) -> tuple[str, Printer] | None:
    """Concern and printer of a kind, or None for a kind of which nothing is deployed."""
    found = PRINTERS.get(kind)
    if found is None:
        return None
    concern, module, name = found
    return concern, getattr(import_module(f"{__name__}.{module}"), name)
