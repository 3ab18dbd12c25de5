"""A session as one file: the same bytes for the same session, and nothing of a changed file is believed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation import Conversations
from agent.sessions.desk import design_of
from agent.sessions.errors import PackedError
from agent.sessions.events import Answered, Asked
from agent.sessions.packing import FORMAT, from_bytes
from agent.sessions.rows import artefact_hash
from tests.agent.sessions.mechanic import BOTH, conversations, play
from tools.design.plaintext import harmless

Document = dict[str, Any]


def signed(document: Any) -> bytes:
    """A file whose hash holds, whatever is in it: the hash is no secret."""
    return labelled(json.dumps(document).encode() if not isinstance(document, bytes) else document)


def labelled(body: bytes) -> bytes:
    return f"{FORMAT} sha256:{hashlib.sha256(body).hexdigest()}\n".encode() + body


def opened(data: bytes) -> Document:
    found: Document = json.loads(data.split(b"\n", 1)[1])
    return found


@pytest.mark.parametrize("kind", BOTH, indirect=True)
def test_a_session_comes_back_whole(talks: Conversations) -> None:
    session = play(talks)
    data = talks.export(session)
    taken = talks.import_file(data)
    assert talks.export(taken) == data == talks.export(session)
    assert talks.record(taken).turns == talks.record(session).turns
    assert talks.design(taken) == talks.design(session)
    assert isinstance(talks.say(taken, "memory 320"), Answered)
    assert talks.undo(taken) is not None
    assert talks.export(session) == data, "the two have nothing in common"


def test_the_file_is_plain_text_for_every_terminal(talks: Conversations) -> None:
    session = play(talks)
    talks.say(session, "memory 256 \u202e\x9b\x7f\x1b[31m é 😀")
    text = talks.export(session).decode("ascii")
    assert text == harmless(text)


@pytest.mark.parametrize("kind", BOTH, indirect=True)
def test_an_open_turn_comes_back_as_it_was_accepted(begun: str, talks: Conversations) -> None:
    assert isinstance(talks.say(begun, "wonder memory 256"), Asked)
    taken = talks.import_file(talks.export(begun))
    assert talks.record(taken).turns[1].status == "accepted"
    asked = talks.resume(taken)
    assert isinstance(asked, Asked)
    assert isinstance(talks.answer(taken, "a"), Answered)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    talks = conversations(tmp_path_factory.mktemp("packed"))
    return talks.export(play(talks))


def test_every_changed_byte_is_seen(packed: bytes) -> None:
    for place in range(0, len(packed), max(len(packed) // 300, 1)):
        data = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        with pytest.raises(PackedError):
            from_bytes(data, design_of)
        with pytest.raises(PackedError):
            from_bytes(packed[:place], design_of)


Change = Callable[[Document], Any]
CHANGES: dict[str, Change] = {
    "no name": lambda d: d.pop("name"),
    "a name that is a number": lambda d: d.update(name=7),
    "a name that is long": lambda d: d.update(name="x" * 500),
    "a name with a surrogate": lambda d: d.update(name="\ud800"),
    "a planner that is a path": lambda d: d.update(planner="../../x"),
    "a moment before time": lambda d: d.update(created=-1),
    "a moment after time": lambda d: d.update(created=10**30),
    "a moment that is true": lambda d: d.update(created=True),
    "turns that are none": lambda d: d.update(turns={"1": 1}),
    "a turn that is none": lambda d: d["turns"].append("x"),
    "a turn of another kind": lambda d: d["turns"][1].update(kind="drop"),
    "a turn that is running": lambda d: d["turns"][1].update(status="running"),
    "a turn without words": lambda d: d["turns"][1].update(text=" "),
    "a turn with a NUL": lambda d: d["turns"][1].update(text="a\0b"),
    "a turn with a surrogate": lambda d: d["turns"][1].update(text="a\udc00"),
    "a turn that is a book": lambda d: d["turns"][1].update(text="x" * 300_000),
    "two turns with one key": lambda d: d["turns"][1].update(key=d["turns"][0]["key"]),
    "a turn without its design": lambda d: d["turns"][1].update(design=None),
    "a turn without its answer": lambda d: d["turns"][1].update(answer=None),
    "a design that is not there": lambda d: d["turns"][1].update(design="0" * 64),
    "a design that is an answer": lambda d: d["turns"][1].update(design=d["turns"][1]["answer"]),
    "a hash that is a path": lambda d: d["turns"][1].update(answer="../../x"),
    "another past": lambda d: d["turns"][1].update(base=d["turns"][1]["design"]),
    "turns in another order": lambda d: d["turns"].reverse(),
    "an undo to elsewhere": lambda d: d["turns"][3].update(design=d["turns"][3]["base"]),
    "replies that are none": lambda d: d["turns"][2].update(replies=[1]),
    "an artefact of another kind": lambda d: d["artefacts"][0].update(kind="pickle"),
    "an artefact that was changed": lambda d: d["artefacts"][0].update(text=d["artefacts"][0]["text"] + " "),
    "an artefact that is none": lambda d: d["artefacts"].append([]),
    "no artefacts": lambda d: d.update(artefacts=[]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_was_changed_with_its_hash_is_refused(name: str, packed: bytes, talks: Conversations) -> None:
    document = opened(packed)
    before = talks.shelf.ids()
    CHANGES[name](document)
    with pytest.raises(PackedError) as raised:
        talks.import_file(signed(document))
    assert "\n" not in str(raised.value)
    assert talks.shelf.ids() == before


def hold_another(document: Document, kind: str, text: str) -> None:
    """Puts other content in place of an artefact, with every hash made to fit."""
    for artefact in document["artefacts"]:
        if artefact["kind"] == kind:
            old, artefact["text"] = artefact_hash(kind, artefact["text"]), text
            for turn in document["turns"]:
                turn.update(
                    {
                        link: artefact_hash(kind, text)
                        for link in ("base", "design", "extra", "answer")
                        if turn[link] == old
                    }
                )
            return


@pytest.mark.parametrize("kind", ["design", "answer", "extra"])
@pytest.mark.parametrize(
    "text", ["{}", "[]", "nonsense", '{"name": "x"}', "[" * 5000, '{"lines": [1], "said": 1}', "NaN"]
)
def test_content_that_is_none_is_refused_though_every_hash_fits(kind: str, text: str, packed: bytes) -> None:
    document = opened(packed)
    hold_another(document, kind, text)
    with pytest.raises(PackedError):
        from_bytes(signed(document), design_of)


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "null": b"null",
    "a name twice": b'{"name": "a", "name": "b"}',
    "no number": b'{"name": NaN}',
    "deep": b"[" * 100_000,
    "a number of ten thousand digits": b'{"created": ' + b"9" * 10_000 + b"}",
    "not UTF-8": b'{"name": "\xff"}',
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_document_is_refused(name: str) -> None:
    with pytest.raises(PackedError):
        from_bytes(labelled(BODIES[name]), design_of)


@pytest.mark.parametrize("data", [b"", b"\n", b"x" * 1000, b"cloudwright-session 2 sha256:" + b"0" * 64 + b"\n{}"])
def test_what_is_no_packed_session_is_refused(data: bytes) -> None:
    with pytest.raises(PackedError, match="not a packed session"):
        from_bytes(data, design_of)


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.booleans(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_document_is_a_session_or_refused(document: Any) -> None:
    with pytest.raises(PackedError):
        from_bytes(signed(document), design_of)
