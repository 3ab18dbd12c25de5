"""All functions at the same second, against the concurrency that an account gives them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from tools.scaling.assumptions import WORST_WINDOW_S
from tools.scaling.day import Day, highest
from tools.scaling.functions import Run, together, worst_level
from tools.scaling.model import Figure
from tools.workload import Batching


class Crowd(NamedTuple):
    """The functions that share the account's concurrency, at one sample of the day."""

    at: int
    steady_rate: float
    """Runs a second that grow with the traffic."""
    steady_busy: float
    polled: tuple[tuple[float, Batching, float, float], ...]
    """Messages a second, how they are batched, duration in seconds and ceiling, for each poller."""
    at_once: float
    """Runs that schedules start together."""
    provisioned: float
    """Environments kept ready that nothing uses at this moment."""
    reserved: float
    """Concurrency that other functions have reserved: nobody else gets it."""

    def busy(self, multiple: float = 1.0) -> float:
        """Concurrency to be expected at worst, at so many times the traffic."""
        rate, busy = self.steady_rate * multiple, self.steady_busy * multiple
        for messages, batching, duration_s, ceiling in self.polled:
            runs = messages * multiple / batching.batch_at(messages * multiple)
            rate += runs
            busy += min(ceiling, runs * duration_s)
        level = worst_level(rate, busy / rate, WORST_WINDOW_S) if rate > 0 and busy > 0 else 0.0
        return level + self.at_once * multiple + self.provisioned


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
        busy = [total + rate * run.duration_s for total, rate in zip(busy, run.rates, strict=True)]
    starting = {index for run in runs for impulse in run.impulses for index in impulse.at}
    candidates = sorted({highest(busy)[1]} | starting) if busy else []
    crowds = [_crowd_at(day, runs, index, reserved) for index in candidates]
    return max(crowds, key=lambda crowd: crowd.busy(), default=Crowd(0, 0.0, 0.0, (), 0.0, 0.0, reserved))


def _crowd_at(day: Day, runs: Sequence[Run], index: int, reserved: float) -> Crowd:
    rate = busy = at_once = provisioned = 0.0
    polled: list[tuple[float, Batching, float, float]] = []
    for run in runs:
        mine = run.rates[index] * run.duration_s
        provisioned += max(0.0, run.function.provisioned_concurrency - mine)
        at_once += sum(together(i, run.duration_s) for i in run.impulses if not i.at or index in i.at)
        for feed in run.feeds:
            messages = day.messages_at(feed, index)
            if feed.batching is None:
                rate += messages
                busy += messages * run.duration_s
            elif messages > 0:
                polled.append((messages, feed.batching, run.duration_s, feed.ceiling or inf))
    return Crowd(index, rate, busy, tuple(polled), at_once, provisioned, reserved)


def account_figure(crowd: Crowd) -> Figure:
    """Concurrency of all functions together in the worst second, reserves included."""
    return Figure(
        crowd.busy() + crowd.reserved,
        "environments",
        "most busy within an hour of all functions together + runs of schedules + reserved + provisioned",
        (
            ("steady concurrency", crowd.steady_busy),
            ("polled messages, 1/s", sum(messages for messages, *_ in crowd.polled)),
            ("at once by schedules", crowd.at_once),
            ("reserved", crowd.reserved),
            ("provisioned and idle", crowd.provisioned),
        ),
    )
