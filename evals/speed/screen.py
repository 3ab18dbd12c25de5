"""How long a word of a model takes from the service's line to the screen: a conversation at a real terminal.

The service is a small one of our own on this machine, which notes when it writes the first word of each reply; the
terminal is a pseudo-terminal, read as soon as anything stands in it.
"""

from __future__ import annotations

import json
import os
import pty
import re
import select
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any, NamedTuple

from evals.speed.children import FailedError

PATIENCE_S = 60.0
BREATH_S = 0.1
"""Between the beginning of a reply and its first word: nothing else is under way by then."""

START = "from tui.main import main; main()"
FOLLOW_UPS = 6
READY = "\x1b[?2004h"
"""What a terminal is told when the next line may be typed or pasted."""


Event = tuple[str, dict[str, Any]]


class Shown(NamedTuple):
    """Milliseconds from the first word of a reply on the line to the same on the screen."""

    median_ms: float
    most_ms: float
    replies: int


class Service(ThreadingHTTPServer):
    """Answers every request with a word that no other reply has, and notes when it wrote it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.written: dict[str, float] = {}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Speaks as much of the Messages API as a reply of one word takes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Service  # pyright: ignore[reportIncompatibleVariableOverride]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""

    def do_POST(self) -> None:
        """Answers a request."""
        self.rfile.read(int(self.headers.get("content-length", 0)))
        word = f"word-{len(self.server.written):04d}"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        before, said, after = _events(word)
        self._write(before)
        time.sleep(BREATH_S)
        self.server.written[word] = time.perf_counter()
        self._write(said)
        time.sleep(BREATH_S)
        self._write(after)
        self.wfile.write(b"0\r\n\r\n")

    def _write(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))


def _events(word: str) -> tuple[bytes, bytes, bytes]:
    """What comes before a word, the word, and what comes after it."""
    usage = {"input_tokens": 10, "output_tokens": 1}
    message: dict[str, Any] = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None,
        "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    text = {"type": "text", "text": ""}
    before: list[Event] = [
        ("message_start", {"message": message}),
        ("content_block_start", {"index": 0, "content_block": text}),
    ]
    said: list[Event] = [
        ("content_block_delta", {"index": 0, "delta": {"type": "text_delta", "text": f"{word} will do."}})
    ]
    after: list[Event] = [
        ("content_block_stop", {"index": 0}),
        ("message_delta", {"delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage}),
        ("message_stop", {}),
    ]
    return _spelled(before), _spelled(said), _spelled(after)


def _spelled(events: list[Event]) -> bytes:
    return b"".join(f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode() for name, data in events)


class Screen:
    """A command at a terminal, and when each word was first seen on it."""

    def __init__(self, command: list[str], variables: dict[str, str]) -> None:
        self.seen: dict[str, float] = {}
        self.text = ""
        self._pid, self._handle = pty.fork()
        if not self._pid:
            os.execve(command[0], command, variables)  # noqa: S606

    def wait_for(self, words: str) -> None:
        """Reads until these words stand on the screen, and forgets all before them. Raises FailedError."""
        end = time.monotonic() + PATIENCE_S
        while words not in self.text:
            if time.monotonic() > end or not self._read():
                raise FailedError(f"the conversation never said '{words}': {self.text[-400:]}")
        self.text = self.text.partition(words)[2]

    def type(self, words: str) -> None:
        """Types a line."""
        os.write(self._handle, f"{words}\r".encode())

    def end(self) -> None:
        """Leaves the conversation."""
        self.type("/quit")
        while self._read():
            pass
        os.close(self._handle)
        os.waitpid(self._pid, 0)

    def _read(self) -> bool:
        if not select.select([self._handle], [], [], PATIENCE_S)[0]:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:
            return False
        now = time.perf_counter()
        self.text += data.decode("utf-8", "replace")
        for word in re.findall(r"word-\d{4}", self.text[-len(data) - 16 :]):
            self.seen.setdefault(word, now)
        return bool(data)


@contextmanager
def _serving() -> Generator[Service]:
    service = Service()
    Thread(target=service.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()


def first_words(brief: Path, home: Path) -> Shown:
    """A conversation of a brief and several changes; how long the first word of each reply took to the screen."""
    with _serving() as service:
        variables = {**os.environ, "CLOUDWRIGHT_HOME": str(home), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1",
                     "ANTHROPIC_BASE_URL": service.url, "ANTHROPIC_API_KEY": "of-nobody"}  # fmt: skip
        line = [sys.executable, "-c", START, "chat", "--planner", "claude", "--no-ask", "--brief", str(brief)]
        screen = Screen(line, variables)
        screen.wait_for(" a month")
        for number in range(FOLLOW_UPS):
            screen.wait_for(READY)
            screen.type(f"change number {number}")
            screen.wait_for("nothing")
        screen.end()
        took = [(screen.seen[word] - at) * 1000 for word, at in service.written.items() if word in screen.seen]
    if len(took) < FOLLOW_UPS:
        raise FailedError(f"of {len(service.written)} replies {len(took)} came to the screen")
    return Shown(median(took), max(took), len(took))
