"""A whole session as one file, and back: the same session gives the same bytes, and a changed file is refused.

The first line names the format and the SHA-256 of the rest; the rest is one JSON document. What a turn was doing on the
way (checkpoints, a model's replies) stays behind: an open turn begins anew from what was said.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from agent.sessions.engine import Connection
from agent.sessions.errors import DamagedError, PackedError, TextError, UnknownSessionError
from agent.sessions.fidelity import checked_json, checked_name, checked_text
from agent.sessions.rows import FINAL, MOST_ARTEFACT, Head, Kind, Status, Turn, artefact_hash
from agent.sessions.store import Store, insert_artefacts, insert_replies, insert_turns
from agent.sessions.versions import Versions

FORMAT = "cloudwright-session 1"
MOST_BYTES = 256 * 1024 * 1024

_FIRST_LINE = re.compile(re.escape(FORMAT.encode()) + rb" sha256:([0-9a-f]{64})\n")
_HASH = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_KINDS = ("design", "extra", "answer")
_LINKS = ("base", "design", "extra", "answer")


@dataclass(frozen=True, slots=True)
class Packed:
    """A session without its id."""

    name: str
    planner: str
    created: int
    turns: tuple[Turn, ...]
    replies: Mapping[int, tuple[str, ...]]
    artefacts: tuple[tuple[str, str], ...]
    """Kind and text, by hash in order."""

    def head(self, session: str, *, parent: str | None = None, parent_turn: int | None = None) -> Head:
        """The first row of the session it becomes."""
        return Head(session, self.name, self.planner, self.created, parent, parent_turn)

    def fill(self, session: str) -> Callable[[Connection], None]:
        """Writes it into a new session."""

        def written(connection: Connection) -> None:
            insert_artefacts(connection, session, self.artefacts)
            insert_turns(connection, session, self.turns)
            for turn, replies in self.replies.items():
                insert_replies(connection, session, turn, replies)

        return written


def packed(store: Store, until: int | None = None) -> Packed:
    """A session, or its turns up to one. Raises DamagedError; UnknownSessionError where there is no such turn."""
    head, turns = store.head(), store.turns()
    if until is not None and not 1 <= until <= len(turns):
        raise UnknownSessionError(f"there is no turn {until}; there are {len(turns)}")
    kept = tuple(_at_rest(turn) for turn in turns[:until])
    hashes = sorted({name for turn in kept for name in _links(turn)})
    return Packed(
        head.name,
        head.planner,
        head.created,
        kept,
        {turn.number: replies for turn in kept if (replies := store.replies(turn.number))},
        tuple(store.get(name) for name in hashes),
    )


def _at_rest(turn: Turn) -> Turn:
    """An open turn as it was accepted."""
    if turn.is_final:
        return turn
    return Turn(turn.number, turn.key, turn.kind, turn.text, turn.planner, turn.asks, turn.accepted)


def _links(turn: Turn) -> Iterator[str]:
    return (name for link in _LINKS if (name := getattr(turn, link)) is not None)


def to_bytes(session: Packed) -> bytes:
    """The file."""
    document = {
        "name": session.name,
        "planner": session.planner,
        "created": session.created,
        "turns": [_plain_turn(turn, session.replies.get(turn.number, ())) for turn in session.turns],
        "artefacts": [{"kind": kind, "text": text} for kind, text in session.artefacts],
    }
    checked_json(document)
    text = json.dumps(document, separators=(",", ":"), sort_keys=True).replace("\x7f", "\\u007f")
    body = text.encode("ascii") + b"\n"  # escaped, so that no terminal and no transport alters it
    return f"{FORMAT} sha256:{hashlib.sha256(body).hexdigest()}\n".encode() + body


def _plain_turn(turn: Turn, replies: Sequence[str]) -> dict[str, Any]:
    return {
        "key": turn.key,
        "kind": turn.kind,
        "text": turn.text,
        "planner": turn.planner,
        "asks": turn.asks,
        "accepted": turn.accepted,
        "status": turn.status,
        "sentence": turn.sentence,
        "code": turn.code,
        "replies": list(replies),
    } | {link: getattr(turn, link) for link in _LINKS}


def from_bytes(data: bytes, check_design: Callable[[str], object]) -> Packed:
    """The session in a file. `check_design` raises DamagedError for the text of what is no design.

    Raises PackedError; nothing of a file is believed before its hash and its shape are seen to hold.
    """
    document = _document(data)
    try:
        artefacts = [_artefact(item, check_design) for item in _list(document, "artefacts")]
        kinds = {artefact_hash(kind, text): kind for kind, text in artefacts}
        plain = _list(document, "turns")
        turns = tuple(_turn(item, number, kinds) for number, item in enumerate(plain, 1))
        _ensure_story(turns)
        return Packed(
            _name(_get(document, "name", str)),
            _word(document, "planner"),
            _moment(document, "created"),
            turns,
            {number: found for number, item in enumerate(plain, 1) if (found := _replies(item))},
            tuple(artefacts),
        )
    except (TextError, DamagedError) as error:
        raise PackedError(f"not a whole session: {error}") from None


def _document(data: bytes) -> Mapping[str, Any]:
    if len(data) > MOST_BYTES:
        raise PackedError(f"larger than the {MOST_BYTES // 1024 // 1024} MB a packed session may have")
    first = _FIRST_LINE.match(data)
    if first is None:
        raise PackedError(f"not a packed session: its first line must be '{FORMAT} sha256:...'")
    body = data[first.end() :]
    if hashlib.sha256(body).hexdigest().encode() != first[1]:
        raise PackedError("the file was changed or cut since it was exported: its hash does not hold. Export it again")
    try:
        found: Any = json.loads(body, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise PackedError(f"not a packed session: {str(error)[:120]}") from None
    if not isinstance(found, dict):
        raise PackedError("not a packed session: no document")
    return cast("Mapping[str, Any]", found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _artefact(item: Any, check_design: Callable[[str], object]) -> tuple[str, str]:
    kind, text = _get(item, "kind", str), checked_text(_get(item, "text", str), "an artefact", MOST_ARTEFACT)
    if kind not in _KINDS:
        raise PackedError(f"not a whole session: '{kind[:40]}' is no kind of artefact")
    if kind == "design":
        check_design(text)
    else:
        _ensure_object(text, kind)
    return kind, text


def _ensure_object(text: str, kind: str) -> None:
    try:
        found: Any = json.loads(text)
        checked_json(found)
    except (ValueError, RecursionError):
        raise PackedError(f"not a whole session: a stored {kind} cannot be read") from None
    fits = isinstance(found, dict) and _FITS[kind](cast("dict[str, Any]", found))
    if not fits:
        raise PackedError(f"not a whole session: a stored {kind} is not what it should be")


def _is_answer(found: dict[str, Any]) -> bool:
    lines = found.get("lines")
    return isinstance(lines, list) and all(isinstance(line, str) for line in cast("list[Any]", lines))


_FITS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "answer": _is_answer,
    "extra": lambda found: isinstance(found.get("said"), str) and isinstance(found.get("options"), list),
}


def _turn(item: Any, number: int, kinds: Mapping[str, str]) -> Turn:
    kind = _one_of(item, "kind", get_args(Kind))
    return Turn(
        number=number,
        key=checked_name(_get(item, "key", str)),
        kind=cast("Kind", kind),
        text=checked_text(_get(item, "text", str)) if kind == "say" else "",
        planner=_word(item, "planner"),
        asks=_get(item, "asks", bool),
        accepted=_moment(item, "accepted"),
        status=cast("Status", _one_of(item, "status", ("accepted", *sorted(FINAL)))),
        sentence=_maybe_text(item, "sentence"),
        code=_maybe_text(item, "code"),
        base=_link(item, "base", kinds),
        design=_link(item, "design", kinds),
        extra=_link(item, "extra", kinds),
        answer=_link(item, "answer", kinds),
    )


def _ensure_story(turns: Sequence[Turn]) -> None:
    """What stands after each turn follows from the turns before it."""
    if len({turn.key for turn in turns}) != len(turns):
        raise PackedError("not a whole session: two turns have the same key")
    versions = Versions()
    for turn in turns:
        if turn.status == "answered" and not _follows(turn, versions):
            raise PackedError(f"not a whole session: turn {turn.number} does not follow from those before it")
        versions = versions.then(turn)


def _follows(turn: Turn, versions: Versions) -> bool:
    wanted = {"undo": versions.before, "redo": versions.after}.get(turn.kind, turn.design)
    return (
        turn.design is not None and turn.answer is not None and turn.design == wanted and turn.base == versions.standing
    )


def _link(item: Any, link: str, kinds: Mapping[str, str]) -> str | None:
    value = item.get(link)
    if value is None:
        return None
    wanted = "design" if link == "base" else link
    if not isinstance(value, str) or not _HASH.fullmatch(value) or kinds.get(value) != wanted:
        raise PackedError(f"not a whole session: a {link} that a turn leads to is not in the file")
    return value


def _replies(item: Any) -> tuple[str, ...]:
    return tuple(
        checked_text(text, "a reply") if isinstance(text, str) else _bad("replies") for text in _list(item, "replies")
    )


def _get(item: Any, name: str, kind: type[Any]) -> Any:
    value = cast("dict[str, Any]", item).get(name) if isinstance(item, dict) else None
    if type(value) is not kind:
        _bad(name)
    return value


def _list(item: Any, name: str) -> list[Any]:
    return cast("list[Any]", _get(item, name, list))


def _word(item: Any, name: str) -> str:
    value = _get(item, name, str)
    return value if _WORD.fullmatch(value) else _bad(name)


def _name(value: str) -> str:
    return checked_name(value) if value else ""


def _moment(item: Any, name: str) -> int:
    value = _get(item, name, int)
    return value if 0 <= value < 2**53 else _bad(name)


def _one_of(item: Any, name: str, allowed: Sequence[str]) -> str:
    value = _get(item, name, str)
    return value if value in allowed else _bad(name)


def _maybe_text(item: Any, name: str) -> str:
    value = _get(item, name, str)
    return checked_text(value, name) if value else ""


def _bad(name: str) -> Any:
    raise PackedError(f"not a whole session: '{name}' is not what it should be")
