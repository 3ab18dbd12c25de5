"""Traffic carried along the links: what every component of a design sees, per month and in its worst second.

Owns the profiles of loads and schedules over a day, how work multiplies, splits, is routed, cached and batched on its
way, where a circle is cut, and what the writes leave in a store. Refuses capacity, prices and failures: a retry, a
throttled request or a queue that grows belongs to the rooms above.
"""

from tools.workload.flow import propagate
from tools.workload.growth import at_year, grown, scaled
from tools.workload.holding import STORES, Holding, added_gb, delivered_gb, holding_of
from tools.workload.model import NOTHING, Batching, Cycle, Demand, LoadSource, ScheduleSource, Source, Unread, Workload
from tools.workload.profiles import mean_rps, peak_rps, rate_at
from tools.workload.transitions import state_transitions

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
    "delivered_gb",
    "grown",
    "holding_of",
    "mean_rps",
    "peak_rps",
    "propagate",
    "rate_at",
    "scaled",
    "state_transitions",
]
