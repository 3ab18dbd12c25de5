"""Questions about designs: differences, the graph, delivery, the schema."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from tools.design import schema
from tools.design.codec import plain
from tools.design.components import COMPONENT_TYPES, DataHolder, Function, Queue
from tools.design.design import Design
from tools.design.diff import diff
from tools.design.edits import PutComponent, apply
from tools.design.links import Delivery, Link
from tools.design.queries import Graph
from tools.design.semantics import semantics_of

REQUIREMENTS: dict[str, Any] = {
    "title": {"value": "T", "origin": {"kind": "assumed", "reason": "a test"}},
    "provider": {"value": "aws", "origin": {"kind": "assumed", "reason": "a test"}},
    "regions": {"value": ["eu-west-1"], "origin": {"kind": "assumed", "reason": "a test"}},
    "languages": {"value": ["python"], "origin": {"kind": "assumed", "reason": "a test"}},
    "targets": {"value": ["sam"], "origin": {"kind": "assumed", "reason": "a test"}},
}
SHOP = Design.model_validate(
    {
        "name": "shop",
        "title": "Shop",
        "requirements": REQUIREMENTS,
        "components": [
            {"kind": "external", "name": "people"},
            {"kind": "api", "name": "front"},
            {"kind": "function", "name": "take"},
            {"kind": "queue", "name": "orders"},
            {"kind": "function", "name": "work"},
            {"kind": "table", "name": "ledger"},
            {"kind": "function", "name": "alone"},
        ],
        "links": [
            {"kind": "call", "source": "people", "target": "front"},
            {"kind": "trigger", "source": "front", "target": "take"},
            {"kind": "send", "source": "take", "target": "orders", "events": ["OrderPlaced"]},
            {"kind": "trigger", "source": "orders", "target": "work", "events": ["OrderPlaced"]},
            {"kind": "write", "source": "work", "target": "ledger"},
        ],
        "events": [{"name": "OrderPlaced", "owner": "take", "fields": [{"name": "orderId", "type": "uuid"}]}],
    }
)
GRAPH = Graph(SHOP)


def semantics(kind: str, source: dict[str, Any], target: dict[str, Any], delivery: Delivery | None = None) -> Any:
    """Delivery on a link between two components given as plain data."""
    ends = [
        COMPONENT_TYPES[end["kind"]].model_validate({"name": n, **end}) for n, end in (("a", source), ("b", target))
    ]
    link = Link.model_validate({"kind": kind, "source": "a", "target": "b", "delivery": delivery})
    return semantics_of(link, ends[0], ends[1])  # type: ignore[arg-type]


def test_components_of_a_kind_or_of_what_kinds_share() -> None:
    assert [function.name for function in GRAPH.all(Function)] == ["take", "work", "alone"]
    assert [holder.name for holder in GRAPH.all(DataHolder)] == ["orders", "ledger"]
    GRAPH.all(Queue).clear()
    assert [queue.name for queue in GRAPH.all(Queue)] == ["orders"]


def test_a_part_has_its_fields_and_nothing_else() -> None:
    assert getattr(GRAPH["orders"], "runtime", None) is None
    with pytest.raises(AttributeError, match="'Queue' object has no attribute 'runtime'"):
        _ = GRAPH["orders"].runtime  # type: ignore[union-attr]


def test_a_design_differs_from_itself_in_nothing(any_design: Design) -> None:
    assert diff(any_design, any_design) == ()


def test_order_of_parts_is_no_difference(any_design: Design) -> None:
    turned = any_design.model_copy(update={"components": any_design.components[::-1]})
    assert diff(any_design, turned) == ()


def test_differences_name_parts_and_mirror_each_other(one_design: Design) -> None:
    after = apply(
        one_design, PutComponent(component=Function(name="new")), PutComponent(component=Queue(name="the-queue"))
    )
    there, back = diff(one_design, after), diff(after, one_design)
    assert ("added", "components.new") in {(change.kind, change.path) for change in there}
    assert {(c.path, c.before, c.after) for c in there} == {(c.path, c.after, c.before) for c in back}


def test_the_graph_knows_neighbours_and_ways() -> None:
    assert [link.target for link in GRAPH.outgoing("take")] == ["orders"]
    assert GRAPH.incoming("take", "send") == []
    assert [function.name for function in GRAPH.targets("orders", Function, "trigger")] == ["work"]
    assert [queue.name for queue in GRAPH.sources("work", Queue)] == ["orders"]
    assert (GRAPH.producers("OrderPlaced"), GRAPH.consumers("OrderPlaced")) == (["take"], ["work"])
    assert GRAPH.reaches("take") == {"take", "orders", "work", "ledger"}
    assert GRAPH.get("gone") is None


@pytest.mark.parametrize(
    ("kind", "source", "target", "mode", "guarantee", "ordered"),
    [
        ("trigger", {"kind": "api"}, {"kind": "function"}, "sync", "at-most-once", False),
        ("trigger", {"kind": "api"}, {"kind": "queue"}, "async", "at-least-once", False),
        ("trigger", {"kind": "queue"}, {"kind": "function"}, "poll", "at-least-once", False),
        ("trigger", {"kind": "queue", "fifo": True}, {"kind": "function"}, "poll", "at-least-once", True),
        ("trigger", {"kind": "stream"}, {"kind": "function"}, "poll", "at-least-once", True),
        ("trigger", {"kind": "bus"}, {"kind": "function"}, "async", "at-least-once", False),
        ("trigger", {"kind": "bucket"}, {"kind": "function"}, "async", "at-least-once", False),
        ("call", {"kind": "function"}, {"kind": "function"}, "sync", "at-most-once", False),
        ("read", {"kind": "function"}, {"kind": "table"}, "sync", "at-most-once", False),
        ("send", {"kind": "function"}, {"kind": "queue"}, "async", "at-least-once", False),
        ("send", {"kind": "function"}, {"kind": "queue", "fifo": True}, "async", "at-least-once", True),
        ("send", {"kind": "function"}, {"kind": "stream"}, "async", "at-least-once", True),
    ],
)
def test_delivery_follows_from_the_pair(
    kind: str, source: dict[str, Any], target: dict[str, Any], mode: str, guarantee: str, ordered: bool
) -> None:
    found = semantics(kind, source, target)
    assert (found.mode, found.guarantee, found.ordered) == (mode, guarantee, ordered)


def test_a_link_overrides_what_it_states_and_nothing_else() -> None:
    pair = ("trigger", {"kind": "queue"}, {"kind": "function"})
    usual, stated = semantics(*pair), semantics(*pair, Delivery(batch_size=3, retries=0))
    assert stated == usual._replace(batch_size=3, retries=0)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """Holds documents against the schema."""
    return jsonschema.Draft202012Validator(schema.schema())


def test_the_schema_takes_every_design(any_design: Design, validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors(plain(any_design))) == []


def test_the_schema_refuses_what_the_codec_refuses(validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors({**plain(SHOP), "colour": "red"}))
    assert list(validator.iter_errors({**plain(SHOP), "components": [{"kind": "cue", "name": "x"}]}))


def test_the_schema_explains_fields() -> None:
    definitions = schema.schema()["$defs"]
    assert definitions["Function"]["description"]
    assert definitions["Link"]["properties"]["ratio"]["description"].startswith("How many times")
