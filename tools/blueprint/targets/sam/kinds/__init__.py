"""How each kind of component is printed: one function for each, found by its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.blueprint.targets.sam.kinds.analytics import (
    print_etl,
    print_query_engine,
    print_search_index,
    print_transcoder,
    print_warehouse,
)
from tools.blueprint.targets.sam.kinds.apis import print_api
from tools.blueprint.targets.sam.kinds.buckets import print_bucket
from tools.blueprint.targets.sam.kinds.containers import print_balancer, print_container
from tools.blueprint.targets.sam.kinds.databases import print_cache, print_database, print_timeseries
from tools.blueprint.targets.sam.kinds.delivery import print_delivery
from tools.blueprint.targets.sam.kinds.edge import print_cdn, print_dns_failover, print_static_site
from tools.blueprint.targets.sam.kinds.functions import print_function, print_layer
from tools.blueprint.targets.sam.kinds.identity import (
    print_firewall,
    print_key,
    print_parameter,
    print_secret,
    print_user_pool,
)
from tools.blueprint.targets.sam.kinds.messaging import print_bus, print_queue, print_stream, print_topic
from tools.blueprint.targets.sam.kinds.networks import print_network
from tools.blueprint.targets.sam.kinds.outside import (
    print_audit_trail,
    print_devices,
    print_external,
    print_file_gateway,
    print_mail,
)
from tools.blueprint.targets.sam.kinds.tables import print_table
from tools.blueprint.targets.sam.kinds.timers import print_schedule
from tools.blueprint.targets.sam.kinds.workflows import print_workflow
from tools.blueprint.targets.sam.template import Template

Printer = Callable[[Template, Any], None]

PRINTERS: dict[str, tuple[str, Printer]] = {
    "api": ("Front doors", print_api),
    "cdn": ("Front doors", print_cdn),
    "static-site": ("Front doors", print_static_site),
    "load-balancer": ("Front doors", print_balancer),
    "dns-failover": ("Front doors", print_dns_failover),
    "device-gateway": ("Front doors", print_devices),
    "file-gateway": ("Front doors", print_file_gateway),
    "user-pool": ("Identity and protection", print_user_pool),
    "key": ("Identity and protection", print_key),
    "secret": ("Identity and protection", print_secret),
    "parameter": ("Identity and protection", print_parameter),
    "firewall": ("Identity and protection", print_firewall),
    "function": ("Functions", print_function),
    "layer": ("Functions", print_layer),
    "container": ("Containers and jobs", print_container),
    "etl": ("Containers and jobs", print_etl),
    "transcoder": ("Containers and jobs", print_transcoder),
    "workflow": ("Workflows", print_workflow),
    "queue": ("Messaging", print_queue),
    "topic": ("Messaging", print_topic),
    "bus": ("Messaging", print_bus),
    "stream": ("Messaging", print_stream),
    "delivery-stream": ("Messaging", print_delivery),
    "mail": ("Messaging", print_mail),
    "external": ("Messaging", print_external),
    "schedule": ("Schedules", print_schedule),
    "table": ("Data", print_table),
    "bucket": ("Data", print_bucket),
    "database": ("Data", print_database),
    "cache": ("Data", print_cache),
    "search-index": ("Data", print_search_index),
    "query-engine": ("Data", print_query_engine),
    "timeseries": ("Data", print_timeseries),
    "warehouse": ("Data", print_warehouse),
    "network": ("Network", print_network),
    "audit-trail": ("Operations", print_audit_trail),
}
"""Section and printer of each kind. Managed models have none: there is nothing to deploy, only permissions."""
