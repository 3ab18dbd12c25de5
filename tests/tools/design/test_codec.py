"""The file and the value are the same thing, and what is wrong in a file is told by line, path and what is allowed."""

from __future__ import annotations

import json

import pytest
import yaml

from tools.design.codec import DesignError, dumps, line_map, loads, parse, plain
from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design

SMALL = """cloudwright: '1'
name: shop
title: Shop
requirements:
  title: {value: Shop, origin: {kind: assumed, reason: a test}}
  provider: {value: aws, origin: {kind: assumed, reason: a test}}
  regions: {value: [eu-west-1], origin: {kind: assumed, reason: a test}}
  languages: {value: [python], origin: {kind: assumed, reason: a test}}
  targets: {value: [sam], origin: {kind: assumed, reason: a test}}
components:
- kind: function
  name: pay
- kind: queue
  name: orders
links:
- kind: trigger
  source: orders
  target: pay
"""


def test_reading_what_was_written_gives_the_same(any_design: Design) -> None:
    text = dumps(any_design)
    assert loads(text) == any_design
    assert dumps(loads(text)) == text


def test_every_kind_of_component_is_in_it(any_design: Design) -> None:
    assert {component.kind for component in any_design.components} == set(COMPONENT_TYPES)


def test_json_is_read_too(one_design: Design) -> None:
    assert loads(json.dumps(plain(one_design))) == one_design
    assert loads(json.dumps(plain(one_design), ensure_ascii=False, indent=2)) == one_design
    assert loads(one_design.model_dump_json()) == one_design


def test_json_may_escape_letters_beyond_the_first_plane() -> None:
    assert parse('{"a": "\\ud83d\\udeb2 \\\\ud83d\\\\udeb2"}') == {"a": "\U0001f6b2 \\ud83d\\udeb2"}
    assert parse("a: '\\ud83d\\udeb2'") == {"a": "\\ud83d\\udeb2"}


def test_other_parsers_read_the_same(any_design: Design) -> None:
    assert yaml.safe_load(dumps(any_design)) == json.loads(json.dumps(plain(any_design)))


def test_the_small_one_holds() -> None:
    assert [component.name for component in loads(SMALL).components] == ["pay", "orders"]


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "said"),
    [
        ("kind: queue", "kind: cue", 13, "components[1]", "must be one of"),
        ("  source: orders", "  source: order", 17, "links[0].source", "there is: orders, pay"),
        ("kind: trigger", "kind: triggers", 16, "links[0].kind", "'trigger'"),
        ("  name: pay", "  name: Pay", 12, "components[0].name", "must match"),
        ("  name: pay", "  name: pay\n  memory: 3", 13, "components[0].memory", "there is no such field"),
        ("  name: pay", "  name: pay\n  timeout_s: soon", 13, "components[0].timeout_s", "a valid number"),
        ("  name: pay\n", "", 11, "components[0].name", "is needed and missing"),
        ("  name: orders", "  name: pay", 14, "components[1].name", "already taken by components[0]"),
        ("  target: pay", "  target: pay\n  load: visits", 19, "links[0].load", "no load 'visits'"),
        ("  target: pay", "  target: pay\n  events: [Gone]", 19, "links[0].events[0]", "there is no event 'Gone'"),
        ("name: shop", "name: shop\nname: shop2", 3, "", "'name' is given twice"),
        ("title: Shop\nreq", "title: [Shop\nreq", 4, "", "not YAML"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, line: int, path: str, said: str) -> None:
    assert SMALL.count(old) == 1
    with pytest.raises(DesignError) as caught:
        loads(SMALL.replace(old, new), "shop.yaml")
    problem = caught.value.problems[0]
    assert (problem.line, problem.path) == (line, path)
    assert said in problem.text
    assert str(caught.value).startswith(f"shop.yaml:{line}: {path}")


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = (
        SMALL.replace("kind: queue", "kind: cue").replace("  name: pay", "  name: Pay").replace("name: shop", "name: S")
    )
    with pytest.raises(DesignError) as caught:
        loads(wrong)
    assert [problem.line for problem in caught.value.problems] == [2, 12, 13]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a: &x 1\nb: *x", "aliases"),
        ("[" * 200, "nested deeper"),
        ("- " * 200 + "x", "nested deeper"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("a: !!python/object:os.system x", "cannot read"),
        ("a: 1\na: 2", "given twice"),
        (b"x: " + b"y" * 9_000_000, "larger than"),
    ],
)
def test_texts_that_do_harm_are_refused(text: str | bytes, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        parse(text)


def test_dates_stay_what_was_written() -> None:
    assert parse("a: 2024-01-01\nb: 12:30\nc: no") == {"a": "2024-01-01", "b": 750, "c": False}


def test_lines_of_parts_are_known() -> None:
    lines = line_map(SMALL)
    assert (lines[("components", 1, "name")], lines[("links", 0)], lines[("name",)]) == (14, 16, 2)


def test_of_many_names_the_likeliest_are_told(one_design: Design) -> None:
    text = dumps(one_design)
    source = text.index("- kind: ", text.index("\nlinks:"))
    line = next(line for line in text[source:].splitlines() if line.startswith("  source: "))
    with pytest.raises(DesignError) as caught:
        loads(text.replace(f"\n{line}\n", "\n  source: the-funktion\n", 1))
    said = str(caught.value)
    assert "there is: the-function" in said
    assert " more" in said
    assert len(said) < 400
