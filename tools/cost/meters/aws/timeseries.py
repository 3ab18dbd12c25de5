"""Amazon Timestream for InfluxDB, which is what gets deployed: one instance by the hour, and its storage.

Amazon closed Timestream for LiveAnalytics, which was billed by the write, to new customers on 2025-06-20. Source of the
sizes: AWS::Timestream::InfluxDBInstance (20 to 16,384 GiB of storage).
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.catalog.sizes import series_storage_gb
from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import TimeSeries


def meter(series: TimeSeries, scope: Scope) -> Iterator[Usage]:
    """Usage of one time series database."""
    hours = (("hours", scope.hours),)
    yield Usage(
        series.name, "timestream", "influxdb_medium_hour", "Instance", scope.hours, "hours", hours, is_standing=True
    )
    held = scope.held(series)
    yield Usage(
        series.name,
        "timestream",
        "influxdb_storage",
        "Storage",
        series_storage_gb(held.gigabytes),
        f"min(16384, max(20, ceil({held.formula})))",
        held.inputs,
        is_standing=True,
    )
    yield Usage(
        series.name, "secretsmanager", "secret", "Credentials", 1, "secrets", (("secrets", 1),), is_standing=True
    )
