"""Parts that keep data."""

from typing import Annotated, Literal

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from tools.design.base import FieldName, Model, Name, RefTo, Region, Text, TypeName
from tools.design.components.base import DataHolder


class Index(Model):
    """Another way into a table."""

    name: Name
    partition_key: FieldName
    sort_key: FieldName | None = None
    projection: Literal["all", "keys"] = "all"
    purpose: Text = ""


class Table(DataHolder):
    """A key-value and document table."""

    kind: Literal["table"] = "table"
    role: Literal["data", "idempotency", "session", "connections"] = "data"
    entity: TypeName | None = None
    partition_key: FieldName = "id"
    sort_key: FieldName | None = None
    numeric_keys: tuple[FieldName, ...] = ()
    """Key attributes that hold numbers; the others hold strings."""
    indexes: tuple[Index, ...] = ()
    ttl_attribute: FieldName | None = None
    change_stream: bool = False
    capacity: Literal["on-demand", "provisioned"] = "on-demand"
    read_units: PositiveInt = 5
    write_units: PositiveInt = 5
    """Capacity units per second where provisioned: the floor that scaling starts from."""
    replicas: tuple[Region, ...] = ()
    point_in_time_recovery: bool = True
    deletion_protection: bool = True
    item_kb: PositiveFloat = 1.0
    stored_gb: NonNegativeFloat | None = None
    """Data held, in gigabytes; what its writes and their retention come to where not said."""


class Database(DataHolder):
    """A relational or document database that scales its own capacity."""

    kind: Literal["database"] = "database"
    engine: Literal["postgres", "mysql", "document"] = "postgres"
    entity: TypeName | None = None
    min_capacity: NonNegativeFloat = 0.5
    max_capacity: PositiveFloat = 8.0
    """Bounds of its capacity in units of about 2 GB of memory (ACU)."""
    mean_capacity: PositiveFloat = 1.0
    proxy: bool = True
    """Whether functions connect through a connection pool."""
    readers: NonNegativeInt = 0
    stored_gb: NonNegativeFloat | None = None
    """Data held, in gigabytes; what its writes and their retention come to where not said."""
    backup_days: PositiveInt = 7
    deletion_protection: bool = True
    network: Annotated[Name, RefTo("network")] | None = None
    replicas: tuple[Region, ...] = ()


class TimeSeries(DataHolder):
    """A database of measurements over time."""

    kind: Literal["timeseries"] = "timeseries"
    memory_hours: PositiveInt = 24
    magnetic_days: PositiveInt = 365
    stored_gb: NonNegativeFloat | None = None
    """Data held, in gigabytes; what its writes and their retention come to where not said."""


class Warehouse(DataHolder):
    """An analytical database for joins over large histories."""

    kind: Literal["warehouse"] = "warehouse"
    base_capacity: PositiveInt = 8
    """Processing units (RPU) while a query runs."""
    hours_per_day: PositiveFloat = 2.0
    stored_gb: NonNegativeFloat | None = None
    """Data held, in gigabytes; what its writes and their retention come to where not said."""
    network: Annotated[Name, RefTo("network")] | None = None


class Bucket(DataHolder):
    """Object storage."""

    kind: Literal["bucket"] = "bucket"
    role: Literal["data", "site", "logs", "claim-check"] = "data"
    versioned: bool = True
    events_to_bus: bool = False
    """Whether object events go to the default event bus; otherwise they notify their consumers directly."""
    archive_after_days: PositiveInt | None = None
    expire_after_days: PositiveInt | None = None
    replicate_to: tuple[Region, ...] = ()
    stored_gb: NonNegativeFloat | None = None
    """Data held, in gigabytes; what its writes and their retention come to where not said."""
    object_kb: PositiveFloat = 256.0
    access_logs: Annotated[Name, RefTo("bucket")] | None = None
    object_lock_days: PositiveInt | None = None
    """Days for which no version can be deleted or overwritten (write once, read many)."""


class Cache(DataHolder):
    """Keeps answers in memory."""

    kind: Literal["cache"] = "cache"
    engine: Literal["valkey", "redis"] = "valkey"
    memory_gb: PositiveFloat = 1.0
    ttl_s: PositiveInt = 300
    network: Annotated[Name, RefTo("network")] | None = None


class SearchIndex(DataHolder):
    """Full-text and vector search."""

    kind: Literal["search-index"] = "search-index"
    entity: TypeName | None = None
    vector: bool = False
    stored_gb: NonNegativeFloat | None = None
    """Data held, in gigabytes; what its writes and their retention come to where not said."""
    mean_capacity: PositiveFloat = 0.5
    """Mean number of compute units (OCU) in use; NextGen collections go to zero when idle."""


class QueryEngine(DataHolder):
    """SQL over files in object storage, paid by what a query scans."""

    kind: Literal["query-engine"] = "query-engine"
    scanned_gb_per_query: PositiveFloat = 1.0
    queries_per_day: NonNegativeFloat = 50.0
