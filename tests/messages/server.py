"""A server that speaks the Messages API over a real loopback socket and answers as a script tells it.

    with serving(Script(tools(tool("check")), text("Good."))) as server:
        ...  # a client with base_url=server.url and api_key=server.key
        assert [request.body["model"] for request in server.requests] == ["claude-sonnet-5-5"] * 2

A script is a list of steps, or a function from the request (and those before it) to a step. Every request is kept.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, cast

from tests.messages.counting import Cache, Counted, input_tokens, tokens_of
from tests.messages.rules import fault
from tests.messages.steps import (
    Action,
    Answer,
    Ending,
    Garbage,
    Hangup,
    Pause,
    Status,
    Step,
    numbered,
    settled,
    status,
)


@dataclass(frozen=True)
class Asked:
    """A request as it came, and what became of it."""

    number: int
    """Counted from 0."""
    path: str
    headers: Mapping[str, str]
    """Names in small letters."""
    body: Any
    """The parsed body; None where it is no JSON."""
    at: float
    """Seconds of a monotonic clock."""
    counted: Counted
    line: int = 0
    """The port at the other end: requests over one connection share it."""
    gone: Event = field(default_factory=Event, compare=False)
    """Set when the caller left before the whole answer was written."""
    sent: Event = field(default_factory=Event, compare=False)
    """Set when the whole answer was written."""


class Script:
    """Steps in order, and then `ever` for every further request. A request past the end is refused and noted.

    Requests that the server refuses by itself (a wrong key, a body the API does not take) take no step.
    """

    def __init__(self, *steps: Step, ever: Step | Callable[[Asked], Step] | None = None) -> None:
        self._steps = iter(steps)
        self._ever = ever
        self._lock = Lock()
        self.overrun = 0
        """How many requests came after the last step."""

    def step_for(self, asked: Asked) -> Step:
        """What to do with a request."""
        with self._lock:
            step = next(self._steps, None)
        if step is not None:
            return step
        if callable(self._ever):
            return self._ever(asked)
        if self._ever is not None:
            return self._ever
        self.overrun += 1
        return status(400, message="The script has ended.")


class Server:
    """What a test sees of it."""

    def __init__(
        self, script: Script, *, key: str, minimum: int, strict: bool, tls: ssl.SSLContext | None = None
    ) -> None:
        self.script = script
        self.key = key
        self.strict = strict
        self.cache = Cache(minimum)
        self.requests: list[Asked] = []
        self.faults: list[BaseException] = []
        self.closing = Event()
        self._lock = Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.server = self
        if tls is not None:
            # The handshake is left to the thread of each connection: one that never ends holds up nobody else.
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self._scheme, self._host = ("https", "localhost") if tls else ("http", "127.0.0.1")

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self._scheme}://{self._host}:{self._http.server_address[1]}"

    @property
    def bodies(self) -> list[Any]:
        """The bodies of all requests, in order."""
        return [asked.body for asked in self.requests]

    def keep(self, path: str, headers: Mapping[str, str], body: Any, line: int) -> Asked:
        """Numbers and counts a request."""
        counted = self.cache.count(body) if not fault(body) else Counted(0, 0, 0)
        with self._lock:
            asked = Asked(len(self.requests), path, headers, body, time.monotonic(), counted, line)
            self.requests.append(asked)
        return asked

    def run(self) -> Thread:
        """Serves until it is stopped."""
        thread = Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Lets go of everybody who waits, and closes."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    server: Server

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that leave are no fault; everything else is looked at when the server stops."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError | ssl.SSLError):
            self.server.faults.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: Any) -> None:
        """Says nothing."""

    @property
    def told(self) -> Server:
        """The server as the test sees it."""
        return cast("_Http", self.server).server

    def do_POST(self) -> None:
        """Answers a request."""
        body = _parsed(self.rfile.read(int(self.headers.get("content-length", 0))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self.path.partition("?")[0]
        if path.endswith("/v1/messages/count_tokens"):
            return self._count(body)
        asked = self.told.keep(path, headers, body, self.client_address[1])
        refusal = self._refusal(asked)
        step = refusal or self.told.script.step_for(asked)
        try:
            self._perform(step, asked)
            asked.sent.set()
        except (ConnectionError, ssl.SSLError, _LeftError):
            asked.gone.set()
            self.close_connection = True
        return None

    def _count(self, body: Any) -> None:
        wrong = fault({"max_tokens": 1, **body} if isinstance(body, dict) else body)
        if wrong and self.told.strict:
            return self._refuse(status(400, message=wrong))
        return self._whole(200, json.dumps({"input_tokens": input_tokens(body)}).encode(), {})

    def _refusal(self, asked: Asked) -> Status | None:
        """What the API says before any model is asked."""
        if not asked.path.endswith(("/v1/messages", ":streamRawPredict", ":rawPredict")):
            return status(404, message=f"{asked.path} is not there")
        if not self._has_key(asked):
            return status(401, message="invalid bearer token")
        body = asked.body
        if isinstance(body, dict) and "model" not in body and "/models/" in asked.path:
            body = {**body, "model": asked.path.rpartition("/models/")[2].partition(":")[0]}
        wrong = fault(body)
        return status(400, message=wrong) if wrong and self.told.strict else None

    def _has_key(self, asked: Asked) -> bool:
        """Whether the key is the right one; Azure, under `/anthropic`, takes it in a header of its own."""
        if asked.path.startswith("/anthropic/"):
            return asked.headers.get("x-api-key") == self.told.key
        return asked.headers.get("authorization") == f"Bearer {self.told.key}"

    def _perform(self, step: Step, asked: Asked) -> None:
        match step:
            case Answer():
                self._answer(step, asked)
            case Status():
                self._wait(step.before_s)
                self._refuse(step)
            case Garbage():
                self._begin(step.code, {"content-type": step.content_type, **step.headers})
                for _ in range(step.times):
                    self._chunk(step.data)
                self._end("clean")
            case Hangup():
                self._end(step.how)

    def _answer(self, step: Answer, asked: Asked) -> None:
        message = f"msg_{asked.number:04d}"
        step = numbered(step, message)
        output = step.output_tokens if step.output_tokens is not None else max(1, tokens_of(step.blocks))
        opening = opening_of(message, asked.body.get("model", ""), asked.counted)
        self._wait(step.before_s)
        if not asked.body.get("stream"):
            content = [settled(block) for block in step.blocks]
            usage = {**opening["usage"], "output_tokens": output}
            whole = {**opening, "content": content, "stop_reason": step.stop, "usage": usage}
            return self._whole(200, json.dumps(whole).encode(), step.headers)
        self._begin(200, {"content-type": "text/event-stream; charset=utf-8", **step.headers})
        for action in step.actions(opening, output):
            self._act(action)
            if isinstance(action, Ending):
                return None
        return self._end("clean")

    def _act(self, action: Action) -> None:
        match action:
            case bytes():
                self._chunk(action)
            case Pause():
                self._wait(action.seconds)
            case Ending():
                self._end(action.how)

    def _refuse(self, step: Status) -> None:
        self._whole(step.code, step.body, {"request-id": "req_test", **step.headers})

    def _whole(self, code: int, body: bytes, headers: Mapping[str, str]) -> None:
        given = {"content-type": "application/json", "content-length": str(len(body)), **headers}
        self._head(code, given)
        self.wfile.write(body)

    def _begin(self, code: int, headers: Mapping[str, str]) -> None:
        self._head(code, {"request-id": "req_test", **headers, "transfer-encoding": "chunked"})

    def _head(self, code: int, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        if data:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _end(self, how: str) -> None:
        match how:
            case "clean":
                self.wfile.write(b"0\r\n\r\n")
            case "hang":
                self._wait(3600.0)
            case "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self._drop()
            case _:
                self._drop()

    def _drop(self) -> None:
        """Closes the line now; what still refers to it would keep it open."""
        self.close_connection = True
        socket.socket(fileno=self.connection.detach()).close()

    def _wait(self, seconds: float) -> None:
        """Waits as long as the caller does. Raises _LeftError when they leave, or the server stops."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self.connection], [], [], min(left, 0.02))
            if readable and self._is_left():
                raise _LeftError
            if self.told.closing.is_set():
                raise _LeftError

    def _is_left(self) -> bool:
        """Whether a readable line is so because its end came; over TLS nothing else comes from those who wait."""
        return isinstance(self.connection, ssl.SSLSocket) or not self.connection.recv(1, socket.MSG_PEEK)


class _LeftError(Exception):
    """The caller left, or the server stops."""


def opening_of(message: str, model: str, counted: Counted) -> dict[str, Any]:
    """A message as it begins."""
    usage = {
        "input_tokens": counted.fresh,
        "cache_creation_input_tokens": counted.written,
        "cache_read_input_tokens": counted.read,
        "output_tokens": 1,
    }
    return {
        "id": message, "type": "message", "role": "assistant", "model": model, "content": [], "stop_reason": None,
        "stop_sequence": None, "usage": usage,
    }  # fmt: skip


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


@contextlib.contextmanager
def serving(
    script: Script | None = None,
    *,
    key: str = "a-key",
    minimum: int = 1024,
    strict: bool = True,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """A server that runs as long as the block does.

    `minimum` is the shortest prefix that is cached; with `strict`, requests the API would refuse are refused; with
    `tls` it is reached as `https://localhost`.
    """
    server = Server(script or Script(), key=key, minimum=minimum, strict=strict, tls=tls)
    server.run()
    try:
        yield server
    finally:
        server.stop()
    assert not server.faults, server.faults
