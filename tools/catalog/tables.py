"""Reads the data files of this room, each once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"


@cache
def table(name: str) -> Any:
    """The parsed content of `data/<name>.json`. Callers treat it as read-only."""
    return json.loads((_FOLDER / f"{name}.json").read_bytes())
