"""Which events reach which consumer."""

from __future__ import annotations

from collections.abc import Callable

from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.events import link_pattern, pattern, pattern_of

FIELDS = (EventField(name="id"),)


def test_a_pattern_names_source_and_type(order_placed: Event, shop: Callable[..., Design]) -> None:
    assert pattern(order_placed, shop(order_placed)) == {"source": ["shop.orders"], "detail-type": ["OrderPlaced"]}


def test_several_events_share_a_pattern(order_placed: Event, shop: Callable[..., Design]) -> None:
    packed = Event(name="OrderPacked", owner="pack", fields=FIELDS)
    design = shop(order_placed, packed)
    expected = {"source": ["shop.orders", "shop.pack"], "detail-type": ["OrderPlaced", "OrderPacked"]}
    assert pattern_of((order_placed, packed), design) == expected
    assert link_pattern(design.links[1], design) == expected
    assert link_pattern(design.links[2], design) == pattern(order_placed, design)


def test_a_link_without_events_takes_all_of_the_system(order_placed: Event, shop: Callable[..., Design]) -> None:
    design = shop(order_placed)
    everything = design.links[1].model_copy(update={"events": ()})
    assert link_pattern(everything, design) == {"source": [{"prefix": "shop."}]}
