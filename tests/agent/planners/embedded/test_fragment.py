"""Fragments: what is filled in where, what is made for each item or not at all, and that fillings share nothing."""

from __future__ import annotations

from typing import Any

import pytest

from agent.planners.embedded.composing.draft import Draft
from agent.planners.embedded.composing.fragment import Fragment, FragmentError


def filled(component: dict[str, Any], **bindings: Any) -> list[dict[str, Any]]:
    return Fragment({"components": [component]}).filled(bindings)["components"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("{count}", 3),
        ("{names}", ["a", "b"]),
        ("{step.name}", "pay"),
        ("{count} times {step.name}", "3 times pay"),
        ("{{count}} is {count}, 100%", "{count} is 3, 100%"),
        ("{{count}}", "{count}"),
        ("{trap}", "{count}"),
        ("the {trap}", "the {count}"),
    ],
)
def test_what_is_put_in(text: str, expected: object) -> None:
    values = {"count": 3, "names": ["a", "b"], "step": {"name": "pay"}, "trap": "{count}"}
    assert filled({"name": text, "inner": {"list": [text]}}, **values) == [
        {"name": expected, "inner": {"list": [expected]}}
    ]


def test_an_entry_is_made_for_each_item_that_its_condition_holds_for() -> None:
    part = {"each": "steps", "when": "step.kept", "name": "{step.name}", "of": "{all}"}
    steps = [{"name": "a", "kept": True}, {"name": "b", "kept": False}, {"name": "c", "kept": 1}]
    assert filled(part, steps=steps, all=3) == [{"name": "a", "of": 3}, {"name": "c", "of": 3}]


@pytest.mark.parametrize(("when", "made"), [("on", 1), ("not on", 0), ("off", 0), ("not off", 1), ("unknown", 0)])
def test_conditions(when: str, made: int) -> None:
    assert len(filled({"when": when, "name": "a"}, on=True, off=None)) == made


def test_items_of_a_list_inside_a_part() -> None:
    part = {"name": "a", "tags": ["first", {"each": "tags", "tag": "{tag}"}, {"when": "off", "tag": "never"}]}
    assert filled(part, tags=["x", "y"], off=False) == [{"name": "a", "tags": ["first", {"tag": "x"}, {"tag": "y"}]}]


@pytest.mark.parametrize("name", ["{unknown}", "a {unknown}", "{step.unknown}"])
def test_what_nobody_bound_is_told_with_what_there_is(name: str) -> None:
    with pytest.raises(FragmentError, match=r"nothing is bound to '.*unknown'; there is: step, way"):
        filled({"name": name}, way="in", step={})


def test_one_filling_leaves_the_next_as_it_was() -> None:
    fragment = Fragment({"links": [{"kind": "send", "events": ["Made"], "delivery": {"retries": 3}}]})
    first = fragment.filled({})["links"][0]
    first["delivery"]["retries"] = 0
    first["events"].append("Lost")
    assert fragment.filled({})["links"] == [{"kind": "send", "events": ["Made"], "delivery": {"retries": 3}}]


def test_links_are_found_by_their_ends_until_they_are_taken_away() -> None:
    draft = Draft()
    draft.link({"kind": "send", "source": "a", "target": "b", "events": ["Made"]})
    draft.link({"kind": "read", "source": "a", "target": "b"})
    draft.link({"kind": "send", "source": "a", "target": "b", "events": ["Sold"], "load": "sales"})
    draft.link({"kind": "send", "source": "a", "target": "b", "events": ["Lost"]})
    assert [link["kind"] for link in draft.outgoing("a")] == ["send", "read", "send"]
    assert draft.incoming("b", "send")[0]["events"] == ["Made", "Lost"]
    draft.unlink("send", "a", "b")
    assert [link.get("load") for link in draft.links.values()] == [None, "sales"]
    assert draft.outgoing("a") == draft.incoming("b") == list(draft.links.values())
