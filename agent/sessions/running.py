"""Runs the turns of one session, one after the other, as long as the lease holds and nothing has to be waited for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from agent.planners.claude.budget import Spending
from agent.planners.claude.exchange import Delta, Journal, ModelError
from agent.planners.claude.exchange import Listen as Overhear
from agent.planners.protocol import BadAnswerError, Planner, PlannerError, UnclearBriefError
from agent.sessions.errors import DamagedError
from agent.sessions.events import Answered, Asked, Ending, Failed, Listen, Parked, Stepped, Streamed
from agent.sessions.fidelity import checked_json, one_line
from agent.sessions.lease import Lease
from agent.sessions.rows import Turn
from agent.sessions.spending import note_spending, spent_by, spent_until
from agent.sessions.store import Store, thread_of

if TYPE_CHECKING:
    from agent.sessions.desk import Desk
    from knowledge.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Around:
    """What a planner that asks a model is given besides."""

    session: str
    journal: Journal
    overhear: Overhear
    """Told what comes of a reply, as it comes."""
    note: Callable[[str], None]
    """Told what its tools did, a line each."""
    spent: Spending
    """What the conversation has spent before."""


class Cast(Protocol):
    """Puts the planner of a name to work on a turn."""

    def __call__(self, name: str, around: Around) -> Planner:
        """The planner. Raises PlannerError where there is none, ModelError for a model that cannot be asked."""
        ...


class UnwantedError(Exception):
    """Somebody wants the turn under way to be left."""


@dataclass(frozen=True, slots=True)
class Room:
    """What turns are run with."""

    cast: Cast
    knowledge: Callable[[], Knowledge]
    listen: Listen


def run_open_turns(store: Store, lease: Lease, room: Room) -> Ending | None:
    """Goes on until no turn is open or one has to wait; how the last one ended, None where none was open."""
    ending: Ending | None = None
    while (turn := store.next_open()) is not None:
        lease.work_on(turn.number)
        ending = _run(turn, store, lease, room)
        store.sweep(lease.fence)
        room.listen(ending)
        if isinstance(ending, Asked | Parked):
            return ending
    return ending


def _run(turn: Turn, store: Store, lease: Lease, room: Room) -> Ending:
    """One turn to its end, or to where it waits. What ends it otherwise leaves it open."""
    try:
        if turn.is_unwanted or lease.is_unwanted:
            raise UnwantedError
        return _through(turn, store, lease, room)
    except UnwantedError:
        return _over(turn, store, lease, "cancelled", "cancelled; the session stands where it stood")
    except ModelError as error:
        if error.code == "cancelled" and lease.is_unwanted:
            return _over(turn, store, lease, "cancelled", "cancelled; the session stands where it stood")
        return _parked(turn, store, lease, error)
    except _refused() as error:
        return _over(turn, store, lease, _CODES.get(type(error), "refused"), _line(error))


def _through(turn: Turn, store: Store, lease: Lease, room: Room) -> Ending:
    desk = _desk(turn, store, lease, room)
    before = spent_by(desk.planner)
    try:
        waiting = _gone_on(desk, store, lease)
    finally:
        spent = spent_by(desk.planner)
        if spent is not None and (before is None or spent.calls != before.calls):
            room.listen(Stepped(turn.number, turn.planner, spent.line()))
    if waiting is not None:
        return _asked(turn, store, lease, waiting["questions"], waiting["problem"])
    return answered(store, store.turn(turn.number))


def _gone_on(desk: Desk, store: Store, lease: Lease) -> dict[str, Any] | None:
    """Runs a turn until it is over or waits; what it waits for."""
    from agent.sessions.checkpoints import SealedSaver
    from agent.sessions.graph import run_turn

    turn = desk.turn
    saver = SealedSaver(store, thread_of(store.session, turn.number), store.engine.key(), lease.fence)
    waiting = run_turn(desk, saver)
    if waiting is None and not store.turn(turn.number).is_final:
        waiting = run_turn(desk, saver)
    return waiting


def _desk(turn: Turn, store: Store, lease: Lease, room: Room) -> Desk:
    from agent.sessions.desk import Desk, Journalled
    from agent.sessions.reading import WellRead
    from agent.state import Deps

    def overhear(delta: Delta) -> None:
        if lease.is_unwanted:
            raise UnwantedError
        room.listen(Streamed(turn.number, delta.kind, delta.text))

    def say(step: str, text: str) -> None:
        if lease.is_unwanted:
            raise UnwantedError
        room.listen(Stepped(turn.number, step, text))

    journal, spent = Journalled(store, turn.number, lease.fence), spent_until(store.turns(), turn.number)
    planner = room.cast(turn.planner, Around(store.session, journal, overhear, partial(say, turn.planner), spent))
    well_read = WellRead(planner, journal, partial(note_spending, planner, store, turn.number, lease.fence))
    return Desk(store, turn, lease.fence, Deps(well_read, room.knowledge(), say), planner)


def answered(store: Store, turn: Turn) -> Ending:
    """How a turn that is over ended. Raises DamagedError where it is not over."""
    from agent.sessions.desk import plain_in

    if turn.status == "answered" and turn.answer is not None:
        return Answered(turn.number, plain_in(store, turn.answer))
    if turn.is_final:
        return Failed(turn.number, turn.sentence, turn.code)
    raise DamagedError(f"turn {turn.number} went through and has no answer")


def waiting(turn: Turn) -> Ending | None:
    """What an open turn waits for, as it was told; None where it waits for nothing."""
    if turn.status == "asking":
        return Asked(turn.number, turn.questions, turn.sentence)
    if turn.status == "parked":
        return Parked(turn.number, turn.sentence, turn.code, turn.is_resumable)
    return None


def _asked(turn: Turn, store: Store, lease: Lease, questions: list[dict[str, object]], problem: str) -> Asked:
    text = checked_json(questions, "a question")
    store.change("ask", turn.number, lease.fence, status="asking", questions=text, sentence=problem, code="")
    return Asked(turn.number, tuple(questions), problem)


def _parked(turn: Turn, store: Store, lease: Lease, error: ModelError) -> Parked:
    store.change(
        "park", turn.number, lease.fence, status="parked", sentence=error.sentence, code=error.code,
        resumable=int(error.is_resumable),
    )  # fmt: skip
    return Parked(turn.number, error.sentence, error.code, error.is_resumable)


def _over(turn: Turn, store: Store, lease: Lease, code: str, sentence: str) -> Failed:
    status = "cancelled" if code == "cancelled" else "failed"
    store.change("over", turn.number, lease.fence, status=status, sentence=sentence, code=code, questions="[]")
    return Failed(turn.number, sentence, code)


_CODES: dict[type[Exception], str] = {
    UnclearBriefError: "unclear",
    BadAnswerError: "bad-answer",
    PlannerError: "planner",
}


def _refused() -> tuple[type[Exception], ...]:
    """What a planner or the tools raise for words that come to nothing; everything else is a defect."""
    from agent.planners.claude.workbench import RefusalError
    from tools.design.edits import EditError

    return UnclearBriefError, BadAnswerError, PlannerError, EditError, RefusalError


def _line(error: Exception) -> str:
    return one_line(str(error))
