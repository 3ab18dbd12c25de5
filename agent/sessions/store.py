"""One session: all the SQL there is. Every write is one transaction that is on the disk when it returns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from agent.sessions.database import Database
from agent.sessions.engine import Connection
from agent.sessions.errors import BusyError, DamagedError, OpenTurnError, ReusedKeyError
from agent.sessions.fidelity import checked_json
from agent.sessions.lease import is_held
from agent.sessions.rows import (
    HEAD_FIELDS,
    TURN_FIELDS,
    Head,
    Status,
    Turn,
    artefact_hash,
    digest_of,
    head_of,
    packed,
    reply_of,
    turn_of,
    unpacked,
)

_OVER = "('answered', 'failed', 'cancelled')"

_LINKS = ("base", "design", "extra", "answer")
_LED_TO = " UNION ".join(f"SELECT {link} FROM turns WHERE session = ? AND {link} IS NOT NULL" for link in _LINKS)


class Store(Database):
    """What stands in the database. `fence`, where a method takes it, is that of the lease the caller holds."""

    # The session itself

    def found(self, head: Head, fill: Callable[[Connection], None] | None = None) -> None:
        """Writes the first row of a new session, and what `fill` adds."""
        with self.writing("found") as connection:
            connection.execute(
                f"INSERT INTO session ({HEAD_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)",
                (head.id, head.name, head.planner, head.created, head.parent, head.parent_turn),
            )
            connection.execute("INSERT INTO lease (session, fence, until, locked) VALUES (?, 0, 0, 0)", (head.id,))
            if fill is not None:
                fill(connection)

    def head(self) -> Head:
        """The session without its turns."""
        rows = self.rows(f"SELECT {HEAD_FIELDS} FROM session WHERE id = ?")
        if len(rows) != 1:
            raise DamagedError(f"{self.engine.name} holds another session than its name says")
        return head_of(rows[0])

    def rename(self, name: str, *, only_if_nameless: bool = False) -> None:
        """Gives the session a name."""
        with self.writing("rename") as connection:
            bare = " AND name = ''" if only_if_nameless else ""
            connection.execute(f"UPDATE session SET name = ? WHERE id = ?{bare}", (name, self.session))

    def erase(self, fence: int) -> None:
        """Takes every row away and gives the pages back, overwritten."""
        with self.writing("erase", fence) as connection:
            for table in ("checkpoints", "writes"):
                connection.execute(f"DELETE FROM {table} WHERE thread_id LIKE ?", (thread_of(self.session, "%"),))
            connection.execute("DELETE FROM turns WHERE session = ?", (self.session,))
            connection.execute("DELETE FROM session WHERE id = ?", (self.session,))
        self.give_back()

    # The inbox

    def accept(self, said: Turn, *, fence: int | None, now: int) -> tuple[Turn, bool]:
        """Stores a turn before anybody is told that it was; its number is given here. And whether it is a new one.

        The same key and words again give the turn that is there. Without a fence it is queued: somebody else holds
        the lease, and looks for further turns before letting go of it. Raises OpenTurnError where an earlier turn
        waits, ReusedKeyError for other words, BusyError where it was to be queued and nobody holds the lease.
        """
        with self.writing("accept", fence) as connection:
            known = _turn_by_key(connection, self.session, said.key)
            if known is not None:
                return _the_same(known, said), False
            if fence is None and not is_held(connection, self.session, now):
                raise BusyError("nobody is there to go on with it")
            _ensure_none_waits(connection, self.session)
            number = _next_number(connection, self.session)
            connection.execute(
                "INSERT INTO turns (session, number, key, kind, text, digest, planner, asks, accepted)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self.session, number, said.key, said.kind, said.text, digest_of(said.text), said.planner,
                 int(said.asks), said.accepted),
            )  # fmt: skip
        return self.turn(number), True

    def turns(self) -> tuple[Turn, ...]:
        """Every turn, in the order in which they were accepted."""
        return tuple(
            turn_of(row) for row in self.rows(f"SELECT {TURN_FIELDS} FROM turns WHERE session = ? ORDER BY number")
        )

    def last_turn(self) -> Turn | None:
        """The turn that was accepted last."""
        rows = self.rows(f"SELECT {TURN_FIELDS} FROM turns WHERE session = ? ORDER BY number DESC LIMIT 1")
        return turn_of(rows[0]) if rows else None

    def turn(self, number: int) -> Turn:
        """One turn."""
        rows = self.rows(f"SELECT {TURN_FIELDS} FROM turns WHERE session = ? AND number = ?", number)
        if not rows:
            raise DamagedError(f"turn {number} is gone")
        return turn_of(rows[0])

    def turn_by_key(self, key: str) -> Turn | None:
        """The turn that came under this key."""
        rows = self.rows(f"SELECT {TURN_FIELDS} FROM turns WHERE session = ? AND key = ?", key)
        return turn_of(rows[0]) if rows else None

    def next_open(self) -> Turn | None:
        """The first turn that is not over."""
        rows = self.rows(
            f"SELECT {TURN_FIELDS} FROM turns WHERE session = ? AND status NOT IN {_OVER} ORDER BY number LIMIT 1"
        )
        return turn_of(rows[0]) if rows else None

    def reply(self, turn: int, key: str, text: str, fence: int) -> None:
        """Stores what was said to the questions of a turn; once for each key."""
        with self.writing("reply", fence) as connection:
            rows = connection.execute(
                "SELECT text, digest FROM replies WHERE session = ? AND turn = ? AND key = ?",
                (self.session, turn, key),
            ).fetchall()
            if rows:
                if reply_of(rows[0]) != text:
                    raise ReusedKeyError("the key of a reply came with other words. Use a key for each")
                return
            connection.execute(
                "INSERT INTO replies (session, turn, number, key, text, digest) SELECT ?, ?, COUNT(*) + 1, ?, ?, ?"
                " FROM replies WHERE session = ? AND turn = ?",
                (self.session, turn, key, text, digest_of(text), self.session, turn),
            )

    def replies(self, turn: int) -> tuple[str, ...]:
        """What was said to the questions of a turn, in order."""
        query = "SELECT text, digest FROM replies WHERE session = ? AND turn = ? ORDER BY number"
        return tuple(reply_of(row) for row in self.rows(query, turn))

    # A turn on its way

    def change(self, point: str, number: int, fence: int, *, status: Status | None = None, **fields: Any) -> None:
        """Notes how far a turn has come. `fields` are columns of `turns`; saying the same twice changes nothing."""
        values = dict(fields) | ({"status": status} if status else {})
        told = ", ".join(f"{name} = ?" for name in values)
        with self.writing(point, fence) as connection:
            connection.execute(
                f"UPDATE turns SET {told} WHERE session = ? AND number = ? AND status NOT IN {_OVER}",
                (*values.values(), self.session, number),
            )

    def record(self, done: Turn, fence: int, answer: Mapping[str, Any]) -> Turn:
        """Stores a turn that needs no planner together with its answer: it is there and over, or not there.

        Raises OpenTurnError where an earlier turn is not over, ReusedKeyError for a key that came with other words.
        """
        text = checked_json(answer)
        with self.writing(done.kind, fence) as connection:
            known = _turn_by_key(connection, self.session, done.key)
            if known is not None:
                return _the_same(known, done)
            _ensure_none_waits(connection, self.session, also=("accepted", "running"))
            name = _put(connection, self.session, "answer", text)
            number = _next_number(connection, self.session)
            insert_turns(connection, self.session, [replace(done, number=number, status="answered", answer=name)])
        return self.turn(number)

    def unwant(self, number: int) -> None:
        """Asks whoever runs a turn to leave it. Needs no lease: it is a wish."""
        with self.writing("unwant") as connection:
            connection.execute("UPDATE turns SET unwanted = 1 WHERE session = ? AND number = ?", (self.session, number))

    def sweep(self, fence: int) -> None:
        """Takes away what turns that are over needed on their way; what nothing leads to, once no turn is open."""
        over = f"(SELECT session || ':' || number FROM turns WHERE session = ? AND status IN {_OVER})"
        with self.writing("sweep", fence) as connection:
            for table in ("checkpoints", "writes"):
                connection.execute(f"DELETE FROM {table} WHERE thread_id IN {over}", (self.session,))
            connection.execute(
                f"DELETE FROM journal WHERE session = ? AND session || ':' || turn IN {over}",
                (self.session, self.session),
            )
            connection.execute(
                f"DELETE FROM artefacts WHERE session = ? AND hash NOT IN ({_LED_TO})"
                f" AND NOT EXISTS (SELECT 1 FROM turns WHERE session = ? AND status NOT IN {_OVER})",
                (self.session,) * (len(_LINKS) + 2),
            )

    def forget_progress(self, number: int, fence: int) -> None:
        """Has a turn begin anew, with what was said and the replies of a model as they are."""
        with self.writing("forget", fence) as connection:
            for table in ("checkpoints", "writes"):
                connection.execute(f"DELETE FROM {table} WHERE thread_id = ?", (thread_of(self.session, number),))

    # Artefacts

    def put(self, kind: str, text: str, fence: int) -> str:
        """Stores a text under the hash of its content, which it gives back; once, however often it is put."""
        with self.writing(f"put-{kind}", fence) as connection:
            return _put(connection, self.session, kind, text)

    def get(self, name: str) -> tuple[str, str]:
        """Kind and text of an artefact; its content is held against its hash. Raises DamagedError."""
        rows = self.rows("SELECT kind, body FROM artefacts WHERE session = ? AND hash = ?", name)
        if not rows or not isinstance(rows[0][0], str):
            raise DamagedError(f"artefact {name[:12]} is gone")
        kind, text = rows[0][0], unpacked(rows[0][1])
        if artefact_hash(kind, text) != name:
            raise DamagedError(f"artefact {name[:12]} is not what was stored")
        return kind, text

    # The journal of a model's replies

    def recall(self, turn: int, key: str) -> Mapping[str, Any] | None:
        """What was kept under this key for this turn."""
        rows = self.rows("SELECT body, digest FROM journal WHERE session = ? AND turn = ? AND key = ?", turn, key)
        if not rows:
            return None
        text = unpacked(rows[0][0])
        if digest_of(text) != rows[0][1]:
            raise DamagedError("a reply of the model is not what was stored")
        return cast("Mapping[str, Any]", json.loads(text))

    def keep(self, turn: int, key: str, value: Mapping[str, Any], fence: int) -> None:
        """Keeps it; the first value of a key stays."""
        text = json.dumps(value)  # escapes keep whatever a model may say as it came
        with self.writing("keep", fence) as connection:
            connection.execute(
                "INSERT INTO journal (session, turn, key, digest, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (self.session, turn, key, digest_of(text), packed(text)),
            )


def thread_of(session: str, turn: int | str) -> str:
    """The thread of checkpoints of a turn; each turn has its own, so that what is over can go."""
    return f"{session}:{turn}"


def insert_turns(connection: Connection, session: str, turns: Iterable[Turn]) -> None:
    """Writes whole turns into a new session."""
    for turn in turns:
        connection.execute(
            f"INSERT INTO turns (session, {TURN_FIELDS}) VALUES ({', '.join('?' * 20)})",
            (session, turn.number, turn.key, turn.kind, turn.text, turn.planner, int(turn.asks), turn.accepted,
             turn.status, turn.base, turn.design, turn.extra, turn.answer, checked_json(list(turn.questions)),
             turn.sentence, turn.code, int(turn.is_resumable), turn.spent, 0, digest_of(turn.text)),
        )  # fmt: skip


def insert_replies(connection: Connection, session: str, turn: int, replies: Iterable[str]) -> None:
    """Writes the replies of a turn into a new session."""
    for number, text in enumerate(replies, 1):
        connection.execute(
            "INSERT INTO replies (session, turn, number, key, text, digest) VALUES (?, ?, ?, ?, ?, ?)",
            (session, turn, number, str(number), text, digest_of(text)),
        )


def insert_artefacts(connection: Connection, session: str, artefacts: Iterable[tuple[str, str]]) -> None:
    """Writes artefacts, kind and text, into a new session."""
    for kind, text in artefacts:
        _put(connection, session, kind, text)


def _put(connection: Connection, session: str, kind: str, text: str) -> str:
    name = artefact_hash(kind, text)
    connection.execute(
        "INSERT INTO artefacts (session, hash, kind, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (session, name, kind, packed(text)),
    )
    return name


def _turn_by_key(connection: Connection, session: str, key: str) -> Turn | None:
    query = f"SELECT {TURN_FIELDS} FROM turns WHERE session = ? AND key = ?"
    rows = connection.execute(query, (session, key)).fetchall()
    return turn_of(rows[0]) if rows else None


def _next_number(connection: Connection, session: str) -> int:
    row = connection.execute("SELECT COUNT(*) + 1 FROM turns WHERE session = ?", (session,)).fetchone()
    return int(row[0])


def _the_same(known: Turn, said: Turn) -> Turn:
    if (known.kind, known.text) != (said.kind, said.text):
        raise ReusedKeyError(f"the key of turn {known.number} came with other words. Use a key for each")
    return known


def _ensure_none_waits(connection: Connection, session: str, also: tuple[str, ...] = ()) -> None:
    wanted = ("asking", "parked", *also)
    row = connection.execute(
        f"SELECT number, status FROM turns WHERE session = ? AND status IN ({', '.join('?' * len(wanted))}) LIMIT 1",
        (session, *wanted),
    ).fetchone()
    if row:
        raise OpenTurnError(f"turn {row[0]} {_WAITS[row[1]]}")


_WAITS = {
    "asking": "waits for an answer. Answer it, say 'you decide', or cancel it",
    "parked": "is parked. Resume it, finish it with the embedded planner, or cancel it",
    "accepted": "is not done yet. Resume it, or cancel it",
    "running": "was interrupted. Resume it, or cancel it",
}
"""What a turn that is not over waits for, and what to do."""
