"""Values for every packaged template, as somebody would give them, and what has to be understood of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tools.design.codec import parse

FOLDER = Path(__file__).parent / "filled"


@cache
def filled(name: str) -> dict[str, Any]:
    """`values` for a template; for a brief also `expects`, what a careful reader takes from it."""
    document: dict[str, Any] = parse((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")
    return document
