"""The writer of HCL: what a reader reads is what was written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.blueprint.hcl_reader import Block as Read
from tests.tools.blueprint.hcl_reader import Code, Encoded, Template, read
from tools.blueprint.resources.tree import (
    NUMBER,
    PRIMARY,
    Apply,
    Attr,
    Block,
    Body,
    Call,
    Choice,
    Equal,
    Fact,
    Item,
    Local,
    Node,
    Text,
    Variable,
    Word,
)
from tools.blueprint.targets.terraform.hcl import expression, quoted, top

AWKWARD = [
    "", " ", "${", "%{", "$${", "$$${", "%%%{a}", "${var.x}", "%{ if true }", "$", "%", "a$", "a%", "$${a}", "{", "}",
    '"', '\\"', "\\", "\\u0024{", "\n", "a\nb", "\t", "\r", "#", "//", "/*", "<<EOT", "EOT", "é", "\u2028", "\x85",
    "\x07", "\x00", "🙂", "\ufeff", 'x" }\nresource "a" "b" {', "jsonencode(", "true", "null", "1",
]  # fmt: skip
STRINGS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text('${}%"\\a\n ', max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
EXPRESSIONS = st.sampled_from(["aws_sqs_queue.a.arn", "local.stack", 'split(":", var.a)[2]', 'x == "}" ? 1 : 0'])
TEXTS = st.lists(st.one_of(STRINGS, EXPRESSIONS.map(Word)), min_size=1, max_size=4).map(
    lambda p: Text((Word("a.b"), *p))
)
SCALARS = st.one_of(STRINGS, st.integers(-(10**9), 10**9), st.booleans(), st.none(), EXPRESSIONS.map(Word), TEXTS)
NODES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(STRINGS, inner, max_size=4),
        st.builds(Call, st.just("jsonencode"), inner),
    ),
    max_leaves=10,
)
NAMES = st.sampled_from(["name", "policy", "a-b", "long_name_of_an_argument", "x"])
BODIES: st.SearchStrategy[Any] = st.recursive(
    st.dictionaries(NAMES, NODES, max_size=4),
    lambda inner: st.dictionaries(
        NAMES, st.one_of(NODES, inner.map(Block), st.lists(inner.map(Block), min_size=1, max_size=3)), max_size=4
    ),
    max_leaves=6,
)


def meant(node: Node) -> Any:
    """What a reader makes of a node."""
    match node:
        case Word(code):
            return Code(code)
        case Text(parts):
            return _template(parts)  # type: ignore[reportArgumentType]
        case Call(_, argument):
            return Encoded(meant(argument))
        case list():
            return [meant(item) for item in node]
        case dict():
            return {key: meant(value) for key, value in node.items()}
        case _:
            return node


def _template(parts: tuple[str | Word, ...]) -> Template:
    found: list[str | Code] = []
    for part in parts:
        if isinstance(part, Word):
            found.append(Code(part.code))
        elif found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return Template(tuple(part for part in found if part != ""))


def expected(body: Body, words: tuple[str, ...]) -> Read:
    """What a reader makes of a body."""
    found = Read(words)
    for name, value in body.items():
        blocks = [value] if isinstance(value, Block) else value if isinstance(value, list) else []
        inner = [block for block in blocks if isinstance(block, Block)]
        if inner:
            found.blocks += [expected(block.body, (name,)) for block in inner]
        else:
            found.values[name] = meant(value)
    return found


@settings(max_examples=300, deadline=None, derandomize=True)
@given(BODIES)
def test_what_is_read_is_what_was_written(body: Body) -> None:
    text = "\n".join(top('resource "a" "b"', body)) + "\n"
    assert read(text).blocks == [expected(body, ("resource", "a", "b"))], text


def test_nothing_in_a_text_begins_an_interpolation() -> None:
    assert quoted("${a}") == '"$${a}"'
    assert quoted("%{a}") == '"%%{a}"'
    assert quoted("$${a}") == '"\\u0024$${a}"'
    assert quoted("$5 {") == '"$5 {"'


def test_equals_signs_stand_in_columns_as_the_formatter_puts_them() -> None:
    body: Body = {"a": 1, "longer": "x", "tags": {"Name": "y"}, "b": True, "inner": Block({"c": []}), "d": None}
    assert top("locals", body) == [
        "locals {",
        "  a      = 1",
        '  longer = "x"',
        '  tags = {\n    Name = "y"\n  }',
        "  b = true",
        "",
        "  inner {",
        "    c = []",
        "  }",
        "",
        "  d = null",
        "}",
    ]


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (Attr("aws_sqs_queue", "a", "arn"), "aws_sqs_queue.a.arn"),
        (Attr("aws_sqs_queue", "a"), "aws_sqs_queue.a"),
        (Attr("aws_subnet", "a", "id", "every"), "aws_subnet.a[*].id"),
        (Attr("aws_subnet", "a", "id", "same"), "aws_subnet.a[count.index].id"),
        (Attr("aws_subnet", "a", "id", 0), "aws_subnet.a[0].id"),
        (Attr("archive_file", "a", "output_path", origin="data"), "data.archive_file.a.output_path"),
        (Attr("", "f", "arn", origin="module"), "module.f.arn"),
        (Fact("stack"), "local.stack"),
        (Variable("OrdersDomain"), "var.orders_domain"),
        (Item(Local("ranges"), NUMBER), "local.ranges[count.index]"),
        (Item(Apply("jsondecode", (Word("x"),)), "password"), 'jsondecode(x)["password"]'),
        (Item(Apply("split", (":", Variable("A"))), 6), 'split(":", var.a)[6]'),
        (Choice(Equal(Variable("A"), "${"), 0, 1), 'var.a == "$${" ? 0 : 1'),
        (Choice(PRIMARY, "a", None), 'local.is_primary ? "a" : null'),
        (Apply("file", (Text((Fact("folder"), "/x")),)), 'file("${path.module}/x")'),
    ],
)
def test_expressions_are_written_as_the_language_has_them(node: Node, code: str) -> None:
    assert expression(node) == code
