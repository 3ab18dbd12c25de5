"""A PostgreSQL server of one's own, thrown away afterwards: a folder, a socket in it, nobody else's business."""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.sessions.address import Address
from agent.sessions.errors import SessionError
from agent.sessions.server import dialled
from tests.agent.sessions.mechanic import MARK

ABSENT = "no PostgreSQL server is installed (Debian package: postgresql)"
OWNER = "keeper"
QUICK = ("shared_buffers=16MB", "max_connections=60", "autovacuum=off", "max_wal_size=256MB", "jit=off")


@functools.cache
def programs() -> Path | None:
    """The folder of the server's programs."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *_on_path()]
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _on_path() -> list[Path]:
    found = shutil.which("initdb")
    return [Path(found).resolve().parent] if found else []


@dataclass
class Server:
    """One that runs, or is stopped and started again."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def address(self, database: str = "postgres", **given: Any) -> Address:
        """As whom and where."""
        return Address(**{"host": str(self.folder), "port": 5432, "database": database, "user": OWNER, **given})

    def start(self, *settings: str, port: int = 5432) -> None:
        """Starts it, and waits until it answers."""
        told = [f"unix_socket_directories={self.folder}", "listen_addresses=", *QUICK, *settings]
        line = [str(_programs() / "postgres"), "-D", str(self.data), *(part for one in told for part in ("-c", one))]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(line, stdout=log, stderr=log, **somebody())
        for _ in range(600):
            try:
                with closing(dialled(self.address(port=port))):
                    return
            except SessionError:
                assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
                time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text()[-2000:])

    def stop(self, how: str = "immediate") -> None:
        """Stops it; "immediate" as if it were killed: what is not in its log is not there."""
        line = [str(_programs() / "pg_ctl"), "stop", "-D", str(self.data), "-m", how, "-w", "-s"]
        subprocess.run(line, check=False, capture_output=True, **somebody())
        if self.process is not None:
            self.process.wait(timeout=60)
            self.process = None

    def query(self, statement: str, database: str = "postgres") -> list[Any]:
        """What somebody finds who may do anything there."""
        with closing(dialled(self.address(database))) as connection:
            return connection.execute(statement).fetchall()

    def new_database(self) -> str:
        """An empty database; its name."""
        name = f"t{time.monotonic_ns()}_{os.getpid()}"
        self.query(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def give(self, folder: Path) -> Path:
        """Has the sessions of a folder be in a database of their own; the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(f"postgresql://{OWNER}@/{self.new_database()}?host={self.folder}")
        return folder


def founded(place: Path) -> Server:
    """A new server in this folder, not started yet."""
    folder = Path(tempfile.mkdtemp(dir=place))
    mine = somebody()
    if mine:
        shutil.chown(folder, mine["user"], mine["group"])
    line = [str(_programs() / "initdb"), "-D", str(folder / "data"), "-U", OWNER, "-A", "trust", "--no-sync"]
    done = subprocess.run([*line, "-E", "UTF8", "--locale=C"], capture_output=True, text=True, cwd=folder, **mine)
    assert done.returncode == 0, done.stderr
    return Server(folder)


def somebody() -> dict[str, Any]:
    """As whom the server runs: it refuses to be root."""
    if os.getuid() != 0:
        return {}
    names = [entry.pw_name for entry in pwd.getpwall()]
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _programs() -> Path:
    found = programs()
    assert found is not None, ABSENT
    return found
