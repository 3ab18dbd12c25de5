"""Queues and streams while every message is followed: pollers, batches, shards, and what comes back."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from tools.scaling.simulation.stations import Environments, Message, Pollers, Shards

if TYPE_CHECKING:
    from tools.scaling.simulation.events import World


def queue(world: World, place: int, messages: list[Message]) -> None:
    line = world.lines[place]
    line.figures.arrived += sum(message.receives == 0 for message in messages)
    if isinstance(line, Pollers):
        line.items.extend(messages)
        pump(world, place, line)
        line.figures.deepen(world.clock, len(line.items))
    else:
        to_lanes(world, place, line, messages)


def pump(world: World, place: int, line: Pollers) -> None:
    plan, items = line.plan, line.items
    while items and line.in_work < int(line.allowed):
        ready = items[0].since + plan.window_s
        if plan.window_s > 0 and len(items) < plan.batch and ready > world.clock + 1e-9:
            if line.wakes_at > ready or line.wakes_at <= world.clock:
                line.wakes_at = ready
                world.at(ready, pump, world, place, line)
            break
        size = min(plan.batch, len(items))
        messages = [items[i] for i in range(size)]
        if world.start(plan.pool, messages[0].source, size, ("line", place, messages)) is None:
            break
        for message in messages:
            items.popleft()
            line.figures.age(world.clock, message.since)
        line.in_work += 1
        line.figures.pollers = max(line.figures.pollers, line.in_work)
    if not items and line.figures.drained_at == inf:
        line.figures.drained_at = world.clock
    if items and not line.is_ticking:
        line.is_ticking = True
        world.at(world.clock + 1.0, tick, world, place, line)


def tick(world: World, place: int, line: Pollers) -> None:
    """Once a second: more pollers while more waits than they take at once, fewer when nothing waits."""
    plan = line.plan
    if len(line.items) > line.allowed * plan.batch:
        line.allowed = min(plan.most, line.allowed + plan.growth_per_s)
    elif not line.items:
        line.allowed = max(plan.first, line.allowed - plan.growth_per_s)
    line.is_ticking = bool(line.items) or line.allowed > plan.first
    pump(world, place, line)
    if line.is_ticking:
        world.at(world.clock + 1.0, tick, world, place, line)


def line_done(world: World, place: int, messages: list[Message], is_fine: bool, pool: Environments) -> None:
    line = world.lines[place]
    assert isinstance(line, Pollers)
    line.in_work -= 1
    failed = messages if not is_fine else [one for one in messages if one.is_poison]
    if failed and not line.plan.is_partial:
        failed = messages
    if failed and is_fine:
        pool.failed += 1
    if len(failed) < len(messages):
        sent(world, pool, [one for one in messages if one not in failed] if failed else messages)
    back: list[Message] = []
    for one in failed:
        if one.receives + 1 >= line.plan.max_receives and line.plan.has_dead_letter:
            line.figures.dead += 1
        else:
            back.append(one._replace(receives=one.receives + 1))
    if back:
        line.figures.repeated += len(back)
        world.at(world.clock + line.plan.visibility_s, queue, world, place, back)
    pump(world, place, line)


def sent(world: World, pool: Environments, messages: list[Message]) -> None:
    counts: dict[int, int] = {}
    for message in messages:
        counts[message.source] = counts.get(message.source, 0) + 1
    for source in sorted(counts):
        world.go_on(pool.plan.ways, source, counts[source])


def to_lanes(world: World, place: int, line: Shards, messages: list[Message]) -> None:
    for message in messages:
        lane = int(world.dice.even() * len(line.lanes))
        line.lanes[lane].append(message)
        line.depth += 1
        if not line.is_taken[lane]:
            line.is_taken[lane] = True
            world.at(world.clock + line.plan.gather_s, take, world, place, line, lane)
    line.figures.deepen(world.clock, line.depth)


def take(world: World, place: int, line: Shards, lane: int, messages: list[Message] | None = None) -> None:
    """A shard's next batch, or the one that failed again."""
    waiting = line.lanes[lane]
    if messages is None:
        messages = [waiting.popleft() for _ in range(min(line.plan.batch, len(waiting)))]
        line.depth -= len(messages)
    origin = ("lane", place, lane, messages)
    if world.start(line.plan.pool, messages[0].source, len(messages), origin) is None:
        world.at(world.clock + 1.0, take, world, place, line, lane, messages)
        return
    for message in messages:
        line.figures.age(world.clock, message.since)
    line.in_work += 1
    line.figures.pollers = max(line.figures.pollers, line.in_work)


def lane_done(world: World, place: int, lane: int, messages: list[Message], is_fine: bool, pool: Environments) -> None:
    line = world.lines[place]
    assert isinstance(line, Shards)
    line.in_work -= 1
    bad = messages if not is_fine else [one for one in messages if one.is_poison]
    if bad:
        if is_fine:
            pool.failed += 1
        left = after_failure(world, line, messages, bad, pool)
        if left:
            take(world, place, line, lane, left)
            return
    else:
        sent(world, pool, messages)
    waiting = line.lanes[lane]
    line.is_taken[lane] = bool(waiting)
    if waiting:
        full = len(waiting) >= line.plan.batch
        when = world.clock if full else max(world.clock, waiting[0].since + line.plan.gather_s)
        world.at(when, take, world, place, line, lane)
    elif line.depth == 0 and line.figures.drained_at == inf:
        line.figures.drained_at = world.clock


def after_failure(
    world: World, line: Shards, messages: list[Message], bad: list[Message], pool: Environments
) -> list[Message]:
    """What of a failed batch is tried again: all of it, or where it is split only what failed."""
    plan = line.plan
    if plan.is_split and len(bad) < len(messages):
        sent(world, pool, [one for one in messages if not one.is_poison])
        messages = bad
    line.figures.repeated += len(messages)
    tries = messages[0].receives + 1
    expired = world.clock - messages[0].since > plan.retention_s
    if expired or (plan.retries is not None and tries > plan.retries):
        line.figures.dead += len(messages)
        return []
    return [one._replace(receives=one.receives + 1) for one in messages]
