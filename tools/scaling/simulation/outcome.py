"""What a simulation comes to; both engines say it in the same words."""

from __future__ import annotations

from typing import NamedTuple


class Levels(NamedTuple):
    """A concurrency over the whole time."""

    mean: float
    p99: float
    """Not exceeded in 99 of 100 moments."""
    peak: float
    peak_at_s: float


class FunctionFigures(NamedTuple):
    """One function."""

    name: str
    invocations: float
    """First attempts."""
    throttled: float
    """First attempts that found no environment."""
    lost: float
    """Given up: synchronous ones throttled, asynchronous ones throttled or failed for too long."""
    failed: float
    """Runs that ended in an error because something they need was not to be had."""
    cold: float
    runs: float
    busy: Levels

    @property
    def throttled_share(self) -> float:
        """Of all invocations."""
        return self.throttled / self.invocations if self.invocations > 0 else 0.0

    @property
    def cold_share(self) -> float:
        """Of all runs."""
        return self.cold / self.runs if self.runs > 0 else 0.0


class LineFigures(NamedTuple):
    """What waits before a function: in a queue, or on the shards of a stream."""

    name: str
    """`queue>function`."""
    arrived: float
    deepest: float
    deepest_at_s: float
    oldest_s: float
    """Longest wait of a message."""
    oldest_at_s: float
    mean_wait_s: float
    pollers: float
    """Most batches in work at once."""
    left: float
    """Still waiting at the end."""
    dead: float
    """Handed to the dead letters."""
    repeated: float
    """Deliveries after the first of a message."""
    drained_at_s: float
    """When it was last empty again after its deepest; infinite where it was not."""


class GateFigures(NamedTuple):
    """A limit that takes or refuses: a bucket, a resource, the concurrency of a function or of the account."""

    id: str
    title: str
    asked: float
    refused: float
    first_at_s: float
    """When it first refused or held something up; infinite where it never did."""
    longest_s: float = 0.0
    """Longest delay, where it holds up."""

    @property
    def refused_share(self) -> float:
        """Of what asked."""
        return self.refused / self.asked if self.asked > 0 else 0.0


class HopFigures(NamedTuple):
    """What one part adds to an answer, in milliseconds."""

    what: str
    mean_ms: float
    p50_ms: float
    p99_ms: float


class EntryFigures(NamedTuple):
    """The answers to one kind of request on one way."""

    source: str
    route: tuple[str, ...]
    requests: float
    refused: float
    """Answered with an error: throttled at the door or at a function, or failed."""
    p50_ms: float
    p95_ms: float
    p99_ms: float
    hops: tuple[HopFigures, ...] = ()


class Track(NamedTuple):
    """A quantity over time: the highest of each step."""

    name: str
    unit: str
    values: tuple[float, ...]


class Outcome(NamedTuple):
    """A simulation."""

    engine: str
    seed: int
    span_s: float
    step_s: float
    """Of the tracks."""
    requests: float
    functions: tuple[FunctionFigures, ...]
    account: Levels
    lines: tuple[LineFigures, ...]
    gates: tuple[GateFigures, ...]
    entries: tuple[EntryFigures, ...]
    tracks: tuple[Track, ...] = ()

    def function(self, name: str) -> FunctionFigures:
        """The figures of a function."""
        return next(one for one in self.functions if one.name == name)

    def line(self, name: str) -> LineFigures:
        """The figures of a line."""
        return next(one for one in self.lines if one.name == name)

    def gate(self, name: str) -> GateFigures:
        """The figures of a limit."""
        return next(one for one in self.gates if one.id == name)
