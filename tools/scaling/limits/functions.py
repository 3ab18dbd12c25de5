"""Limits of one function: its reserve, how fast environments are added, requests a second for its concurrency."""

from __future__ import annotations

from collections.abc import Iterator

from tools.scaling.day import Feed
from tools.scaling.functions import Run, together, worst_concurrency
from tools.scaling.ground import Ground, breaking_multiple, design_limit, quota_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ("aws",)

_SHORT_S = 0.1
"""Below this duration the limit on requests a second binds before the one on concurrency (10 for each environment)."""


def measure(ground: Ground) -> Iterator[Limit]:
    """The limits of each function that runs."""
    for run in ground.runs.values():
        if run.per_month > 0:
            yield from _reserve(ground, run)
            yield from _growth(ground, run)
            yield from _requests(ground, run)


def _reserve(ground: Ground, run: Run) -> Iterator[Limit]:
    reserved = run.function.reserved_concurrency
    if reserved is None:
        return
    polled = [feed.ceiling for feed in run.feeds if feed.batching is not None and feed.ceiling is not None]
    if len(polled) == len(run.feeds):
        if sum(polled) > reserved:
            yield _polled_reserve(ground, run, float(reserved))
        return

    def use_at(multiple: float) -> float:
        return worst_concurrency(run, run.peak_duration_s, multiple)

    use = Figure(use_at(1.0), "environments", "most busy within an hour at the peak rate", _inputs(run))
    yield design_limit(
        run.function.name,
        "reserved_concurrency",
        "concurrent executions reserved",
        use,
        float(reserved),
        "requests above it are throttled",
        multiple=breaking_multiple(use_at, float(reserved)) if reserved else 0.0,
    )


def _polled_reserve(ground: Ground, run: Run, reserved: float) -> Limit:
    """A reserve below what pollers would take only slows them; it must hold what a day needs in full batches."""
    day = ground.scene.day
    needed = sum(
        day.mean(day.over_day((Feed(feed.demand),))) * run.duration_s / feed.batching.size
        for feed in run.feeds
        if feed.batching is not None
    )
    return design_limit(
        run.function.name,
        "reserved_concurrency",
        "concurrent executions reserved",
        Figure(
            needed, "environments", "Σ mean messages a second of the busiest day x duration / batch size", _inputs(run)
        ),
        reserved,
        "its queue grows from day to day, until it forgets what has waited too long",
    )


def _inputs(run: Run) -> tuple[tuple[str, float], ...]:
    return ("peak rate, 1/s", max(run.rates, default=0.0)), ("duration, s", run.duration_s)


def _growth(ground: Ground, run: Run) -> Iterator[Limit]:
    if all(feed.batching is not None for feed in run.feeds):
        return
    quota = ground.quota("lambda", "function_scaling_rate")
    steps = [_within_ten_seconds(before, level, rise.burst.reached, run) for rise, before, level in run.rises]
    steps += [together(impulse, run.duration_s) for impulse in run.impulses]
    if quota is None or not steps or max(steps) <= 0:
        return
    use = Figure(
        max(steps), "environments in 10 s", "(rate after - rate before) x duration x 10 s / ramp", _inputs(run)
    )
    yield quota_limit(
        run.function.name,
        quota,
        "new environments of one function in 10 s",
        use,
        quota.number(),
        "requests are throttled until environments have been added",
    )


def _within_ten_seconds(before: float, level: float, ramp_s: float, run: Run) -> float:
    return (level - before) * run.duration_s * min(1.0, 10.0 / max(ramp_s, 0.001))


def _requests(ground: Ground, run: Run) -> Iterator[Limit]:
    factor, account = (
        ground.quota("lambda", "rps_per_concurrency"),
        ground.quota("lambda", "account_concurrency_default"),
    )
    if (
        factor is None
        or account is None
        or run.duration_s >= _SHORT_S
        or not ground.scene.is_waited_for(run.function.name)
    ):
        return
    reserved = run.function.reserved_concurrency
    room = float(reserved) if reserved is not None else account.number()
    if room <= 0:
        return
    found = quota_limit(
        run.function.name,
        factor,
        "synchronous requests a second for its concurrency",
        ground.peak([ground.scene.arriving(run.function.name)]),
        factor.number() * room,
        "requests are throttled although environments are free",
    )
    yield found if reserved is not None else found._replace(adjustable=account.adjustable)
