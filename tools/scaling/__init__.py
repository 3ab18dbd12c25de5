"""Where a design breaks: concurrency, cold starts, backlogs, latencies, and every limit against its traffic.

Owns the arithmetic of pools, queues and buckets, the typical latencies it assumes, and the pictures and reports of all
that. Refuses prices, rules (a limit is a number, not a finding) and simulation by chance: the same design always gives
the same figures.
"""

from tools.scaling.analysis import analyse
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
]
