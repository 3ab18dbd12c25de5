"""Demands from weights: what a mixture of sources comes to in a month, and in its worst second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from tools.workload.model import MONTH_S, NOTHING, Batching, Demand, LoadSource, ScheduleSource, Source, source_times
from tools.workload.profiles import DAY_S

_HOURS = tuple(3600.0 * (hour + 0.5) for hour in range(24))
_OFTEN = 24
"""A schedule with more starts a day than this is taken to meet the worst second of the loads."""

Weights = tuple[tuple[str, float], ...]


class Clock(NamedTuple):
    """The sources, sampled where their rates turn."""

    sources: Mapping[str, Source]
    times: tuple[float, ...]
    """Seconds of the day at which the worst second of any mixture lies, near enough."""
    rates: Mapping[str, tuple[float, ...]]
    """Rates of the loads at these times."""
    hourly: Mapping[str, tuple[float, ...]]
    """Rates of the loads in the middle of each hour of a day without peaks."""
    quantities: Mapping[str, float]
    """What each source comes to in a mean month."""
    mixtures: dict[tuple[float | str, ...], float]
    """Peaks of mixtures already asked for, by the shares of their sources: many parts see the same mixture."""

    def demand(self, weights: Mapping[str, float], payload_kb: float, spread_s: float) -> Demand:
        """The demand that this mixture of the sources makes."""
        if not weights:
            return NOTHING
        per_month = self.monthly(weights)
        peak = self.peak(weights, spread_s)
        ordered = tuple(sorted(weights.items())) if len(weights) > 1 else tuple(weights.items())
        return Demand(per_month, per_month / MONTH_S, peak, payload_kb, ordered, spread_s)

    def monthly(self, weights: Mapping[str, float]) -> float:
        """What a mixture comes to in a mean month."""
        total = 0.0
        for name, weight in weights.items():
            total += weight * self.quantities[name]
        return total

    def peak(self, weights: Mapping[str, float], spread_s: float) -> float:
        """Highest rate of a mixture in any second, per second."""
        if len(weights) == 1:
            [(name, weight)] = weights.items()
            source = self.sources[name]
            at_once = source.kind == "load" or spread_s <= 1
            return weight * source.peak_rps / (1.0 if at_once else spread_s)
        whole = sum(weights.values())
        if whole <= 0:
            return 0.0
        key = (spread_s, *(part for name, weight in weights.items() for part in (name, round(weight / whole, 12))))
        peak = self.mixtures.get(key)
        if peak is None:
            peak = self.mixtures[key] = self._mixed_peak(weights, spread_s) / whole
        return peak * whole

    def _mixed_peak(self, weights: Mapping[str, float], spread_s: float) -> float:
        totals = [0.0] * len(self.times)
        for name, weight in weights.items():
            rates = self.rates.get(name)
            if rates is not None:
                totals = [total + weight * rate for total, rate in zip(totals, rates, strict=True)]
        for name, weight in weights.items():
            source = self.sources[name]
            if isinstance(source, ScheduleSource):
                totals = self._with_starts(totals, source, weight, max(1.0, spread_s))
        return max(totals, default=0.0)

    def _with_starts(self, totals: list[float], source: ScheduleSource, weight: float, spread_s: float) -> list[float]:
        seconds = source.starts.seconds
        if len(seconds) > _OFTEN:
            return [total + weight / spread_s for total in totals]
        return [
            total + weight / spread_s if any((at - start) % DAY_S < spread_s for start in seconds) else total
            for at, total in zip(self.times, totals, strict=True)
        ]

    def batched(self, messages: Demand, batching: Batching) -> Demand:
        """How often batches of these messages arrive."""
        per_month = self._monthly_batches(messages, batching)
        if per_month <= 0:
            return NOTHING
        mean_batch = messages.per_month / per_month
        return Demand(
            per_month=per_month,
            mean_rps=per_month / MONTH_S,
            peak_rps=messages.peak_rps / batching.batch_at(messages.peak_rps),
            payload_kb=messages.payload_kb * mean_batch,
            weights=tuple((name, weight / mean_batch) for name, weight in messages.weights),
            spread_s=messages.spread_s,
        )

    def _monthly_batches(self, messages: Demand, batching: Batching) -> float:
        hours = [0.0] * 24
        from_loads = batches = 0.0
        for name, weight in messages.weights:
            source = self.sources[name]
            quantity = weight * self.quantities[name]
            if isinstance(source, LoadSource):
                from_loads += quantity
                hours = [hour + weight * rate for hour, rate in zip(hours, self.hourly[name], strict=True)]
            else:
                batches += quantity / min(max(1.0, weight), batching.batch_at(weight / max(1.0, messages.spread_s)))
        total = sum(hours)
        if total > 0:
            batches += from_loads * (sum(rate / batching.batch_at(rate) for rate in hours) / total)
        return batches

    def total(self, demands: Iterable[Demand]) -> Demand:
        """The sum of several demands. Their peaks are added: they mostly share their sources."""
        parts = list(demands)
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        weights: dict[str, float] = {}
        for part in parts:
            for name, weight in part.weights:
                weights[name] = weights.get(name, 0.0) + weight
        per_month = sum(part.per_month for part in parts)
        payload = sum(part.per_month * part.payload_kb for part in parts) / (per_month or 1.0)
        peak = sum(part.peak_rps for part in parts)
        spread = max(part.spread_s for part in parts)
        return Demand(per_month, per_month / MONTH_S, peak, payload, tuple(sorted(weights.items())), spread)


def clock_of(sources: Mapping[str, Source]) -> Clock:
    """The sources, sampled."""
    return _sampled(tuple(sources.values()))._replace(mixtures={})


@lru_cache(maxsize=16)
def _sampled(given: tuple[Source, ...]) -> Clock:
    """The clock of these sources; the options for one brief mostly share them."""
    sources = {source.name: source for source in given}
    loads = {source.name: source for source in given if isinstance(source, LoadSource)}
    times = {at for source in loads.values() for at in source_times(source)}
    for source in given:
        if isinstance(source, ScheduleSource) and (len(source.starts.seconds) <= _OFTEN or not loads):
            times |= set(source.starts.seconds[:_OFTEN])
    several = len(sources) > 1
    if len(loads) > 1:
        times |= set(_HOURS)
    ordered = tuple(sorted(times))
    return Clock(
        sources=sources,
        times=ordered,
        rates={name: tuple(map(source.day.rate_at, ordered)) if several else () for name, source in loads.items()},
        hourly={name: tuple(map(source.day.normal_at, _HOURS)) for name, source in loads.items()},
        quantities={name: source.per_month for name, source in sources.items()},
        mixtures={},
    )
