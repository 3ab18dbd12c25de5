"""Which events a consumer is given: patterns of Amazon EventBridge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.design.design import Design
from tools.design.events import Event, source_name
from tools.design.links import Link

Pattern = dict[str, Any]


def pattern(event: Event, design: Design) -> Pattern:
    """The pattern that one type of event matches, in whatever version."""
    return pattern_of((event,), design)


def pattern_of(events: Iterable[Event], design: Design) -> Pattern:
    """The pattern that any of these types of event matches. A type has one owner, so the pairs cannot mix."""
    wanted = tuple(events)
    return {
        "source": list(dict.fromkeys(source_name(event, design.name) for event in wanted)),
        "detail-type": list(dict.fromkeys(event.name for event in wanted)),
    }


def link_pattern(link: Link, design: Design) -> Pattern:
    """The pattern of a link from a bus: its events, or, where it names none, every event of this system."""
    events = [event for event in design.events if event.name in link.events]
    return pattern_of(events, design) if events else {"source": [{"prefix": f"{design.name}."}]}
