"""What is stored, as values, and reading it back without trusting the file: damage is said, never passed on."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any, Literal, cast

from agent.sessions.errors import DamagedError

Kind = Literal["say", "undo", "redo"]
Status = Literal["accepted", "running", "asking", "parked", "answered", "failed", "cancelled"]

FINAL = frozenset({"answered", "failed", "cancelled"})
"""A turn of these is over; its checkpoints and its journal are gone."""

MOST_ARTEFACT = 16 * 1024 * 1024
"""Bytes of one artefact before it is compressed; a design of a thousand components has a few million."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A session without its turns."""

    id: str
    name: str
    planner: str
    created: int
    """Milliseconds since 1970, as every moment here."""
    parent: str | None = None
    """The session it was branched from."""
    parent_turn: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said or done, and what became of it. Hashes lead to artefacts of the session."""

    number: int
    key: str
    kind: Kind
    text: str
    planner: str
    asks: bool
    """Whether somebody is there to be asked."""
    accepted: int
    status: Status = "accepted"
    base: str | None = None
    """The design that stood before."""
    design: str | None = None
    """The design that stands after."""
    extra: str | None = None
    """What else the planner gave: options, edits."""
    answer: str | None = None
    questions: tuple[dict[str, Any], ...] = ()
    """What it waits for."""
    sentence: str = ""
    """Why it is parked or failed, or why the last reply was no answer."""
    code: str = ""
    is_resumable: bool = False
    spent: str = ""
    """What the conversation had spent on a model when the last step of this turn was stored (see `spending`)."""
    is_unwanted: bool = False
    """Somebody wants it cancelled while it runs."""

    @property
    def is_final(self) -> bool:
        """Whether it is over."""
        return self.status in FINAL


TURN_FIELDS = (
    "number, key, kind, text, planner, asks, accepted, status, base, design, extra, answer, questions, sentence, code,"
    " resumable, spent, unwanted, digest"
)
HEAD_FIELDS = "id, name, planner, created, parent, parent_turn"


def turn_of(row: Row) -> Turn:
    """A turn from its row (TURN_FIELDS). Raises DamagedError."""
    text = _text(row[3])
    if digest_of(text) != row[18]:
        raise DamagedError(f"the words of turn {row[0]} are not those that were said")
    return Turn(
        number=_whole(row[0]),
        key=_text(row[1]),
        kind=cast("Kind", _text(row[2])),
        text=text,
        planner=_text(row[4]),
        asks=bool(_whole(row[5])),
        accepted=_whole(row[6]),
        status=cast("Status", _text(row[7])),
        base=_maybe(row[8]),
        design=_maybe(row[9]),
        extra=_maybe(row[10]),
        answer=_maybe(row[11]),
        questions=_questions(row[12]),
        sentence=_text(row[13]),
        code=_text(row[14]),
        is_resumable=bool(_whole(row[15])),
        spent=_text(row[16]),
        is_unwanted=bool(_whole(row[17])),
    )


def head_of(row: Row) -> Head:
    """A session from its row (HEAD_FIELDS). Raises DamagedError."""
    number = None if row[5] is None else _whole(row[5])
    return Head(_text(row[0]), _text(row[1]), _text(row[2]), _whole(row[3]), _maybe(row[4]), number)


def reply_of(row: Row) -> str:
    """A reply from text and digest. Raises DamagedError."""
    text = _text(row[0])
    if digest_of(text) != row[1]:
        raise DamagedError("the words of a reply are not those that were said")
    return text


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def artefact_hash(kind: str, text: str) -> str:
    """By what an artefact is found: the same text of another kind is another artefact."""
    return digest_of(f"{kind}\0{text}")


def packed(text: str) -> bytes:
    """A text as it is stored."""
    return zlib.compress(text.encode(), 6)


def unpacked(body: Any) -> str:
    """The text again, bounded in size. Raises DamagedError."""
    if not isinstance(body, bytes):
        raise DamagedError("an artefact has no body")
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(body, MOST_ARTEFACT)
        if inflate.unconsumed_tail or not inflate.eof:
            raise DamagedError("an artefact is cut, or larger than any of ours")
        return data.decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise DamagedError(f"an artefact cannot be read ({error})") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise DamagedError("a row holds what is no text")
    return value


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise DamagedError("a row holds what is no number")
    return value


def _questions(value: Any) -> tuple[dict[str, Any], ...]:
    try:
        found: Any = json.loads(_text(value))
    except (ValueError, RecursionError):
        raise DamagedError("the questions of a turn cannot be read") from None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in cast("list[Any]", found)):
        raise DamagedError("the questions of a turn cannot be read")
    return tuple(cast("list[dict[str, Any]]", found))
