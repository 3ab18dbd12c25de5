"""The schemas: strict as the API takes them, closed everywhere, small, and held by us in all that they cannot say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.claude.estimating import tokens_of_blocks
from agent.planners.claude.schemas import either, flaw, many, of_model, record, strict, text, whole
from agent.planners.claude.shapes import OpenShapeError, fields_of, shape_of
from agent.planners.claude.tooling import tool_blocks, tools
from tests.agent.planners.claude.models import change, correct, edit, put
from tools.design.components import COMPONENT_TYPES
from tools.design.decisions import Decision
from tools.design.events import EventField
from tools.design.links import Link
from tools.design.requirements import Question, Requirements

TAKEN = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "description"}
MOST_TOKENS = 6_000
MOST_UNIONS = 16


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all within it."""
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    for each in [*inner, *([schema["items"]] if "items" in schema else [])]:
        yield from schemas_in(each)


@pytest.mark.parametrize("name", tools())
def test_every_schema_is_closed_and_of_what_strict_tools_take(name: str) -> None:
    block = next(block for block in tool_blocks() if block["name"] == name)
    assert block["strict"] is True
    for schema in schemas_in(block["input_schema"]):
        assert schema.keys() <= TAKEN
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
        assert "type" in schema or schema["anyOf"]
        assert schema.get("type") != "array" or schema["items"]


def test_all_tools_together_are_small_and_few() -> None:
    assert tokens_of_blocks(tool_blocks()) <= MOST_TOKENS
    assert list(tools()) == ["ask", "check", "correct", "cost", "draw", "edit", "scale", "search", "show"]
    unions = sum("anyOf" in s for b in tool_blocks() for s in schemas_in(b["input_schema"]))
    assert unions <= MOST_UNIONS


def test_tools_are_the_same_bytes_every_time() -> None:
    first = json.dumps(tool_blocks())
    tool_blocks.cache_clear()
    assert json.dumps(tool_blocks()) == first


def test_what_cannot_be_said_is_in_the_description_and_held() -> None:
    schema = record(name=text("A name", most=5), count=whole(least=1, most=9))
    assert "maxLength" not in json.dumps(strict(schema))
    assert strict(schema)["properties"]["name"]["description"] == "A name (at most 5 characters)"
    assert flaw(schema, {"name": "short", "count": 9}) == ""
    assert "at most 5 characters" in flaw(schema, {"name": "longer", "count": 9})
    assert "at most 9" in flaw(schema, {"name": "x", "count": 10})


@pytest.mark.parametrize("model", [Question, Link, Decision, *COMPONENT_TYPES.values()])
def test_models_of_the_language_become_closed_schemas(model: Any) -> None:
    schema = strict(of_model(model))
    assert set(schema["properties"]) == set(model.model_fields)
    for inner in schemas_in(schema):
        assert inner.keys() <= TAKEN
        assert inner.get("type") != "object" or inner["additionalProperties"] is False


def test_what_no_closed_schema_can_say_is_refused() -> None:
    for annotation in (dict[str, Any], dict[str, int], Any, object, tuple[int, str]):
        with pytest.raises(OpenShapeError):
            shape_of(annotation)
    with pytest.raises(OpenShapeError):
        of_model(EventField)


def test_shapes_know_every_field_of_the_requirements() -> None:
    assert set(fields_of(Requirements)) == set(Requirements.model_fields)


GOOD: dict[str, dict[str, Any]] = {
    "edit": edit(put("component", "x", "function", memory_mb=512, serves=["a"], layers=None), finish=True)[1],
    "correct": correct(change("budget", "", "2000 dollars", value=2000))[1],
    "show": {"what": "outline", "names": [], "start": 0},
    "search": {"query": "orders are lost", "limit": 3},
    "check": {"severity": "error"},
    "cost": {"component": ""},
    "scale": {"component": "x"},
    "draw": {"form": "outline"},
    "ask": {"questions": [{"id": "q", "text": "?", "about": "budget", "default": "none", "options": [], "impact": 0.5,
                           "why": "cost"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", tools())
def test_good_inputs_have_no_flaw(name: str) -> None:
    assert flaw(tools()[name].schema, GOOD[name]) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def broken(value: Any, spoil: Any, data: st.DataObject) -> Any:
    """The value with something else in one place of it."""
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(sorted(value)))
        return {**value, name: broken(value[name], spoil, data)}
    if isinstance(value, list) and value and data.draw(st.booleans()):
        return [broken(value[0], spoil, data), *value[1:]]
    return spoil


@given(st.sampled_from(sorted(GOOD)), JSON, st.data())
def test_any_input_is_judged_without_an_exception(name: str, spoil: Any, data: st.DataObject) -> None:
    found = flaw(tools()[name].schema, broken(GOOD[name], spoil, data))
    assert "\n" not in found
    assert len(found) < 700


@given(JSON)
def test_nothing_but_an_object_is_an_input(value: Any) -> None:
    assert flaw(tools()["check"].schema, value) or value == {"severity": value["severity"]}


def test_numbers_that_are_none_are_refused() -> None:
    schema = record(n={"type": "number"}, i={"type": "integer"})
    for bad in (float("nan"), float("inf"), True, "1", 10**400):
        assert flaw(schema, {"n": bad, "i": 1}) or bad == 10**400
        assert flaw(schema, {"n": 1, "i": bad})


def test_the_member_that_is_meant_is_the_one_that_is_explained() -> None:
    schema = tools()["edit"].schema
    wrong = {"edits": [{"edit": "rename", "name": "x"}], "finish": False, "summary": ""}
    assert flaw(schema, wrong) == "edits[0].to: is needed and missing"
    assert "edits[0]" in flaw(schema, {**wrong, "edits": [{"edit": "drop-table"}]})


def test_lists_are_bounded() -> None:
    assert flaw(many(either({"type": "null"}), most=2), [None, None, None])
