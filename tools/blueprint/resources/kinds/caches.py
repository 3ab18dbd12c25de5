"""Caches, databases of measurements, warehouses: what stands in the network beside the databases."""

from __future__ import annotations

import math

from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import OWN_KEY_OF_SERVICE
from tools.blueprint.resources.kinds.entrances import print_entrance
from tools.blueprint.resources.kinds.secrets import OWNER, print_credential, read_password
from tools.blueprint.resources.references import DATABASE_NAME
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Apply, Block, Body, Expr, Node
from tools.blueprint.resources.waivers import WAREHOUSE_KEY
from tools.design.components import Cache, Network, TimeSeries, Warehouse

INFLUX_PORT = 8086
CACHE_PORT = 6379
WAREHOUSE_PORT = 5439


def _group(root: Root, owner: str) -> list[Node]:
    return [root.at("aws_security_group", owner, "id")]


def print_cache(root: Root, cache: Cache) -> None:
    """A cache that scales by itself, entered with the caller's own role instead of a password."""
    network, user_id = cache.network or "", cache.name[:40].rstrip("-")
    user: Body = {
        "user_id": user_id,
        "user_name": user_id,
        "engine": cache.engine,
        "access_string": "on ~* +@all -@admin -@dangerous",
        "authentication_mode": Block({"type": "iam"}),
    }
    root.add("aws_elasticache_user", cache.name, user)
    members: list[Node] = [root.at("aws_elasticache_user", cache.name, "user_id")]
    if cache.engine == "redis":
        nobody: Body = {
            "user_id": f"{user_id[:32]}-default",
            "user_name": "default",
            "engine": "redis",
            "access_string": "off ~* -@all",
            "authentication_mode": Block({"type": "no-password-required"}),
        }
        root.add("aws_elasticache_user", cache.name, nobody, word="nobody")
        members.append(root.at("aws_elasticache_user", cache.name, "user_id", "nobody"))
    group: Body = {"user_group_id": f"{user_id[:32]}-users", "engine": cache.engine, "user_ids": members}
    root.add("aws_elasticache_user_group", cache.name, group)
    print_entrance(root, cache.name, f"Cache {cache.name}", network, CACHE_PORT)
    body: Body = {
        "name": root.named(cache.name, 40),
        "engine": cache.engine,
        "major_engine_version": "8" if cache.engine == "valkey" else "7",
        "security_group_ids": _group(root, cache.name),
        "subnet_ids": _some(root.resolver.subnets(network), 3),
        "user_group_id": root.at("aws_elasticache_user_group", cache.name, "user_group_id"),
        "snapshot_retention_limit": 1,
    }
    if cache.key is not None:
        body["kms_key_id"] = root.ref(cache.key)
    stored = Block({"maximum": max(1, math.ceil(cache.memory_gb)), "unit": "GB"})
    body["cache_usage_limits"] = Block({"data_storage": stored})
    root.add("aws_elasticache_serverless_cache", cache.name, body)


def _some(subnets: Expr, most: int) -> Expr:
    """So many of the subnets at most."""
    return Apply("slice", (subnets, 0, Apply("min", (most, Apply("length", (subnets,))))))


def print_timeseries(root: Root, series: TimeSeries) -> None:
    """A database of measurements in the network, whose credential the service keeps."""
    network = root.graph.all(Network)[0].name
    waived = () if series.key else (Waived("CKV_AWS_149", OWN_KEY_OF_SERVICE),)
    print_credential(root, series.name, series.key, waived)
    print_entrance(root, series.name, f"Time series {series.name}", network, INFLUX_PORT)
    # The provider takes this password by no write-only argument yet: it is read back, and stands in the state.
    password = read_password(root, series.name)
    body: Body = {
        "name": f"{series.name[:30].rstrip('-')}",
        "db_instance_type": "db.influx.medium",
        "db_storage_type": "InfluxIOIncludedT1",
        "allocated_storage": root.plan.series[series.name],
        "deployment_type": "SINGLE_AZ",
        "organization": root.plan.design.name,
        "bucket": series.name,
        "username": OWNER,
        "password": password,
        "publicly_accessible": False,
        "vpc_security_group_ids": _group(root, series.name),
        "vpc_subnet_ids": _some(root.resolver.subnets(network), 2),
    }
    root.add("aws_timestreaminfluxdb_db_instance", series.name, body, keep=True)


def print_warehouse(root: Root, warehouse: Warehouse) -> None:
    """A namespace for the data and a work group for the queries, inside the network."""
    network = warehouse.network or ""
    role = root.role(f"{root.plan.ids[warehouse.name]}Role")
    namespace: Body = {
        "namespace_name": root.named(warehouse.name, 64),
        "db_name": DATABASE_NAME,
        "admin_username": OWNER,
        "manage_admin_password": True,
        "iam_roles": [role],
        "log_exports": ["userlog", "connectionlog", "useractivitylog"],
    }
    if warehouse.key is not None:
        namespace["kms_key_id"] = root.ref(warehouse.key)
    waived = () if warehouse.key is not None else (WAREHOUSE_KEY,)
    root.add("aws_redshiftserverless_namespace", warehouse.name, namespace, keep=True, waived=waived)
    print_entrance(root, warehouse.name, f"Warehouse {warehouse.name}", network, WAREHOUSE_PORT)
    body: Body = {
        "workgroup_name": root.named(warehouse.name, 64),
        "namespace_name": root.at("aws_redshiftserverless_namespace", warehouse.name, "namespace_name"),
        "base_capacity": max(8, -(-warehouse.base_capacity // 8) * 8),
        "enhanced_vpc_routing": True,
        "publicly_accessible": False,
        "security_group_ids": _group(root, warehouse.name),
        "subnet_ids": root.resolver.subnets(network),
    }
    root.add("aws_redshiftserverless_workgroup", warehouse.name, body)
