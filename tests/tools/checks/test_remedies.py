"""Remedies: the edits are the right ones, named from the design, and made only where they can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.checks import Finding, check, registered
from tools.checks.remedies import NAME_LENGTH
from tools.design.components import Function, Queue, Table
from tools.design.design import Design
from tools.design.edits import PutComponent, PutLink, SetField

Build = Callable[[dict[str, Any]], Design]


def only(rule: str, design: Design) -> Finding:
    (finding,) = check(design, rules=[entry for entry in registered() if entry.rule.id == rule]).findings
    return finding


def test_a_dead_letter_queue_is_like_its_source(build: Build) -> None:
    design = build(
        {"components": {"k": "key", "q": {"kind": "queue", "fifo": True, "sensitivity": "restricted", "key": "k"}}}
    )
    added, setting = only("SL-M01", design).edits
    assert isinstance(added, PutComponent)
    queue = added.component
    assert isinstance(queue, Queue)
    assert (queue.name, queue.role, queue.fifo) == ("q-dead-letters", "dead-letter", True)
    assert (queue.sensitivity, queue.key, queue.retention_s) == ("restricted", "k", 1_209_600)
    assert setting == SetField(name="q", field="dead_letter", value="q-dead-letters")


def test_long_names_are_shortened_to_fit(build: Build) -> None:
    name = "a" * 44 + "-bcd"
    added, _ = only("SL-M01", build({"components": {name: "queue"}})).edits
    assert isinstance(added, PutComponent)
    assert len(added.component.name) <= NAME_LENGTH
    assert added.component.name.endswith("-dead-letters")


@pytest.mark.parametrize(
    ("source", "link", "event_key", "key"),
    [
        ("bus", {"events": ["Placed"]}, ["orderId"], ("detail.data.orderId",)),
        ("bus", {"events": ["Placed"]}, [], ("detail.id",)),
        ("queue", {"events": ["Placed"]}, ["orderId", "line"], ("data.orderId", "data.line")),
        ("queue", {}, ["orderId"], ("messageId",)),
        ("table", {}, [], ("eventID",)),
    ],
)
def test_a_delivery_is_known_by_its_key(
    build: Build, source: str, link: dict[str, Any], event_key: list[str], key: tuple[str, ...]
) -> None:
    fields = [{"name": "orderId"}, {"name": "line"}]
    design = build(
        {
            "components": {"s": source, "f": "function"},
            "events": [{"name": "Placed", "owner": "s", "fields": fields, "key": event_key}],
            "links": [{"is": "trigger s f", **link}],
        }
    )
    table, function = only("SL-L20", design).edits
    assert isinstance(table, PutComponent)
    assert isinstance(function, PutComponent)
    assert isinstance(table.component, Table)
    assert isinstance(function.component, Function)
    assert function.component.idempotency is not None
    assert function.component.idempotency.key == key
    assert function.component.idempotency.store == table.component.name == "idempotency"
    assert table.component.ttl_attribute


def test_a_table_of_keys_that_is_there_is_used(build: Build) -> None:
    design = build(
        {
            "components": {"seen": {"kind": "table", "role": "idempotency"}, "q": "queue", "f": "function"},
            "links": ["trigger q f"],
        }
    )
    (function,) = only("SL-L20", design).edits
    assert isinstance(function, PutComponent)
    assert isinstance(function.component, Function)
    assert function.component.idempotency is not None
    assert function.component.idempotency.store == "seen"


def test_delivery_keeps_what_it_said(build: Build) -> None:
    design = build(
        {
            "components": {"q": "queue", "f": "function"},
            "links": [{"is": "trigger q f", "ratio": 2, "delivery": {"batch_size": 7}}],
        }
    )
    (edit,) = only("SL-L11", design).edits
    assert isinstance(edit, PutLink)
    assert edit.link.ratio == 2
    assert edit.link.delivery is not None
    assert (edit.link.delivery.batch_size, edit.link.delivery.partial_failures) == (7, True)


def test_a_link_with_a_twin_is_not_edited(build: Build) -> None:
    link = {"is": "trigger q f", "delivery": {"partial_failures": True}}
    design = build({"components": {"q": "queue", "f": "function"}, "links": ["trigger q f", link]})
    finding = only("SL-L11", design)
    assert (finding.fix, finding.edits) == ("propose", ())
