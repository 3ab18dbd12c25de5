"""A planner that does as it is told in words, small and quick; and conversations around it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, cast

from agent.conversation import Conversations
from agent.planners.claude.exchange import Delta, ModelError
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.protocol import Known, Planner, Proposal, Revision
from agent.sessions.address import Address, address_of
from agent.sessions.events import Ending, Event
from agent.sessions.rack import Rack
from agent.sessions.running import Around
from agent.sessions.sealing import seal_key
from agent.sessions.shelf import Shelf, Shelves
from knowledge.knowledge import Knowledge
from tests.agent.conftest import Shelf as Patterns
from tests.agent.scripted import BRIEF, small_design
from tools.checks import Finding
from tools.design.design import Design
from tools.design.edits import Edit, RemoveComponent, SetField
from tools.design.requirements import Option, Question, Requirements

MARK = "server"
"""File in a folder that names the database its sessions are in."""

NOW = 1_700_000_000_000
PATTERNS = cast("Knowledge", Patterns(()))

OUTAGE = ModelError("overloaded", "the model's service is overloaded; try again later", is_resumable=True)
REGION = Question(
    id="where", text="Where?", about="regions", default="here", options=(Option(id="a", text="there"),), impact=0.9,
    why="It decides where it stands.",
)  # fmt: skip


class Mechanic:
    """ "memory 256" sets the memory of a function, "wonder" asks, "stumble" has the model fail until told otherwise."""

    takes_remedies = False

    def __init__(self, name: str, around: Around, pace_s: float = 0.0) -> None:
        self.name = name
        self._journal = around.journal
        self._overhear = around.overhear
        self._pace_s = pace_s

    def read(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        time.sleep(self._pace_s)
        return EmbeddedPlanner().read(brief, answers)

    def propose(self, brief: str, requirements: Requirements, patterns: tuple[Known, ...]) -> tuple[Proposal, ...]:
        time.sleep(self._pace_s)
        self._asked("propose")
        return (Proposal("only", "Only", "", partial(small_design, requirements=requirements)),)

    def repair(self, design: Design, findings: tuple[Finding, ...]) -> Design:
        return design

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        time.sleep(self._pace_s)
        assert brief.startswith("Customers")
        if "stumble" in message and self.name != "embedded":
            raise OUTAGE
        self._asked(message)
        if "wonder" in message and "Where?" not in message:
            return Revision((), "", (REGION,))
        return Revision(tuple(_edits(message)), f"heard: {message}")

    def _asked(self, what: str) -> None:
        """As a model would be: told piece by piece, kept before it is acted upon."""
        if self._journal.recall(what) is None:
            for word in what.split():
                self._overhear(Delta("text", word))
            self._journal.keep(what, {"text": what})
            ASKED.append(what)


ASKED: list[str] = []
"""What the model was asked in this process, replies from the journal apart."""


def _edits(message: str) -> Iterator[Edit]:
    for amount in re.findall(r"memory (\d+)", message):
        yield SetField(name="place-order", field="memory_mb", value=int(amount))
    for name in re.findall(r"remove (\S+)", message):
        yield RemoveComponent(name=name)


def cast_mechanic(name: str, around: Around, pace_s: float = 0.0) -> Planner:
    """The planner of any name."""
    return Mechanic(name, around, pace_s)


def conversations(folder: Path, **given: Any) -> Conversations:
    """Conversations in a folder, where no clock moves and ids are counted."""
    numbers = count(1)
    shelf = given.pop("shelf", None) or shelf_in(folder, given.pop("watch", lambda point: None))
    defaults: dict[str, Any] = {
        "cast": cast_mechanic,
        "knowledge": lambda: PATTERNS,
        "clock": lambda: NOW,
        "fresh_id": lambda: f"{next(numbers):032x}",
    }
    return Conversations(shelf, **(defaults | given))


def shelf_in(folder: Path, watch: Callable[[str], None] = lambda point: None) -> Shelves:
    """The sessions of a folder: in files, or in the database that the folder names."""
    place = place_of(folder)
    if isinstance(place, Path):
        return Shelf(place, watch=watch)
    return Rack(place, key=lambda: seal_key(folder), watch=watch)


def place_of(folder: Path) -> Path | Address:
    """Where the sessions of a folder are."""
    mark = folder / MARK
    return address_of(mark.read_text(), {}) if mark.exists() else folder / "sessions"


class Heard(list[Event]):
    """What was told, in order."""

    def __call__(self, event: Event) -> None:
        self.append(event)

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self if isinstance(event, kind)]


Script = tuple[tuple[str, str, str], ...]

SCRIPT: Script = (
    ("say", "k1", BRIEF),
    ("say", "k2", "memory 256"),
    ("say", "k3", "wonder memory 768"),
    ("answer", "k4", "you decide"),
    ("undo", "k5", ""),
    ("say", "k6", "memory 1024"),
)
"""A conversation that touches every kind of turn."""


def play(found: Conversations, script: Script = SCRIPT, listen: Callable[[Event], None] = lambda _: None) -> str:
    """Plays a conversation from wherever it stopped to its end; the id of the session."""
    ids = found.shelf.ids()
    session = ids[0] if ids else found.create(planner="mechanic")
    for kind, key, text in script:
        step(found, session, kind, key, text, listen)
    return session


def step(
    found: Conversations, session: str, kind: str, key: str, text: str, listen: Callable[[Event], None]
) -> Ending | None:
    """One step, as somebody would take it who does not know whether they took it already."""
    record = found.record(session)
    waiting = record.open_turn
    if kind == "answer":
        if waiting is None:
            return None
        if waiting.status != "asking":
            found.resume(session, listen=listen)
        again = found.record(session).open_turn
        return found.answer(session, text, key=key, listen=listen) if again is not None else None
    if kind == "undo":
        return found.undo(session, key=key, listen=listen)
    if waiting is not None and waiting.key == key:
        return found.resume(session, listen=listen)
    return found.say(session, text, key=key, asks="wonder" in text, listen=listen)


BOTH = ("files", "server")
"""How sessions may be kept; what `kind` may be in the tests."""
