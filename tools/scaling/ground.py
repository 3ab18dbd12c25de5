"""What the limits are measured on, and the few ways of measuring that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from tools.catalog import Quota
from tools.design.links import Link
from tools.scaling.assumptions import AS_OF
from tools.scaling.crowd import Crowd
from tools.scaling.day import Feed
from tools.scaling.facts import find_quota
from tools.scaling.functions import Run, ceiling_of, worst_concurrency
from tools.scaling.model import Figure, FunctionScaling, Input, Limit
from tools.scaling.scene import Scene
from tools.scaling.supply import TokenBucket
from tools.workload import Demand

_OUT_OF_REACH = 1e6
_PEAK = "Σ of the sources' rates in the worst second x how many each brings"


class Ground(NamedTuple):
    """A scene, and what was found of its functions."""

    scene: Scene
    runs: Mapping[str, Run]
    functions: Mapping[str, FunctionScaling]
    crowd: Crowd

    def quota(self, service: str, name: str) -> Quota | None:
        """A quota of the design's cloud in its region; None where the catalogue has none."""
        return find_quota(self.scene.provider, service, name, self.scene.region)

    def flowing(self, *kinds: str) -> Iterator[tuple[int, Link, Demand]]:
        """Links of these kinds (or any) on which something happens, with position and demand."""
        return ((i, link, d) for i, link, d in self.scene.flows if not kinds or link.kind in kinds)

    def peak(self, demands: Sequence[Demand], scale: float = 1.0, unit: str = "requests/s") -> Figure:
        """What several demands come to in the worst second they share, each unit counting `scale`."""
        top = demands[0].peak_rps if len(demands) == 1 else joint_peak(self.scene, demands)
        inputs: list[Input] = [("peak rate, 1/s", top)]
        if scale != 1:
            inputs.append((f"{unit} for each", scale))
        return Figure(top * scale, unit, _PEAK, tuple(inputs))

    def weighed_peak(self, demands: Sequence[tuple[Demand, float]], unit: str) -> Figure:
        """The same where each demand counts differently."""
        top = joint_peak(self.scene, [_multiplied(demand, factor) for demand, factor in demands])
        return Figure(top, unit, _PEAK, ((f"highest, {unit}", top),))

    def clients_of(self, name: str) -> tuple[Run, ...]:
        """The functions that a link joins to a component, and that run."""
        sources = dict.fromkeys(link.source for _, link in self.scene.links_to(name))
        return tuple(self.runs[one] for one in sources if one in self.runs and self.runs[one].per_month > 0)

    def peak_seconds(self, demands: Sequence[Demand]) -> float:
        """How long the worst of these demands lasts, in seconds."""
        day = self.scene.day
        return day.peak_seconds(day.over_day([Feed(demand) for demand in demands]))


def _multiplied(demand: Demand, factor: float) -> Demand:
    weights = tuple((name, weight * factor) for name, weight in demand.weights)
    return Demand(
        demand.per_month * factor, demand.mean_rps * factor, demand.peak_rps * factor, 0.0, weights, demand.spread_s
    )


def joint_peak(scene: Scene, demands: Sequence[Demand]) -> float:
    """Highest rate of several demands together in any second, impulses included."""
    weights: dict[str, float] = {}
    for demand in demands:
        for name, weight in demand.weights:
            weights[name] = weights.get(name, 0.0) + weight
    rates = scene.day.mixed(weights)
    for impulse in scene.day.impulses([Feed(demand) for demand in demands]):
        added = impulse.amount / max(1.0, impulse.spread_s)
        for index in impulse.at or range(len(rates)):
            rates[index] += added
    return max(rates, default=0.0)


def quota_limit(
    component: str,
    quota: Quota,
    title: str,
    use: Figure,
    limit: float,
    effect: str,
    *,
    part: str = "",
    multiple: float | None = None,
    is_certain: bool = True,
    note: str = "",
) -> Limit:
    """A limit that the catalogue states; `part` tells several of one quota apart."""
    notes = [note or quota.note, "" if quota.is_verified else "the figure is commonly quoted, not verified"]
    return Limit(
        id=f"{component}/{quota.service}.{quota.name}{'.' + part if part else ''}",
        component=component,
        quota=f"{quota.service}.{quota.name}",
        title=title,
        use=use,
        limit=limit,
        multiple=_multiple(use, limit) if multiple is None else multiple,
        effect=effect,
        is_certain=is_certain,
        adjustable=quota.adjustable,
        source=quota.source,
        as_of=quota.as_of,
        note="; ".join(text for text in notes if text),
    )


def design_limit(
    component: str,
    field: str,
    title: str,
    use: Figure,
    limit: float,
    effect: str,
    *,
    multiple: float | None = None,
    is_certain: bool = True,
    note: str = "",
    source: str = "the design",
) -> Limit:
    """A limit that the design sets itself."""
    return Limit(
        id=f"{component}/design.{field}",
        component=component,
        quota=f"design.{field}",
        title=title,
        use=use,
        limit=limit,
        multiple=_multiple(use, limit) if multiple is None else multiple,
        effect=effect,
        is_certain=is_certain,
        adjustable=True,
        source=source,
        as_of=AS_OF,
        note=note,
    )


def bucket_limit(ground: Ground, name: str, quota: Quota, title: str, demands: Sequence[Demand], effect: str) -> Limit:
    """A token bucket against several demands: sustained over the peak, or hit by one impulse, whichever is tighter."""
    bucket = TokenBucket(quota.number("bucket"), quota.number("refill"))
    return refilled_limit(ground, name, quota, title, demands, effect, bucket)


def refilled_limit(
    ground: Ground, name: str, quota: Quota, title: str, demands: Sequence[Demand], effect: str, bucket: TokenBucket
) -> Limit:
    """The same for a bucket whose size and refill stand in two quotas."""
    day = ground.scene.day
    feeds = [Feed(demand) for demand in demands]
    rates = day.over_day(feeds)
    lasts_s = day.peak_seconds(rates)
    sustained, at_once = max(rates, default=0.0), joint_peak(ground.scene, demands)
    in_a_second = at_once > sustained and at_once / bucket.sustains(1.0) > sustained / bucket.sustains(lasts_s)
    rate, limit = (at_once, bucket.sustains(1.0)) if in_a_second else (sustained, bucket.sustains(lasts_s))
    use = Figure(
        rate,
        "requests/s",
        "highest rate; the bucket lets refill + size / time through",
        (("size", bucket.size), ("refill, 1/s", bucket.refill), ("time, s", 1.0 if in_a_second else lasts_s)),
    )
    return quota_limit(name, quota, title, use, limit, effect)


def busy_together(runs: Sequence[Run], multiple: float = 1.0) -> float:
    """Concurrency of several functions, each at its worst, at so many times the traffic."""
    total = 0.0
    for run in runs:
        ceiling, _ = ceiling_of(run, 0.0)
        total += min(ceiling, worst_concurrency(run, run.peak_duration_s, multiple))
    return total


def _multiple(use: Figure, limit: float) -> float:
    """How many times the use makes the limit, where use grows with traffic."""
    return limit / use.value if use.value > 0 else inf


def breaking_multiple(use_at: Callable[[float], float], limit: float) -> float:
    """How many times the traffic a use reaches a limit; `use_at(m)` is the use at m times the traffic, and grows.

    0 where it is reached without any traffic, infinite where not even at a million times. False position (Illinois):
    the straight line through both ends of the bracket, which a use that grows in step with the traffic meets at once.
    """
    low, high = 0.0, 1.0
    under, over = use_at(low) - limit, use_at(high) - limit
    if under >= 0:
        return 0.0
    while over < 0:
        if high >= _OUT_OF_REACH:
            return inf
        low, under, use = high, over, over + limit
        high = min(_OUT_OF_REACH, high * max(2.0, limit / use)) if use > 0 else _OUT_OF_REACH
        over = use_at(high) - limit
    return _root(use_at, limit, (low, under), (high, over))


def _root(
    use_at: Callable[[float], float], limit: float, below: tuple[float, float], above: tuple[float, float]
) -> float:
    """Where a use reaches a limit, to four digits, between a multiple at which it is below and one at which not."""
    (low, under), (high, over) = below, above
    for _ in range(60):
        if high - low <= 1e-4 * high or over == 0:
            break
        middle = low - under * (high - low) / (over - under)
        found = use_at(middle) - limit
        if abs(found) <= 1e-5 * limit:
            return middle
        if found < 0:
            low, under, over = middle, found, over / 2
        else:
            high, over, under = middle, found, under / 2
    return high
