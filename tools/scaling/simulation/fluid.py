"""A plan under its traffic as amounts in bins: the fast model, with corrections for chance where chance matters.

Work flows through the plan in order, each part taking what the ones before it give. Limits that several parts share
need to know what all of them ask: a first round works that out, and where a limit is met the round is repeated with
what it refuses. What chance does, closed forms and drawn counts say: highest concurrency (`peaks`), losses at a cap
(Erlang's formula), token buckets (counts drawn from the rates), percentiles of answers (`mixing`). Tested against
`events`, which follows every request.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

import numpy as np

from tools.scaling.simulation.chance import Outage, Trial
from tools.scaling.simulation.gates import (
    FREE,
    Passing,
    bucket_delays,
    bucket_refusals,
    loss_refusals,
    resource_refusals,
)
from tools.scaling.simulation.peaks import mean_until, under_way
from tools.scaling.simulation.plan import Door, Lanes, Line, Plan, Pool, Relay
from tools.scaling.simulation.polling import Taken, Trouble, taken_by_lanes, taken_by_pollers
from tools.scaling.simulation.pools import Floats
from tools.scaling.simulation.running import Given, PoolRound, pool_round
from tools.scaling.simulation.traffic import Traffic

Flow = dict[int, Floats]
"""Rates in each bin, by source."""


class Shared(NamedTuple):
    """What limits that several parts share refuse."""

    buckets: Mapping[int, Passing]
    resources: Mapping[int, Passing]
    account: Passing
    asked: Mapping[int, Floats]
    """What all parts ask of each bucket at which they wait."""

    def is_like(self, other: Shared) -> bool:
        """Whether both refuse the same, near enough."""
        pairs = [(self.account, other.account)]
        pairs += [(one, other.buckets.get(key, FREE)) for key, one in self.buckets.items()]
        pairs += [(one, other.resources.get(key, FREE)) for key, one in self.resources.items()]
        return all(_alike(one, before) for one, before in pairs) and self.asked.keys() == other.asked.keys()


def _alike(one: Passing, before: Passing) -> bool:
    if one.refused is None or before.refused is None:
        return one.refused is before.refused
    return float(np.abs(one.refused - before.refused).mean()) < 1e-4


class Round:
    """One way through the plan."""

    def __init__(self, plan: Plan, traffic: Traffic, seed: int, trial: Trial, shared: Shared) -> None:
        self.plan, self.traffic, self.seed, self.trial, self.shared = plan, traffic, seed, trial, shared
        self.bin_s, self.bins = traffic.bin_s, traffic.bins
        self.zero = np.zeros(self.bins)
        self.pools: dict[int, PoolRound] = {}
        self.lines: dict[int, tuple[Floats, Taken]] = {}
        self.doors: dict[tuple[int, int], tuple[Floats, Floats]] = {}
        """By source and door: requests, and how many of them a second are let through."""
        self.bucket_use: dict[int, Floats] = {}
        self.resource_use: dict[int, Floats] = {}
        self.delays: dict[int, tuple[float, float]] = {}
        """By bucket: the longest delay before it, and when something first waits."""
        self.clumps = _clumps(plan)
        self._calms: dict[int, Floats] = {}
        self._sync: dict[int, Flow] = {}
        self._async: dict[int, Flow] = {}
        self._taken: dict[int, list[Taken]] = {}

    def go(self) -> None:
        """Through all parts, in order."""
        for source, rates in enumerate(self.traffic.rates):
            came = self._with_starts(rates, self.traffic.starts[source])
            for entry in self.plan.entries:
                if entry.source == source:
                    awaited = entry.way.awaited
                    self._give(entry.way.target, source, came * entry.way.factors[source], awaited=awaited)
        for place, node in enumerate(self.plan.nodes):
            sync, pushed = self._sync.pop(place, {}), self._async.pop(place, {})
            if isinstance(node, Pool):
                self._pool(place, node, sync, pushed)
            elif sync or pushed:
                self._other(place, node, _joined(sync, pushed))

    def _other(self, place: int, node: Door | Line | Lanes | Relay, flow: Flow) -> None:
        if isinstance(node, Door):
            self._door(place, node, flow)
        elif isinstance(node, Relay):
            self._relay(node, flow)
        else:
            self._line(place, node, flow)

    def _with_starts(self, rates: Floats, starts: Floats) -> Floats:
        if not starts.size:
            return rates
        came = rates.copy()
        for start in starts.tolist():
            place = int(start / self.bin_s)
            if place < self.bins:
                came[place] += 1 / self.bin_s
        return came

    def _give(self, place: int, source: int, rates: Floats, *, awaited: bool = False) -> None:
        box = self._sync if awaited else self._async
        flow = box.setdefault(place, {})
        flow[source] = flow[source] + rates if source in flow else rates

    # parts

    def _door(self, place: int, door: Door, flow: Flow) -> None:
        refused = self.zero
        whole = _total(flow, self.zero)
        for bucket in door.buckets:
            self._use(self.bucket_use, bucket, whole * (1 - refused))
            passing = self.shared.buckets.get(bucket, FREE)
            if passing.refused is not None:
                refused = 1 - (1 - refused) * (1 - passing.refused)
        calm = _calm(refused) if refused is not self.zero else None
        for source, rates in flow.items():
            through = rates * (1 - refused)
            self.doors[source, place] = (rates, through)
            if calm is not None:
                self._calms |= {way.target: calm for way in door.ways if way.factors[source] > 0.9}
            for guard in door.guards:
                self._give(guard, source, through, awaited=True)
            for way in door.ways:
                if way.factors[source]:
                    self._give(way.target, source, through * way.factors[source], awaited=way.awaited)

    def _relay(self, node: Relay, flow: Flow) -> None:
        whole = _total(flow, self.zero)
        for bucket in node.buckets:
            self._use(self.bucket_use, bucket, whole)
            limit = self.plan.buckets[bucket]
            asked = self.shared.asked.get(bucket)
            part = float(whole.sum()) / max(float(asked.sum()), 1e-12) if asked is not None else 1.0
            held = bucket_delays(whole, limit.rate * min(1.0, part), limit.burst * min(1.0, part), self.bin_s)
            if held.waiting is not None:
                going = np.maximum(whole - np.diff(held.waiting, prepend=0.0) / self.bin_s, 0.0)
                self.delays[bucket] = max(
                    self.delays.get(bucket, (0.0, inf)),
                    (float(held.waiting.max()) / max(limit.rate * part, 1e-9), self._first(held.waiting)),
                )
                flow = _late(flow, whole, going)
        late = round(node.delay_s / self.bin_s)
        for source, rates in flow.items():
            for way in node.ways:
                if way.factors[source]:
                    self._give(way.target, source, _shifted(rates, late) * way.factors[source])

    def _line(self, place: int, line: Line | Lanes, flow: Flow) -> None:
        pool = self.plan.nodes[line.pool]
        assert isinstance(pool, Pool)
        whole = _total(flow, self.zero)
        work_s = mean_until(pool.work, pool.timeout_s)
        room = self._room_for(pool)
        failing, took_s = self._failing(pool)
        if isinstance(line, Lanes):
            taken = taken_by_lanes(whole, line, work_s, room, self.bin_s)
            if failing is not None:
                stopped = whole * 0 + (1 - failing)
                taken = taken_by_lanes(whole, line, work_s, line.lanes * stopped, self.bin_s)
        else:
            late = round(line.delay_s / self.bin_s)
            trouble = Trouble(failing, took_s) if failing is not None else None
            taken = taken_by_pollers(
                _shifted(whole, late), line, work_s, room, self.bin_s, self.seed + place, self.clumps[place], trouble
            )
        self.lines[place] = (whole, taken)
        self._taken.setdefault(line.pool, []).append(taken)
        late = round(work_s / self.bin_s)
        for way in pool.ways:
            for source, rates in flow.items():
                if way.factors[source]:
                    part = rates / np.maximum(whole, 1e-12)
                    kept = np.where(whole > 1e-12, part, float(rates.sum()) / max(float(whole.sum()), 1e-12))
                    given = taken.messages if way.awaited else _shifted(taken.done, late)
                    self._give(way.target, source, given * kept * way.factors[source], awaited=way.awaited)
        for need in pool.needs:
            factor = max(need.factors)
            held = self.plan.resources[need.resource].is_held
            self._use(self.resource_use, need.resource, taken.busy if held else taken.messages * factor)

    def _room_for(self, pool: Pool) -> Floats | None:
        """Concurrency that pollers find at a function; None where nothing limits it."""
        if pool.reserved is not None:
            return np.full(self.bins, float(pool.reserved))
        refused = self.shared.account.waiting
        return np.maximum(refused, 0.0) if refused is not None else None

    def _failing(self, pool: Pool) -> tuple[Floats | None, float]:
        """Share of the runs that fail in each bin for what they need, and how long a failing one takes."""
        failing: Floats | None = None
        took_s = mean_until(pool.work, pool.timeout_s)
        for need in pool.needs:
            refused = self.shared.resources.get(need.resource, FREE).refused
            if refused is not None:
                failing = refused if failing is None else 1 - (1 - failing) * (1 - refused)
        for outage in self._outages_of(pool):
            first, last = (round(at / self.bin_s) for at in (outage.begin_s, outage.end_s))
            failing = self.zero.copy() if failing is None else failing.copy()
            failing[first:last] = 1.0
            took_s = pool.timeout_s if outage.hangs else took_s
        return failing, took_s

    def _outages_of(self, pool: Pool) -> list[Outage]:
        needed = {self.plan.resources[need.resource].component for need in pool.needs} | {pool.name}
        return [outage for outage in self.trial.outages if outage.component in needed]

    # functions

    def _pool(self, place: int, pool: Pool, sync: Flow, pushed: Flow) -> None:
        taken = self._taken.pop(place, [])
        if not sync and not pushed and not taken and not pool.provisioned:
            return
        failing, took_s = self._failing(pool)
        given = Given(
            self.plan, pool, _total(sync, self.zero), _total(pushed, self.zero), tuple(taken), failing, took_s,
            self.shared.account.refused if pool.reserved is None else None, self.bin_s, self.seed + place,
            self.clumps[place], self._calms.get(place),
        )  # fmt: skip
        found = pool_round(given)
        self.pools[place] = found
        flow = _joined(sync, pushed)
        whole = np.maximum(found.asked, 1e-12)
        late = round(found.steady_s / self.bin_s)
        for source, rates in flow.items():
            begun = found.pushed * np.where(found.asked > 1e-12, rates / whole, 0.0)
            begun = begun if found.waiting is None else _catching(found, rates)
            for way in pool.ways:
                if way.factors[source]:
                    given = begun if way.awaited else _shifted(begun * (1 - found.failing), late)
                    self._give(way.target, source, given * way.factors[source], awaited=way.awaited)
            for need in pool.needs:
                if not self.plan.resources[need.resource].is_held:
                    self._use(self.resource_use, need.resource, begun * need.factors[source])
        for need in pool.needs:
            if self.plan.resources[need.resource].is_held and flow:
                self._use(self.resource_use, need.resource, found.busy)

    def _first(self, rows: Floats) -> float:
        """When something is first above nothing; infinite where it never is."""
        found = np.flatnonzero(rows > 1e-9)
        return float(found[0]) * self.bin_s if found.size else inf

    def _use(self, uses: dict[int, Floats], key: int, rates: Floats) -> None:
        uses[key] = uses[key] + rates if key in uses else rates

    # limits that several share

    def limits(self) -> Shared:
        """What they refuse of what this round asked of them."""
        waits = {b for node in self.plan.nodes if isinstance(node, Relay) for b in node.buckets}
        buckets = {
            key: bucket_refusals(use, self.plan.buckets[key].rate, self.plan.buckets[key].burst, self.bin_s, self.seed)
            for key, use in self.bucket_use.items()
            if key not in waits
        }
        resources = {
            key: resource_refusals(use, self.plan.resources[key], self.bin_s, self.seed + key)
            for key, use in self.resource_use.items()
        }
        met = {
            key for key in waits & self.bucket_use.keys() if self.bucket_use[key].max() > self.plan.buckets[key].rate
        }
        held = {key: self.bucket_use[key] for key in sorted(met)}
        return Shared(
            {key: one for key, one in buckets.items() if one.refused is not None},
            {key: one for key, one in resources.items() if one.refused is not None},
            self._account(),
            held,
        )

    def _account(self) -> Passing:
        """What the account's concurrency refuses, and how much of it is left to what is polled."""
        room = self.plan.room
        if room == inf:
            return FREE
        offered, polled = self.zero, self.zero
        for place, found in self.pools.items():
            pool = self.plan.nodes[place]
            assert isinstance(pool, Pool)
            if pool.reserved is None:
                own = under_way(found.asked, pool.work, pool.timeout_s, self.bin_s)
                own = np.maximum(own + found.cold * pool.init.mean_s - pool.provisioned, 0.0)
                offered = offered + own
                polled = polled + np.maximum(found.busy - own, 0.0) * (found.polled_top > 0)
        refused = loss_refusals(offered + polled, room)
        if refused.refused is None:
            return FREE
        return Passing(refused.refused, np.maximum(room - offered, 0.05 * room))


def _calm(refused: Floats) -> Floats:
    """How evenly a bucket lets through: wholly where it refuses a fifth and more, around ten bins together."""
    window = np.ones(min(10, refused.size)) / min(10, refused.size)
    return np.minimum(1.0, 5 * np.convolve(refused, window, mode="same"))


def _clumps(plan: Plan) -> list[float]:
    """How many things come at one moment to each node."""
    found = [1.0] * len(plan.nodes)
    for place, node in enumerate(plan.nodes):
        ways = () if isinstance(node, Line | Lanes) else node.ways
        carried = found[place] if isinstance(node, Relay) else 1.0
        for way in ways:
            found[way.target] = max(found[way.target], carried * max(1.0, *way.factors))
    return found


def _joined(one: Flow, other: Flow) -> Flow:
    whole = dict(one)
    for key, rates in other.items():
        whole[key] = whole[key] + rates if key in whole else rates
    return whole


def _total(flow: Flow, zero: Floats) -> Floats:
    rows = list(flow.values())
    if not rows:
        return zero
    whole = rows[0]
    for row in rows[1:]:
        whole = whole + row
    return whole


def _shifted(rates: Floats, late: int) -> Floats:
    if late <= 0:
        return rates
    moved = np.zeros(rates.size)
    if late < rates.size:
        moved[late:] = rates[:-late]
    return moved


def _late(flow: Flow, whole: Floats, going: Floats) -> Flow:
    """The same amounts, at the pace at which they are let through."""
    came, gone = np.cumsum(whole), np.cumsum(going)
    return {source: np.diff(np.interp(gone, came, np.cumsum(rates)), prepend=0.0) for source, rates in flow.items()}


def _catching(found: PoolRound, rates: Floats) -> Floats:
    """A source's part of what is begun while some of it was tried again."""
    part = float(rates.sum()) / max(float(found.asked.sum()), 1e-12)
    return found.pushed * part
