"""Real exchanges on tape: recorded between the SDK and the line, played back by the test server.

    with SdkEndpoint(Access(), middleware=[Recorder(Path("talk.jsonl"))]) as endpoint:
        ...                                             # asks the real service, with a real key
    with serving(Script(ever=Player(Path("talk.jsonl")))) as server:
        ...                                             # answers what was answered, byte for byte

A cassette is JSON Lines, an exchange each. What could name an account or let somebody in is never written.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.messages.server import Asked
from tests.messages.steps import Garbage, Status, Step, status

KEPT = ("content-type", "retry-after", "x-should-retry")
"""Headers of an answer that are worth keeping; of a request none is."""
SECRET = re.compile(
    r"sk-ant-[\w-]+|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|(?i:bearer)\s+[\w.~+/-]+=*|\beyJ[\w-]+\.[\w-]+\.[\w-]+"
)
HIDDEN = "(hidden)"


@dataclass(frozen=True)
class Taped:
    """An exchange: what was asked, and what came."""

    asked: Any
    code: int
    headers: Mapping[str, str]
    body: bytes


class Recorder:
    """A middleware of the SDK that writes every exchange to a file. While it records, replies arrive in one piece."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.write_bytes(b"")

    def __call__(self, request: Any, call_next: Callable[[Any], Any]) -> Any:
        """Sends a request on, and keeps what came of it. What breaks off is not kept."""
        answer = call_next(request)
        came = answer.http_response
        came.read()
        headers = {name: came.headers[name] for name in KEPT if name in came.headers}
        line = _line(Taped(json.loads(came.request.content), came.status_code, headers, came.content))
        with self._path.open("a", encoding="utf-8", newline="\n") as tape:
            tape.write(line)
        return answer


class Player:
    """Answers as a cassette does, in its order; a request that was not the one recorded is refused with the place."""

    def __init__(self, path: Path) -> None:
        self.tape = read_cassette(path)

    def __call__(self, asked: Asked) -> Step:
        """What was answered to this request."""
        if asked.number >= len(self.tape):
            return status(400, message="The cassette has ended.")
        taped = self.tape[asked.number]
        place = difference(taped.asked, json.loads(hidden(json.dumps(asked.body))))
        if place:
            return status(400, message=f"Request {asked.number} is not the one recorded: {place}.")
        if taped.code != 200:
            return Status(taped.code, taped.body, taped.headers)
        kind = taped.headers.get("content-type", "")
        return Garbage(
            taped.body, kind, headers={name: told for name, told in taped.headers.items() if name != "content-type"}
        )


def read_cassette(path: Path) -> list[Taped]:
    """The exchanges of a cassette."""
    return [_taped(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def hidden(text: str) -> str:
    """A text without the secrets in it."""
    return SECRET.sub(HIDDEN, text)


def difference(one: Any, other: Any, place: str = "the body") -> str:
    """Where two requests differ first; nothing where they are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted(one.keys() | other.keys())
        found = (difference(one.get(name), other.get(name), f"{place}.{name}") for name in names)
        return next(filter(None, found), "")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        found = (
            difference(left, right, f"{place}[{index}]")
            for index, (left, right) in enumerate(zip(one, other, strict=True))
        )
        return next(filter(None, found), "")
    return "" if one == other else place


def _line(taped: Taped) -> str:
    told: dict[str, Any] = {"asked": taped.asked, "code": taped.code, "headers": taped.headers, **_written(taped.body)}
    return hidden(json.dumps(told, sort_keys=True, ensure_ascii=False)) + "\n"


def _written(body: bytes) -> dict[str, str]:
    """A body as text, or as base64 where it is none."""
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _taped(told: Mapping[str, Any]) -> Taped:
    body = told["text"].encode() if "text" in told else base64.b64decode(told["base64"])
    return Taped(told["asked"], told["code"], told["headers"], body)
