"""Whether to go on waiting for a reply."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Literal, Protocol

from agent.planners.claude.exchange import Limits

Deadline = Literal["total", "first", "idle"]


class WireError(Exception):
    """A line that was given up here, and not by the other side."""


class StoppedError(WireError):
    """Somebody stopped the call."""


class OverdueError(WireError):
    """A deadline passed."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(f"the {deadline} deadline passed")
        self.deadline: Deadline = deadline


class UnreadableError(WireError):
    """More than a reply may be, or written in a way that is not read. The message completes "the reply ..."."""


class AddressError(WireError):
    """An address, or the way to it, that is none. The message says what is wrong with it."""


class Closable(Protocol):
    """A connection."""

    def close(self) -> None:
        """Closes it."""
        ...


class Watch:
    """Watches over one attempt. Deadlines count while the network is waited for, not while others are at work."""

    def __init__(self, now: Callable[[], float], until: float, limits: Limits, stopped: Event) -> None:
        self._now = now
        self._until = until
        self._limits = limits
        self._stopped = stopped
        self._next: tuple[float, Deadline] = (now() + limits.first_token_s, "first")
        self._lines: list[Closable] = []

    def left_s(self) -> float:
        """Seconds that may still be waited, more than none. Raises StoppedError and OverdueError."""
        if self._stopped.is_set():
            raise StoppedError
        now = self._now()
        if now >= self._until:
            raise OverdueError("total")
        if now >= self._next[0]:
            raise OverdueError(self._next[1])
        return min(self._until, self._next[0]) - now

    def progressed(self) -> None:
        """Something of the reply came, and was dealt with."""
        self._next = (self._now() + self._limits.idle_s, "idle")

    def hurry(self, seconds: float) -> None:
        """All that still comes may take so long."""
        self._next = (self._now() + seconds, "idle")

    def holds(self, line: Closable) -> None:
        """Keeps a connection that this attempt uses."""
        if line not in self._lines:
            self._lines.append(line)

    def abandon(self) -> None:
        """Closes every connection that this attempt used."""
        for line in self._lines:
            line.close()
        self._lines.clear()
