from __future__ import annotations

import pytest

from prompts import ValuesError, plain_values
from prompts.asking import begun, objection
from prompts.tokens import estimate
from tests.prompts.test_rendering import NOTE


def test_values_of_a_document_are_written_out() -> None:
    document = {"who": True, "text": ["One.", 2], "count": 3.0, "tone": None, "ways": ["mail", "post"]}
    assert plain_values(NOTE, document) == {
        "who": "yes", "text": "One.\n2", "count": "3", "tone": "", "ways": "mail, post",
    }  # fmt: skip
    assert plain_values(NOTE, {"count": 2.5, "other": "kept to be refused"})["count"] == "2.5"


@pytest.mark.parametrize("value", [{"a": 1}, [["a"]], [{"a": 1}], ["a\nb"]])
def test_nested_values_are_refused_by_name(value: object) -> None:
    with pytest.raises(ValuesError, match=r"note: text: must be words, a number, or a list of them"):
        plain_values(NOTE, {"text": value})


@pytest.mark.parametrize("document", [None, [], "who: Ada", 3])
def test_a_document_must_map_fields_to_values(document: object) -> None:
    with pytest.raises(ValuesError, match="values: must map fields to values"):
        plain_values(NOTE, document)


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("a", 1), ("abc", 1), ("abcd", 2), ("ä", 1), ("日本", 2), ("🚲", 2), ("\ud800", 1)]
)
def test_tokens_are_bytes_by_three_rounded_up(text: str, tokens: int) -> None:
    assert estimate(text) == tokens


def test_a_form_asks_for_what_is_not_given_and_goes_back() -> None:
    form = begun(NOTE, {"text": "Hello.", "tone": " "})
    assert [field.name for field in form.asked] == ["who", "count", "tone", "ways"]
    assert form.back() == form
    form = form.answered(" Ada ").answered("")
    assert form.field is form.asked[2]
    assert form.given() == {"who": "Ada", "text": "Hello."}
    form = form.back().back()
    assert form.draft == "Ada"
    end = form.answered("Bob").answered("2").answered("").answered("post , MAIL")
    assert end.field is None
    assert end.given() == {"who": "Bob", "text": "Hello.", "count": "2", "ways": "post, mail"}


def test_objections_are_reasons() -> None:
    who, _, count, _, ways = NOTE.fields
    assert objection(who, " ") == "this one is needed"
    assert objection(count, "") == ""
    assert objection(count, "x") == "'x' is no number"
    assert objection(ways, "x, mail, y") == "'x' is none of: mail, post; 'y' is none of: mail, post"
