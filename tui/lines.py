"""Batches: JSON Lines in, JSON Lines out."""

from __future__ import annotations

from pathlib import Path

from tui.console import InputError, read_input, reason_of, show

MOST_MEGABYTES = 200


def read_lines(source: str) -> bytes:
    """The bytes of a batch. Raises InputError where it cannot be read or is too large."""
    most = MOST_MEGABYTES * 1024 * 1024
    data = read_input(source, most)
    if len(data) > most:
        raise InputError(f"{source}: larger than {MOST_MEGABYTES} MB. Split it into several files")
    return data


def deliver(text: str, output: str | None) -> None:
    """Prints the lines, or writes them to a file, whole or not at all. Raises InputError."""
    if output is None:
        show(text, end="")
        return
    from tools.bundle.writing import write_file

    try:
        write_file(text, Path(output))
    except OSError as error:
        raise InputError(reason_of(error)) from None
