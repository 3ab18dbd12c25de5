"""Relational and document databases: inside a network, encrypted, with credentials nobody types."""

from __future__ import annotations

import math

from tools.blueprint.plan.access.services import is_pooled
from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.waivers import OWN_KEY_OF_SERVICE
from tools.blueprint.resources.kinds.entrances import print_entrance, print_way
from tools.blueprint.resources.kinds.secrets import OWNER, print_credential, stored_password
from tools.blueprint.resources.references import DATABASE_NAME, HERE, cluster
from tools.blueprint.resources.root import Root, text
from tools.blueprint.resources.tree import ONLY_PRIMARY, PRIMARY, Block, Body, Choice, Expr, Node, Word
from tools.design.components import Database

_ENGINES = {"postgres": ("aurora-postgresql", 5432, "POSTGRESQL"), "mysql": ("aurora-mysql", 3306, "MYSQL")}
_LOGS: dict[str, list[Node]] = {"postgres": ["postgresql"], "mysql": ["audit", "error", "slowquery"]}
_DOCUMENT_PORT = 27017
_MONITORING_S = 60


def print_database(root: Root, database: Database) -> None:
    """A cluster, its instances, the pool before it."""
    _print_place(root, database)
    if database.engine == "document":
        _print_document(root, database)
        return
    root.roles(database.name, "monitor")
    if database.replicas:
        waived = (Waived("CKV_AWS_149", "Copied to other regions, where a key of this one cannot be used."),)
        copies: list[Node] = [Block({"region": region}) for region in database.replicas]
        more: Body = {"name": text(HERE["stack"], f"-{database.name}-owner"), "replica": copies}
        print_credential(root, database.name, None, waived, more, ONLY_PRIMARY)
    _print_cluster(root, database)
    _print_instances(root, database)
    if is_pooled(database):
        root.roles(database.name, "serve")
        _print_pool(root, database)


def _port(database: Database) -> int:
    return _DOCUMENT_PORT if database.engine == "document" else _ENGINES[database.engine][1]


def _group(root: Root, database: Database) -> Expr:
    return root.at("aws_security_group", database.name, "id")


def _print_place(root: Root, database: Database) -> None:
    network = database.network or ""
    body: Body = {
        "name": root.named(database.name, 255),
        "description": f"Private subnets of {network}",
        "subnet_ids": root.resolver.subnets(network),
    }
    kind = "aws_docdb_subnet_group" if database.engine == "document" else "aws_db_subnet_group"
    root.add(kind, database.name, body)
    print_entrance(root, database.name, f"Database {database.name}", network, _port(database))


def _print_cluster(root: Root, database: Database) -> None:
    engine, port, _ = _ENGINES[database.engine]
    body: Body = {
        "cluster_identifier": root.named(database.name, 63),
        "engine": engine,
        "port": port,
        **_ownership(root, database),
        "db_subnet_group_name": root.at("aws_db_subnet_group", database.name, "name"),
        "vpc_security_group_ids": [_group(root, database)],
        "storage_encrypted": True,
        "iam_database_authentication_enabled": True,
        "enable_http_endpoint": True,
        "enabled_cloudwatch_logs_exports": list(_LOGS[database.engine]),
        "backup_retention_period": min(database.backup_days, 35),
        "copy_tags_to_snapshot": True,
        "deletion_protection": database.deletion_protection,
        "final_snapshot_identifier": root.named(database.name, 255, "-final"),
    }
    if database.key is not None:
        body["kms_key_id"] = root.ref(database.key)
    body["serverlessv2_scaling_configuration"] = Block(_capacity(database))
    lifecycle: Body = {"ignore_changes": [Word("global_cluster_identifier")]} if database.replicas else {}
    waived = (Waived("CKV_AWS_327", OWN_KEY_OF_SERVICE),) if database.key is None else ()
    root.add("aws_rds_cluster", database.name, body, keep=True, lifecycle=lifecycle, waived=waived)
    if database.replicas:
        world: Body = {
            "global_cluster_identifier": root.named(database.name, 63),
            "source_db_cluster_identifier": cluster(root.resolver, database, "arn"),
            "force_destroy": False,
        }
        root.add("aws_rds_global_cluster", database.name, world, keep=True, count=ONLY_PRIMARY)


def _ownership(root: Root, database: Database) -> Body:
    """Who owns the database. In one that spans regions the primary region says so; the others join it."""
    if not database.replicas:
        return {"database_name": DATABASE_NAME, "master_username": OWNER, "manage_master_user_password": True}
    password = stored_password(root, database.name, ONLY_PRIMARY)

    def in_primary(value: Node) -> Node:
        return Choice(PRIMARY, value, None)

    return {
        "database_name": in_primary(DATABASE_NAME),
        "master_username": in_primary(OWNER),
        "master_password_wo": in_primary(password),
        "master_password_wo_version": 1,
        "global_cluster_identifier": Choice(PRIMARY, None, root.named(database.name, 63)),
    }


def _capacity(database: Database) -> Body:
    """Units in steps of a half."""
    least, most = math.floor(database.min_capacity * 2) / 2, math.ceil(database.max_capacity * 2) / 2
    return {"min_capacity": least, "max_capacity": max(most, least, 1.0)}


def _print_instances(root: Root, database: Database) -> None:
    body: Body = {
        "count": database.readers + 1,
        "cluster_identifier": cluster(root.resolver, database, "id"),
        "engine": cluster(root.resolver, database, "engine"),
        "instance_class": "db.serverless",
        "publicly_accessible": False,
        "auto_minor_version_upgrade": True,
        "performance_insights_enabled": True,
        "monitoring_interval": _MONITORING_S,
        "monitoring_role_arn": root.resolver.role(f"{root.plan.ids[database.name]}MonitorRole"),
    }
    waived = (Waived("CKV_AWS_354", OWN_KEY_OF_SERVICE),)
    root.add("aws_rds_cluster_instance", database.name, body, keep=True, waived=waived)


def _print_pool(root: Root, database: Database) -> None:
    auth: Body = {"auth_scheme": "SECRETS", "iam_auth": "REQUIRED", "secret_arn": root.ref(database.name, "secret")}
    body: Body = {
        "name": root.named(database.name, 60),
        "engine_family": _ENGINES[database.engine][2],
        "require_tls": True,
        "role_arn": root.role(f"{root.plan.ids[database.name]}ProxyRole"),
        "vpc_security_group_ids": [_group(root, database)],
        "vpc_subnet_ids": root.resolver.subnets(database.network or ""),
        "auth": Block(auth),
    }
    root.add("aws_db_proxy", database.name, body)
    name = root.at("aws_db_proxy", database.name, "name")
    pool = Block({"max_connections_percent": 90, "connection_borrow_timeout": 30})
    root.add(
        "aws_db_proxy_default_target_group", database.name, {"db_proxy_name": name, "connection_pool_config": pool}
    )
    target: Body = {
        "db_proxy_name": name,
        "target_group_name": root.at("aws_db_proxy_default_target_group", database.name, "name"),
        "db_cluster_identifier": cluster(root.resolver, database, "id"),
    }
    instances = f"aws_rds_cluster_instance.{root.label(database.name)}"
    root.add("aws_db_proxy_target", database.name, target, after=[instances])
    far: Body = {"referenced_security_group_id": _group(root, database)}
    words = "From the pool to the database"
    print_way(root, database.name, "ingress", words, far, word="__from_pool", port=_port(database))
    print_way(root, database.name, "egress", words, far, word="__to_database", port=_port(database))


def _print_document(root: Root, database: Database) -> None:
    waived = () if database.key else (Waived("CKV_AWS_149", OWN_KEY_OF_SERVICE),)
    print_credential(root, database.name, database.key, waived)
    password = stored_password(root, database.name)
    settings: Body = {
        "name": root.named(database.name, 255),
        "description": f"Settings of {database.name}",
        "family": "docdb5.0",
        "parameter": [Block({"name": n, "value": "enabled"}) for n in ("tls", "audit_logs")],
    }
    root.add("aws_docdb_cluster_parameter_group", database.name, settings)
    body: Body = {
        "cluster_identifier": root.named(database.name, 63),
        "engine": "docdb",
        "engine_version": "5.0.0",
        "master_username": OWNER,
        "master_password_wo": password,
        "master_password_wo_version": 1,
        "db_cluster_parameter_group_name": root.at("aws_docdb_cluster_parameter_group", database.name, "name"),
        "db_subnet_group_name": root.at("aws_docdb_subnet_group", database.name, "name"),
        "vpc_security_group_ids": [_group(root, database)],
        "storage_encrypted": True,
        "enabled_cloudwatch_logs_exports": ["audit", "profiler"],
        "backup_retention_period": max(7, min(database.backup_days, 35)),
        "deletion_protection": database.deletion_protection,
        "final_snapshot_identifier": root.named(database.name, 255, "-final"),
    }
    if database.key is not None:
        body["kms_key_id"] = root.ref(database.key)
    body["serverless_v2_scaling_configuration"] = Block(_capacity(database))
    keyless = (Waived("CKV_AWS_182", OWN_KEY_OF_SERVICE),) if database.key is None else ()
    root.add("aws_docdb_cluster", database.name, body, keep=True, waived=keyless)
    instance: Body = {
        "count": database.readers + 1,
        "cluster_identifier": cluster(root.resolver, database, "id"),
        "instance_class": "db.serverless",
    }
    root.add("aws_docdb_cluster_instance", database.name, instance)
