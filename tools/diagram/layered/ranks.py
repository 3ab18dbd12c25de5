"""Ranks: which column every box goes to, so that lines run forward wherever they can."""

from __future__ import annotations

from collections.abc import Sequence

from tools.diagram.layered.model import Box, Line


def ranked(boxes: Sequence[Box], lines: Sequence[Line]) -> tuple[dict[str, int], list[bool]]:
    """The rank of every box, and which lines run backward.

    Longest path from where the flow begins. What cannot be reached from there, a timer and what it starts say, moves up
    to what it leads to.
    """
    backward = _backward(boxes, lines)
    ways = [
        (line.target, line.source) if back else (line.source, line.target)
        for line, back in zip(lines, backward, strict=True)
    ]
    following: dict[str, list[str]] = {box.id: [] for box in boxes}
    preceding: dict[str, list[str]] = {box.id: [] for box in boxes}
    for source, target in ways:
        if source != target:
            following[source].append(target)
            preceding[target].append(source)
    order = _topological(boxes, following, preceding)
    ranks: dict[str, int] = {}
    for box in order:
        ranks[box] = max((ranks[before] + 1 for before in preceding[box]), default=0)
    latest = _latest(boxes, order, following, ranks)
    for box in order:
        earliest = max((ranks[before] + 1 for before in preceding[box]), default=0)
        ranks[box] = max(earliest, latest.get(box, 0))
    return ranks, backward


def _latest(
    boxes: Sequence[Box], order: Sequence[str], following: dict[str, list[str]], ranks: dict[str, int]
) -> dict[str, int]:
    """The last rank before what they lead to, of the boxes that no anchored one leads to."""
    reached = {box.id for box in boxes if box.anchored}
    if not reached:
        return {
            name: min(ranks[n] for n in following[name]) - 1 for name in order if following[name] and not ranks[name]
        }
    for name in order:
        if name in reached:
            reached.update(following[name])
    latest: dict[str, int] = {}
    for name in reversed(order):
        if name not in reached:
            bounds = [ranks[after] if after in reached else latest.get(after) for after in following[name]]
            known = [bound for bound in bounds if bound is not None]
            if known:
                latest[name] = min(known) - 1
    return latest


def _backward(boxes: Sequence[Box], lines: Sequence[Line]) -> list[bool]:
    """Which lines to turn round so that no way leads back: those that meet a box whose ways on are being followed."""
    out: dict[str, list[int]] = {box.id: [] for box in boxes}
    entered: dict[str, int] = {box.id: 0 for box in boxes}
    backward = [line.upstream for line in lines]
    for index, line in enumerate(lines):
        source, target = (line.target, line.source) if line.upstream else (line.source, line.target)
        out[source].append(index)
        entered[target] += 1
    state: dict[str, int] = {}
    for box in sorted(boxes, key=lambda b: (not b.anchored, entered[b.id] > 0)):
        stack: list[tuple[str, int]] = [(box.id, 0)] if box.id not in state else []
        while stack:
            name, position = stack.pop()
            state[name] = 1
            if position == len(out[name]):
                state[name] = 2
                continue
            stack.append((name, position + 1))
            line = lines[out[name][position]]
            target = line.source if line.upstream else line.target
            if state.get(target) == 1:
                backward[out[name][position]] = not line.upstream
            elif target not in state:
                stack.append((target, 0))
    return backward


def _topological(boxes: Sequence[Box], following: dict[str, list[str]], preceding: dict[str, list[str]]) -> list[str]:
    missing = {name: len(before) for name, before in preceding.items()}
    ready = [box.id for box in boxes if missing[box.id] == 0]
    order: list[str] = []
    for name in ready:  # grows while it is walked
        order.append(name)
        for after in following[name]:
            missing[after] -= 1
            if missing[after] == 0:
                ready.append(after)
    return order
