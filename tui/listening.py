"""Where the words of a conversation come from: a person at a terminal, or a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Literal

from tui.console import InputError, read_input

MOST_BYTES = 16 * 1024 * 1024
"""Largest conversation that is piped in."""

Unit = Literal["paragraph", "line"]
"""What one turn is in a pipe: lines up to an empty one, or each line for itself."""


def is_conversation() -> bool:
    """Whether a person sits at a terminal that can be written in."""
    streams = (sys.stdin, sys.stdout)
    return all(stream is not None and stream.isatty() for stream in streams)  # pyright: ignore[reportUnnecessaryComparison]


def typed_turns() -> Iterator[str]:
    """What a person types, turn by turn; what is pasted is one turn. Ends with Ctrl-D; Ctrl-C empties the line."""
    ask = _editor() if os.environ.get("TERM") not in (None, "", "dumb") else lambda: input("> ")
    while True:
        try:
            text = ask()
        except EOFError:
            return
        except KeyboardInterrupt:
            continue
        if text.strip():
            yield text


def piped_turns(unit: Unit) -> Iterator[str]:
    """What a pipe holds, turn by turn; a line that begins with a slash is a turn of its own. Raises InputError."""
    data = read_input("-", MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise InputError(f"standard input: larger than the {MOST_BYTES // 1024 // 1024} MB a conversation may have")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"standard input:{line}: not UTF-8 text") from None
    yield from turns_in(text, unit)


def turns_in(text: str, unit: Unit) -> Iterator[str]:
    """The turns of a text."""
    held: list[str] = []
    for line in text.split("\n"):
        is_command = line.startswith("/")
        if held and (is_command or unit == "line" or not line.strip()):
            yield "\n".join(held)
            held = []
        if is_command:
            yield line.rstrip("\r")
        elif line.strip():
            held.append(line)
    if held:
        yield "\n".join(held)


def _editor() -> Callable[[], str]:
    """A line that can be edited, remembers what was typed, and completes commands."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter

    from tui.chatting import COMMANDS

    completer = WordCompleter([f"/{name}" for name in COMMANDS], sentence=True)
    session: PromptSession[str] = PromptSession("> ", completer=completer, complete_while_typing=False)
    return session.prompt
