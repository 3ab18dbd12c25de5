"""The use cases: what one can do with a conversation, and what is refused."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversations
from agent.planners.claude.exchange import Delta
from agent.sessions.errors import (
    BusyError,
    ChoiceError,
    NothingToDoError,
    OpenTurnError,
    ReusedKeyError,
    TextError,
    UnknownSessionError,
)
from agent.sessions.events import Accepted, Answered, Asked, Event, Failed, Parked, Stepped, Streamed
from agent.sessions.lease import take_lease
from knowledge.knowledge import Knowledge
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import ASKED, BOTH, NOW, Heard, Mechanic, conversations
from tools.design.components import Function

both = pytest.mark.parametrize("kind", BOTH, indirect=True)


def memory_of(talks: Conversations, session: str, turn: int | None = None) -> int:
    """Memory of the one function there is."""
    parts = talks.design(session, turn).components
    return next(part.memory_mb for part in parts if isinstance(part, Function))


@both
def test_a_turn_is_told_from_acceptance_to_answer(talks: Conversations, heard: Heard) -> None:
    session = talks.create(planner="mechanic")
    ending = talks.say(session, BRIEF, asks=False, listen=heard)
    assert isinstance(ending, Answered)
    assert heard[0] == Accepted(session, 1)
    assert heard[-1] == ending
    assert [event.step for event in heard.of(Stepped)][:3] == ["read", "read", "assess"]
    assert heard.of(Streamed) == [Streamed(1, "text", "propose")]
    assert ending.answer["is_first"]
    assert talks.record(session).head.name == "Orders"


@both
def test_a_follow_up_is_answered_in_numbers(begun: str, talks: Conversations) -> None:
    ending = talks.say(begun, "memory 1024")
    assert isinstance(ending, Answered)
    assert ending.answer["said"] == "heard: memory 1024"
    assert [(change["name"], change["how"]) for change in ending.answer["changes"]] == [("place-order", "changed")]
    assert memory_of(talks, begun) == 1024
    assert any("1024" in line for line in ending.answer["lines"])
    assert any(line.startswith("cost") for line in ending.answer["lines"])


def test_what_changes_nothing_says_so(begun: str, talks: Conversations) -> None:
    ending = talks.say(begun, "why is it so?")
    assert isinstance(ending, Answered)
    assert ending.answer["said"] == "heard: why is it so?"
    assert ending.answer["changes"] == []
    assert len(talks.record(begun).versions.all) == 1


@both
def test_edits_that_do_not_fit_end_the_turn_alone(begun: str, talks: Conversations) -> None:
    ending = talks.say(begun, "remove nothing-of-this-name")
    assert isinstance(ending, Failed)
    assert "there is no component 'nothing-of-this-name'" in ending.sentence
    assert isinstance(talks.say(begun, "memory 256"), Answered)


@both
def test_a_brief_that_says_nothing_can_be_said_again(talks: Conversations) -> None:
    session = talks.create(planner="mechanic")
    ending = talks.say(session, "Hello!")
    assert isinstance(ending, Failed)
    assert ending.code == "unclear"
    assert isinstance(talks.say(session, BRIEF, asks=False), Answered)
    assert isinstance(talks.say(session, "memory 256"), Answered)


# Questions

WIDE = "Customers place orders over an API and look them up."


@pytest.fixture
def real(tmp_path: Path, shelf: Knowledge) -> Conversations:
    """Conversations with the embedded planner and the packaged patterns."""
    return conversations(tmp_path, cast=None, knowledge=lambda: shelf)


@both
def test_questions_hold_a_turn_up_and_their_answers_reach_the_design(real: Conversations, heard: Heard) -> None:
    session = real.create()
    asked = real.say(session, WIDE, listen=heard)
    assert isinstance(asked, Asked)
    ids = [question["id"] for question in asked.questions]
    assert ids[0] == "traffic"
    assert 1 <= len(ids) <= 3
    again = real.answer(session, "1: 200,000 orders a day")
    assert isinstance(again, Asked)
    assert [question["id"] for question in again.questions] == ids[1:]
    assert isinstance(real.answer(session, "you decide"), Answered)
    load = real.design(session).requirements.loads[0]
    assert (load.count, load.origin.kind) == (200_000, "answered")


def test_an_answer_that_is_none_is_asked_for_again_with_the_reason(real: Conversations) -> None:
    session = real.create()
    real.say(session, WIDE)
    again = real.answer(session, "green")
    assert isinstance(again, Asked)
    assert "does not answer 'traffic'" in again.problem
    assert isinstance(real.answer(session, "b"), Asked | Answered)


def test_a_batch_is_never_held_up(real: Conversations) -> None:
    session = real.create()
    assert isinstance(real.say(session, WIDE, asks=False), Answered)


@both
def test_questions_survive_and_are_told_again(real: Conversations, tmp_path: Path, shelf: Knowledge) -> None:
    session = real.create()
    asked = real.say(session, WIDE)
    later = conversations(tmp_path, cast=None, knowledge=lambda: shelf)
    assert later.resume(session) == asked
    with pytest.raises(OpenTurnError, match="turn 1 waits for an answer"):
        later.say(session, "and cheaper")
    assert isinstance(later.answer(session, "you decide"), Answered)
    with pytest.raises(NothingToDoError, match="no question is open"):
        later.answer(session, "b")


@both
def test_a_question_about_a_change(begun: str, talks: Conversations) -> None:
    asked = talks.say(begun, "wonder memory 256")
    assert isinstance(asked, Asked)
    ending = talks.answer(begun, "a")
    assert isinstance(ending, Answered)
    assert ending.answer["said"] == "heard: wonder memory 256\n> Where?\nthere"
    assert memory_of(talks, begun) == 256


@pytest.mark.parametrize("asks", [True, False])
def test_a_question_about_a_change_that_is_left_to_the_planner(asks: bool, begun: str, talks: Conversations) -> None:
    ending = talks.say(begun, "wonder memory 256", asks=asks)
    if asks:
        ending = talks.answer(begun, "You decide.")
    assert isinstance(ending, Answered)
    assert ending.answer["said"].endswith("> Where?\nhere")
    assert memory_of(talks, begun) == 256


# The same again, and more than one


@both
def test_the_same_key_is_the_same_turn(begun: str, talks: Conversations, heard: Heard) -> None:
    first = talks.say(begun, "memory 256", key="mine")
    again = talks.say(begun, "memory 256", key="mine", listen=heard)
    assert again == first
    assert heard.of(Accepted) == []
    assert len(talks.record(begun).turns) == 2
    with pytest.raises(ReusedKeyError, match="turn 2 came with other words"):
        talks.say(begun, "memory 512", key="mine")


@both
def test_a_second_writer_is_refused_or_queued(begun: str, tmp_path: Path, heard: Heard) -> None:
    other = conversations(tmp_path, fresh_id=lambda: "e" * 32)
    queued: list[Event] = []

    def meanwhile(event: Event) -> None:
        heard(event)
        if isinstance(event, Accepted) and not queued:
            with pytest.raises(BusyError):
                other.say(begun, "memory 512", asks=False)
            queued.append(other.say(begun, "memory 768", asks=False, queues=True))

    mine = conversations(tmp_path)
    ending = mine.say(begun, "memory 256", asks=False, key="mine", listen=meanwhile)
    assert queued == [Accepted(begun, 3, is_queued=True)]
    assert isinstance(ending, Answered)
    assert ending.turn == 2
    assert [turn.status for turn in mine.record(begun).turns] == ["answered"] * 3
    assert memory_of(mine, begun) == 768


# When the model's service fails


@both
def test_a_model_that_fails_parks_the_turn(begun: str, talks: Conversations, heard: Heard) -> None:
    ending = talks.say(begun, "stumble memory 256", listen=heard)
    assert ending == Parked(2, "the model's service is overloaded; try again later", "overloaded", True)
    assert heard[-1] == ending
    with pytest.raises(OpenTurnError, match="turn 2 is parked"):
        talks.say(begun, "memory 512")
    assert talks.resume(begun) == ending


@both
def test_a_parked_turn_is_finished_with_the_embedded_planner(begun: str, talks: Conversations) -> None:
    talks.say(begun, "stumble memory 256")
    assert isinstance(talks.resume(begun, planner="embedded"), Answered)
    turn = talks.record(begun).turns[1]
    assert (turn.planner, turn.sentence, turn.code) == ("embedded", "", "")
    assert memory_of(talks, begun) == 256


@both
def test_a_parked_turn_goes_on_when_the_service_is_back(
    begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks.say(begun, "stumble memory 256")
    whole = Mechanic.revise
    monkeypatch.setattr(
        Mechanic,
        "revise",
        lambda self, design, message, *rest: whole(self, design, message.replace("stumble", ""), *rest),
    )
    assert isinstance(talks.resume(begun), Answered)


# Leaving a turn


@both
def test_a_turn_that_waits_can_be_cancelled(begun: str, talks: Conversations) -> None:
    talks.say(begun, "stumble memory 256")
    assert talks.cancel(begun).status == "cancelled"
    assert memory_of(talks, begun) == memory_of(talks, begun, 1)
    assert isinstance(talks.say(begun, "memory 512"), Answered)
    with pytest.raises(NothingToDoError, match="nothing is open"):
        talks.cancel(begun)


@both
def test_a_turn_that_runs_elsewhere_stops_at_its_next_step(
    begun: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, mine = conversations(tmp_path), conversations(tmp_path)
    monkeypatch.setattr("agent.sessions.lease.GLANCE_S", 0.01)

    def cancel(event: Event) -> None:
        if isinstance(event, Accepted):
            assert other.cancel(begun).status == "accepted"

    ending = mine.say(begun, "memory 256", listen=cancel)
    assert isinstance(ending, Failed)
    assert ending.code == "cancelled"
    assert [turn.status for turn in mine.record(begun).turns] == ["answered", "cancelled"]


@both
def test_an_interrupted_turn_is_kept_and_goes_on(begun: str, talks: Conversations) -> None:
    def interrupt(event: Event) -> None:
        if isinstance(event, Streamed):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talks.say(begun, "memory 256", listen=interrupt)
    assert talks.record(begun).open_turn is not None
    assert isinstance(talks.say(begun, "memory 512"), Answered), "what was said before goes first"
    turns = talks.record(begun).turns
    assert [(turn.text[:10], turn.status) for turn in turns[1:]] == [
        ("memory 256", "answered"), ("memory 512", "answered"),
    ]  # fmt: skip


@both
def test_nothing_is_undone_under_a_turn_that_is_not_over(begun: str, talks: Conversations) -> None:
    talks.say(begun, "memory 256")

    def interrupt(event: Event) -> None:
        if isinstance(event, Streamed):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        talks.say(begun, "memory 768", listen=interrupt)
    with pytest.raises(OpenTurnError, match="turn 3 was interrupted"):
        talks.undo(begun)
    assert isinstance(talks.resume(begun), Answered)
    talks.undo(begun)
    assert memory_of(talks, begun) == 256


# Back and forth


@both
def test_undo_and_redo_and_a_new_change_after_undo(begun: str, talks: Conversations) -> None:
    first = memory_of(talks, begun)
    for amount in (256, 768):
        talks.say(begun, f"memory {amount}")
    undone = talks.undo(begun)
    assert isinstance(undone, Answered)
    assert undone.answer["said"] == "Undone."
    assert [change["name"] for change in undone.answer["changes"]] == ["place-order"]
    talks.undo(begun)
    assert memory_of(talks, begun) == first
    with pytest.raises(NothingToDoError, match="nothing to undo"):
        talks.undo(begun)
    talks.redo(begun)
    assert memory_of(talks, begun) == 256
    talks.say(begun, "memory 1024")
    with pytest.raises(NothingToDoError, match="nothing to redo"):
        talks.redo(begun)
    talks.undo(begun)
    assert memory_of(talks, begun) == 256
    assert memory_of(talks, begun, 3) == 768, "what was said stays, whatever was undone"


@both
def test_undo_happens_once_for_each_key(begun: str, talks: Conversations) -> None:
    for amount in (256, 768):
        talks.say(begun, f"memory {amount}")
    assert talks.undo(begun, key="u") == talks.undo(begun, key="u")
    assert memory_of(talks, begun) == 256


# Finding, branching, deleting


@both
def test_sessions_are_found_by_id_beginning_and_name(tmp_path: Path) -> None:
    ids = iter(["a1b2" + "0" * 28, "a1b3" + "0" * 28, "c" * 32])
    talks = conversations(tmp_path, fresh_id=lambda: next(ids))
    for name in ("Shop", "shop two", "Other"):
        talks.create(name=name)
    assert talks.find("a1b2") == "a1b2" + "0" * 28
    assert talks.find("OTHER") == "c" * 32
    for meant in ("a1b", "a1", "", "nobody", "../../x", "a1b" + "0" * 40):
        with pytest.raises(UnknownSessionError):
            talks.find(meant)
    assert [glance.name for glance in talks.list("shop")] == ["Shop", "shop two"]


@both
def test_sessions_are_found_by_what_was_said(begun: str, talks: Conversations) -> None:
    talks.create()
    assert [glance.id for glance in talks.list("5,000 ORDERS")] == [begun]
    assert talks.list("nobody said this") == ()


@both
def test_a_branch_begins_at_an_earlier_turn(begun: str, talks: Conversations) -> None:
    for amount in (256, 768):
        talks.say(begun, f"memory {amount}")
    twig = talks.branch(begun, turn=2, name="cheaper")
    assert memory_of(talks, twig) == 256
    record = talks.record(twig)
    assert (record.head.name, record.head.parent, record.head.parent_turn) == ("cheaper", begun, 2)
    talks.say(twig, "memory 1024")
    assert memory_of(talks, begun) == 768
    with pytest.raises(UnknownSessionError, match="there is no turn 9"):
        talks.branch(begun, turn=9)
    talks.say(begun, "stumble")
    with pytest.raises(OpenTurnError, match="turn 4 is not over yet"):
        talks.branch(begun, turn=4)
    assert len(talks.record(talks.branch(begun)).turns) == 3


@both
def test_a_branch_of_nothing_is_empty(talks: Conversations) -> None:
    assert talks.record(talks.branch(talks.create())).turns == ()


def test_what_is_deleted_is_nowhere(begun: str, talks: Conversations, tmp_path: Path) -> None:
    word = "gooseberry-7731"
    talks.say(begun, f"memory 256 for the {word}")
    talks.rename(begun, f"the {word}")
    kept = talks.create(name="kept")
    talks.delete(begun)
    assert [path.name for path in (tmp_path / "sessions").glob(f"{begun}*")] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file() and word.encode() in path.read_bytes()] == []
    assert talks.shelf.ids() == (kept,)
    with pytest.raises(UnknownSessionError, match="there is no session"):
        talks.record(begun)


def test_nothing_is_left_in_any_table_when_it_is_deleted(begun: str, talks: Conversations) -> None:
    with talks.shelf.opened(begun) as store:
        lease = take_lease(store, lambda: NOW)
        store.erase(lease.fence)
        lease.drop()
        tables = store.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND ?1 = ?1")
        left = {name: store.rows(f"SELECT COUNT(*) FROM {name} WHERE ?1 = ?1") for (name,) in tables}
    assert set(map(str, left.values())) == {"[(0,)]"}
    assert len(left) == 8


@both
def test_one_that_is_at_work_is_not_deleted(begun: str, talks: Conversations) -> None:
    with talks.shelf.opened(begun) as store:
        lease = take_lease(store, lambda: NOW)
        with pytest.raises(BusyError):
            talks.delete(begun)
        lease.release()
    assert talks.record(begun).turns


def test_files_are_for_the_eyes_of_their_owner(begun: str, tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir(mode=0o755)
    conversations(tmp_path).create()
    assert stat.S_IMODE((tmp_path / "sessions").stat().st_mode) == 0o700


# Bundles


@both
def test_the_bundle_of_any_turn_is_written(begun: str, talks: Conversations, tmp_path: Path) -> None:
    talks.say(begun, "memory 256")
    talks.write(begun, tmp_path / "first", turn=1)
    talks.write(begun, tmp_path / "last")
    first, last = ((tmp_path / name / "design.yaml").read_text() for name in ("first", "last"))
    assert first != last
    assert "memory_mb: 256" in last
    assert (tmp_path / "first" / "brief.md").read_text().strip() == BRIEF
    assert (tmp_path / "last" / "brief.md").read_text().strip() == f"{BRIEF}\n\nmemory 256"


def test_before_the_first_design_there_is_nothing_to_write(talks: Conversations, tmp_path: Path) -> None:
    with pytest.raises(NothingToDoError, match="there is no design yet"):
        talks.write(talks.create(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("planner", ["magic", "../x"])
def test_a_planner_that_is_none_is_refused_at_the_door(planner: str, real: Conversations) -> None:
    with pytest.raises(ChoiceError, match="there is no planner"):
        real.create(planner=planner)
    session = real.create()
    with pytest.raises(ChoiceError, match="there is no planner"):
        real.say(session, BRIEF, planner=planner)
    assert real.record(session).turns == ()


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\ud800", "a\0b"])
def test_a_name_that_is_none_is_refused(name: str, begun: str, talks: Conversations) -> None:
    with pytest.raises(TextError):
        talks.rename(begun, name)


@both
def test_a_defect_leaves_the_turn_open(begun: str, talks: Conversations, monkeypatch: Any) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(Mechanic, "revise", stumble)
    with pytest.raises(RuntimeError):
        talks.say(begun, "memory 256")
    monkeypatch.undo()
    assert isinstance(talks.resume(begun), Answered)
    assert ASKED[-1] == "memory 256"
    assert Delta("text").text == ""
