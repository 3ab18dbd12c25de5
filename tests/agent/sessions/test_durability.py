"""What was acknowledged survives: kills, full disks, a lost lease, many at once. Ids are those of the catalogue."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import groupby, pairwise
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from agent.conversation import Conversations
from agent.sessions import checkpoints, graph, lease, opening
from agent.sessions.database import Database
from agent.sessions.errors import BusyError, SessionError, StaleLeaseError, StorageError, UnsafeError
from agent.sessions.events import Accepted, Answered, Event
from agent.sessions.lease import take_lease
from agent.sessions.shelf import Shelf
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import ASKED, BOTH, NOW, Heard, conversations, play
from tests.runs import ROOT, environment

both = pytest.mark.parametrize("kind", BOTH, indirect=True)


def fingerprint(folder: Path) -> str:
    """What is left of a conversation, as one hash."""
    found = conversations(folder)
    return hashlib.sha256(found.export(found.shelf.ids()[0])).hexdigest()


def killed(mode: str, folder: Path, kills: int, seed: int = 1) -> dict[str, Any]:
    """A run of the harness that kills."""
    line = [sys.executable, "-W", "error", "-m", "tests.agent.sessions.killing", mode, str(folder), str(kills)]
    done = subprocess.run([*line, str(seed)], cwd=ROOT, env=environment(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@both
def test_dur_1_3_4_10_and_11_processes_that_are_killed(tmp_path: Path) -> None:
    """Killed at random moments and right after acceptance; ten turns at once from two; one takes over from another."""
    found = killed("everyday", tmp_path, 6)
    assert found["random"]["kills"] == 6
    assert found["acceptance"] == {"kills": 3}
    assert found["together"]["accepted"] >= 2
    assert found["together"]["accepted"] + found["together"]["refused"] == 10
    assert found["takeover"] == {"taken over": 2}


@both
@pytest.mark.slow
def test_dur_1_and_4_many_kills_at_random_moments(tmp_path: Path) -> None:
    found = killed("random", tmp_path, 200, seed=2)
    assert found["kills"] == 200
    assert found["nodes run again"] > 0


@both
@pytest.mark.slow
def test_dur_3_many_kills_right_after_acceptance(tmp_path: Path) -> None:
    assert killed("acceptance", tmp_path, 200) == {"kills": 200}


class Snapshots:
    """Keeps what a kill would leave behind at each point: the files as they are at that moment."""

    def __init__(self, folder: Path, place: Path, *, wanted: Callable[[str, int], bool]) -> None:
        self.taken: dict[str, Path] = {}
        self.passed: Counter[str] = Counter()
        self._folder = folder
        self._place = place
        self._wanted = wanted

    def __call__(self, point: str) -> None:
        self.passed[point] += 1
        if self._wanted(point, self.passed[point]):
            name = f"{point.replace(':', '-')}-{self.passed[point]}"
            shutil.copytree(
                self._folder / "sessions", self._place / name / "sessions", ignore=shutil.ignore_patterns("*-shm")
            )
            self.taken[name] = self._place / name


def everything_resumes(tmp_path: Path, wanted: Callable[[str, int], bool]) -> int:
    """Plays, takes a snapshot at the points that are wanted, and plays on from each; how many there were."""
    shots = Snapshots(tmp_path / "whole", tmp_path / "shots", wanted=wanted)
    play(conversations(tmp_path / "whole", watch=shots))
    whole = fingerprint(tmp_path / "whole")
    for name, place in shots.taken.items():
        play(conversations(place))
        assert fingerprint(place) == whole, name
    return len(shots.taken)


POINTS = {
    "found:before", "found:inside", "found:after", "create:after", "accept:inside", "accept:after", "begin:after",
    "checkpoint:before", "checkpoint:after", "writes:before", "writes:after", "put-design:after", "put-extra:after",
    "put-revision:after", "put-answer:after", "design:after", "answer:inside", "answer:after", "rename:after",
    "ask:before", "ask:after", "reply:inside", "reply:after", "undo:inside", "undo:after", "sweep:inside",
    "sweep:after", "keep:after", "lease:after", "release:before", "release:after", "take:enter", "take:leave",
    "read:enter", "read:leave", "clarify:enter", "clarify:leave", "plan:enter", "plan:leave", "keep:enter",
    "keep:leave", "answer:enter", "answer:leave",
}  # fmt: skip
"""Where an end of the process could matter: around every commit, rename and node."""


def test_dur_2_every_point_once(tmp_path: Path) -> None:
    last = Snapshots(tmp_path / "first", tmp_path, wanted=lambda point, time: False)
    play(conversations(tmp_path / "first", watch=last))
    assert set(last.passed) >= POINTS
    # the last time each is passed: what is left to play is short
    count = everything_resumes(tmp_path, lambda point, time: time == last.passed[point])
    assert count == len(last.passed)


@pytest.mark.slow
def test_dur_2_every_point_every_time(tmp_path: Path) -> None:
    assert everything_resumes(tmp_path, lambda point, time: True) > 250


@both
def test_dur_4_what_was_paid_for_is_not_asked_again(tmp_path: Path) -> None:
    def stop(point: str) -> None:
        if point == "read:leave" and found.shelf.ids() and len(found.record(found.shelf.ids()[0]).turns) == 2:
            raise KeyboardInterrupt

    ASKED.clear()
    found = conversations(tmp_path, watch=stop)
    session = found.create(planner="mechanic")
    found.say(session, BRIEF, asks=False)
    with pytest.raises(KeyboardInterrupt):
        found.say(session, "memory 256", asks=False)
    again = conversations(tmp_path)
    assert isinstance(again.resume(session), Answered)
    assert ASKED == ["propose", "memory 256"]


@pytest.mark.parametrize("node", ["take", "read", "plan", "keep"])
def test_dur_5_resume_looks_at_tasks(node: str, tmp_path: Path) -> None:
    """What a node gave is stored, its checkpoint is not: `next` is empty there, and still it goes on from there."""
    following = NODES[NODES.index(node) + 1]

    def wanted(point: str, time: int) -> bool:
        if point != f"{following}:enter":
            return False
        sleep(0.05)  # what the node gave may be stored after its checkpoint: nobody enforces an order
        return True

    shots = Snapshots(tmp_path / "whole", tmp_path / "shots", wanted=wanted)
    play(conversations(tmp_path / "whole", watch=shots))
    whole, after = fingerprint(tmp_path / "whole"), NODES[NODES.index(node) + 1 :]
    without = [place for place in shots.taken.values() if takes_last_checkpoint(place)]
    assert len(without) >= 3
    for place in without:
        entered: list[str] = []
        play(conversations(place, watch=entered.append))
        assert fingerprint(place) == whole
        rest = [name for name, _ in groupby(point.removesuffix(":enter") for point in entered if ":enter" in point)]
        assert rest[: len(after)] == after, "it began anew"


def takes_last_checkpoint(place: Path) -> bool:
    """Takes the last checkpoint away; whether what the node before it gave is there."""
    (path,) = (place / "sessions").glob("*.db")
    with closing(sqlite3.connect(path)) as connection:
        last = "(SELECT MAX(checkpoint_id) FROM checkpoints)"
        for table in ("writes", "checkpoints"):
            connection.execute(f"DELETE FROM {table} WHERE checkpoint_id = {last}")
        connection.commit()
        count: int = connection.execute(f"SELECT COUNT(*) FROM writes WHERE checkpoint_id = {last}").fetchone()[0]
    return count > 0


NODES = ["take", "read", "clarify", "plan", "keep", "answer"]


SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "fullfsync")
BROKEN = {
    "journal_mode": "DELETE", "synchronous": "NORMAL", "foreign_keys": "OFF", "secure_delete": "OFF",
    "trusted_schema": "ON", "fullfsync": "OFF",
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_dur_6_it_does_not_start_on_a_database_that_forgets(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = conversations(tmp_path)
    session = play(talks, ())
    kept = opening._SETTINGS  # pyright: ignore[reportPrivateUsage]
    mutated = tuple((key, BROKEN[key] if key == name else value, wanted) for key, value, wanted in kept)
    monkeypatch.setattr(opening, "_SETTINGS", mutated)
    with pytest.raises(UnsafeError, match=f"{name} = "):
        talks.say(session, BRIEF)
    with pytest.raises(UnsafeError, match=f"{name} = "):
        talks.create()


@both
def test_dur_6_it_does_not_start_where_rows_may_call(begun: str, talks: Conversations, monkeypatch: Any) -> None:
    monkeypatch.setattr(checkpoints.serialiser, "STRICT_MSGPACK_ENABLED", False)
    with pytest.raises(UnsafeError, match="LANGGRAPH_STRICT_MSGPACK"):
        talks.say(begun, "memory 256")


@pytest.mark.parametrize("durability", ["async", "exit"])
def test_dur_6_it_does_not_start_with_another_durability(
    durability: str, begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "DURABILITY", durability)
    with pytest.raises(UnsafeError, match="'sync' is needed"):
        talks.say(begun, "memory 256")


@both
def test_the_steps_of_a_turn_are_bounded(begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 10 < graph.STEPS_AT_MOST < 50
    monkeypatch.setattr(graph, "STEPS_AT_MOST", 2)
    with pytest.raises(Exception, match="Recursion limit"):
        talks.say(begun, "memory 256")


class Failing(sqlite3.Connection):
    """Fails the k-th write, and every one after it, as a full or a broken disk does."""

    left = 10**9
    error = ("database or disk is full", sqlite3.SQLITE_FULL)

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        spend(sql)
        return super().execute(sql, *rest)

    def cursor(self, *rest: Any) -> Any:
        return super().cursor(FailingCursor)


class FailingCursor(sqlite3.Cursor):
    """The same for cursors."""

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        spend(sql)
        return super().execute(sql, *rest)

    def executemany(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        spend(sql)
        return super().executemany(sql, *rest)


def spend(sql: str) -> None:
    """One write less that goes well."""
    if sql.split()[0].upper() in ("INSERT", "UPDATE", "DELETE", "COMMIT", "CREATE", "VACUUM"):
        Failing.left -= 1
        if Failing.left < 0:
            raised = sqlite3.OperationalError(Failing.error[0])
            raised.sqlite_errorcode = Failing.error[1]
            raise raised


def failing(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, factory=Failing)


DISKS = {
    "full": ("database or disk is full", sqlite3.SQLITE_FULL),
    "broken": ("disk I/O error", sqlite3.SQLITE_IOERR_FSYNC),
}


@pytest.mark.parametrize("disk", DISKS)
def test_dur_8_a_disk_that_fails_at_every_write(disk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Failing, "error", DISKS[disk])
    first = conversations(tmp_path / "first")
    session = first.create(planner="mechanic")
    first.say(session, BRIEF, asks=False, key="k1")
    failures: list[str] = []
    for k in (*range(8), *range(8, 200, 3)):
        place = tmp_path / str(k)
        shutil.copytree(tmp_path / "first", place)
        if not is_refused(place, session, k, failures):
            break
        numbers = [turn.number for turn in conversations(place).record(session).turns]
        again = conversations(place).say(session, "memory 256", asks=False, key="k2")
        assert isinstance(again, Answered), "not once space returns"
        assert numbers in ([1], [1, 2])
    assert len(failures) > 10
    wanted = "the disk is full" if disk == "full" else "the disk failed"
    assert [text for text in failures if not text.startswith(wanted) or "\n" in text] == []


def is_refused(place: Path, session: str, k: int, failures: list[str]) -> bool:
    """Whether a turn comes to nothing where the k-th write fails. What was acknowledged stays."""
    found, heard = conversations(place, shelf=Shelf(place / "sessions", connect=failing)), Heard()
    Failing.left = k
    try:
        found.say(session, "memory 256", asks=False, key="k2", listen=heard)
    except StorageError as error:
        failures.append(str(error))
        Failing.left = 10**9
        assert len(found.record(session).turns) == 2 or not heard.of(Accepted), "acknowledged and lost"
        return True
    finally:
        Failing.left = 10**9
    return False


def test_dur_8_a_disk_that_is_really_full(begun: str, tmp_path: Path) -> None:
    def tight(path: Path) -> sqlite3.Connection:
        connection = opening.connected(path)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    found = conversations(tmp_path, shelf=Shelf(tmp_path / "sessions", connect=tight))
    with pytest.raises(StorageError, match="the disk is full; nothing of this was stored"):
        found.say(begun, "memory 256 " + "and so on " * 9_000, key="k2")
    free = conversations(tmp_path)
    assert [turn.status for turn in free.record(begun).turns] == ["answered"]
    assert isinstance(free.say(begun, "memory 256", key="k2"), Answered)


@both
def test_dur_10_ten_at_once(begun: str, tmp_path: Path) -> None:
    accepted: list[str] = []
    refused: list[str] = []
    together = threading.Barrier(10)

    def speak(number: int) -> None:
        found = conversations(tmp_path, fresh_id=lambda: f"{number:032x}")
        together.wait()
        try:
            found.say(begun, f"memory {128 + number}", asks=False, key=f"t{number}")
            accepted.append(f"t{number}")
        except BusyError as error:
            refused.append(error.code)

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = conversations(tmp_path).record(begun).turns
    assert len(accepted) + len(refused) == 10
    assert accepted
    assert sorted(turn.key for turn in turns) == sorted(["k1", *accepted])
    assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
    assert {turn.status for turn in turns} == {"answered"}
    for earlier, later in pairwise(turns):
        assert later.base == earlier.design, "a fork"


@both
def test_dur_10_ten_that_queue(begun: str, tmp_path: Path) -> None:
    together = threading.Barrier(10)
    failed: list[Exception] = []

    def speak(number: int) -> None:
        found = conversations(tmp_path, fresh_id=lambda: f"{number:032x}")
        together.wait()
        try:
            found.say(begun, f"memory {128 + number}", asks=False, key=f"t{number}", queues=True)
        except SessionError as error:
            failed.append(error)

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = conversations(tmp_path).record(begun).turns
    assert failed == []
    assert {turn.key for turn in turns} == {"k1", *(f"t{number}" for number in range(10))}
    assert {turn.status for turn in turns} == {"answered"}
    for earlier, later in pairwise(turns):
        assert later.base == earlier.design, "a fork"


@both
def test_dur_11_a_writer_that_stood_still_writes_nothing_more(begun: str, tmp_path: Path) -> None:
    """The first one stops within its turn until its lease has run out and another one went on."""
    moment = [NOW]
    other = conversations(tmp_path, clock=lambda: moment[0])
    done: list[str] = []

    def stand_still(event: Event) -> None:
        if isinstance(event, Accepted):
            with pytest.raises(BusyError, match="somebody else is at it"):
                other.resume(begun)
            moment[0] += lease.LEASE_MS + 1
            done.append(type(other.resume(begun)).__name__)

    paused = conversations(tmp_path, clock=lambda: moment[0])
    with pytest.raises(StaleLeaseError, match="another process went on"):
        paused.say(begun, "memory 256", asks=False, key="k2", listen=stand_still)
    assert done == ["Answered"]
    turns = other.record(begun).turns
    assert [(turn.key, turn.status) for turn in turns] == [("k1", "answered"), ("k2", "answered")]


def test_dur_11_the_saver_is_fenced_too(begun: str, tmp_path: Path) -> None:
    path = tmp_path / "sessions" / f"{begun}.db"
    with closing(opening.opened(path)) as connection:
        database = Database(connection, opening.FileEngine(path))
        saver = checkpoints.SealedSaver(database, f"{begun}:9", b"k" * 32, 0)
        config: Any = {"configurable": {"thread_id": f"{begun}:9", "checkpoint_ns": "", "checkpoint_id": "1"}}
        with pytest.raises(StaleLeaseError):
            saver.put_writes(config, [("turn", 1)], "task")
        with pytest.raises(StaleLeaseError):
            saver.put(config, {"id": "2"}, {}, {})  # pyright: ignore[reportArgumentType]
        assert connection.execute("SELECT COUNT(*) FROM writes").fetchone() == (0,)


@both
def test_a_process_that_is_gone_is_not_waited_for(begun: str, talks: Conversations) -> None:
    with talks.shelf.opened(begun) as store:
        held = take_lease(store, lambda: NOW)
        with pytest.raises(BusyError):
            talks.say(begun, "memory 256")
        held.drop()  # the lease runs on in the file, as after a kill
    assert isinstance(talks.say(begun, "memory 256"), Answered)


def test_dur_13_a_reader_that_pauses_blocks_nobody(begun: str, talks: Conversations, tmp_path: Path) -> None:
    path = tmp_path / "sessions" / f"{begun}.db"
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        rows = reader.execute("SELECT * FROM turns")
        assert rows.fetchone()
        assert isinstance(talks.say(begun, "memory 256"), Answered)
        assert rows.fetchone() is None, "the reader sees what was there when it began"


def test_checkpoints_and_journal_go_when_a_turn_is_over(begun: str, talks: Conversations, tmp_path: Path) -> None:
    talks.say(begun, "memory 256")
    path = tmp_path / "sessions" / f"{begun}.db"
    talks.say(begun, "stumble memory 512")
    with closing(sqlite3.connect(path)) as connection:
        threads = connection.execute("SELECT DISTINCT thread_id FROM checkpoints").fetchall()
        assert threads == [(f"{begun}:3",)], "what is open stays"
        assert connection.execute("SELECT COUNT(*) <= 2 FROM checkpoints").fetchone() == (1,), "within a turn, too"
    assert isinstance(talks.resume(begun, planner="embedded"), Answered)
    with closing(sqlite3.connect(path)) as connection:
        for table in ("checkpoints", "writes", "journal"):
            assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (0,), table
        kinds = connection.execute("SELECT DISTINCT kind FROM artefacts ORDER BY kind").fetchall()
        assert kinds == [("answer",), ("design",), ("extra",)], "edits go with their turn"


def test_dur_17_a_long_conversation_stays_small(begun: str, talks: Conversations, tmp_path: Path) -> None:
    turns = 20
    for number in range(turns):
        talks.say(begun, f"memory {128 + number}", asks=False)
    size = sum(path.stat().st_size for path in (tmp_path / "sessions").glob(f"{begun}*"))
    assert size / turns * 200 <= 20 * 1024 * 1024


@pytest.mark.slow
def test_dur_17_two_hundred_turns_of_a_real_design(tmp_path: Path) -> None:
    talks = conversations(tmp_path)
    session = play(talks, ())
    talks.say(session, BRIEF, asks=False)
    for number in range(200):
        talks.say(session, f"memory {128 + number}", asks=False)
    size = sum(path.stat().st_size for path in (tmp_path / "sessions").glob(f"{session}*"))
    assert size <= 20 * 1024 * 1024
    assert len(talks.record(session).turns) == 201


def test_who_looks_at_a_file_beside_takes_no_locks_away(begun: str, talks: Conversations, tmp_path: Path) -> None:
    """Closing a file frees every lock that the process has on it: another process would take the log away then, and
    what is written to it from here on would be nowhere."""
    look = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
    look += "print(*c.execute('SELECT name FROM session')); c.close()"
    command = [sys.executable, "-c", look, str(tmp_path / "sessions" / f"{begun}.db")]
    with talks.shelf.opened(begun) as store:
        for name in ("before", "kept"):
            store.rename(name)
            conversations(tmp_path).record(begun)
            seen = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            assert seen == f"('{name}',)\n", "it went into a log that is no more"
