"""Opening design files for the commands that work on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.console import InputError, read_input

if TYPE_CHECKING:
    from tools.design.codec import Written
    from tools.design.design import Design

MOST_BYTES = 4 * 1024 * 1024
MOST_PROBLEMS = 12


class Opened(NamedTuple):
    """A design, what it was read from, and what that is called."""

    design: Design
    written: Written
    source: str


def open_design(source: str) -> Opened:
    """The design of a file, of a bundle's folder, or of standard input for `-`. Raises InputError."""
    from tools.design.codec import DesignError, Written

    path = Path(source)
    if source != "-" and (path / "design.yaml").is_file():
        source = str(path / "design.yaml")
    data = read_input(source, MOST_BYTES)
    name = "standard input" if source == "-" else source
    try:
        written = Written(data, name)
        return Opened(written.design(), written, "design.yaml" if source == "-" else source)
    except DesignError as error:
        raise InputError(_shortened(str(error))) from None


def _shortened(text: str) -> str:
    lines = text.split("\n")
    rest = len(lines) - MOST_PROBLEMS
    return "\n".join([*lines[:MOST_PROBLEMS], f"and {rest} more problems"]) if rest > 0 else text
