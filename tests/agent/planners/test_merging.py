"""Two people's changes to one value, merged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.merging import keyed, merged, merged_items
from tools.design.components import Function
from tools.design.links import Delivery, Link
from tools.design.requirements import Replay

BASE = Function(name="place-order")


def changed(**fields: Any) -> Function:
    return BASE.model_copy(update=fields)


def test_changes_of_different_fields_are_both_there() -> None:
    found = merged(BASE, changed(memory_mb=1024), changed(timeout_s=20.0))
    assert (found.memory_mb, found.timeout_s) == (1024, 20.0)


def test_what_nobody_changed_is_the_same_value() -> None:
    current = changed(timeout_s=20.0)
    assert merged(BASE, BASE, current) is current


@pytest.mark.parametrize(
    ("base", "change", "current", "found"),
    [(10, 100, 10, 100), (10, 100, 50, 100), (10, 100, 500, 500), (100, 10, 50, 10), (100, 10, 5, 5), (10, 10, 7, 7)],
)
def test_a_figure_goes_the_way_it_was_sent_and_never_back(base: int, change: int, current: int, found: int) -> None:
    assert merged(base, change, current) == found


def test_words_that_both_changed_are_those_said_last() -> None:
    assert merged("table", "database", "cache") == "database"


def test_items_come_and_go_where_they_came_and_went() -> None:
    assert merged_items(("a", "b", "c"), ("a", "x", "c"), ("a", "b", "c", "mine")) == ("a", "x", "c", "mine")
    assert merged_items(("a",), ("first", "a"), ("a", "mine")) == ("first", "a", "mine")
    assert merged_items(("a", "b"), ("a",), ("a",)) == ("a",)


def test_parts_of_a_list_go_by_their_names() -> None:
    old = (Link(kind="call", source="a", target="b"), Link(kind="read", source="b", target="c"))
    new = (old[0].model_copy(update={"ratio": 2.0}), old[1])
    mine = (old[0], old[1].model_copy(update={"delivery": Delivery(retries=1)}))
    found = merged_items(old, new, mine)
    assert (found[0].ratio, found[1].delivery) == (2.0, Delivery(retries=1))


def test_links_of_different_loads_are_different_links() -> None:
    links = (Link(kind="call", source="a", target="b", load="x"), Link(kind="call", source="a", target="b", load="y"))
    assert len(keyed(links)) == 2


def test_a_series_of_figures_is_one_value() -> None:
    one, two, three = (Replay(rates=rates) for rates in ((1.0, 1.0), (2.0, 1.0, 2.0), (3.0, 3.0)))
    assert merged(one, two, three).rates == (2.0, 1.0, 2.0)


NAMES = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5).map(tuple)


@given(base=NAMES, change=NAMES, current=NAMES)
def test_of_any_lists_what_was_added_is_there_and_what_was_taken_is_not(
    base: tuple[str, ...], change: tuple[str, ...], current: tuple[str, ...]
) -> None:
    found = merged_items(base, change, current)
    assert len(set(found)) == len(found)
    assert set(change) - set(base) <= set(found)
    assert not (set(base) - set(change)) & set(found)
    assert set(current) - set(base) <= set(found)
    assert merged_items(base, change, base) == change or set(merged_items(base, change, base)) == set(change)
