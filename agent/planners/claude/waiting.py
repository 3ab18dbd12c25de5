"""When to ask again, and when to leave a service alone: how long to wait, deadlines, and the breaker all share."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Lock

LONGEST_WAIT_S = 60.0
"""Nobody is left waiting longer than this for another try; the conversation is parked instead."""
FIRST_WAIT_S = 0.5
LONGEST_BACKOFF_S = 8.0
JITTER = 0.25
MOST_DOUBLINGS = 10

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def _waited(seconds: float, stopped: Event) -> None:
    stopped.wait(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, chance and the day, as they are or as a test says."""

    now: Callable[[], float] = time.monotonic
    wait: Callable[[float, Event], None] = _waited
    """Waits so many seconds, or until the event is set."""
    chance: Callable[[], float] = random.random
    """A number from 0 to below 1."""
    today: Callable[[], date] = date.today


def told_wait(header: str) -> float | None:
    """Seconds that a `retry-after` asks for, where it is a number that can be waited; dates and nonsense are None."""
    return float(header) if _SECONDS.fullmatch(header.strip()) else None


def asked_wait(seconds: float, chance: float) -> float:
    """How long to wait when the service asked for so many seconds: never less, and up to a quarter more."""
    return seconds * (1 + JITTER * chance)


def own_wait(tries: int, chance: float) -> float:
    """How long to wait after so many failed tries when nobody asked: 0.5 s doubled up to 8 s, less up to a quarter."""
    return min(LONGEST_BACKOFF_S, FIRST_WAIT_S * _doubled(tries - 1)) * (1 - JITTER * chance)


def _doubled(times: int) -> int:
    return 2 ** min(times, MOST_DOUBLINGS)


@dataclass
class Breaker:
    """Keeps a whole process from asking a service that says it is overloaded.

    After `threshold` overloads in a row it opens for `open_s`; then one request at a time may probe. A probe that finds
    the service overloaded opens it again, each time twice as long up to `longest_s`; any other answer closes it.
    """

    threshold: int = 5
    open_s: float = 15.0
    longest_s: float = 120.0
    _lock: Lock = field(default_factory=Lock, repr=False)
    _overloads: int = 0
    _openings: int = 0
    _until: float = 0.0
    _probing_until: float = 0.0

    def wait_s(self, now: float) -> float:
        """Seconds until a request may be made; 0 where it may be made now, and then it counts as the probe."""
        with self._lock:
            if not self._openings:
                return 0.0
            if now < self._until:
                return self._until - now
            if now < self._probing_until:
                return self._probing_until - now
            self._probing_until = now + self.open_s
            return 0.0

    def overloaded(self, now: float) -> None:
        """A request found the service overloaded."""
        with self._lock:
            self._overloads += 1
            # Requests that were under way when it opened say nothing new.
            if self._overloads < self.threshold or now < self._until:
                return
            self._openings += 1
            self._until = now + min(self.longest_s, self.open_s * _doubled(self._openings - 1))
            self._probing_until = 0.0

    def answered(self) -> None:
        """A request was answered in whatever way, but not by an overload."""
        with self._lock:
            self._overloads = self._openings = 0
            self._until = self._probing_until = 0.0

    def gave_up(self) -> None:
        """A request ended without an answer that says how the service is: another may probe."""
        with self._lock:
            self._probing_until = 0.0


SHARED = Breaker()
"""The breaker of this process."""
