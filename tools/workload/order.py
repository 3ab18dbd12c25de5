"""In which order work flows through a design, and where a circle has to be cut.

Work is followed from link to link, not from component to component: an event bus that carries an order's events one
after the other is no circle as long as each event leads on to another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.design.components import Component
from tools.design.links import Link
from tools.workload.model import Cycle

STORES = frozenset({"table", "bucket", "database", "timeseries", "warehouse", "cache", "search-index"})
"""Kinds that keep data: what happens after them follows from what is written, not from what is read."""

ROUTERS = frozenset({"bus", "topic", "stream", "table"})
"""Kinds that hand a thing only to the consumers that asked for its type of event."""


class Order(NamedTuple):
    """The links so that each comes after all that feed it."""

    links: tuple[int, ...]
    feeding: Mapping[int, tuple[int, ...]]
    """Links whose work goes on along each link, what would close a circle left out."""
    cycles: tuple[Cycle, ...]


def carries_on(link: Link, target: Component) -> bool:
    """Whether work that comes in on this link goes on along the target's own links."""
    return link.kind != "read" or target.kind not in STORES


def is_recurring(component: Component) -> bool:
    """Whether a component brings work by itself, and only by itself: a schedule of set times."""
    return component.kind == "schedule" and component.mode == "recurring"


def flow_order(kinds: Mapping[str, Component], links: Sequence[Link]) -> Order:
    """The order of the links, and the circles cut to make one possible.

    Depth first as the design lists them, from the entries on; a way back to a link still being followed is cut. Links
    that carry a load, and those of a recurring schedule, depend on nothing before them.
    """
    leaving: dict[str, list[int]] = {name: [] for name in kinds}
    for index, link in enumerate(links):
        if link.load is None and not is_recurring(kinds[link.source]):
            leaving[link.source].append(index)
    following = {index: _following(link, kinds[link.target], leaving, links) for index, link in enumerate(links)}
    entries = [index for index, link in enumerate(links) if link.load is not None or is_recurring(kinds[link.source])]
    walk = _Walk(links, following)
    for index in (*entries, *range(len(links))):
        walk.follow(index)
    feeding: dict[int, list[int]] = {index: [] for index in range(len(links))}
    for index, targets in following.items():
        for target in targets:
            if (index, target) not in walk.cut:
                feeding[target].append(index)
    return Order(
        links=tuple(reversed(walk.finished)),
        feeding={index: tuple(sorted(sources)) for index, sources in feeding.items()},
        cycles=tuple(walk.cycles.values()),
    )


def _following(link: Link, target: Component, leaving: Mapping[str, list[int]], links: Sequence[Link]) -> list[int]:
    """Links on which the work of a link goes on."""
    if not carries_on(link, target):
        return []
    after = leaving[link.target]
    if target.kind not in ROUTERS or not link.events:
        return after
    sent = set(link.events)
    return [
        index
        for index in after
        if links[index].kind != "trigger" or not links[index].events or not sent.isdisjoint(links[index].events)
    ]


class _Walk:
    """A depth-first walk over links."""

    def __init__(self, links: Sequence[Link], following: Mapping[int, list[int]]) -> None:
        self._links = links
        self._following = following
        self.finished: dict[int, None] = {}
        self.cut: set[tuple[int, int]] = set()
        self.cycles: dict[int, Cycle] = {}

    def follow(self, start: int) -> None:
        """Follows everything after a link that was not followed before."""
        if start in self.finished:
            return
        path, waiting, open_links = [start], [iter(self._following[start])], {start}
        while path:
            for index in waiting[-1]:
                if index in open_links:
                    self._cut(path, index)
                elif index not in self.finished:
                    path.append(index)
                    open_links.add(index)
                    waiting.append(iter(self._following[index]))
                    break
            else:
                waiting.pop()
                done = path.pop()
                open_links.remove(done)
                self.finished[done] = None

    def _cut(self, path: list[int], back_to: int) -> None:
        last = path[-1]
        self.cut.add((last, back_to))
        around = path[path.index(back_to) :]
        self.cycles.setdefault(last, Cycle(last, tuple(self._links[index].source for index in around)))
