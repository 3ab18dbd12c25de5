"""The writer of templates: what a YAML reader reads is what was written."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.blueprint import designs
from tools.blueprint import plan, render
from tools.blueprint.targets.cloudformation.emitter import Node, Noted, Tagged, emit, printed


class Reader(yaml.SafeLoader):
    """Reads the short forms of intrinsic functions."""


def _read_tag(loader: Any, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return ("!" + suffix, loader.construct_scalar(node))
    if isinstance(node, yaml.SequenceNode):
        return ("!" + suffix, loader.construct_sequence(node, deep=True))
    return ("!" + suffix, loader.construct_mapping(node, deep=True))


Reader.add_multi_constructor("!", _read_tag)


def plain(node: Node) -> Any:
    """What a reader makes of a node."""
    match node:
        case Tagged(tag, value):
            return (tag, plain(value))
        case Noted(_, value):
            return plain(value)  # type: ignore[arg-type]
        case list():
            return [plain(item) for item in node]
        case dict():
            return {key: plain(value) for key, value in node.items()}
        case _:
            return node


AWKWARD = [
    "yes", "No", "on", "null", "~", "", " ", "1", "1e3", "0x1f", "1:30", "2026-01-01", "${AWS::Region}", "a: b", "- a",
    "a #b", "#a", "'", '"', "\\", "\n", "a\nb", "a\n\nb\n", "\t", "é", "\u2028", "\x85", "\x07", "{a}", "[a]", "!Ref a",
    "&a", "*a", "%a", "@a", "`a", "a:", ":a", "? a", "| a", "> a", "---", "...", "=", "<<", "🙂", "\ufeff", "a\\nb",
]  # fmt: skip
STRINGS = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
SCALARS = st.one_of(STRINGS, st.integers(-(10**9), 10**9), st.booleans())
TAGS = st.builds(Tagged, st.sampled_from(["!Ref", "!Sub", "!GetAtt"]), STRINGS)
NODES = st.recursive(
    st.one_of(SCALARS, TAGS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4),
        st.dictionaries(STRINGS, inner, min_size=1, max_size=4),
        st.builds(Tagged, st.sampled_from(["!If", "!Join"]), st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(STRINGS, NODES, min_size=1, max_size=4))
def test_what_is_read_is_what_was_written(data: dict[str, Node]) -> None:
    text = emit(data)
    assert yaml.load(text, Reader) == plain(data), text


def test_what_was_written_before_reads_like_what_is_written_now() -> None:
    data: dict[str, Node] = {"Effect": "Allow", "Action": ["a:B", "a:C"], "Principal": {"Service": Tagged("!Ref", "X")}}
    known = printed(data)
    again = emit({"One": known, "Many": [known, Noted("why", known)], "Deep": {"Under": [[known]]}})
    assert again == emit({"One": data, "Many": [data, Noted("why", data)], "Deep": {"Under": [[data]]}})


@pytest.mark.parametrize("make", [designs.shop, designs.clinic, designs.fleet])
def test_templates_are_read_whole(make: Any) -> None:
    text = render(plan(make()), code=False)["template.yaml"]
    found = yaml.load(text, Reader)
    assert found["Transform"] == "AWS::Serverless-2016-10-31"
    assert len(found["Resources"]) > 20


def test_words_of_people_are_no_variables() -> None:
    hostile = "${AWS::AccountId} !Ref X\n- a: b"
    named = designs.design("x", [designs.made("api", "api", description=hostile), designs.made("function", "f")], [])
    found = yaml.load(render(plan(named), code=False)["template.yaml"], Reader)
    assert "${!AWS::AccountId}" in str(found["Resources"]["Api"])
