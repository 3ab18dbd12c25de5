"""The terminal's manners: stdout is the product, stderr the progress, and every end has its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

DONE, FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; findings at or above the bar; bad input or usage; interrupted."""


class InputError(click.ClickException):
    """Bad input. The message says what, where and what to do."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """One line to stderr."""
        say(f"cloudwright: {self.format_message()}")


def guarded(call: Callable[[], Any]) -> int:
    """Runs a command and turns every way it can end into an exit code and at most one line."""
    try:
        return int(call() or DONE)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("cloudwright: interrupted; nothing was left half written")
        return INTERRUPTED
    except InputError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        say(f"cloudwright: {_of_file(error)}")
        return BAD_INPUT


def _of_file(error: OSError) -> str:
    if error.filename is None and error.strerror is None:
        return str(error)
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{(error.strerror or str(error)).lower()}"


def show(text: str, *, end: str = "\n") -> None:
    """Prints to stdout, in UTF-8 whatever the locale says."""
    stream = sys.stdout.buffer
    stream.write((printable(text) + end).encode("utf-8", "backslashreplace"))
    stream.flush()


def say(text: str) -> None:
    """Prints a line of progress or a message to stderr."""
    sys.stderr.buffer.write((printable(text) + "\n").encode("utf-8", "backslashreplace"))
    sys.stderr.buffer.flush()


_HARMFUL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(8234, 8239), *range(8294, 8298), 8206, 8207))  # fmt: skip
"""Control characters and marks that turn the direction of text: they could rewrite what a terminal shows."""


def printable(text: str) -> str:
    """The text without characters by which it could command the terminal."""
    return text.translate(_HARMFUL)


class Progress:
    """Says what is being done: one line that changes on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._is_live = sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def __call__(self, step: str, text: str = "") -> None:
        """Notes a step."""
        line = printable(f"{step:<9} {text}".rstrip())
        if self._is_live:
            width = max(_width() - 3, 20)
            sys.stderr.write(f"\r\x1b[2K\x1b[36m\u25b8\x1b[0m {line[:width]}")
            sys.stderr.flush()
        else:
            say(line)

    def done(self) -> None:
        """Clears the line that changes."""
        if self._is_live:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80


def read_input(source: str, most: int) -> bytes:
    """Bytes of a file, or of standard input for `-`; one byte more than `most` at the most. Raises InputError."""
    if source == "-":
        return sys.stdin.buffer.read(most + 1)
    path = Path(source)
    if path.is_dir():
        raise InputError(f"{source}: is a folder. Name a file in it")
    try:
        with path.open("rb") as handle:
            return handle.read(most + 1)
    except FileNotFoundError:
        raise InputError(f"{source}: there is no such file") from None
    except OSError as error:
        raise InputError(f"{source}: {(error.strerror or str(error)).lower()}") from None
