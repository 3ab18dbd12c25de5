"""A design as its simulation sees it: parts that pass, hold, run or limit work, and the ways between them.

Both engines read the same plan and nothing else: what differs between them is their method, never the system.
"""

from __future__ import annotations

from math import exp, inf, log
from typing import NamedTuple

from tools.scaling.quantiles import Z99, lognormal_sigma, normal_quantile


class Spread(NamedTuple):
    """A log-normal duration: its median in seconds and the spread of its logarithm."""

    median_s: float
    sigma: float

    @property
    def mean_s(self) -> float:
        """Its mean, in seconds."""
        return self.median_s * exp(self.sigma * self.sigma / 2)

    def at(self, share: float) -> float:
        """Its quantile, in seconds."""
        return self.median_s * exp(self.sigma * normal_quantile(share)) if self.median_s > 0 else 0.0


AT_ONCE = Spread(0.0, 0.0)


def spread_of(p50_ms: float, p99_ms: float) -> Spread:
    """A duration of this median and 99th percentile."""
    if p50_ms <= 0:
        return AT_ONCE
    return Spread(p50_ms / 1000, log(max(1.0, p99_ms / p50_ms)) / Z99)


def work_spread(mean_ms: float, p99_ms: float) -> Spread:
    """A duration of this mean and 99th percentile."""
    if mean_ms <= 0:
        return AT_ONCE
    sigma = lognormal_sigma(mean_ms, p99_ms)
    return Spread(mean_ms / 1000 * exp(-sigma * sigma / 2), sigma)


class Way(NamedTuple):
    """Where work goes on: so many times for each unit taken in, by source."""

    target: int
    """Position in `plan.nodes`."""
    factors: tuple[float, ...]
    """In the order of `plan.sources`."""
    awaited: bool = False


class Need(NamedTuple):
    """What a run takes of a resource, for each unit it works on."""

    resource: int
    """Position in `plan.resources`."""
    factors: tuple[float, ...]


class Hop(NamedTuple):
    """A part of an answer that is only waited for."""

    what: str
    spread: Spread


class Door(NamedTuple):
    """Takes requests in and waits for their answers."""

    name: str
    buckets: tuple[int, ...]
    """Every one must let a request through; positions in `plan.buckets`."""
    hops: tuple[Hop, ...]
    guards: tuple[int, ...]
    """Functions that each request waits for first; positions in `plan.nodes`."""
    ways: tuple[Way, ...]


class Pool(NamedTuple):
    """A function: one environment for each run under way."""

    name: str
    work: Spread
    init: Spread
    timeout_s: float
    reserved: int | None
    provisioned: int
    memory_mb: int
    needs: tuple[Need, ...]
    ways: tuple[Way, ...]


class Line(NamedTuple):
    """A queue before a function: pollers that take batches, more of them the longer work waits."""

    name: str
    pool: int
    batch: int
    window_s: float
    first: float
    """Batches at once to begin with."""
    growth_per_s: float
    most: float
    delay_s: float
    visibility_s: float
    max_receives: int
    has_dead_letter: bool
    retention_s: float
    is_partial: bool = False
    """Whether only what failed of a batch comes back."""


class Lanes(NamedTuple):
    """A stream or change log before a function: one batch at a time from each shard."""

    name: str
    pool: int
    lanes: int
    batch: int
    gather_s: float
    """How long a batch is gathered for: the window, or the time between two polls."""
    retries: int | None = None
    """Attempts after the first; None until a record expires."""
    is_split: bool = False
    """Whether a failed batch is split, or only what failed of it comes back."""
    retention_s: float = 86_400.0


class Relay(NamedTuple):
    """Hands on what it takes, later."""

    name: str
    delay_s: float
    buckets: tuple[int, ...]
    """What is above them waits."""
    ways: tuple[Way, ...]


Node = Door | Pool | Line | Lanes | Relay


class Bucket(NamedTuple):
    """A token bucket that several parts share: so many a second, so many at once."""

    id: str
    title: str
    rate: float
    burst: float
    quota: str
    """Service and name in the catalogue, or `design.<field>`."""
    adjustable: bool | None


class Resource(NamedTuple):
    """What runs use while they work: units a second of a table, calls of an outside system, connections."""

    component: str
    id: str
    title: str
    rate: float
    """Units a second; infinite where nothing limits them."""
    burst: float
    quota: str
    most_rate: float = inf
    """Highest rate it grows to; grows to twice its highest use of half an hour ago where above `rate`."""
    is_held: bool = False
    """Whether it is held for as long as the run lasts, so that `burst` is the most at once."""


class Growth(NamedTuple):
    """How fast a function gets new environments: so many at once, and so many more every so often."""

    burst: float
    step: float
    every_s: float
    is_even: bool = True
    """Whether they come evenly; otherwise all at the end of each span."""


UNLIMITED = Growth(inf, 0.0, 1.0)


class Entry(NamedTuple):
    """Where a source enters."""

    source: int
    way: Way


class Plan(NamedTuple):
    """A design to simulate."""

    name: str
    sources: tuple[str, ...]
    nodes: tuple[Node, ...]
    """Each before those that its work goes on to."""
    entries: tuple[Entry, ...]
    buckets: tuple[Bucket, ...] = ()
    resources: tuple[Resource, ...] = ()
    account_limit: float = inf
    """Concurrency that all functions share, reserves included."""
    growth: Growth = UNLIMITED
    rps_per_concurrency: float = inf
    keep_alive_s: float = 620.0

    @property
    def room(self) -> float:
        """Concurrency left to the functions without a reserve, what others keep ready taken off."""
        pools = [node for node in self.nodes if isinstance(node, Pool)]
        kept = sum(pool.reserved if pool.reserved is not None else pool.provisioned for pool in pools)
        return max(0.0, self.account_limit - kept)
