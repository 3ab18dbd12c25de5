"""Traffic carried along the links: what every component of a design sees, per month and in its worst second.

Owns the profiles of loads and schedules over a day, how work multiplies, splits, is routed, cached and batched on its
way, where a circle is cut, what one execution of a workflow comes to, and what writes leave in a store. Refuses
capacity, prices and failures: a retry, a throttled request or a queue that grows belongs to the rooms above.
"""

from tools.workload.executions import child_executions, duration, history_events, transitions, visits
from tools.workload.flow import propagate
from tools.workload.growth import at_year, grown, scaled
from tools.workload.holding import STORES, Holding, added_gb, delivered_gb, holding_of
from tools.workload.model import NOTHING, Batching, Cycle, Demand, LoadSource, ScheduleSource, Source, Unread, Workload
from tools.workload.profiles import mean_rps, peak_rps, rate_at

__all__ = [
    "NOTHING",
    "STORES",
    "Batching",
    "Cycle",
    "Demand",
    "Holding",
    "LoadSource",
    "ScheduleSource",
    "Source",
    "Unread",
    "Workload",
    "added_gb",
    "at_year",
    "child_executions",
    "delivered_gb",
    "duration",
    "grown",
    "history_events",
    "holding_of",
    "mean_rps",
    "peak_rps",
    "propagate",
    "rate_at",
    "scaled",
    "transitions",
    "visits",
]
