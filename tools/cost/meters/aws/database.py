"""Amazon Aurora Serverless v2 and Amazon DocumentDB Serverless: capacity by the hour, storage, storage requests, proxy.

Source: their pricing pages and that of Amazon RDS Proxy. A proxy for serverless capacity is billed for at least eight
units. Backups up to the size of the database are free and taken to suffice.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope, total
from tools.cost.usage import Usage
from tools.design.components import Database

PROXY_MINIMUM = 8.0

_SERVICE = {"postgres": "aurora_serverless_v2", "mysql": "aurora_serverless_v2", "document": "documentdb_serverless"}
_UNIT = {"aurora_serverless_v2": ("acu_hour", "ACU"), "documentdb_serverless": ("dcu_hour", "DCU")}


def meter(database: Database, scope: Scope) -> Iterator[Usage]:
    """Usage of one database."""
    for region in (None, *database.replicas):
        yield from _cluster(database, scope, region)
    if database.proxy and database.engine != "document":
        yield _proxy(database, scope)
    yield Usage(
        database.name, "secretsmanager", "secret", "Credentials", 1, "secrets", (("secrets", 1),), is_standing=True
    )


def _cluster(database: Database, scope: Scope, region: str | None) -> Iterator[Usage]:
    service = _SERVICE[database.engine]
    sku, unit = _UNIT[service]
    where = f" ({region})" if region else ""
    instances = 1 + database.readers
    standing = not database.replicas
    yield Usage(
        database.name,
        service,
        sku,
        f"Capacity{where}",
        database.mean_capacity * instances * scope.hours,
        f"mean {unit} x instances x hours",
        ((f"mean {unit}", database.mean_capacity), ("instances", instances), ("hours", scope.hours)),
        region=region,
        is_standing=standing,
    )
    held = scope.held(database)
    yield Usage(
        database.name,
        service,
        "storage",
        f"Storage{where}",
        held.gigabytes,
        held.formula,
        held.inputs,
        region=region,
        is_standing=standing,
    )
    yield _requests(database, scope, region, service)


def _requests(database: Database, scope: Scope, region: str | None, service: str) -> Usage:
    flows = scope.incoming(database.name) if region is None else scope.incoming(database.name, "write", "send")
    statements, each = total(flows), scope.assume("io_per_statement")
    return Usage(
        database.name,
        service,
        "io",
        "Storage requests" if region is None else f"Replicated storage requests ({region})",
        statements * each,
        "statements x storage requests of one",
        (("statements", statements), ("storage requests of one", each)),
        region=region,
    )


def _proxy(database: Database, scope: Scope) -> Usage:
    capacity = max(PROXY_MINIMUM, database.mean_capacity * (1 + database.readers))
    return Usage(
        database.name,
        "rds_proxy",
        "acu_hour",
        "Connection proxy",
        capacity * scope.hours,
        "max(8, ACU) x hours",
        (("ACU", database.mean_capacity * (1 + database.readers)), ("hours", scope.hours)),
        is_standing=True,
    )
