"""Where a design breaks: concurrency, cold starts, backlogs, latencies, and every limit against its traffic.

Owns the arithmetic of pools, queues and buckets, the typical latencies it assumes, and the pictures and reports of all
that. Refuses prices, rules (a limit is a number, not a finding) and simulation by chance: the same design always gives
the same figures.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tools.scaling.analysis import analyse, slowest_p99_ms
from tools.scaling.model import (
    Assumption,
    ColdStarts,
    EntryLatency,
    Figure,
    FunctionScaling,
    LatencyTerm,
    Limit,
    Objective,
    QueueScaling,
    ScalingReport,
    Series,
)

if TYPE_CHECKING:
    from tools.scaling.plot import concurrency_svg, headroom_svg
    from tools.scaling.report import report_json, report_markdown

__all__ = [
    "Assumption",
    "ColdStarts",
    "EntryLatency",
    "Figure",
    "FunctionScaling",
    "LatencyTerm",
    "Limit",
    "Objective",
    "QueueScaling",
    "ScalingReport",
    "Series",
    "analyse",
    "concurrency_svg",
    "headroom_svg",
    "report_json",
    "report_markdown",
    "slowest_p99_ms",
]

_LATER = {
    "concurrency_svg": "plot",
    "headroom_svg": "plot",
    "report_json": "report",
    "report_markdown": "report",
}
"""What is only loaded when it is asked for."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
