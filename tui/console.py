"""The terminal's manners: stdout is the product, stderr the progress, and input comes in bounded pieces."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.design.plaintext import harmless, revealed

DONE, FOUND, BAD_INPUT, NO_MODEL, DEFECT, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 130, 143
"""Exit codes: done; findings at or above the bar; bad input or usage; the model cannot be asked or did not answer; a
defect of ours; Ctrl-C; asked to end."""


class InputError(Exception):
    """Bad input. The message says what, where and what to do, in a line."""


class ModelFailedError(Exception):
    """A model that cannot be asked, or came to nothing. The message says what and what to do, in a line."""


def show(text: str, *, end: str = "\n") -> None:
    """Prints to stdout, in UTF-8 whatever the locale says, without what could command the terminal."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]  (it is, where the caller closed it)
        raise InputError("standard output is closed. Leave it open, or name a file with -o where the command has it")
    sys.stdout.buffer.write((harmless(text) + end).encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def say(text: str, *, end: str = "\n") -> None:
    """Prints a line of progress or a message to stderr; nowhere where that is closed."""
    whisper(harmless(text) + end)


def whisper(text: str) -> None:
    """Writes to stderr as it is: for text of our own that moves the cursor. Nobody listening is no error."""
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  (it is, where the caller closed it)
        return
    try:
        sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
    except OSError:
        return


def read_input(source: str, most: int) -> bytes:
    """Bytes of a file, or of standard input for `-`; one byte more than `most` at the most. Raises InputError."""
    if source == "-":
        return _read_stdin(most)
    path, name = Path(source), revealed(source)
    try:
        if path.is_dir():
            raise InputError(f"{name}: is a folder. Name a file in it")
        with path.open("rb") as handle:
            return handle.read(most + 1)
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file") from None
    except OSError as error:
        raise InputError(f"{name}: {reason_of(error)}") from None


def _read_stdin(most: int) -> bytes:
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  (it is, where the caller closed it)
        raise InputError("standard input is closed. Pipe the text in, or name a file")
    try:
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise InputError(f"standard input: {reason_of(error)}") from None


def reason_of(error: OSError) -> str:
    """Why the system refused, in its words without a capital ("permission denied"), or what a room says itself."""
    text = error.strerror
    return text[:1].lower() + text[1:] if text else str(error)
