"""What is being done, as it is done: a line that changes on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys

from tools.design.plaintext import one_line
from tui.console import say, whisper

_CLEAR = "\r\x1b[2K"
MOST_DRAFT = 4000
"""Characters kept of what is being said."""

_CYAN, _PLAIN = "\x1b[36m", "\x1b[0m"


class Progress:
    """Told step by step; `done` clears the line that changes."""

    def __init__(self) -> None:
        self._is_live = is_terminal()
        self._colour = _CYAN if not os.environ.get("NO_COLOR") else ""
        self._speaker, self._draft = "", ""

    def __call__(self, step: str, text: str = "") -> None:
        """Notes a step."""
        self._end_draft()
        self._tell(step, text)

    def hear(self, speaker: str, piece: str, *, is_thought: bool = False) -> None:
        """Shows a piece of what somebody says, as it comes: its end on the line that changes, whole lines elsewhere.

        Thoughts are shown while they are had, and not kept.
        """
        if is_thought and not self._is_live:
            return
        self._speaker, self._draft = speaker, (self._draft + piece)[-MOST_DRAFT:]
        if self._is_live:
            room = max(_columns() - len(speaker) - 4, 20)
            self._tell(speaker, one_line(self._draft)[-room:])
            return
        *whole, self._draft = self._draft.split("\n")
        for line in whole:
            self._tell(speaker, line)

    def forget(self) -> None:
        """Takes back what is being said: it will not be whole."""
        if self._draft and not self._is_live:
            self._tell(self._speaker, "(cut off; what was said is void)")
        self._draft = ""

    def _end_draft(self) -> None:
        if self._draft.strip() and not self._is_live:
            self._tell(self._speaker, self._draft)
        self._draft = ""

    def _tell(self, step: str, text: str) -> None:
        line = one_line(f"{step} {text}") if self._is_live else f"{step:<9} {one_line(text)}".rstrip()
        if self._is_live:
            mark = f"{self._colour}▸{_PLAIN if self._colour else ''}"
            whisper(f"{_CLEAR}{mark} {line[: max(_columns() - 3, 20)]}")
        else:
            say(line)

    def done(self) -> None:
        """Clears the line that changes; what was said on plain lines stays."""
        self._end_draft()
        if self._is_live:
            whisper(_CLEAR)


def is_terminal() -> bool:
    """Whether a person watches stderr on a terminal that can move its cursor."""
    stream = sys.stderr
    return stream is not None and stream.isatty() and os.environ.get("TERM") not in (None, "", "dumb")  # pyright: ignore[reportUnnecessaryComparison]


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80
