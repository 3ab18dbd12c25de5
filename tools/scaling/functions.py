"""One function under its traffic: concurrency, cold starts, requests turned away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from tools.design.components import Function
from tools.scaling.assumptions import KEEP_ALIVE_S, WORST_WINDOW_S
from tools.scaling.day import Day, Feed, Impulse, Rates, Rise, highest
from tools.scaling.drains import Drain, busiest, drains_of
from tools.scaling.facts import Initialisation, find_quota, initialisation_of
from tools.scaling.model import ColdStarts, Figure, FunctionScaling
from tools.scaling.pool import Pool, daily_pool, erlang_b, highest_busy, steady_pool
from tools.scaling.quantiles import poisson_level, poisson_quantile
from tools.scaling.scene import Scene
from tools.scaling.supply import Supply, Surge, turned_away
from tools.scaling.timings import Answer, Chill, answer_of
from tools.workload.model import MONTH_S
from tools.workload.profiles import DAY_S

_WORST = "most busy within an hour at the peak rate (level k visited once: λ T P(N = k - 1) c(k) = 1), and schedules"
_COLD = "Σ over the day of pool(rate, duration, keep-alive); each peak adds the environments it needs on its days"


class Run(NamedTuple):
    """What a function's traffic comes to: its rates over the day, and how long a run takes."""

    function: Function
    feeds: tuple[Feed, ...]
    rates: Rates
    """Runs a second at each sample of the day, impulses left out."""
    impulses: tuple[Impulse, ...]
    """What schedules bring that is not polled."""
    drains: tuple[tuple[Drain, ...], ...]
    """For each polled way in, what makes messages gather there."""
    rises: tuple[tuple[Rise, float, float], ...]
    """The peaks it sees, with its rate before and at the level of each."""
    duration_s: float
    """Mean, warm."""
    peak_duration_s: float
    """Mean at the peak, cold starts included."""
    per_month: float

    @property
    def mean_rps(self) -> float:
        """Mean rate of runs over a year."""
        return self.per_month / MONTH_S


def run_of(scene: Scene, function: Function, whole: Answer) -> Run:
    """The run of a function that takes this long."""
    feeds = scene.feeds(function.name)
    runs = scene.workload.invocations.get(function.name)
    rates = scene.day.over_day(feeds)
    return Run(
        function=function,
        feeds=feeds,
        rates=rates,
        impulses=tuple(scene.day.impulses([feed for feed in feeds if feed.batching is None])),
        drains=tuple(tuple(drains_of(scene.day, feed)) for feed in feeds if feed.batching is not None),
        rises=tuple(_rises_of(scene.day, feeds, rates)),
        duration_s=whole.mean_ms / 1000,
        peak_duration_s=whole.mean_ms / 1000,
        per_month=runs.per_month if runs is not None else 0.0,
    )


Chilled = tuple[Chill, Initialisation, Pool]


def chill_of(scene: Scene, run: Run) -> Chilled:
    """The cold starts of a function: how many a month and how long, and its mean pool on a day without peaks."""
    hours = tuple(sorted(scene.day.over_hours(run.feeds)))
    pool = daily_pool(hours, run.duration_s, KEEP_ALIVE_S, run.function.provisioned_concurrency)
    start = initialisation_of(run.function)
    if run.per_month <= 0:
        return Chill(0.0, answer_of(start.p50_ms, start.p99_ms)), start, pool
    monthly = MONTH_S * pool.cold_per_s + _surging_cold(run) + _impulsive_cold(scene, run)
    return Chill(min(1.0, monthly / run.per_month), answer_of(start.p50_ms, start.p99_ms)), start, pool


def _pool(rate: float, run: Run) -> Pool:
    return steady_pool(rate, run.duration_s, KEEP_ALIVE_S, run.function.provisioned_concurrency)


def _surging_cold(run: Run) -> float:
    """Cold starts of a month that peaks add: the environments by which the pool grows, on the days they happen."""
    return sum(
        rise.burst.days_per_year / 12 * max(0.0, _pool(level, run).environments - _pool(before, run).environments)
        for rise, before, level in run.rises
    )


def _rises_of(day: Day, feeds: Sequence[Feed], rates: Rates) -> Iterator[tuple[Rise, float, float]]:
    seen = {name for feed in feeds for name, _ in feed.demand.weights}
    for rise in day.rises:
        if rise.load in seen:
            before, level = day.normal_at(feeds, rise.before), rates[rise.after]
            if level > before:
                yield rise, before, level


def _impulsive_cold(scene: Scene, run: Run) -> float:
    """Cold starts of a month that schedules bring: all that run together and find no warm environment."""
    together_ = [(i.schedule, together(i, run.duration_s), _rate_beside(run, i)) for i in run.impulses]
    for drains in run.drains:
        rest = min(run.rates, default=0.0)
        together_ += [
            (one.source, one.busiest(run.duration_s), rest) for one in drains if one.source in scene.day.starts
        ]
    total = 0.0
    for name, busy, beside in together_:
        source = scene.workload.sources[name]
        if source.kind == "schedule" and source.starts.seconds and DAY_S / len(source.starts.seconds) > KEEP_ALIVE_S:
            total += source.per_month * max(0.0, busy - _pool(beside, run).environments)
    return total


def _rate_beside(run: Run, impulse: Impulse) -> float:
    """Rate of the other traffic at the first sample at which an impulse comes."""
    return run.rates[impulse.at[0]] if impulse.at else min(run.rates, default=0.0)


def together(impulse: Impulse, duration_s: float) -> float:
    """How many runs of an impulse are busy at once: all of them, or as many as come while one runs."""
    return impulse.amount * min(1.0, duration_s / impulse.spread_s) if impulse.spread_s > 0 else impulse.amount


def lengthened(run: Run, chill: Chill) -> Run:
    """The run with the cold starts of its peak in its duration."""
    return run._replace(peak_duration_s=run.duration_s + _cold_at_peak(run, chill) * chill.start.mean_ms / 1000)


def function_scaling(
    scene: Scene, run: Run, chill: Chill, start: Initialisation, pool: Pool, account_limit: float
) -> FunctionScaling:
    """Everything that is said of one function."""
    top, at = highest(run.rates)
    duration_s = run.peak_duration_s
    ceiling, reason = ceiling_of(run, account_limit)
    worst = min(ceiling, worst_concurrency(run, duration_s))
    p99 = min(ceiling, float(poisson_quantile(top * duration_s, 0.99)))
    peak = top + max((i.amount / max(1.0, i.spread_s) for i in run.impulses), default=0.0)
    return FunctionScaling(
        component=run.function.name,
        invocations_per_month=run.per_month,
        mean_rps=run.mean_rps,
        peak_rps=peak,
        duration_ms=_duration_figure(run),
        mean=_mean_figure(run, chill),
        p99=Figure(
            p99,
            "environments",
            "99th percentile of Poisson(peak rate x duration)",
            (("peak rate, 1/s", top), ("duration with cold starts, s", duration_s)),
        ),
        worst=Figure(
            worst,
            "environments",
            _WORST,
            (
                ("peak rate, 1/s", top),
                ("duration with cold starts, s", duration_s),
                ("at once by schedules", sum(together(i, duration_s) for i in run.impulses)),
                ("ceiling", ceiling if ceiling < inf else "none"),
            ),
        ),
        worst_at_s=_moment(scene.day, run, at),
        ceiling=ceiling,
        ceiling_reason=reason,
        turned_away=_turned_away_figure(scene, run, ceiling, top, duration_s),
        cold=_cold_figures(run, chill, start, pool) if run.per_month > 0 else None,
    )


def _moment(day: Day, run: Run, at: int) -> float:
    """The second of the day at which it is worst: that of the highest rate, or of a schedule where all else rests."""
    starts = [index for impulse in run.impulses for index in impulse.at]
    if starts and max(run.rates, default=0.0) == 0:
        return day.times[min(starts)]
    return day.times[at] if day.times else 0.0


def _cold_at_peak(run: Run, chill: Chill) -> float:
    """Share of cold starts while the rate rises: new environments over requests, at least the share of all days."""
    shares = [chill.share]
    for rise, before, level in run.rises:
        ramp_s = max(rise.burst.reached, run.duration_s)
        shares.append(min(1.0, (1 - before / level) * run.duration_s / ramp_s))
    return max(shares)


def worst_level(rate: float, duration_s: float, window_s: float) -> float:
    """Highest concurrency of so long at a rate: the level reached about once, at least one and the 99th percentile."""
    if rate <= 0:
        return 0.0
    return max(1.0, highest_busy(rate, duration_s, window_s), poisson_level(rate * duration_s))


def worst_concurrency(run: Run, duration_s: float, multiple: float = 1.0) -> float:
    """Concurrency of the worst second under so many times the traffic, without a ceiling."""
    top = max(run.rates, default=0.0) * multiple
    steady = worst_level(top, duration_s, WORST_WINDOW_S)
    if run.drains:
        steady = max(steady, sum(busiest(drains, duration_s, multiple) for drains in run.drains))
    if not run.impulses:
        return steady
    often = sum(together(i, duration_s) for i in run.impulses if not i.at) * multiple
    candidates = [steady]
    for index in sorted({index for impulse in run.impulses for index in impulse.at}):
        added = sum(together(i, duration_s) for i in run.impulses if index in i.at) * multiple
        candidates.append(added + worst_level(run.rates[index] * multiple, duration_s, 60.0))
    return often + max(candidates)


def ceiling_of(run: Run, account_limit: float) -> tuple[float, str]:
    """The concurrency a function can reach, and why; infinite where only the account's holds."""
    reserved = run.function.reserved_concurrency
    pollers = [feed.ceiling for feed in run.feeds]
    polled = [ceiling for ceiling in pollers if ceiling is not None]
    if pollers and len(polled) == len(pollers) and (reserved is None or sum(polled) < reserved):
        return float(sum(polled)), "pollers of " + ", ".join(feed.poller for feed in run.feeds)
    if reserved is not None:
        return float(reserved), "reserved concurrency"
    return inf, "account" if account_limit else ""


def _duration_figure(run: Run) -> Figure:
    return Figure(
        run.duration_s * 1000,
        "ms",
        "max(stated duration, Σ of what it waits for)",
        (("stated duration, ms", run.function.work_ms),),
    )


def _mean_figure(run: Run, chill: Chill) -> Figure:
    seconds = run.duration_s + chill.share * chill.start.mean_ms / 1000
    return Figure(
        run.mean_rps * seconds,
        "environments",
        "mean rate x (duration + share of cold starts x initialisation), Little's law",
        (
            ("mean rate, 1/s", run.mean_rps),
            ("duration, s", run.duration_s),
            ("share of cold starts", chill.share),
            ("initialisation, ms", chill.start.mean_ms),
        ),
    )


def _cold_figures(run: Run, chill: Chill, start: Initialisation, pool: Pool) -> ColdStarts:
    inputs = (
        ("mean rate, 1/s", run.mean_rps),
        ("duration, s", run.duration_s),
        ("keep-alive, s", KEEP_ALIVE_S),
        ("provisioned", float(run.function.provisioned_concurrency)),
    )
    return ColdStarts(
        per_month=Figure(chill.share * run.per_month, "cold starts", _COLD, inputs),
        share=chill.share,
        p50_ms=start.p50_ms,
        p95_ms=start.p95_ms,
        p99_ms=start.p99_ms,
        environments=Figure(pool.environments, "environments", "mean of the sliding maximum of the busy", inputs),
        source=start.source,
        as_of=start.as_of,
        note=start.note,
    )


def _turned_away_figure(scene: Scene, run: Run, ceiling: float, top: float, duration_s: float) -> Figure:
    fast, most = _added_too_slowly(scene, run, duration_s)
    full = _above_ceiling(run, ceiling, top * duration_s) * top * scene.day.peak_seconds(run.rates)
    return Figure(
        fast + full,
        "requests in the worst peak",
        "∫ (rate - environments that can be there / duration) dt, and Erlang-B(offered, ceiling) x rate x its time",
        (("too fast", fast), ("above the ceiling", full), ("environments needed", most)),
    )


def _added_too_slowly(scene: Scene, run: Run, duration_s: float) -> tuple[float, float]:
    """Requests throttled because environments are added at the provider's rate; and the most environments needed."""
    found = find_quota(scene.provider, "lambda", "function_scaling_rate", scene.region)
    if found is None:
        return 0.0, 0.0
    step = found.number()
    lost, needed = [0.0], [0.0]
    for rise, before, level in run.rises:
        needed.append(level * duration_s)
        if needed[-1] > step:
            warm = _pool(before, run).environments
            surge = Surge(before, level, rise.burst.reached, rise.burst.ending - rise.burst.reached)
            lost.append(turned_away(surge, duration_s, Supply(warm + step, step, 10.0)))
    for impulse in run.impulses:
        needed.append(together(impulse, duration_s))
        if needed[-1] > step:
            lost.append(max(0.0, needed[-1] - step - _pool(_rate_beside(run, impulse), run).environments))
    return (max(lost), max(needed)) if _is_pushed(run.feeds) else (0.0, max(needed))


def _is_pushed(feeds: Sequence[Feed]) -> bool:
    """Whether some of the work is not polled: what is polled waits where it is."""
    return any(feed.batching is None for feed in feeds)


def _above_ceiling(run: Run, ceiling: float, offered: float) -> float:
    return erlang_b(offered, int(ceiling)) if ceiling < inf and _is_pushed(run.feeds) else 0.0
