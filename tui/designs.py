"""Opening design files for the commands that work on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.console import InputError, read_input

if TYPE_CHECKING:
    from tools.design.design import Design

MOST_BYTES = 4 * 1024 * 1024


def open_design(source: str) -> tuple[Design, str]:
    """The design of a file (or of a bundle's folder, or of standard input for `-`) and its text. Raises InputError."""
    from tools.design.codec import DesignError, loads

    path = Path(source)
    if source != "-" and path.is_dir() and (path / "design.yaml").is_file():
        source = str(path / "design.yaml")
    data = read_input(source, MOST_BYTES)
    try:
        return loads(data, source), data.decode("utf-8-sig")
    except DesignError as error:
        raise InputError(str(error)) from None
