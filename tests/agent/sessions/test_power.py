"""DUR-7: a loss of power. What was acknowledged is there; and with syncs left out, the same test sees it lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent.conversation import Conversations
from agent.sessions import opening
from agent.sessions.errors import SessionError
from agent.sessions.events import Accepted, Event
from agent.sessions.sealing import KEY_FILE
from agent.sessions.shelf import Shelf
from tests.agent.sessions.mechanic import SCRIPT, conversations, play
from tests.agent.sessions.power import Acknowledged, Note, Recorder, Synced, Wrote, after_loss


def recorded(folder: Path) -> tuple[list[Note], dict[str, bytes]]:
    """A conversation, every write of it noted; and what was there before it began."""
    try:
        recorder = Recorder()
    except OSError as error:
        pytest.skip(f"writes cannot be noted here: {error}")
    session = play(conversations(folder), ())
    path = folder / "sessions" / f"{session}.db"
    before = {str(path): path.read_bytes()}
    talks = conversations(folder, shelf=Shelf(folder / "sessions", connect=recorder.connect))

    def listen(event: Event) -> None:
        if isinstance(event, Accepted):
            recorder.notes.append(Acknowledged(event.turn))

    play(talks, SCRIPT, listen)
    assert any(isinstance(note, Wrote) for note in recorder.notes)
    return recorder.notes, before


def lost(notes: list[Note], before: dict[str, bytes], whole: Path, place: Path, dice: random.Random) -> bool:
    """Whether a loss of power at some moment loses an acknowledged turn, or makes the rest come out otherwise."""
    moment = dice.randrange(len(notes))
    acknowledged = {note.turn for note in notes[:moment] if isinstance(note, Acknowledged)}
    (place / "sessions").mkdir(parents=True)
    for path, data in after_loss(notes[:moment], before, dice).items():
        (place / "sessions" / Path(path).name).write_bytes(data)
    shutil.copy(whole / "sessions" / KEY_FILE, place / "sessions")
    talks = conversations(place)
    if not acknowledged <= turns_in(talks, place):
        return True
    play(talks)
    return fingerprint(talks) != fingerprint(conversations(whole))


def fingerprint(talks: Conversations) -> bytes:
    """What is left of a conversation."""
    return talks.export(talks.shelf.ids()[0])


def turns_in(talks: Conversations, place: Path) -> set[int]:
    (session,) = talks.shelf.ids()
    try:
        found = {turn.number for turn in talks.record(session).turns}
    except SessionError:
        return set()
    with closing(sqlite3.connect(place / "sessions" / f"{session}.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return found


def losses(folder: Path, count: int) -> int:
    """How many of so many losses of power lose what was acknowledged."""
    notes, before = recorded(folder / "whole")
    dice = random.Random(7)
    return sum(lost(notes, before, folder / "whole", folder / str(number), dice) for number in range(count))


def test_dur_7_a_loss_of_power_loses_nothing(tmp_path: Path) -> None:
    assert losses(tmp_path, 15) == 0


@pytest.mark.slow
def test_dur_7_a_hundred_losses_of_power(tmp_path: Path) -> None:
    assert losses(tmp_path, 400) == 0


@pytest.mark.parametrize(("setting", "value"), [("OFF", 0), ("NORMAL", 1)])
def test_dur_7_the_control_must_fail(setting: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without syncs at commits, which it would refuse to start with, the same losses are seen."""
    kept = opening._SETTINGS  # pyright: ignore[reportPrivateUsage]
    weak = tuple(("synchronous", setting, value) if row[0] == "synchronous" else row for row in kept)
    monkeypatch.setattr(opening, "_SETTINGS", weak)
    assert losses(tmp_path, 20) > 5


def test_a_commit_is_synced_before_it_is_acknowledged(tmp_path: Path) -> None:
    notes, _ = recorded(tmp_path)
    moments = [number for number, note in enumerate(notes) if isinstance(note, Acknowledged)]
    assert len(moments) == 4
    for moment in moments:
        last = next(note for note in reversed(notes[:moment]) if isinstance(note, Wrote | Synced))
        assert isinstance(last, Synced)
