"""The folder of sessions: a file each, for the eyes of their owner alone."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.sessions.engine import Connection, Watch, unwatched
from agent.sessions.errors import DamagedError, PoisonedError, SessionError, StorageError, UnknownSessionError
from agent.sessions.opening import Connect, FileEngine, connected, create_file, opened
from agent.sessions.rows import Head, Status
from agent.sessions.store import Store
from knowledge.places import find_places

_ID = re.compile(r"[0-9a-f]{32}")
_SUFFIX, _NEW, _ASIDE = ".db", ".new", "quarantine"
_COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Glance:
    """One line of a list. Of a session that cannot be read only `id` and `problem` are known."""

    id: str
    name: str = ""
    planner: str = ""
    created: int = 0
    updated: int = 0
    turns: int = 0
    status: Status | None = None
    """Of the last turn; None before the first."""
    problem: str = ""


def glance_at(store: Store) -> Glance:
    """A line about a session."""
    head, last = store.head(), store.last_turn()
    count, moment, status = (last.number, last.accepted, last.status) if last else (0, head.created, None)
    return Glance(head.id, head.name, head.planner, head.created, moment, count, status)


def sessions_folder(home: Path | None = None) -> Path:
    """Under `home`, else under CLOUDWRIGHT_HOME, else where the system keeps data of users."""
    return find_places(home).patterns.parent / "sessions"


def is_session(text: str) -> bool:
    """Whether a text is the id of a session."""
    return _ID.fullmatch(text) is not None


class Shelves(Protocol):
    """Where sessions are, by id. Methods raise SessionError and nothing else."""

    def ids(self) -> tuple[str, ...]:
        """Every session there is, damaged ones too."""
        ...

    def create(self, head: Head, fill: Callable[[Connection], None] | None = None) -> None:
        """A new session, there whole or not at all."""
        ...

    def opened(self, session: str) -> AbstractContextManager[Store]:
        """A session. Where it shows to be damaged or poisoned, a copy is put aside and nothing is deleted."""
        ...

    def glance(self, session: str) -> Glance:
        """A line about one session; never raises for what is wrong with it."""
        ...

    def glances(self) -> tuple[Glance, ...]:
        """A line about every session."""
        ...

    def remove(self, session: str) -> None:
        """Takes away what there is of a session, and every copy that was put aside of it."""
        ...


class Shelf:
    """Sessions in a folder (see `Shelves`). Methods raise SessionError and nothing else."""

    def __init__(self, folder: Path, *, connect: Connect = connected, watch: Watch = unwatched) -> None:
        self.folder = folder
        self.connect = connect
        self._watch = watch

    def ids(self) -> tuple[str, ...]:
        """Every session there is, damaged ones too."""
        with _in_words(self.folder):
            names = sorted(os.listdir(self.folder)) if self.folder.is_dir() else []
        stems = (name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
        return tuple(stem for stem in stems if is_session(stem))

    def create(self, head: Head, fill: Callable[[Connection], None] | None = None) -> None:
        """A new session, there whole or not at all."""
        self._make_folder()
        with _in_words(self.folder), _creating(self.folder):
            self._create(head, fill)
        self._watch("create:after")

    def _create(self, head: Head, fill: Callable[[Connection], None] | None) -> None:
        new, path = self.folder / f"{head.id}{_NEW}", self._path(head.id)
        try:
            store = Store(create_file(new, self.connect), FileEngine(new), self._watch)
            try:
                store.found(head, fill)
                store.give_back()
            finally:
                store.close()
            new.rename(path)
            _sync(self.folder)
        finally:
            _unlink(new)

    @contextmanager
    def opened(self, session: str) -> Generator[Store]:
        """A session's file. Where it shows to be damaged or poisoned, a copy is put aside and nothing is deleted."""
        path = self._path(session)
        if path.is_symlink() or not path.is_file():
            raise UnknownSessionError(f"there is no session '{session}'. See `cloudwright sessions list`")
        try:
            store = Store(opened(path, self.connect), FileEngine(path), self._watch)
            try:
                yield store
            finally:
                store.close()
        except (DamagedError, PoisonedError) as error:
            raise type(error)(f"session {session[:8]}: {error}. {self._put_aside(session)}") from None

    def glances(self) -> tuple[Glance, ...]:
        """A line about every session; never raises for what is wrong with a file."""
        return tuple(self.glance(session) for session in self.ids())

    def glance(self, session: str) -> Glance:
        """A line about one session; never raises for what is wrong with its file."""
        try:
            with self.opened(session) as store:
                return glance_at(store)
        except SessionError as error:
            return Glance(session, problem=str(error))

    def remove(self, session: str) -> None:
        """Takes a session's file away, and every copy that was put aside of it."""
        with _in_words(self.folder):
            path = self._path(session)
            for name in (path.with_suffix(".lock"), path):
                _unlink(name)
            for copy in sorted((self.folder / _ASIDE).glob(f"{session}-*")):
                shutil.rmtree(copy)
            _sync(self.folder)

    def _path(self, session: str) -> Path:
        if not is_session(session):
            raise UnknownSessionError(f"'{session[:80]}' is not the id of a session")
        return self.folder / f"{session}{_SUFFIX}"

    def _make_folder(self) -> None:
        with _in_words(self.folder):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            if self.folder.is_symlink():
                raise StorageError(f"{self.folder} is a symbolic link. Name the folder it leads to")
            self.folder.chmod(0o700)

    def _put_aside(self, session: str) -> str:
        """Copies the files as they are, once for each state they are in; says where."""
        path = self._path(session)
        try:
            name = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            place = self.folder / _ASIDE / f"{session}-{name}"
            if not place.is_dir():
                place.mkdir(mode=0o700, parents=True)
                for part in (path, *(Path(f"{path}{end}") for end in _COMPANIONS)):
                    if part.is_file():
                        shutil.copy2(part, place / part.name)
        except OSError as error:
            return f"It was left as it is; no copy could be made ({(error.strerror or str(error)).lower()})"
        return f"Nothing was deleted; a copy is in {place}"


@contextmanager
def _in_words(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{folder}: {(error.strerror or str(error)).lower()}") from error


@contextmanager
def _creating(folder: Path) -> Generator[None]:
    """Held together with others that create; what was left half made is taken away when nobody does."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder / "creating.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for name in sorted(folder.glob(f"*{_NEW}")):
                _unlink(name)
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _unlink(path: Path) -> None:
    """A file of the database with all that belongs to it."""
    for name in (*(f"{path}{end}" for end in _COMPANIONS), path):
        Path(name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Forces the names in a folder to the disk."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
