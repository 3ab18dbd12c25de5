"""What lies outside: the rate it is known to take."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from tools.design.components import External
from tools.scaling.functions import Run, ceiling_of
from tools.scaling.ground import Ground, breaking_multiple, design_limit
from tools.scaling.model import Figure, Limit

PROVIDERS = ()


def measure(ground: Ground) -> Iterator[Limit]:
    """Calls of each external system whose limit is stated; a caller held to a concurrency calls no faster."""
    for outside in ground.scene.all(External):
        if outside.max_rps is not None and ground.scene.arriving(outside.name).weights:
            yield _limit(ground, outside, outside.max_rps)


def _limit(ground: Ground, outside: External, most: float) -> Limit:
    calls = [(ground.peak([demand]).value, _fastest(ground, link.source, demand.peak_rps)) for link, demand in
             ground.scene.inbound(outside.name)]  # fmt: skip

    def use_at(multiple: float) -> float:
        return sum(min(peak * multiple, fastest) for peak, fastest in calls)

    peak, held = sum(peak for peak, _ in calls), sum(fastest < peak for peak, fastest in calls)
    return design_limit(
        outside.name,
        "max_rps",
        "requests a second it can take",
        Figure(
            use_at(1.0),
            "requests/s",
            "Σ of its callers: peak rate, or what their concurrency lets through",
            (("peak rate, 1/s", peak), ("callers held to a concurrency", float(held))),
        ),
        most,
        "it fails or rejects; a queue in between with a limit on concurrency protects it",
        multiple=breaking_multiple(use_at, most * (1 + 1e-9)),
    )


def _fastest(ground: Ground, source: str, calls_rps: float) -> float:
    """Most calls a second that a caller makes: those of as many full batches as it may have in work at once."""
    run = ground.runs.get(source)
    if run is None or run.peak_duration_s <= 0:
        return inf
    ceiling, _ = ceiling_of(run, 0.0)
    taken = ground.scene.arriving(source).peak_rps
    if ceiling == inf or taken <= 0:
        return inf
    return ceiling * _batch(run) / run.duration_s * calls_rps / taken


def _batch(run: Run) -> float:
    """Most messages of one run."""
    return max((float(feed.batching.size) for feed in run.feeds if feed.batching is not None), default=1.0)
