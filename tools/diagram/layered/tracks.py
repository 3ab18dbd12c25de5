"""Tracks: where, between two columns, lines turn from one height to another."""

from __future__ import annotations

from dataclasses import dataclass

from tools.diagram.layered.model import Segment

EXACT = 0.05
"""Difference in height that nobody sees."""
CLEAR = 7.0
"""Distance across at which two lines may turn in the same track."""


def turns(segment: Segment) -> bool:
    """Whether a segment changes its height."""
    return abs(segment.end - segment.start) > EXACT


@dataclass(slots=True)
class _Net:
    """Segments that leave the same port and turn together."""

    segments: list[Segment]
    start: float
    low: float
    high: float
    place: int = 0


def laid(segments: list[Segment]) -> int:
    """Gives every segment of one gap that turns the number of its track; how many tracks there are."""
    nets = _nets(segments)
    if nets and nets[0].segments[0].broken:
        # Each line on a track of its own: the lowest turns first on the way out and last on the way in.
        placed = sorted(nets, key=lambda net: -net.start)
        for place, net in enumerate(placed):
            net.place = place
    else:
        placed = _packed(nets)
    for net in placed:
        for segment in net.segments:
            segment.track = net.place
    return max((net.place + 1 for net in placed), default=0)


def _packed(nets: list[_Net]) -> list[_Net]:
    falling = sorted((net for net in nets if net.high - net.start >= net.start - net.low), key=lambda n: -n.start)
    rising = sorted((net for net in nets if net.high - net.start < net.start - net.low), key=lambda n: n.start)
    placed: list[_Net] = []
    for net in (*falling, *rising):
        net.place = max((other.place + 1 for other in placed if _meet(net, other)), default=0)
        placed.append(net)
    return placed


def _nets(segments: list[Segment]) -> list[_Net]:
    ports: dict[tuple[int, float], list[Segment]] = {}
    for segment in segments:
        ports.setdefault((id(segment.a), segment.from_a), []).append(segment)
    nets: list[_Net] = []
    for group in ports.values():
        heights = [segment.end for segment in group] + [group[0].start]
        net = _Net(group, group[0].start, min(heights), max(heights))
        if net.high - net.low > EXACT or group[0].broken:
            nets.append(net)
    return nets


def _meet(net: _Net, other: _Net) -> bool:
    return net.low < other.high + CLEAR and other.low < net.high + CLEAR
