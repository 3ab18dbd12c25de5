"""What can be wrong with a session, and what a person is told of it.

SessionError
├── UnknownSessionError   no session, turn or version is meant by this
├── BusyError             somebody else is at it
├── StaleLeaseError       somebody else went on with it while we stood still
├── OpenTurnError         a turn waits for an answer or for the model's service
├── NothingToDoError      nothing to resume, undo, redo or write
├── ReusedKeyError        the same key for other words
├── ChoiceError           no such planner, or a setting of it that cannot be worked with
├── TextError             text that could not be given back as it came
├── StorageError          the disk or the system refuses
├── DamagedError          the file is damaged; a copy was put aside
├── PoisonedError         rows that nobody of ours wrote
├── NewerError            a file of a newer version
├── PackedError           a packed session that is none
└── UnsafeError           a store that would not keep what it acknowledges
"""

from __future__ import annotations

from typing import ClassVar


class SessionError(Exception):
    """`code` is for programs, the message for people: what happened and what to do, in a line."""

    code: ClassVar[str] = "session"


class UnknownSessionError(SessionError):
    """Nothing, or more than one thing, is meant by what was given."""

    code = "unknown"


class BusyError(SessionError):
    """Another process or thread holds the session. Nothing was accepted."""

    code = "busy"


class StaleLeaseError(SessionError):
    """Another writer took over. Nothing of what was tried is stored; what was accepted is safe."""

    code = "stale"


class OpenTurnError(SessionError):
    """An earlier turn has to end first. Nothing was accepted."""

    code = "open-turn"


class NothingToDoError(SessionError):
    """Nothing is there to be done it with."""

    code = "nothing"


class ReusedKeyError(SessionError):
    """A key that stands for other words. Nothing was accepted."""

    code = "key-reused"


class ChoiceError(SessionError):
    """A planner that does not exist, or a setting that it cannot work with. Nothing was accepted."""

    code = "choice"


class TextError(SessionError):
    """Text that a store, a file or a terminal would alter. Nothing was accepted."""

    code = "text"


class StorageError(SessionError):
    """The disk or the system refuses. What was acknowledged before is stored; this was not."""

    code = "storage"


class DamagedError(SessionError):
    """The file cannot be read whole. Nothing was deleted."""

    code = "damaged"


class PoisonedError(SessionError):
    """State that carries no seal of ours or names what may not be built. Nothing of it was run."""

    code = "poisoned"


class NewerError(SessionError):
    """Written by a newer version. The file is as it was."""

    code = "newer"


class PackedError(SessionError):
    """A file that is no packed session, or one that was changed. Nothing was imported."""

    code = "bad-file"


class UnsafeError(SessionError):
    """Something would let the store forget or run what it must not; it does not start."""

    code = "unsafe"
