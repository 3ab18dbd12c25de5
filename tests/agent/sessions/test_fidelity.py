"""DUR-16: what was said comes back as it was said, or is not accepted at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation import Conversations
from agent.planners.protocol import PlannerError
from agent.sessions.errors import TextError
from agent.sessions.events import Failed
from agent.sessions.fidelity import MOST_BYTES, checked_json, checked_text
from agent.sessions.lease import take_lease
from tests.agent.sessions.mechanic import BOTH, NOW, Heard, Mechanic

HOSTILE = st.text(
    st.characters(exclude_categories=[]) | st.sampled_from("\ud800\udfff\0\x1b\u202e\u2066\ufeff\u2028\r\n")
)


@settings(max_examples=5_000)
@given(HOSTILE)
def test_text_is_itself_or_refused(text: str) -> None:
    is_bad = not text.strip() or any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)
    if not is_bad:
        assert checked_text(text) == text
        return
    with pytest.raises(TextError) as raised:
        checked_text(text)
    assert "\n" not in str(raised.value)


WORDS = {
    "bidirectional": "memory 256 \u202eevil\u202c \u2066x\u2069",
    "marks and controls": "\ufeffmemory 256\x1b[31m\x07\u2028\x85",
    "line ends and blanks": "  memory 256\r\n\r\n\t ",
    "beyond the first plane": "memory 256 \U0001f600 \U0010fffd e\u0301 \ufb01",
    "looks like SQL, a template, markup": "memory 256'); DROP TABLE turns;-- {{7*7}} ${x} [/] <script> %s",
    "numbers": "memory 256 NaN 1e999 123456789012345678901234567890",
}


@pytest.mark.parametrize("kind", BOTH, indirect=True)
@pytest.mark.parametrize("name", WORDS)
def test_what_is_stored_is_what_was_sent(name: str, begun: str, talks: Conversations) -> None:
    talks.say(begun, WORDS[name])
    assert talks.record(begun).turns[-1].text == WORDS[name]
    taken = talks.import_file(talks.export(begun))
    assert talks.record(taken).turns[-1].text == WORDS[name]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\ud800b", "lone surrogate at character 1"),
        ("a\0b", "NUL at character 1"),
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("é" * (MOST_BYTES // 2 + 1), "larger than 200,000 bytes"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_the_door(
    text: str, message: str, begun: str, talks: Conversations, heard: Heard
) -> None:
    with pytest.raises(TextError, match=message):
        talks.say(begun, text, listen=heard)
    with pytest.raises(TextError, match=message):
        talks.answer(begun, text)
    assert heard == []
    assert len(talks.record(begun).turns) == 1


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_characters="\0"))
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_characters="\0")), inner),
)  # fmt: skip


@given(PLAIN)
def test_plain_data_reads_back_equal(value: Any) -> None:
    try:
        assert json.loads(checked_json(value)) == value
    except TextError:
        assert any("\ud800" <= letter <= "\udfff" for letter in json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**63,
        -(2**63) - 1,
        "\ud800",
        {"\ud800": 1},
        {1: 2},
        [["a\0"]],
        b"x",
        {"a", "b"},
        object(),
    ],
)
def test_what_json_would_alter_is_refused(value: Any) -> None:
    with pytest.raises(TextError):
        checked_json({"value": value})


def test_depth_is_bounded() -> None:
    value: Any = 1
    for _ in range(10_000):
        value = [value]
    with pytest.raises(TextError, match="nested deeper"):
        checked_json(value)


@pytest.mark.parametrize("kind", BOTH, indirect=True)
def test_why_a_turn_failed_is_kept_whatever_the_words(
    begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reason may quote what a model said, which no store may stumble over."""

    def refused(*given: object) -> None:
        raise PlannerError("no \0 such \ud800 thing\n at all")

    monkeypatch.setattr(Mechanic, "revise", refused)
    ending = talks.say(begun, "memory 256")
    assert isinstance(ending, Failed)
    assert talks.record(begun).turns[-1].sentence == "no such ? thing at all"


@pytest.mark.parametrize("kind", BOTH, indirect=True)
def test_a_reply_of_a_model_is_kept_whatever_it_says(begun: str, talks: Conversations) -> None:
    """A model may say anything, and what was paid for is not lost for it."""
    said: dict[str, Any] = {"text": "a\ud800\0b", "input": {"n": 10**40, "x": 1.5}}
    with talks.shelf.opened(begun) as store:
        lease = take_lease(store, lambda: NOW)
        store.keep(1, "key", said, lease.fence)
        store.keep(1, "key", {"text": "another"}, lease.fence)
        assert store.recall(1, "key") == said
        assert store.recall(1, "other") is None
        lease.release()
