from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import ValuesError, get, render, templates
from prompts.rendering import filled
from prompts.template import Declared, Template

LEAST = {"title": "Notes", "what": "People keep notes."}

NOTE = Template(
    name="note",
    title="A note",
    summary="A note to somebody.",
    fields=(
        Declared(name="who", help="Whom it is for.", required=True),
        Declared(name="text", type="text", help="What it says."),
        Declared(name="count", type="number", help="How many copies."),
        Declared(name="tone", type="choice", help="How it sounds.", choices=("kind", "plain"), default="plain"),
    ),
    body="# For {{who}}\n\n## Text\n\n{{ text }}\n\n## Details\n\n- Copies: {{count}}\n- Tone: {{tone}}\n",
)


def problems_of(values: dict[str, str]) -> list[str]:
    with pytest.raises(ValuesError) as raised:
        filled(NOTE, values)
    return [str(problem) for problem in raised.value.problems]


def test_values_stand_where_their_fields_do() -> None:
    assert filled(NOTE, {"who": "Ada", "text": "Hello.\nBye.", "count": "2", "tone": "kind"}) == (
        "# For Ada\n\n## Text\n\nHello.\nBye.\n\n## Details\n\n- Copies: 2\n- Tone: kind\n"
    )


def test_what_is_empty_is_left_out_with_its_heading() -> None:
    assert filled(NOTE, {"who": "Ada", "count": "  "}) == "# For Ada\n\n## Details\n\n- Tone: plain\n"


def test_a_missing_or_unknown_field_is_named() -> None:
    assert problems_of({"text": "Hello."}) == ["who: is required: Whom it is for."]
    assert problems_of({"who": " "}) == ["who: is required: Whom it is for."]
    assert problems_of({"who": "Ada", "whom": "Ada"}) == [
        "whom: there is no such field; there is: who, text, count, tone"
    ]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("who", "Ada\nBob", "must be a single line"),
        ("who", "Ada\x1b[2J", "holds the control character U+001B"),
        ("count", "many", "'many' is no number"),
        ("tone", "loud", "'loud' is none of: kind, plain"),
        ("text", "a" * 100_001, "has 100,001 characters; a value may have 100,000"),
    ],
)
def test_a_value_that_does_not_fit_is_named(field: str, value: str, problem: str) -> None:
    assert problems_of({"who": "Ada", field: value}) == [f"{field}: {problem}"]


@pytest.mark.parametrize("value", ["2", "2,000", "1 000 000", "0.5", "-3", "2_000.25"])
def test_numbers_as_people_write_them(value: str) -> None:
    assert f"Copies: {value}\n" in filled(NOTE, {"who": "Ada", "count": value})


@pytest.mark.parametrize("value", ["{{who}}", "{{ nothing }}", "{% if 1 %}", "${who}", "{0}", "%(who)s", "{{", r"\1"])
def test_a_value_is_never_a_template(value: str) -> None:
    assert f"\n{value}\n" in filled(NOTE, {"who": "Ada", "text": value})


def test_a_heading_in_a_value_is_text() -> None:
    assert "## Text\n\n## Mine\n\n## Details" in filled(NOTE, {"who": "Ada", "text": "## Mine"})


def test_windows_line_ends_are_brought_to_one_kind() -> None:
    assert "One.\nTwo.\n" in filled(NOTE, {"who": "Ada", "text": "One.\r\nTwo.\r\n"})


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_any_text_stands_in_the_result_as_it_is(value: str) -> None:
    assert f"## Text\n\n{value.strip()}\n" in filled(NOTE, {"who": "Ada", "text": value})


def test_every_template_can_be_filled_with_the_least_and_with_everything() -> None:
    for template in templates():
        least = {field.name: "word" for field in template.fields if field.required}
        everything = {field.name: _example(field) for field in template.fields}
        for values in (least, everything):
            text = render(template.name, values)
            assert "{{" not in text
            assert all(value in text for value in values.values())


def _example(field: Declared) -> str:
    return field.choices[0] if field.choices else "2,000" if field.type == "number" else "word"


def test_a_brief_says_nothing_about_what_was_not_given() -> None:
    assert render("brief", LEAST) == "# Notes\n\nPeople keep notes.\n"
    assert get("brief").fields[0].name == "title"
