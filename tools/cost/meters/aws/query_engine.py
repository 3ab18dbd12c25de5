"""Amazon Athena: data scanned by queries, at least 10 MB each. Source: Amazon Athena pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import QueryEngine
from tools.design.requirements import DAYS_PER_MONTH

LEAST_GB = 10 / 1024
GB_PER_TB = 1024.0


def meter(engine: QueryEngine, scope: Scope) -> Iterator[Usage]:
    """Usage of one query engine: the queries that the workload brings, or else those of its own estimate."""
    asked = scope.demand(engine.name).per_month
    queries = asked or engine.queries_per_day * DAYS_PER_MONTH
    each = max(LEAST_GB, engine.scanned_gb_per_query)
    yield Usage(
        engine.name,
        "athena",
        "scanned",
        "Data scanned",
        queries * each / GB_PER_TB,
        "queries x GB of a query / 1024",
        (("queries", queries), ("GB of a query", each)),
    )
