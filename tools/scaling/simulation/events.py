"""Every request followed, event by event: exact, and as slow as that is. What the fast model is tested against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import exp, inf
from typing import Any, NamedTuple

import numpy as np

from tools.scaling.simulation.outcome import Outcome
from tools.scaling.simulation.plan import Door, Lanes, Line, Node, Plan, Pool, Relay, Spread, Way
from tools.scaling.simulation.pools import Floats
from tools.scaling.simulation.records import Answered, figures_of
from tools.scaling.simulation.stations import (
    COLD,
    THROTTLED,
    Busy,
    Environments,
    Gate,
    Message,
    Pollers,
    Shards,
    Shared,
    Supply,
    Waiting,
    tokens_of,
)
from tools.scaling.simulation.traffic import Traffic

ASYNC_RETRY_S = 6 * 3600.0
_ERROR_DELAYS_S = (60.0, 120.0)
"""Quota `lambda.async_retries`: two more attempts after an error, after a minute and after two."""
_BACKOFF_MOST_S = 300.0
_BLOCK = 4096


class Outage(NamedTuple):
    """A component that answers nobody for a while; who calls it waits until its own timeout, or fails at once."""

    component: str
    begin_s: float
    end_s: float
    hangs: bool = True


class Trial(NamedTuple):
    """What is done to a system beside its traffic."""

    outages: tuple[Outage, ...] = ()
    poison: tuple[tuple[str, float], ...] = ()
    """Lines into which a message that always fails comes, and when."""
    client_retries: int = 0
    """How often callers try again when they are refused, after 1, 2, 4 ... seconds."""


QUIET = Trial()


def follow(plan: Plan, traffic: Traffic, seed: int = 0, *, step_s: float = 60.0, trial: Trial = QUIET) -> Outcome:
    """Simulates a plan under its traffic, request by request, from an empty start."""
    world = World(plan, traffic, seed, step_s, trial)
    world.run()
    return figures_of(world)


class Dice:
    """Random numbers, drawn by the block."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.Generator(np.random.PCG64(seed))
        self._normals: list[float] = []
        self._evens: list[float] = []

    def spread(self, spread: Spread) -> float:
        """A duration."""
        if spread.median_s <= 0:
            return 0.0
        if not self._normals:
            self._normals = self.generator.standard_normal(_BLOCK).tolist()
        return spread.median_s * exp(spread.sigma * self._normals.pop())

    def even(self) -> float:
        """Between 0 and 1."""
        if not self._evens:
            self._evens = self.generator.random(_BLOCK).tolist()
        return self._evens.pop()

    def whole(self, mean: float) -> int:
        """A whole number of this mean: the one below or above it."""
        floor = int(mean)
        return floor + (self.even() < mean - floor) if mean > floor else floor


Origin = tuple[Any, ...]
"""Who waits for a run: ("sync",), ("async", source, since, attempt), ("line", place, messages), ("lane", place, lane,
messages)."""

SYNC: Origin = ("sync",)


class World:
    """The state of everything."""

    def __init__(self, plan: Plan, traffic: Traffic, seed: int, step_s: float, trial: Trial) -> None:
        self.plan, self.traffic, self.seed, self.step_s, self.trial = plan, traffic, seed, step_s, trial
        self.span_s = traffic.span_s
        self.clock = 0.0
        self.dice = Dice(seed)
        self._heap: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0
        self.shared = Shared(plan.room)
        self.account = Busy(self.span_s, step_s)
        self.buckets = [tokens_of(bucket) for bucket in plan.buckets]
        self.bucket_gates = [Gate(bucket.id, bucket.title) for bucket in plan.buckets]
        self.supplies = [Supply(resource) for resource in plan.resources]
        self.pools: dict[int, Environments] = {}
        self.lines: dict[int, Pollers | Shards] = {}
        self.answers: dict[tuple[int, int, int], Answered] = {}
        """By source, node entered and function that answers."""
        self.requests = 0
        for place, node in enumerate(plan.nodes):
            self._prepare(place, node)

    def _prepare(self, place: int, node: Node) -> None:
        if isinstance(node, Pool):
            busy = Busy(self.span_s, self.step_s)
            self.pools[place] = Environments(
                node, self.shared, self.plan.keep_alive_s, self.plan.growth, self.plan.rps_per_concurrency, busy
            )
        elif isinstance(node, Line):
            self.lines[place] = Pollers(node, Waiting(node.name, self.span_s, self.step_s))
        elif isinstance(node, Lanes):
            self.lines[place] = Shards(node, Waiting(node.name, self.span_s, self.step_s))

    # time

    def at(self, when: float, what: Callable[..., None], *given: Any) -> None:
        """Something to be done later."""
        self._count += 1
        heappush(self._heap, (when, self._count, what, given))

    def run(self) -> None:
        """From the first arrival to the end of the traffic."""
        for name, when in self.trial.poison:
            place = next(place for place, line in self.lines.items() if line.plan.name == name)
            self.at(when, self._queue, place, [Message(when, 0, 0, True)])
        entries = self._entries()
        for now, source in arrivals_of(self.traffic, self.dice):
            self._advance(now)
            self.clock = now
            self.requests += 1
            for way in entries[source]:
                self._enter(way, source)
        self._advance(self.span_s)
        self.clock = self.span_s

    def _entries(self) -> list[list[Way]]:
        return [
            [entry.way for entry in self.plan.entries if entry.source == source]
            for source in range(len(self.plan.sources))
        ]

    def _advance(self, until: float) -> None:
        heap = self._heap
        while heap and heap[0][0] <= until:
            self.clock, _, what, given = heappop(heap)
            what(*given)

    # requests

    def _enter(self, way: Way, source: int) -> None:
        for _ in range(self.dice.whole(way.factors[source])):
            if isinstance(self.plan.nodes[way.target], Door) or way.awaited:
                self._ask(way.target, source, 0)
            else:
                self._deliver(way.target, source, 1)

    def _ask(self, place: int, source: int, attempt: int) -> None:
        """A request that somebody waits for."""
        node = self.plan.nodes[place]
        if not isinstance(node, Door):
            served = self._answer(place, place, source, 0.0) if isinstance(node, Pool) else self._hand(place, source)
        else:
            served = self._through(place, node, source)
        if not served and attempt < self.trial.client_retries:
            self.at(self.clock + 2.0**attempt, self._ask, place, source, attempt + 1)

    def _hand(self, place: int, source: int) -> bool:
        self._deliver(place, source, 1)
        return True

    def _through(self, place: int, door: Door, source: int) -> bool:
        for bucket in door.buckets:
            gate = self.bucket_gates[bucket]
            gate.asked += 1
            if not self.buckets[bucket].take(self.clock):
                gate.refuse(self.clock)
                for way in self._chosen(door.ways, source):
                    self._answered(source, place, way.target).refused += 1
                return False
        waited = sum(self.dice.spread(hop.spread) for hop in door.hops)
        for guard in door.guards:
            took = self._start(guard, source, 1, SYNC)
            if took is None:
                return False
            waited += took
        served = True
        for way in self._chosen(door.ways, source):
            target = self.plan.nodes[way.target]
            if isinstance(target, Door):
                served = self._through(way.target, target, source) and served
            elif way.awaited and isinstance(target, Pool):
                served = self._answer(place, way.target, source, waited) and served
            else:
                self._answered(source, place, place).took.append(waited)
                self._deliver(way.target, source, 1)
        if not door.ways:
            self._answered(source, place, place).took.append(waited)
        return served

    def _chosen(self, ways: Sequence[Way], source: int) -> list[Way]:
        """The ways a request takes: one of them where they are shares of a whole."""
        if sum(way.factors[source] for way in ways) > 1.000001:
            return [way for way in ways for _ in range(self.dice.whole(way.factors[source]))]
        left = self.dice.even()
        for way in ways:
            left -= way.factors[source]
            if left < 0:
                return [way]
        return []

    def _answer(self, door: int, place: int, source: int, waited: float) -> bool:
        answered = self._answered(source, door, place)
        took = self._start(place, source, 1, SYNC)
        if took is None:
            self.pools[place].lost += 1
            answered.refused += 1
        elif took < 0:
            answered.refused += 1
        else:
            answered.took.append(waited + took)
        return took is not None and took >= 0

    def _answered(self, source: int, door: int, place: int) -> Answered:
        key = (source, door, place)
        found = self.answers.get(key)
        if found is None:
            found = self.answers[key] = Answered()
        return found

    # runs

    def _start(self, place: int, source: int, units: int, origin: Origin, *, again: bool = False) -> float | None:
        """Starts a run: how long its caller waits, negative where it fails; None where it is throttled."""
        pool = self.pools[place]
        is_polled = origin[0] in ("line", "lane")
        kind = pool.admit(self.clock, is_polled=is_polled)
        if not again and (kind or not is_polled):
            pool.invocations += 1
        if kind == THROTTLED:
            if not again and not is_polled:
                pool.throttled += 1
            return None
        plan = pool.plan
        self.account.change(self.clock, 1)
        took = min(plan.timeout_s, self.dice.spread(plan.work))
        if kind == COLD:
            took += self.dice.spread(plan.init)
        is_fine, held = True, None
        if plan.needs or self.trial.outages:
            is_fine, took, held = self._provide(plan, source, units, took)
        for way in plan.ways:
            if way.awaited:
                for _ in range(self.dice.whole(way.factors[source] * units)):
                    inner = self._start(way.target, source, 1, SYNC)
                    is_fine = is_fine and inner is not None and inner >= 0
        self.at(self.clock + took, self._end, place, kind, source, units, is_fine, held, origin)
        return took if is_fine else -took

    def _provide(self, plan: Pool, source: int, units: int, took: float) -> tuple[bool, float, list[int] | None]:
        is_fine, held = True, list[int]()
        for outage in self.trial.outages:
            if outage.begin_s <= self.clock < outage.end_s:
                needs = any(self.plan.resources[need.resource].component == outage.component for need in plan.needs)
                if needs or plan.name == outage.component:
                    return False, plan.timeout_s if outage.hangs else took, None
        for need in plan.needs:
            supply = self.supplies[need.resource]
            amount = 1.0 if supply.plan.is_held else need.factors[source] * units
            if amount > 0:
                given = supply.take(self.clock, amount)
                is_fine = is_fine and given
                if given and supply.plan.is_held:
                    held.append(need.resource)
        return is_fine, took, held

    def _end(
        self, place: int, kind: int, source: int, units: int, is_fine: bool, held: list[int] | None, origin: Origin
    ) -> None:
        pool = self.pools[place]
        pool.release(self.clock, kind)
        self.account.change(self.clock, -1)
        for resource in held or ():
            self.supplies[resource].give_back(1.0)
        if not is_fine:
            pool.failed += 1
        match origin:
            case ("line", at, messages):
                self._line_done(at, messages, is_fine, pool)
            case ("lane", at, lane, messages):
                self._lane_done(at, lane, messages, is_fine, pool)
            case ("async", _, since, failures) if not is_fine:
                self._again(place, source, since, failures)
            case _:
                pass
        if is_fine and origin[0] in ("sync", "async"):
            self._go_on(pool.plan.ways, source, units)

    def _go_on(self, ways: Sequence[Way], source: int, units: int) -> None:
        for way in ways:
            if not way.awaited:
                many = self.dice.whole(way.factors[source] * units)
                if many:
                    self._deliver(way.target, source, many)

    def _again(self, place: int, source: int, since: float, failures: int) -> None:
        """An asynchronous run failed."""
        if failures < len(_ERROR_DELAYS_S):
            when = self.clock + _ERROR_DELAYS_S[failures]
            self.at(when, self._invoke, place, source, since, failures + 1, 0)
        else:
            self.pools[place].lost += 1

    def _invoke(self, place: int, source: int, since: float, failures: int, attempt: int) -> None:
        """Starts a run that nobody waits for, again and again until it is let in."""
        again = failures > 0 or attempt > 0
        if self._start(place, source, 1, ("async", source, since, failures), again=again) is not None:
            return
        if self.clock - since > ASYNC_RETRY_S:
            self.pools[place].lost += 1
        else:
            wait = min(_BACKOFF_MOST_S, 2.0**attempt) * (0.5 + self.dice.even())
            self.at(self.clock + wait, self._invoke, place, source, since, failures, attempt + 1)

    # messages

    def _deliver(self, place: int, source: int, many: int) -> None:
        node = self.plan.nodes[place]
        if isinstance(node, Relay):
            self._relay(node, source, many)
        elif isinstance(node, Pool):
            for _ in range(many):
                self._invoke(place, source, self.clock, 0, 0)
        elif isinstance(node, Door):
            for _ in range(many):
                self._ask(place, source, 0)
        elif isinstance(node, Line) and node.delay_s > 0:
            self.at(self.clock + node.delay_s, self._queue, place, [Message(self.clock + node.delay_s, source)] * many)
        else:
            self._queue(place, [Message(self.clock, source)] * many)

    def _relay(self, node: Relay, source: int, many: int) -> None:
        granted = self.clock
        for bucket in node.buckets:
            gate = self.bucket_gates[bucket]
            gate.asked += many
            granted = max(granted, self.buckets[bucket].reserve(self.clock, many))
            if granted > self.clock:
                gate.refuse(self.clock, many)
                gate.longest = max(gate.longest, granted - self.clock)
        when = granted + node.delay_s
        for way in node.ways:
            on = self.dice.whole(way.factors[source] * many)
            if on and when > self.clock:
                self.at(when, self._deliver, way.target, source, on)
            elif on:
                self._deliver(way.target, source, on)

    def _queue(self, place: int, messages: list[Message]) -> None:
        line = self.lines[place]
        line.figures.arrived += sum(message.receives == 0 for message in messages)
        if isinstance(line, Pollers):
            line.items.extend(messages)
            self._pump(place, line)
            line.figures.deepen(self.clock, len(line.items))
        else:
            self._to_lanes(place, line, messages)

    def _pump(self, place: int, line: Pollers) -> None:
        plan, items = line.plan, line.items
        while items and line.in_work < int(line.allowed):
            ready = items[0].since + plan.window_s
            if plan.window_s > 0 and len(items) < plan.batch and ready > self.clock + 1e-9:
                if line.wakes_at > ready or line.wakes_at <= self.clock:
                    line.wakes_at = ready
                    self.at(ready, self._pump, place, line)
                break
            size = min(plan.batch, len(items))
            messages = [items[i] for i in range(size)]
            if self._start(plan.pool, messages[0].source, size, ("line", place, messages)) is None:
                break
            for message in messages:
                items.popleft()
                line.figures.age(self.clock, message.since)
            line.in_work += 1
            line.figures.pollers = max(line.figures.pollers, line.in_work)
        if not items and line.figures.drained_at == inf:
            line.figures.drained_at = self.clock
        if items and not line.is_ticking:
            line.is_ticking = True
            self.at(self.clock + 1.0, self._tick, place, line)

    def _tick(self, place: int, line: Pollers) -> None:
        """Once a second: more pollers while more waits than they take at once, fewer when nothing waits."""
        plan = line.plan
        if len(line.items) > line.allowed * plan.batch:
            line.allowed = min(plan.most, line.allowed + plan.growth_per_s)
        elif not line.items:
            line.allowed = max(plan.first, line.allowed - plan.growth_per_s)
        line.is_ticking = bool(line.items) or line.allowed > plan.first
        self._pump(place, line)
        if line.is_ticking:
            self.at(self.clock + 1.0, self._tick, place, line)

    def _line_done(self, place: int, messages: list[Message], is_fine: bool, pool: Environments) -> None:
        line = self.lines[place]
        assert isinstance(line, Pollers)
        line.in_work -= 1
        failed = messages if not is_fine else [one for one in messages if one.is_poison]
        if failed and not line.plan.is_partial:
            failed = messages
        if failed and is_fine:
            pool.failed += 1
        if len(failed) < len(messages):
            self._sent(pool, [one for one in messages if one not in failed] if failed else messages)
        back: list[Message] = []
        for one in failed:
            if one.receives + 1 >= line.plan.max_receives and line.plan.has_dead_letter:
                line.figures.dead += 1
            else:
                back.append(one._replace(receives=one.receives + 1))
        if back:
            line.figures.repeated += len(back)
            self.at(self.clock + line.plan.visibility_s, self._queue, place, back)
        self._pump(place, line)

    def _sent(self, pool: Environments, messages: list[Message]) -> None:
        counts: dict[int, int] = {}
        for message in messages:
            counts[message.source] = counts.get(message.source, 0) + 1
        for source in sorted(counts):
            self._go_on(pool.plan.ways, source, counts[source])

    # shards

    def _to_lanes(self, place: int, line: Shards, messages: list[Message]) -> None:
        for message in messages:
            lane = int(self.dice.even() * len(line.lanes))
            line.lanes[lane].append(message)
            line.depth += 1
            if not line.is_taken[lane]:
                line.is_taken[lane] = True
                self.at(self.clock + line.plan.gather_s, self._take, place, line, lane)
        line.figures.deepen(self.clock, line.depth)

    def _take(self, place: int, line: Shards, lane: int, messages: list[Message] | None = None) -> None:
        """A shard's next batch, or the one that failed again."""
        waiting = line.lanes[lane]
        if messages is None:
            messages = [waiting.popleft() for _ in range(min(line.plan.batch, len(waiting)))]
            line.depth -= len(messages)
        origin = ("lane", place, lane, messages)
        if self._start(line.plan.pool, messages[0].source, len(messages), origin) is None:
            self.at(self.clock + 1.0, self._take, place, line, lane, messages)
            return
        for message in messages:
            line.figures.age(self.clock, message.since)
        line.in_work += 1
        line.figures.pollers = max(line.figures.pollers, line.in_work)

    def _lane_done(self, place: int, lane: int, messages: list[Message], is_fine: bool, pool: Environments) -> None:
        line = self.lines[place]
        assert isinstance(line, Shards)
        line.in_work -= 1
        bad = messages if not is_fine else [one for one in messages if one.is_poison]
        if bad:
            if is_fine:
                pool.failed += 1
            left = self._after_failure(line, messages, bad, pool)
            if left:
                self._take(place, line, lane, left)
                return
        else:
            self._sent(pool, messages)
        waiting = line.lanes[lane]
        line.is_taken[lane] = bool(waiting)
        if waiting:
            full = len(waiting) >= line.plan.batch
            when = self.clock if full else max(self.clock, waiting[0].since + line.plan.gather_s)
            self.at(when, self._take, place, line, lane)
        elif line.depth == 0 and line.figures.drained_at == inf:
            line.figures.drained_at = self.clock

    def _after_failure(
        self, line: Shards, messages: list[Message], bad: list[Message], pool: Environments
    ) -> list[Message]:
        """What of a failed batch is tried again: all of it, or where it is split only what failed."""
        plan = line.plan
        if plan.is_split and len(bad) < len(messages):
            self._sent(pool, [one for one in messages if not one.is_poison])
            messages = bad
        line.figures.repeated += len(messages)
        tries = messages[0].receives + 1
        expired = self.clock - messages[0].since > plan.retention_s
        if expired or (plan.retries is not None and tries > plan.retries):
            line.figures.dead += len(messages)
            return []
        return [one._replace(receives=one.receives + 1) for one in messages]


def arrivals_of(traffic: Traffic, dice: Dice) -> Sequence[tuple[float, int]]:
    """When each request arrives, and from which source: Poisson within each bin, schedules on time."""
    moments: list[Floats] = []
    sources: list[np.ndarray[Any, np.dtype[np.int64]]] = []
    for source, row in enumerate(traffic.rates):
        counts = dice.generator.poisson(row * traffic.bin_s)
        when: Floats = np.repeat(np.arange(row.size) * traffic.bin_s, counts)
        when += dice.generator.random(when.size) * traffic.bin_s
        found: Floats = np.concatenate((when, traffic.starts[source]))
        moments.append(found)
        sources.append(np.full(found.size, source))
    if not moments:
        return []
    whole = np.concatenate(moments)
    order = np.argsort(whole, kind="stable")
    return list(zip(whole[order].tolist(), np.concatenate(sources)[order].tolist(), strict=True))
