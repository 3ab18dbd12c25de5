"""AWS Glue: data processing units by the second, at least a minute for each run. Source: AWS Glue pricing page."""

from __future__ import annotations

from collections.abc import Iterator

from tools.cost.scope import Scope
from tools.cost.usage import Usage
from tools.design.components import Etl

MINIMUM_S = 60.0


def meter(etl: Etl, scope: Scope) -> Iterator[Usage]:
    """Usage of one job; its workers (G.1X) are one unit each."""
    runs = scope.runs(etl.name).per_month
    seconds = max(MINIMUM_S, etl.work_s)
    yield Usage(
        etl.name,
        "glue",
        "dpu_hour",
        "Workers",
        runs * seconds / 3600 * etl.workers,
        "runs x max(60, seconds) / 3600 x workers",
        (("runs", runs), ("seconds", etl.work_s), ("workers", etl.workers)),
    )
