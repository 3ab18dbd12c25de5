"""Circles of links on which one delivery causes the next."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from tools.checks.subject import Subject, Wire
from tools.design.components import Api, Bucket, Schedule

_CAUSING = frozenset({"trigger", "call", "send", "write"})
_WORKERS = frozenset({"function", "container", "workflow", "etl", "transcoder", "api", "load-balancer"})
_LEAVING = frozenset({"external", "mail", "device-gateway", "user-pool", "cdn", "ai-service"})
"""What goes there has left: what comes back from there is another story."""
_TOLD = {"bucket": ("trigger", "send"), "table": ("trigger", "send")}
"""Links on which a component tells by itself what was written to it; the others only trigger."""

Following = dict[int, list[Wire]]


def cycles(subject: Subject) -> Iterator[tuple[Wire, ...]]:
    """Each circle once, shortest first from its first link in the order of the design."""
    following = _core(_following(subject))
    told: set[int] = set()
    for index in sorted(following):
        if index not in told:
            circle = _shortest(index, following, subject)
            if circle:
                told |= {wire.index for wire in circle}
                yield circle


def _following(subject: Subject) -> Following:
    """For each link the links that its delivery causes."""
    causing = [wire for wire in subject.wires if wire.link.kind in _CAUSING and wire.source.kind not in _LEAVING]
    after: dict[str, list[Wire]] = defaultdict(list)
    for wire in causing:
        after[wire.link.source].append(wire)
    return {
        wire.index: [caused for caused in after[wire.link.target] if _causes(wire, caused)]
        for wire in causing
        if wire.target.kind not in _LEAVING
    }


def _causes(wire: Wire, after: Wire) -> bool:
    between = wire.target
    if isinstance(between, Api) and between.style == "websocket":
        return False
    if isinstance(between, Schedule) and between.mode == "one-off":
        return False
    if between.kind in _WORKERS:
        return wire.link.kind in ("trigger", "call")
    if wire.link.kind == "call" or after.link.kind not in _TOLD.get(between.kind, ("trigger",)):
        return False
    if isinstance(between, Bucket) and _apart(wire.link.matches, after.link.matches):
        return False
    return not _apart(wire.link.events, after.link.events)


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both say what they carry and have nothing in common."""
    return bool(one) and bool(other) and not set(one) & set(other)


def _core(following: Following) -> Following:
    """What remains after links that lead nowhere, or to none that remains, are taken away until nothing changes."""
    while True:
        kept = {
            index: [wire for wire in after if wire.index in following]
            for index, after in following.items()
            if any(wire.index in following for wire in after)
        }
        if len(kept) == len(following):
            return kept
        following = kept


def _shortest(start: int, following: Following, subject: Subject) -> tuple[Wire, ...]:
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for wire in following.get(here, ()):
            if wire.index == start:
                return _traced(here, start, came_from, subject)
            if wire.index not in came_from:
                came_from[wire.index] = here
                waiting.append(wire.index)
    return ()


def _traced(last: int, start: int, came_from: dict[int, int], subject: Subject) -> tuple[Wire, ...]:
    indices = [last]
    while indices[-1] != start:
        indices.append(came_from[indices[-1]])
    return tuple(subject.wires[index] for index in reversed(indices))
