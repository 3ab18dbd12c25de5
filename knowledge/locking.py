"""A lock between processes that the operating system lets go of when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.05
"""Seconds between two tries."""


class LockBusyError(RuntimeError):
    """Another process holds the lock."""


@contextmanager
def hold_lock(path: Path, patience: float = 0.0) -> Generator[None]:
    """Holds the lock on a file, which is created where it is missing. Raises LockBusyError after `patience` seconds."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        _wait_for(handle, path, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, path: Path, until: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() >= until:
            raise LockBusyError(f"another process holds {path}")
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
