"""Queues, streams and change streams: who reads them, in which batches, and where goes what cannot be handled."""

from __future__ import annotations

import math
import re

from tools.blueprint.plan.completion import dead_letter_of
from tools.blueprint.plan.draft import Draft, Pattern, granted
from tools.blueprint.plan.model import Pipe, Poller, Role
from tools.blueprint.plan.wiring.goals import SERVICES, goal_of
from tools.design.components import Component, Function, Queue, Stream
from tools.design.links import Link, Semantics

STREAM_RETRIES = 5
STREAM_MAX_AGE_S = 86_400
"""Bounds for a stream's poison records where the design sets none: without them one record blocks its shard until it
expires."""

_CHANGES = {"insert": "INSERT", "modify": "MODIFY", "update": "MODIFY", "remove": "REMOVE", "delete": "REMOVE"}


def wire_poller(draft: Draft, link: Link) -> None:
    """A function polls by a mapping, anything else the provider can reach by a pipe; code of a container reads by
    itself."""
    source, target = draft.graph[link.source], draft.graph[link.target]
    pair = (source.name, target.name)
    if isinstance(source, Queue) and isinstance(target, Queue):
        return
    if any((p.source, p.function) == pair for p in draft.pollers):
        return
    if any((p.source, p.goal.component) == pair for p in draft.pipes):
        return
    if isinstance(target, Function):
        draft.pollers.append(_poller(draft, link, source, target))
    elif not _reads_by_itself(source, target):
        _add_pipe(draft, link, source)


def _reads_by_itself(source: Component, target: Component) -> bool:
    if target.kind == "container":
        return target.mode == "service" or target.platform != "managed" or source.kind == "stream"
    return target.kind == "delivery-stream" and source.kind == "stream"


def _poller(draft: Draft, link: Link, source: Component, target: Function) -> Poller:
    semantics = draft.graph.semantics(link)
    identity = draft.wire_id(link, "Mapping")
    patterns = _patterns(draft, link, source)
    if isinstance(source, Queue):
        size = min(semantics.batch_size, 10) if source.fifo else min(semantics.batch_size, 10_000)
        return Poller(
            identity,
            source.name,
            target.name,
            size,
            window_s=_queue_window(semantics, size, source.fifo),
            partial_failures=semantics.partial_failures
            or link.delivery is None
            or link.delivery.partial_failures is None,
            max_concurrency=_clamp(semantics.max_concurrency, 2, 1000),
            patterns=patterns,
        )
    retries, max_age = _bounds(semantics)
    kafka = isinstance(source, Stream) and source.engine == "kafka"
    return Poller(
        identity,
        source.name,
        target.name,
        min(semantics.batch_size, 10_000),
        window_s=min(math.ceil(semantics.batch_window_s), 300),
        partial_failures=not kafka,
        retries=retries,
        max_age_s=max_age,
        bisect=link.delivery is None or link.delivery.bisect is not False,
        dead_letter=dead_letter_of(draft.graph, link),
        patterns=patterns,
        shards_in_parallel=_clamp(semantics.max_concurrency, 1, 10) or 1,
        topic=_topic_of(draft, link) if kafka else "",
        primary_only=bool(getattr(source, "replicas", ())),
    )


def _queue_window(semantics: Semantics, size: int, fifo: bool) -> int:
    """A standard queue needs a window for batches over ten; an ordered one takes none."""
    if fifo:
        return 0
    stated = min(math.ceil(semantics.batch_window_s), 300)
    return max(stated, 1) if size > 10 else stated


def _clamp(value: int | None, least: int, most: int) -> int | None:
    return None if value is None else max(least, min(value, most))


def _bounds(semantics: Semantics) -> tuple[int, int]:
    retries = STREAM_RETRIES if semantics.retries is None else min(semantics.retries, 10_000)
    max_age = STREAM_MAX_AGE_S if semantics.max_age_s is None else max(60, min(semantics.max_age_s, 604_800))
    return retries, max_age


def _topic_of(draft: Draft, link: Link) -> str:
    carried = link.events or tuple(e for other in draft.graph.incoming(link.source) for e in other.events)
    return kafka_topic(carried[0]) if carried else link.source


def kafka_topic(event: str) -> str:
    """Topic of an event type: `OrderPlaced` as `order-placed`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", event).lower()


def _patterns(draft: Draft, link: Link, source: Component) -> tuple[Pattern, ...]:
    if source.kind == "table":
        names = tuple(dict.fromkeys(_CHANGES[m.lower()] for m in link.matches if m.lower() in _CHANGES))
        return ({"eventName": names},) if names and len(names) < 3 else ()
    arriving = [
        other for other in draft.graph.incoming(source.name) if other.kind in ("send", "write", "call", "trigger")
    ]
    coded = all(draft.graph[other.source].kind in ("function", "container") for other in arriving)
    carried = {event for other in arriving for event in other.events}
    if not link.events or not coded or carried <= set(link.events):
        return ()
    part = "body" if source.kind == "queue" else "data"
    return ({part: {"type": tuple(link.events)}},)


def _add_pipe(draft: Draft, link: Link, source: Component) -> None:
    goal = goal_of(draft, "pipe", link)
    if goal is None or goal.role is None:
        return
    reads = granted("pipe", "poll", source) or ()
    dead_letter = dead_letter_of(draft.graph, link) if source.kind != "queue" else None
    keeps = granted("bus", "deliver", draft.graph[dead_letter]) or () if dead_letter else ()
    role = draft.add_role(Role(goal.role, link.source, link.target, SERVICES["pipe"], (*reads, *keeps)))
    semantics = draft.graph.semantics(link)
    retries, max_age = (None, None) if source.kind == "queue" else _bounds(semantics)
    size = 1 if goal.fields else min(semantics.batch_size, 10 if source.kind == "queue" else 100)
    window = 0 if source.kind == "queue" else min(math.ceil(semantics.batch_window_s), 300)
    draft.pipes.append(
        Pipe(
            draft.wire_id(link, "Pipe"),
            source.name,
            goal,
            role,
            size,
            window,
            retries,
            max_age,
            dead_letter,
            _patterns(draft, link, source),
        )
    )
