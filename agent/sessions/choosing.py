"""Where sessions are kept: in a folder of this machine, or in a PostgreSQL database."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from agent.sessions.address import address_of, is_address
from agent.sessions.sealing import given_key, seal_key
from agent.sessions.shelf import Shelf, Shelves, sessions_folder

PLACE, KEY = "CLOUDWRIGHT_SESSIONS", "CLOUDWRIGHT_SESSIONS_KEY"


def shelf_at(place: str = "", environment: Mapping[str, str] = os.environ) -> Shelves:
    """The sessions at a folder or a postgresql:// URL, else at what CLOUDWRIGHT_SESSIONS says, else those of this user.

    Machines that share a database share the key of the seal as well (CLOUDWRIGHT_SESSIONS_KEY, 64 hex digits); where it
    is not given, it is that of this user on this machine. Raises ChoiceError.
    """
    told = place or environment.get(PLACE, "").strip()
    if not is_address(told):
        return Shelf(Path(told).expanduser() if told else sessions_folder())
    from agent.sessions.rack import Rack

    given = environment.get(KEY, "").strip()
    key = given_key(given) if given else None
    return Rack(address_of(told, environment), key=lambda: key or seal_key(_made(sessions_folder())))


def _made(folder: Path) -> Path:
    """A folder for the eyes of its owner alone."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder
