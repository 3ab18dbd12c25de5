"""Where a user's patterns and templates and the built index live on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "CLOUDWRIGHT_HOME"


@dataclass(frozen=True, slots=True)
class Places:
    """Three folders, none of which need exist yet."""

    patterns: Path
    """The user's own pattern files."""
    prompts: Path
    """The user's own templates of prompts."""
    index: Path
    """Built indexes; all of it can be deleted and is built again."""


def find_places(home: Path | None = None, environment: Mapping[str, str] = os.environ) -> Places:
    """Under `home`, else under CLOUDWRIGHT_HOME, else where the system keeps data and caches of users."""
    given = home or _absolute(environment.get(HOME_VARIABLE))
    if given:
        return Places(given / "patterns", given / "prompts", given / "index")
    data = _data_folder(environment)
    return Places(data / "patterns", data / "prompts", _cache_folder(environment) / "index")


def _data_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return (_absolute(environment.get("LOCALAPPDATA")) or Path.home() / "AppData" / "Local") / "cloudwright"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "cloudwright"
    return (_absolute(environment.get("XDG_DATA_HOME")) or Path.home() / ".local" / "share") / "cloudwright"


def _cache_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return _data_folder(environment) / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "cloudwright"
    return (_absolute(environment.get("XDG_CACHE_HOME")) or Path.home() / ".cache") / "cloudwright"


def _absolute(text: str | None) -> Path | None:
    """The XDG specification has relative and empty values ignored."""
    return Path(text) if text and Path(text).is_absolute() else None
