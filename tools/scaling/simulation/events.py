"""Every request followed, event by event: exact, and as slow as that is. What the fast model is tested against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from tools.scaling.simulation.chance import QUIET, Dice, Trial, arrivals_of
from tools.scaling.simulation.messages import lane_done, line_done, queue
from tools.scaling.simulation.outcome import Outcome
from tools.scaling.simulation.plan import Door, Lanes, Line, Node, Plan, Pool, Relay, Way
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


def follow(plan: Plan, traffic: Traffic, seed: int = 0, *, step_s: float = 60.0, trial: Trial = QUIET) -> Outcome:
    """Simulates a plan under its traffic, request by request, from an empty start."""
    world = World(plan, traffic, seed, step_s, trial)
    world.run()
    return figures_of(world)


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
            self.at(when, queue, self, place, [Message(when, 0, 0, True)])
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
            took = self.start(guard, source, 1, SYNC)
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
        took = self.start(place, source, 1, SYNC)
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

    def start(self, place: int, source: int, units: int, origin: Origin, *, again: bool = False) -> float | None:
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
                    inner = self.start(way.target, source, 1, SYNC)
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
                line_done(self, at, messages, is_fine, pool)
            case ("lane", at, lane, messages):
                lane_done(self, at, lane, messages, is_fine, pool)
            case ("async", _, since, failures) if not is_fine:
                self._again(place, source, since, failures)
            case _:
                pass
        if is_fine and origin[0] in ("sync", "async"):
            self.go_on(pool.plan.ways, source, units)

    def go_on(self, ways: Sequence[Way], source: int, units: int) -> None:
        """Hands on what so many units of a source lead to."""
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
        if self.start(place, source, 1, ("async", source, since, failures), again=again) is not None:
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
            self.at(self.clock + node.delay_s, queue, self, place, [Message(self.clock + node.delay_s, source)] * many)
        else:
            queue(self, place, [Message(self.clock, source)] * many)

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
