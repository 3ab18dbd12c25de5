"""One writer at a time, in whatever order things happen: two who come at once, step by step in every order."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from agent.conversation import Conversations
from agent.sessions import lease
from agent.sessions.errors import BusyError, SessionError, StaleLeaseError, UnknownSessionError
from agent.sessions.events import Answered
from agent.sessions.lease import LEASE_MS, Lease, take_lease
from agent.sessions.store import Store
from tests.agent.sessions.mechanic import NOW, conversations

OUTSIDE = {"lease:before", "lease:after", "lease:between", "release:before", "release:after"}
"""Where somebody may be stopped: everywhere but within a transaction, which nobody else gets into anyway."""


class DiedError(BaseException):
    """The process is gone: its lock is free, and nothing else is put in order."""


class Somebody:
    """Takes the lease, works, lets go of it; one step whenever it is told to."""

    def __init__(self, store: Store, dies_at: str = "") -> None:
        self.at = "start"
        self.error: SessionError | None = None
        self.held: Lease | None = None
        self.is_given_up = False
        self.is_dead = False
        self._store = store
        self._dies_at = dies_at
        self._go, self._came = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return self.at == "over"

    @property
    def has_it(self) -> bool:
        """Whether the lease in the database is theirs."""
        return self.at in ("work", "release:before")

    def step(self) -> None:
        """Goes on to the next point."""
        self._go.release()
        self._came.acquire()
        if self.is_over:
            self._thread.join()

    def stop(self, point: str) -> None:
        """Comes to a point, and waits there."""
        if point in OUTSIDE | {"work"}:
            self.at = point
            if point == self._dies_at or self.is_given_up:
                raise DiedError
            self._came.release()
            self._go.acquire()
            if self.is_given_up:
                raise DiedError

    def give_up(self) -> None:
        """Ends it, wherever it is."""
        self.is_given_up = True
        while not self.is_over:
            self.step()

    def _live(self) -> None:
        self._go.acquire()
        self._store.watch = self.stop
        try:
            self.held = take_lease(self._store, lambda: NOW)
            self.stop("work")
            with self._store.writing("work", self.held.fence):
                pass
            self.held.release()
            self.held = None
        except SessionError as error:
            self.error = error
        except DiedError:
            self.is_dead = True
            if self.held is not None:
                self.held.drop()
                self.held = None
        finally:
            self.at = "over"
            self._came.release()


def played(stores: Sequence[Store], choices: Sequence[int], dies_at: str) -> tuple[list[int], list[Somebody]]:
    """Plays the choices, then goes on with whoever was at it; how many could have been chosen at each step."""
    people = [Somebody(stores[0], dies_at), Somebody(stores[1])]
    counts: list[int] = []
    current = people[0]
    try:
        while left := [one for one in people if not one.is_over]:
            left.sort(key=lambda one: one is not current)  # staying with whoever is at it is choice 0
            choice = choices[len(counts)] if len(counts) < len(choices) else 0
            counts.append(len(left))
            current = left[choice]
            ensure_no_spurious_error(current, people)
            assert sum(one.has_it for one in people) <= 1, "two at once"
    finally:
        for one in people:
            one.give_up()
    return counts, people


def ensure_no_spurious_error(current: Somebody, people: Sequence[Somebody]) -> None:
    """One step. Nobody is told that somebody is at it where nobody is, and whoever has the lease can write."""
    other = next(one for one in people if one is not current)
    current.step()
    if current.error is not None:
        assert isinstance(current.error, BusyError), current.error
        about = other.has_it or other.at in ("lease:before", "lease:after") or other.is_dead
        assert about, "told that somebody is at it, and nobody was"


def schedules(play: Callable[[Sequence[int]], list[int]], most: int) -> int:
    """Plays every order in which at most so many switches happen where nobody had to; how many there were."""
    todo: list[tuple[int, ...]] = [()]
    count = 0
    while todo:
        choices = todo.pop()
        counts = play(choices)
        count += 1
        if sum(map(bool, choices)) < most:
            todo += [
                (*choices, *(0 for _ in range(len(choices), place)), other)
                for place in range(len(choices), len(counts))
                for other in range(1, counts[place])
            ]
    return count


STANDINGS = {
    "free": (0, 0),
    "left by one who died": (NOW + LEASE_MS, 1),
    "run out": (NOW - 1, 1),
    "run out, and taken without the lock": (NOW - 1, 0),
}


@pytest.fixture
def stores(begun: str, tmp_path: Path) -> Generator[list[Store]]:
    """The session, opened twice as by two processes."""
    with ExitStack() as stack:
        yield [stack.enter_context(conversations(tmp_path).shelf.opened(begun)) for _ in range(2)]


def every_order(stores: list[Store], standing: str, dies_at: str, most: int) -> int:
    until, locked = STANDINGS[standing]

    def play(choices: Sequence[int]) -> list[int]:
        for store in stores:
            store.watch = lambda point: None
        with stores[0].writing("set") as connection:
            query = "UPDATE lease SET until = ?, locked = ? WHERE session = ?"
            connection.execute(query, (until, locked, stores[0].session))
        counts, people = played(stores, choices, dies_at)
        assert dies_at or any(one.error is None for one in people), "nobody got it"
        stores[0].watch = lambda point: None
        ((bare,),) = stores[0].rows("SELECT until > 0 AND locked = 0 FROM lease WHERE session = ?")
        if bare:  # somebody died who had not got the lock: nobody can know, and it runs out
            assert people[0].is_dead
        else:
            take_lease(stores[0], lambda: NOW).release()  # whoever comes next finds it free
        return counts

    return schedules(play, most)


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("dies_at", ["", "lease:before", "lease:after", "work", "release:before", "release:after"])
def test_two_at_once_in_every_order(
    standing: str, dies_at: str, stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TRIES", 2)
    monkeypatch.setattr(lease, "PAUSE_S", 0)
    assert every_order(stores, standing, dies_at, most=2) > 3


@pytest.mark.parametrize("kind", ["server"], indirect=True)
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("dies_at", ["", "work"])
def test_two_at_once_in_every_order_in_postgres(
    standing: str, dies_at: str, stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TRIES", 2)
    monkeypatch.setattr(lease, "PAUSE_S", 0)
    assert every_order(stores, standing, dies_at, most=2) > 3


def test_the_orders_see_a_lease_that_is_taken_for_an_orphan(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: where every lease counts as one whose holder had the lock."""
    standing = lease._standing  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(lease, "_standing", lambda *given: standing(*given)._replace(is_locked=True))
    monkeypatch.setattr(lease, "TRIES", 2)
    monkeypatch.setattr(lease, "PAUSE_S", 0)
    with pytest.raises(AssertionError, match=r"another process went on|two at once"):
        every_order(stores, "free", "", most=2)


@pytest.mark.slow
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("dies_at", ["", "lease:before", "lease:after", "work", "release:before"])
def test_two_at_once_in_every_order_with_more_switches(
    standing: str, dies_at: str, stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TRIES", 3)
    monkeypatch.setattr(lease, "PAUSE_S", 0)
    assert every_order(stores, standing, dies_at, most=4) > 5


@pytest.fixture
def lock(begun: str, talks: Conversations) -> Generator[int]:
    """The lock of the session, held as by another process."""
    handle = os.open(talks.shelf.folder / f"{begun}.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield handle
    os.close(handle)


def test_whoever_has_the_lock_and_is_just_beginning_or_ending_is_waited_for(
    lock: int, begun: str, talks: Conversations
) -> None:
    """Neither is there any error, nor is it taken without the lock."""
    free = threading.Timer(0.1, lambda: fcntl.flock(lock, fcntl.LOCK_UN))
    free.start()
    with talks.shelf.opened(begun) as store:
        taken = take_lease(store, lambda: NOW)
        assert store.rows("SELECT locked FROM lease WHERE session = ?") == [(1,)]
        taken.release()
    free.join()


def test_one_who_stands_still_with_the_lock_holds_nobody_up(
    lock: int, begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TRIES", 3)
    for amount in (256, 512):
        assert isinstance(talks.say(begun, f"memory {amount}", asks=False), Answered)


def test_a_lease_that_was_let_go_of_is_not_renewed(begun: str, tmp_path: Path) -> None:
    """The renewing may have begun before; without this, nobody would get it for a minute."""
    with conversations(tmp_path).shelf.opened(begun) as store:
        taken = take_lease(store, lambda: NOW)
        taken.release()
        taken._prolong()  # pyright: ignore[reportPrivateUsage]
        assert store.rows("SELECT until FROM lease WHERE session = ?") == [(0,)]


def test_a_disk_without_locks_has_leases_still(
    begun: str, talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(handle: int, how: int) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(fcntl, "flock", refused)
    assert isinstance(talks.say(begun, "memory 256", asks=False), Answered)
    with talks.shelf.opened(begun) as store:
        taken = take_lease(store, lambda: NOW)
        with pytest.raises(BusyError):
            talks.say(begun, "memory 512", asks=False)
        taken.release()


def test_one_that_is_deleted_meanwhile_is_unknown_and_not_damaged(begun: str, talks: Conversations) -> None:
    with talks.shelf.opened(begun) as store:
        talks.delete(begun)
        with pytest.raises(UnknownSessionError, match="was deleted meanwhile"):
            take_lease(store, lambda: NOW)
    assert list(talks.shelf.folder.glob(f"{begun}*")) == []


def test_a_lease_without_the_lock_is_not_orphaned_when_the_lock_is_free(lock: int, begun: str, tmp_path: Path) -> None:
    """Taken from a writer that stood still and kept its lock; then that one ends."""
    moment = [NOW]
    talks = conversations(tmp_path, clock=lambda: moment[0])
    with talks.shelf.opened(begun) as store:
        with store.writing("test") as connection:
            connection.execute("UPDATE lease SET until = ?, locked = 1", (NOW,))
        moment[0] += 1
        taken = take_lease(store, lambda: moment[0])
        fcntl.flock(lock, fcntl.LOCK_UN)
        with pytest.raises(BusyError, match="somebody else is at it"):
            take_lease(store, lambda: moment[0])
        moment[0] += lease.LEASE_MS + 1
        other = take_lease(store, lambda: moment[0])
        with pytest.raises(StaleLeaseError):
            taken.release()
        taken.drop()
        other.release()
