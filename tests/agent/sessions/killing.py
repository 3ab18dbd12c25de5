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
from pathlib import Path
from typing import Any

from agent.sessions.events import Accepted, Event
from tests.agent.sessions.mechanic import SCRIPT, cast_mechanic, conversations, play

PACE_S = 0.03
MOST_KILLS = 7


def fingerprint(folder: Path) -> str:
    """What is left of a conversation, as one hash."""
    found = conversations(folder)
    return hashlib.sha256(found.export(found.shelf.ids()[0])).hexdigest()


def live(folder: Path, acknowledged: int, watch: Callable[[str], None], until: str = "") -> None:
    """One life: plays the conversation from wherever it is to its end, acknowledging what is accepted."""
    found = conversations(folder, watch=watch, cast=partial(cast_mechanic, pace_s=PACE_S))

    def listen(event: Event) -> None:
        if isinstance(event, Accepted):
            os.write(acknowledged, f"{event.turn}\n".encode())
            if until == "accepted":
                time.sleep(60)

    play(found, listen=listen)


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
    pid, read = born(lambda write: live(folder / "whole", write, lambda point: None))
    assert ended(pid, read)[0] == 0
    length, whole = time.monotonic() - start, fingerprint(folder / "whole")
    done, trial, nodes = 0, 0, Counter[str]()
    while done < kills:
        place = folder / f"trial-{(trial := trial + 1)}"
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
    return {"kills": done, "trials": trial, "nodes run again": round(again, 3)}


NODES = 6 * 4 + 1
"""Node executions of an uninterrupted play: six a turn that a planner works on, and one more after a reply."""


def at_acceptance(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kills right after a turn was acknowledged."""
    for trial in range(kills):
        place = folder / str(trial)
        pid, read = born(lambda write, place=place: live(place, write, lambda point: None, until="accepted"))
        first = os.read(read, 16)
        os.kill(pid, signal.SIGKILL)
        code, _ = ended(pid, read)
        assert (first, code) == (b"1\n", -signal.SIGKILL)
        found = conversations(place)
        turns = found.record(found.shelf.ids()[0]).turns
        assert [(turn.number, turn.text) for turn in turns] == [(1, SCRIPT[0][2])]
    return {"kills": kills}


MODES = {"random": at_random, "acceptance": at_acceptance}

if __name__ == "__main__":
    mode, place, number, chosen = sys.argv[1:]
    play(conversations(Path(place) / "warm"))  # so that a life has everything loaded
    assert threading.active_count() == 1
    print(json.dumps(MODES[mode](Path(place), int(number), int(chosen))))
