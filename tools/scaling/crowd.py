"""All functions at the same second, against the concurrency that an account gives them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from tools.scaling.assumptions import WORST_WINDOW_S
from tools.scaling.day import Day, highest
from tools.scaling.drains import Drain, busiest
from tools.scaling.functions import Run, together, worst_level
from tools.scaling.model import Figure
from tools.scaling.pool import erlang_b
from tools.workload import Batching


class Polled(NamedTuple):
    """One poller at that sample."""

    messages: float
    """Messages a second that grow with the traffic."""
    batching: Batching
    duration_s: float
    ceiling: float
    drains: tuple[Drain, ...]
    """What makes messages gather; its rush is taken to be at its worst just then."""

    def runs_at(self, multiple: float) -> float:
        """Runs a second at so many times the traffic."""
        return self.messages * multiple / self.batching.batch_at(self.messages * multiple)

    def catching_up(self, multiple: float) -> float:
        """Runs at once beyond those of the rate while the poller works off what has gathered."""
        steady = min(self.ceiling, self.runs_at(multiple) * self.duration_s)
        return max(0.0, busiest(self.drains, self.duration_s, multiple) - steady)


class Crowd(NamedTuple):
    """The functions that share the account's concurrency, at one sample of the day."""

    at: int
    steady_rate: float
    """Runs a second that grow with the traffic."""
    steady_busy: float
    polled: tuple[Polled, ...]
    at_once: float
    """Runs that schedules start together."""
    kept: tuple[tuple[float, float], ...]
    """Environments kept ready by function, each with those of its requests that take them at this moment."""
    reserved: float
    """Concurrency that other functions have reserved: nobody else gets it."""

    def idle(self, multiple: float = 1.0) -> float:
        """Environments kept ready that nothing uses: they count as if they ran."""
        return sum(max(0.0, ready - taken * multiple) for ready, taken in self.kept)

    def busy(self, multiple: float = 1.0) -> float:
        """Concurrency to be expected at worst, at so many times the traffic."""
        rate, busy = self.steady_rate * multiple, self.steady_busy * multiple
        more = self.at_once * multiple + self.idle(multiple)
        for poller in self.polled:
            runs = poller.runs_at(multiple)
            more += poller.catching_up(multiple)
            if runs * poller.duration_s < poller.ceiling:
                rate += runs
                busy += runs * poller.duration_s
            else:
                more += poller.ceiling
        return more + (worst_level(rate, busy / rate, WORST_WINDOW_S) if rate > 0 and busy > 0 else 0.0)


def worst_crowd(day: Day, everyone: Iterable[Run]) -> Crowd:
    """The crowd of the second in which most functions run at once, those with a reserve of their own left out."""
    sharing: list[Run] = []
    reserved = 0.0
    for run in everyone:
        if run.function.reserved_concurrency is None:
            sharing.append(run)
        else:
            reserved += run.function.reserved_concurrency
    runs = [run for run in sharing if run.per_month > 0 or run.function.provisioned_concurrency]
    busy = [0.0] * len(day.times)
    for run in runs:
        busy = [total + rate * run.peak_duration_s for total, rate in zip(busy, run.rates, strict=True)]
    starting = {index for run in runs for impulse in run.impulses for index in impulse.at}
    candidates = sorted({highest(busy)[1]} | starting) if busy else []
    crowds = [_crowd_at(day, runs, index, reserved) for index in candidates]
    return max(crowds, key=lambda crowd: crowd.busy(), default=Crowd(0, 0.0, 0.0, (), 0.0, (), reserved))


def _crowd_at(day: Day, runs: Sequence[Run], index: int, reserved: float) -> Crowd:
    rate = busy = at_once = 0.0
    polled: list[Polled] = []
    kept: list[tuple[float, float]] = []
    for run in runs:
        if run.function.provisioned_concurrency:
            kept.append((float(run.function.provisioned_concurrency), run.rates[index] * run.peak_duration_s))
        at_once += sum(together(i, run.peak_duration_s) for i in run.impulses if not i.at or index in i.at)
        drains = iter(run.drains)
        for feed in run.feeds:
            messages = day.messages_at(feed, index)
            if feed.batching is None:
                rate += messages
                busy += messages * run.peak_duration_s
            else:
                ceiling = inf if feed.ceiling is None else feed.ceiling
                polled.append(Polled(messages, feed.batching, run.peak_duration_s, ceiling, next(drains)))
    return Crowd(index, rate, busy, tuple(polled), at_once, tuple(kept), reserved)


def account_figure(crowd: Crowd) -> Figure:
    """Concurrency of all functions together in the worst second, reserves included."""
    return Figure(
        crowd.busy() + crowd.reserved,
        "environments",
        "most busy within an hour, all functions together + runs of schedules + catching up + reserved + provisioned",
        (
            ("steady concurrency", crowd.steady_busy),
            ("polled messages, 1/s", sum(poller.messages for poller in crowd.polled)),
            ("at once by schedules", crowd.at_once),
            ("pollers catching up", sum(poller.catching_up(1.0) for poller in crowd.polled)),
            ("reserved", crowd.reserved),
            ("provisioned and idle", crowd.idle()),
        ),
    )


def turned_away_figure(day: Day, crowd: Crowd, limit: float) -> Figure:
    """Requests throttled in the worst peak because the account's concurrency is used up; polled work waits instead."""
    room, lasting_s = max(0, int(limit - crowd.reserved)), day.peak_seconds_at(crowd.at)
    polled = sum(min(poller.ceiling, poller.runs_at(1.0) * poller.duration_s) for poller in crowd.polled)
    offered = crowd.steady_busy + polled
    lost = erlang_b(offered, room) * crowd.steady_rate * lasting_s if limit > 0 else 0.0
    return Figure(
        lost,
        "requests in the worst peak",
        "Erlang-B(offered, limit - reserved) x rate of requests that are not polled x its time",
        (("offered", offered), ("room", float(room)), ("rate, 1/s", crowd.steady_rate), ("time, s", lasting_s)),
    )
