"""A real terminal for tests: a program with its keys and its screen on one, and its product on a pipe."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.runs import COMMAND, environment

ESCAPES = re.compile(
    r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78NOM])|[\x00-\x09\x0b-\x1f]"
)
"""What moves the cursor or colours: everything a terminal shows none of."""

ENTER, BACK, CTRL_C, CTRL_D, TAB = "\r", "\x1b[Z", "\x03", "\x04", "\t"
PATIENCE_S = 60.0


class Terminal:
    """The person's side: what they see, and the keys they press."""

    def __init__(self, process: subprocess.Popen[bytes], handle: int) -> None:
        self.process = process
        self._handle = handle
        self._seen = ""

    @property
    def screen(self) -> str:
        """Everything shown so far, without what moves the cursor."""
        return ESCAPES.sub("", self._seen)

    @property
    def raw(self) -> str:
        """The same as it came."""
        return self._seen

    def wait_for(self, text: str, *, after: int = 0) -> int:
        """Reads until the text is shown, somewhere after a place; where it ends."""
        end = time.monotonic() + PATIENCE_S
        while text not in self.screen[after:]:
            left = end - time.monotonic()
            assert left > 0, f"never shown: {text!r}; shown: {self.screen[-2000:]!r}"
            if not self._read(left):
                assert text in self.screen[after:], f"ended before {text!r}; shown: {self.screen[-2000:]!r}"
        return self.screen.index(text, after) + len(text)

    def modes(self) -> list[int]:
        """How the terminal takes keys and shows them: input, output, control and local modes."""
        return [mode for mode in termios.tcgetattr(self._handle)[:4] if isinstance(mode, int)]

    def press(self, keys: str) -> None:
        """Types."""
        os.write(self._handle, keys.encode())

    def answer(self, question: str, keys: str, *, after: int = 0) -> int:
        """Waits for the prompt of a question, and answers it; where the question stood."""
        place = self.wait_for(f"{question} (", after=after)
        self.wait_for("\n>", after=place)
        self.press(keys)
        return place

    def complete(self, start: str, offer: str) -> None:
        """Types the start of something, waits until it is offered, and takes it."""
        self.wait_for("\n>")
        place = len(self.screen)
        self.press(start)
        place = self.wait_for(offer, after=place)
        self.press(TAB)
        self.wait_for(offer, after=place)

    def finish(self) -> tuple[int, str]:
        """Reads to the end; exit code and product."""
        while self._read(PATIENCE_S):
            pass
        product = self.process.stdout.read() if self.process.stdout else b""
        return self.process.wait(PATIENCE_S), product.decode()

    def _read(self, patience_s: float) -> bool:
        """Whether more came."""
        ready, _, _ = select.select([self._handle], [], [], patience_s)
        if not ready:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:  # the other side is closed
            return False
        self._seen += data.decode(errors="replace")
        return bool(data)


@contextmanager
def at_terminal(*arguments: str, folder: Path, home: Path | None = None) -> Iterator[Terminal]:
    """A command whose standard input and error are a terminal of 100 columns."""
    handle, line = pty.openpty()
    variables = environment(home or folder / "home", TERM="xterm", COLUMNS="100", LINES="40", LANG="C.UTF-8")
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, stdin=line, stdout=subprocess.PIPE, stderr=line, env=variables,
        start_new_session=True,
    )  # fmt: skip
    os.close(line)
    try:
        yield Terminal(process, handle)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        os.close(handle)
