"""A disk that can lose its power: SQLite's own file layer, with every write and every sync noted.

The layer that Python's SQLite writes through (its VFS) is copied, and three of its methods are put before the real
ones, in the library that is loaded already. What a disk would hold after a loss of power is then worked out from the
notes: all that was synced, and of what came after it any part.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
MAIN, LOG = 0x00000100, 0x00080000
"""Flags of the files that matter: the database itself and its write-ahead log (sqlite.org/c3ref/c_open_autoproxy)."""


@dataclass(frozen=True)
class Wrote:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncated:
    path: str
    size: int


@dataclass(frozen=True)
class Synced:
    path: str


@dataclass(frozen=True)
class Deleted:
    path: str


@dataclass(frozen=True)
class Acknowledged:
    """Somebody was told that this turn is stored."""

    turn: int


Note = Wrote | Truncated | Synced | Deleted | Acknowledged

_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, _POINTER)
_DELETE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT)
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)


class _Layer(ctypes.Structure):
    """sqlite3_vfs up to what is put before; the rest follows as it is."""

    _fields_ = (
        ("version", _INT), ("file_size", _INT), ("longest_path", _INT), ("next", _POINTER), ("name", ctypes.c_char_p),
        ("data", _POINTER), ("open", _POINTER), ("delete", _POINTER), ("rest", _POINTER * 14),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    """sqlite3_io_methods."""

    _fields_ = (
        ("version", _INT), ("close", _POINTER), ("read", _POINTER), ("write", _POINTER), ("truncate", _POINTER),
        ("sync", _POINTER), ("rest", _POINTER * 13),
    )  # fmt: skip


@dataclass
class Recorder:
    """Notes what is done to the files of every connection made through it."""

    notes: list[Note] = field(default_factory=list[Note])
    _kept: list[Any] = field(default_factory=list[Any])
    """Callbacks and structures that SQLite points to; they must outlive it."""
    _paths: dict[int, str] = field(default_factory=dict[int, str])
    _methods: dict[int, _Methods] = field(default_factory=dict[int, _Methods])

    def __post_init__(self) -> None:
        self._name = f"recorder-{id(self)}"
        self._library = _library()
        find = self._library.sqlite3_vfs_find
        find.restype = ctypes.POINTER(_Layer)
        original = find(None).contents
        layer = _Layer.from_buffer_copy(original)
        layer.name, layer.next = self._name.encode(), None
        layer.open = self._callback(_OPEN, self._opening(_OPEN(original.open)))
        layer.delete = self._callback(_DELETE, self._deleting(_DELETE(original.delete)))
        self._kept.append(layer)
        assert self._library.sqlite3_vfs_register(ctypes.byref(layer), 0) == 0

    def connect(self, path: Path) -> sqlite3.Connection:
        """A connection whose writes are noted."""
        uri = f"{path.absolute().as_uri()}?mode=rw&vfs={self._name}"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    def _callback(self, kind: Any, function: Any) -> int | None:
        made = kind(function)
        self._kept.append(made)
        return ctypes.cast(made, _POINTER).value

    def _opening(self, original: Any) -> Any:
        def opened(layer: int, name: int | None, file: int, flags: int, out: int | None) -> int:
            code: int = original(layer, name, file, flags, out)  # the very pointer: SQLite keeps it
            if not code and name and flags & (MAIN | LOG):
                self._paths[file] = ctypes.string_at(name).decode()
                place = ctypes.cast(file, ctypes.POINTER(_POINTER))
                place[0] = ctypes.addressof(self._noting(place[0]))
            return code

        return opened

    def _deleting(self, original: Any) -> Any:
        def deleted(layer: int, name: int, sync: int) -> int:
            self.notes.append(Deleted(ctypes.string_at(name).decode()))
            return original(layer, name, sync)

        return deleted

    def _noting(self, address: int) -> _Methods:
        if address not in self._methods:
            original = _Methods.from_address(address)
            noting = _Methods.from_buffer_copy(original)
            write, truncate, sync = _WRITE(original.write), _TRUNCATE(original.truncate), _SYNC(original.sync)

            def wrote(file: int, data: int, size: int, offset: int) -> int:
                self.notes.append(Wrote(self._paths[file], offset, ctypes.string_at(data, size)))
                return write(file, data, size, offset)

            def truncated(file: int, size: int) -> int:
                self.notes.append(Truncated(self._paths[file], size))
                return truncate(file, size)

            def synced(file: int, flags: int) -> int:
                code: int = sync(file, flags)
                self.notes.append(Synced(self._paths[file]))
                return code

            noting.write = self._callback(_WRITE, wrote)
            noting.truncate = self._callback(_TRUNCATE, truncated)
            noting.sync = self._callback(_SYNC, synced)
            self._methods[address] = noting
        return self._methods[address]


def _library() -> Any:
    """The SQLite that Python uses. Raises OSError where it cannot be reached, as where it is built in."""
    name = ctypes.util.find_library("sqlite3")
    if name is None:
        raise OSError("there is no shared SQLite")
    library = ctypes.CDLL(name)
    library.sqlite3_sourceid.restype = ctypes.c_char_p
    with closing(sqlite3.connect(":memory:")) as connection:
        ours: str = connection.execute("SELECT sqlite_source_id()").fetchone()[0]
    if library.sqlite3_sourceid().decode() != ours:
        raise OSError("Python uses another SQLite than the shared one")
    return library


def after_loss(notes: Iterable[Note], before: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
    """What the disk holds when the power goes after these notes: what was synced, and any part of the rest."""
    held = {path: bytearray(data) for path, data in before.items()}
    waiting: dict[str, list[Wrote | Truncated]] = {}
    for note in notes:
        match note:
            case Wrote() | Truncated():
                waiting.setdefault(note.path, []).append(note)
            case Synced():
                for write in waiting.pop(note.path, []):
                    _apply(held.setdefault(note.path, bytearray()), write)
            case Deleted():
                held.pop(note.path, None)
                waiting.pop(note.path, None)
            case Acknowledged():
                pass
    lucky = dice.choice((0.0, 0.5, 1.0))
    parts = [part for writes in waiting.values() for write in writes for part in _parts(write)]
    for part in parts:
        if part.path in held and dice.random() < lucky:
            _apply(held[part.path], part)
    return {path: bytes(data) for path, data in held.items()}


def _parts(write: Wrote | Truncated) -> Iterator[Wrote | Truncated]:
    """A write sector by sector: a disk finishes a sector that it began, and no more."""
    if isinstance(write, Truncated):
        yield write
        return
    for start in range(0, len(write.data), SECTOR):
        yield Wrote(write.path, write.offset + start, write.data[start : start + SECTOR])


def _apply(data: bytearray, write: Wrote | Truncated) -> None:
    if isinstance(write, Truncated):
        del data[write.size :]
        return
    if len(data) < write.offset:
        data.extend(b"\0" * (write.offset - len(data)))
    data[write.offset : write.offset + len(write.data)] = write.data
