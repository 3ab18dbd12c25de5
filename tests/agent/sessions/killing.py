"""Kills a process that holds a conversation, again and again, and looks at what is left: python -m ... MODE FOLDER N.

Everything is imported once; each life is a fork of that, so that a kill costs a tenth of a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from agent.conversation import Conversations
from agent.sessions.address import Address
from agent.sessions.errors import BusyError
from agent.sessions.events import Accepted, Answered, Event, Streamed
from agent.sessions.rack import Rack
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import SCRIPT, cast_mechanic, conversations, place_of, play
from tests.agent.sessions.servers import Server

PACE_S = 0.03
MOST_KILLS = 7


def fingerprint(folder: Path) -> str:
    """What is left of a conversation, as one hash."""
    found = conversations(folder)
    return hashlib.sha256(found.export(found.shelf.ids()[0])).hexdigest()


def live(folder: Path, acknowledged: int, watch: Callable[[str], None], until: str = "") -> None:
    """One life: plays the conversation from wherever it is to its end, acknowledging what is accepted."""
    found = conversations(folder, watch=watch, cast=partial(cast_mechanic, pace_s=PACE_S))
    if isinstance(found.shelf, Rack):
        let_go(found)

    def listen(event: Event) -> None:
        if isinstance(event, Accepted):
            os.write(acknowledged, f"{event.turn}\n".encode())
            if until == "accepted":
                time.sleep(60)

    play(found, listen=listen)


def let_go(found: Conversations) -> None:
    """Waits until the server has seen that whoever was killed is gone; it takes some milliseconds."""
    for session in found.shelf.ids():
        for _ in range(500):
            with found.shelf.opened(session) as store:
                unlock = store.try_lock()
                if callable(unlock):
                    unlock()
                    break
            time.sleep(0.01)


def placed(place: Path, folder: Path) -> Path:
    """A folder for sessions, kept as those of another folder are."""
    address = place_of(folder)
    return Server(Path(address.host)).give(place) if isinstance(address, Address) else place


def born(life: Callable[[int], None]) -> tuple[int, int]:
    """A child that lives this life, and where to read what it acknowledges."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    code = 1
    try:
        life(write)
        code = 0
    finally:
        os._exit(code)


def ended(pid: int, read: int) -> tuple[int, list[int]]:
    """How a child ended (negative: by a signal), and the turns it acknowledged."""
    with os.fdopen(read) as handle:
        turns = [int(line) for line in handle.read().split()]
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), turns


def checked(folder: Path, acknowledged: list[int]) -> None:
    """What was acknowledged is there, once, and the file is sound."""
    found = conversations(folder)
    for session in found.shelf.ids():
        numbers = [turn.number for turn in found.record(session).turns]
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        assert set(acknowledged) <= set(numbers), (acknowledged, numbers)
        if isinstance(found.shelf, Rack):
            continue
        with sqlite3.connect(folder / "sessions" / f"{session}.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
    if acknowledged:
        assert found.shelf.ids()


def noted(log: Path, point: str) -> None:
    """Notes a point in a file that outlives the process."""
    handle = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    os.write(handle, f"{point}\n".encode())
    os.close(handle)


def at_random(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kills at random moments, then lets it come to its end."""
    dice = random.Random(seed)
    start = time.monotonic()
    placed(folder / "whole", folder)
    pid, read = born(lambda write: live(folder / "whole", write, lambda point: None))
    assert ended(pid, read)[0] == 0
    length, whole = time.monotonic() - start, fingerprint(folder / "whole")
    done, trial, nodes = 0, 0, Counter[str]()
    while done < kills:
        place = placed(folder / f"trial-{(trial := trial + 1)}", folder)
        acknowledged: list[int] = []
        log = folder / f"log-{trial}"
        watch = partial(noted, log)
        for _ in range(min(MOST_KILLS, kills - done)):
            pid, read = born(lambda write, place=place, watch=watch: live(place, write, watch))
            time.sleep(dice.uniform(0, length))
            os.kill(pid, signal.SIGKILL)
            code, turns = ended(pid, read)
            acknowledged += turns
            checked(place, acknowledged)
            done += code == -signal.SIGKILL
        pid, read = born(lambda write, place=place, watch=watch: live(place, write, watch))
        code, turns = ended(pid, read)
        assert code == 0
        assert Counter(acknowledged + turns).most_common(1)[0][1] == 1, "acknowledged twice"
        checked(place, acknowledged + turns)
        assert fingerprint(place) == whole
        nodes.update(line for line in log.read_text().split() if line.endswith(":enter"))
    again = sum(nodes.values()) / (trial * NODES) - 1
    return {"kills": done, "trials": trial, "lost": 0, "doubled": 0, "nodes run again": round(again, 3)}


NODES = 6 * 4 + 1
"""Node executions of an uninterrupted play: six a turn that a planner works on, and one more after a reply."""


def at_acceptance(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kills right after a turn was acknowledged."""
    for trial in range(kills):
        place = placed(folder / str(trial), folder)
        pid, read = born(lambda write, place=place: live(place, write, lambda point: None, until="accepted"))
        first = os.read(read, 16)
        os.kill(pid, signal.SIGKILL)
        code, _ = ended(pid, read)
        assert (first, code) == (b"1\n", -signal.SIGKILL)
        found = conversations(place)
        turns = found.record(found.shelf.ids()[0]).turns
        assert [(turn.number, turn.text) for turn in turns] == [(1, SCRIPT[0][2])]
    return {"kills": kills}


def together(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """So many turns at once from each of two processes, half of them queued; what became of each."""
    session = begun(folder)

    def life(write: int) -> None:
        me = os.getpid()
        at_once = threading.Barrier(count)

        def speak(number: int) -> None:
            found = conversations(folder, fresh_id=lambda: f"{me:016x}{number:016x}")
            at_once.wait()
            key = f"{me}-{number}"
            try:
                found.say(session, f"memory {128 + number}", asks=False, key=key, queues=number % 2 == 0)
                os.write(write, f"+{key}\n".encode())
            except BusyError:
                os.write(write, f"-{key}\n".encode())

        threads = [threading.Thread(target=speak, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    lives = [born(life) for _ in range(2)]
    told: list[str] = []
    for pid, read in lives:
        with os.fdopen(read) as handle:
            told += handle.read().split()
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    turns = conversations(folder).record(session).turns
    accepted = sorted(key[1:] for key in told if key.startswith("+"))
    assert len(told) == 2 * count
    stored = sorted(turn.key for turn in turns[1:])
    assert stored == accepted, f"lost, or doubled: {stored} {sorted(told)}"
    assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
    assert {turn.status for turn in turns} == {"answered"}
    assert all(later.base == earlier.design for earlier, later in pairwise(turns)), "a fork"
    return {"accepted": len(accepted), "refused": len(told) - len(accepted)}


def taken_over(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """So often one is killed in the middle of a turn, and another process goes on with it at once."""
    session = begun(folder)
    for number in range(count):

        def life(write: int, number: int = number) -> None:
            def listen(event: Event) -> None:
                os.write(write, f"{type(event).__name__}\n".encode())
                if isinstance(event, Streamed):
                    time.sleep(60)

            conversations(folder).say(session, f"memory {200 + number}", asks=False, key=f"a{number}", listen=listen)

        pid, read = born(life)
        heard = b""
        while b"Streamed" not in heard:
            heard += os.read(read, 100)
        other = conversations(folder, fresh_id=lambda number=number: f"{number:032x}")
        try:
            other.say(session, "memory 640", asks=False, key=f"b{number}")
            raise AssertionError("it was not at work")
        except BusyError:
            pass
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(read)
        if isinstance(other.shelf, Rack):
            let_go(other)
        assert isinstance(other.say(session, "memory 640", asks=False, key=f"b{number}"), Answered)
    turns = conversations(folder).record(session).turns
    wanted = ["k1", *(f"{letter}{number}" for number in range(count) for letter in "ab")]
    assert [turn.key for turn in turns] == wanted
    assert {turn.status for turn in turns} == {"answered"}
    return {"taken over": count}


def begun(folder: Path) -> str:
    """A session with a first design."""
    found = conversations(folder)
    session = found.create(planner="mechanic")
    found.say(session, BRIEF, asks=False, key="k1")
    return session


def everyday(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """A little of each."""
    counts = {"random": count, "acceptance": count // 2, "together": 5, "takeover": 2}
    for mode in counts:
        placed(folder / mode, folder)
    return {mode: MODES[mode](folder / mode, number, seed) for mode, number in counts.items()}


MODES: dict[str, Callable[[Path, int, int], dict[str, Any]]]
MODES = {
    "everyday": everyday,
    "random": at_random,
    "acceptance": at_acceptance,
    "together": together,
    "takeover": taken_over,
}

if __name__ == "__main__":
    mode, place, number, chosen = sys.argv[1:]
    play(conversations(placed(Path(place) / "warm", Path(place))))  # so that a life has everything loaded
    assert threading.active_count() == 1
    print(json.dumps(MODES[mode](Path(place), int(number), int(chosen))))
