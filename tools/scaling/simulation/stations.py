"""The state of each part while every request is followed: environments, tokens, pollers, shards."""

from __future__ import annotations

from collections import deque
from math import floor, inf
from typing import NamedTuple

from tools.scaling.simulation.plan import Bucket, Growth, Lanes, Line, Pool, Resource

HALF_AN_HOUR_S = 1800.0


class Tokens:
    """A token bucket."""

    __slots__ = ("_at", "burst", "level", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, max(burst, 1.0)
        self.level, self._at = self.burst, 0.0

    def take(self, now: float, amount: float = 1.0) -> bool:
        """Takes so many, if they are there."""
        self._refill(now)
        if self.level < amount:
            return False
        self.level -= amount
        return True

    def reserve(self, now: float, amount: float) -> float:
        """Takes so many in any case; until when that which is missing takes to come."""
        self._refill(now)
        self.level -= amount
        return now if self.level >= 0 else now - self.level / self.rate

    def _refill(self, now: float) -> None:
        if self.rate == inf:
            self.level = self.burst
        else:
            self.level = min(self.burst, self.level + self.rate * (now - self._at))
        self._at = now


class Steps:
    """Tokens that come in steps, all at the end of each span."""

    __slots__ = ("_burst", "_done", "_every", "_step", "level")

    def __init__(self, growth: Growth) -> None:
        self._burst, self._step, self._every = growth.burst, growth.step, growth.every_s
        self.level, self._done = growth.burst, 0

    def take(self, now: float, amount: float = 1.0) -> bool:
        """Takes so many, if they are there."""
        steps = floor(now / self._every)
        self.level = min(self._burst, self.level + self._step * (steps - self._done))
        self._done = steps
        if self.level < amount:
            return False
        self.level -= amount
        return True


class Gate:
    """What is asked of a limit and what it refuses."""

    __slots__ = ("asked", "first_at", "id", "longest", "refused", "title")

    def __init__(self, name: str, title: str) -> None:
        self.id, self.title = name, title
        self.asked = self.refused = self.longest = 0.0
        self.first_at = inf

    def refuse(self, now: float, amount: float = 1.0) -> None:
        """Notes a refusal."""
        self.refused += amount
        self.first_at = min(self.first_at, now)


class Busy:
    """How many are busy: for how long each level, and the highest of each step of time."""

    __slots__ = ("_since", "_step", "count", "held", "peak", "peak_at", "track")

    def __init__(self, span_s: float, step_s: float) -> None:
        self.count = self.peak = 0
        self.peak_at = self._since = 0.0
        self._step = step_s
        self.held: list[float] = [0.0] * 64
        self.track = [0] * (int(span_s / step_s) + 1)

    def change(self, now: float, by: int) -> None:
        """So many more or fewer from now on."""
        count = self.count
        if count >= len(self.held):
            self.held.extend([0.0] * len(self.held))
        self.held[count] += now - self._since
        self._since = now
        count += by
        self.count = count
        if by > 0:
            if count > self.peak:
                self.peak, self.peak_at = count, now
            place = int(now / self._step)
            if place < len(self.track) and count > self.track[place]:
                self.track[place] = count


class Shared:
    """The concurrency that functions without a reserve have together."""

    __slots__ = ("busy", "gate", "room")

    def __init__(self, room: float) -> None:
        self.room, self.busy = room, 0
        self.gate = Gate("account/lambda.account_concurrency_default", "concurrent executions of all functions")


THROTTLED, WARM, COLD, READY = 0, 1, 2, 3


class Environments:
    """The environments of a function; the one used last is used first."""

    __slots__ = (
        "_idle", "_keep", "_most", "_ready", "_shared", "busy", "busy_here", "cold", "creation", "failed", "growth",
        "held", "invocations", "limit", "lost", "plan", "rps", "runs", "tempo", "throttled",
    )  # fmt: skip

    def __init__(self, plan: Pool, shared: Shared, keep_s: float, growth: Growth, rps: float, busy: Busy) -> None:
        self.plan, self.busy, self._keep, self._shared = plan, busy, keep_s, shared
        self._idle: deque[float] = deque()
        self._ready = plan.provisioned
        self.busy_here = 0
        self.growth = Tokens(growth.step / growth.every_s, growth.burst) if growth.is_even else Steps(growth)
        concurrency = plan.reserved if plan.reserved is not None else shared.room + plan.provisioned
        self.rps = Tokens(rps * concurrency, rps * concurrency) if 0 < rps * concurrency < inf else None
        self._most = inf if plan.reserved is None else plan.reserved
        self.limit = Gate(f"{plan.name}/design.reserved_concurrency", f"reserved concurrency of {plan.name}")
        self.creation = Gate(f"{plan.name}/lambda.function_scaling_rate", f"new environments of {plan.name}")
        self.tempo = Gate(f"{plan.name}/lambda.rps_per_concurrency", f"requests a second of {plan.name}")
        self.invocations = self.throttled = self.lost = self.failed = self.cold = self.runs = 0
        self.held = 0

    def admit(self, now: float, *, is_polled: bool = False) -> int:
        """Takes an environment: warm, new (cold), kept ready, or none. What is polled waits and is not refused."""
        if is_polled and not self._is_free():
            return THROTTLED
        if self.rps is not None and not is_polled:
            self.tempo.asked += 1
            if not self.rps.take(now):
                self.tempo.refuse(now)
                return THROTTLED
        if self._ready > 0:
            self._ready -= 1
            return self._begin(now, READY)
        if not self._has_room(now):
            return THROTTLED
        idle = self._idle
        while idle and idle[0] + self._keep < now:
            idle.popleft()
        if idle:
            idle.pop()
            return self._begin(now, WARM)
        self.creation.asked += 1
        if not self.growth.take(now):
            self.creation.refuse(now)
            return THROTTLED
        self.cold += 1
        return self._begin(now, COLD)

    def _is_free(self) -> bool:
        if self._ready > 0:
            return True
        if self._most < inf:
            return self.busy_here < self._most
        return self._shared.busy < self._shared.room

    def _has_room(self, now: float) -> bool:
        if self._most < inf:
            self.limit.asked += 1
            if self.busy_here >= self._most:
                self.limit.refuse(now)
                return False
            return True
        self._shared.gate.asked += 1
        if self._shared.busy >= self._shared.room:
            self._shared.gate.refuse(now)
            return False
        return True

    def _begin(self, now: float, kind: int) -> int:
        self.busy_here += 1
        if kind != READY and self._most == inf:
            self._shared.busy += 1
        self.runs += 1
        self.busy.change(now, 1)
        return kind

    def release(self, now: float, kind: int) -> None:
        """Gives an environment back."""
        self.busy_here -= 1
        self.busy.change(now, -1)
        if kind == READY:
            self._ready += 1
            return
        if self._most == inf:
            self._shared.busy -= 1
        self._idle.append(now)


class Supply:
    """A resource as runs take it."""

    __slots__ = ("_second", "_used", "_was", "gate", "plan", "tokens", "track")

    def __init__(self, plan: Resource) -> None:
        self.plan = plan
        self.tokens = Tokens(plan.rate, plan.burst)
        self.gate = Gate(plan.id, plan.title)
        self._second, self._used = 0, 0.0
        self._was: deque[tuple[int, float]] = deque()
        """Seconds of the last half hour with a use above half the rate."""
        if plan.is_held:
            self.tokens.rate = 0.0

    def take(self, now: float, amount: float) -> bool:
        """Takes so many units, if they are there."""
        self.gate.asked += amount
        if self.plan.most_rate < inf:
            self._grow(now, amount)
        if self.tokens.take(now, amount):
            return True
        self.gate.refuse(now, amount)
        return False

    def give_back(self, amount: float) -> None:
        """Gives back what was held."""
        self.tokens.level += amount

    def _grow(self, now: float, amount: float) -> None:
        """An on-demand table carries twice the highest second of more than half an hour ago."""
        second = int(now)
        if second != self._second:
            if self._used > self.tokens.rate / 2:
                self._was.append((self._second, self._used))
            while self._was and self._was[0][0] < now - HALF_AN_HOUR_S:
                used = min(self.plan.most_rate, 2 * self._was.popleft()[1])
                if used > self.tokens.rate:
                    self.tokens.rate = self.tokens.burst = used
            self._second, self._used = second, 0.0
        self._used += amount


class Message(NamedTuple):
    """What waits."""

    since: float
    source: int
    receives: int = 0
    is_poison: bool = False


class Waiting:
    """Figures of a line."""

    def __init__(self, name: str, span_s: float, step_s: float) -> None:
        self.name = name
        self.arrived = self.deepest = self.dead = self.repeated = self.pollers = 0
        self.deepest_at = self.oldest = self.oldest_at = 0.0
        self.drained_at = self.waited = 0.0
        self.taken = 0
        self._step = step_s
        self.track = [0] * (int(span_s / step_s) + 1)

    def deepen(self, now: float, depth: int) -> None:
        """Notes a depth."""
        if depth > self.deepest:
            self.deepest, self.deepest_at, self.drained_at = depth, now, inf
        place = int(now / self._step)
        if place < len(self.track) and depth > self.track[place]:
            self.track[place] = depth

    def age(self, now: float, since: float) -> None:
        """Notes how long a message waited."""
        self.taken += 1
        self.waited += now - since
        if now - since > self.oldest:
            self.oldest, self.oldest_at = now - since, now


class Pollers:
    """A queue and what takes from it."""

    def __init__(self, plan: Line, figures: Waiting) -> None:
        self.plan, self.figures = plan, figures
        self.items: deque[Message] = deque()
        self.allowed = plan.first
        self.in_work = 0
        self.is_ticking = False
        self.wakes_at = inf


class Shards:
    """A stream and its shards."""

    def __init__(self, plan: Lanes, figures: Waiting) -> None:
        self.plan, self.figures = plan, figures
        self.lanes: list[deque[Message]] = [deque() for _ in range(plan.lanes)]
        self.is_taken = [False] * plan.lanes
        """Whether a batch of the lane is in work, or about to be gathered."""
        self.depth = self.in_work = 0


def tokens_of(bucket: Bucket) -> Tokens:
    """A bucket of the plan, full."""
    return Tokens(bucket.rate, bucket.burst)
