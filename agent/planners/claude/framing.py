"""Bytes as they come, handed on in whole events: nobody after this waits for the end of a line that never comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.planners.claude.watching import UnreadableError

LARGEST_EVENT = 8 * 1024 * 1024
LARGEST_REPLY = 64 * 1024 * 1024
LARGEST_REFUSAL = 1024 * 1024
MOST_LINES = 1000
"""Of one event. They are put together one by one by who reads them, which is slow where there are many."""

_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r", b"\n\r\n")
_LONGEST_END = max(map(len, _ENDS))
_LENGTH_BYTES = 4


def whole_events(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Server-sent events: each piece ends where an event does, but for the last. Raises UnreadableError."""
    waiting, lines = bytearray(), 0
    for part in _bounded(parts):
        seen = max(0, len(waiting) - _LONGEST_END + 1)
        waiting += part
        lines += part.count(b"\n") + part.count(b"\r")
        end = max(_after(waiting, mark, seen) for mark in _ENDS)
        if end:
            yield bytes(waiting[:end])
            del waiting[:end]
            lines = waiting.count(b"\n") + waiting.count(b"\r")
        if len(waiting) > LARGEST_EVENT or lines > MOST_LINES:
            raise UnreadableError("holds an event that is too large")
    if waiting:
        yield bytes(waiting)


def whole_frames(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Binary events, each of which says in its first four bytes how long it is. Raises UnreadableError."""
    waiting = bytearray()
    for part in _bounded(parts):
        waiting += part
        while len(waiting) >= _LENGTH_BYTES:
            size = int.from_bytes(waiting[:_LENGTH_BYTES], "big")
            if not _LENGTH_BYTES < size <= LARGEST_EVENT:
                raise UnreadableError("holds an event that is too large")
            if len(waiting) < size:
                break
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)


def clipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The beginning of a refusal, as much as is worth reading."""
    left = LARGEST_REFUSAL
    for part in parts:
        yield part[:left]
        left -= len(part)
        if left <= 0:
            return


def _bounded(parts: Iterable[bytes]) -> Iterator[bytes]:
    total = 0
    for part in parts:
        total += len(part)
        if total > LARGEST_REPLY:
            raise UnreadableError("is too large")
        yield part


def _after(data: bytearray, mark: bytes, start: int) -> int:
    """Where the last such mark ends; 0 where there is none."""
    found = data.rfind(mark, start)
    return 0 if found < 0 else found + len(mark)
