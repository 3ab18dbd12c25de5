"""In which order work flows through a design, and where a circle has to be cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.design.components import Component
from tools.design.links import Link
from tools.workload.model import Cycle

STORES = frozenset({"table", "bucket", "database", "timeseries", "warehouse", "cache", "search-index"})
"""Kinds that keep data: what happens after them follows from what is written, not from what is read."""


def carries_on(link: Link, target: Component) -> bool:
    """Whether work that comes in on this link goes on along the target's own links."""
    return link.kind != "read" or target.kind not in STORES


def flow_order(kinds: Mapping[str, Component], links: Sequence[Link]) -> tuple[list[str], tuple[Cycle, ...]]:
    """The components so that each comes after all it is fed by, and the circles cut to make that possible.

    Depth first along the links as the design lists them, from the entries on; a link back to a component still being
    followed is cut. Links that carry a load depend on nothing before them.
    """
    leaving: dict[str, list[int]] = {name: [] for name in kinds}
    for index, link in enumerate(links):
        if link.load is None and carries_on(link, kinds[link.target]):
            leaving[link.source].append(index)
    entries = [link.target for link in links if link.load is not None]
    clocks = [name for name, component in kinds.items() if component.kind == "schedule"]
    finished: dict[str, None] = {}
    cycles: list[Cycle] = []
    for name in (*entries, *clocks, *kinds):
        if name not in finished:
            _follow(name, leaving, links, finished, cycles)
    return list(reversed(finished)), tuple(cycles)


def _follow(
    start: str, leaving: Mapping[str, list[int]], links: Sequence[Link], finished: dict[str, None], cycles: list[Cycle]
) -> None:
    path = [start]
    waiting = [iter(leaving[start])]
    open_names = {start}
    while path:
        for index in waiting[-1]:
            target = links[index].target
            if target in open_names:
                cycles.append(Cycle(index, tuple(path[path.index(target) :])))
            elif target not in finished:
                path.append(target)
                open_names.add(target)
                waiting.append(iter(leaving[target]))
                break
        else:
            waiting.pop()
            done = path.pop()
            open_names.remove(done)
            finished[done] = None
