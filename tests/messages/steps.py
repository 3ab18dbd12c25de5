"""What a scripted model does with a request: an answer in blocks, an error, or something that goes wrong on the wire.

text("Good.")                                     end_turn
tools(tool("check"), tool("cost", target="api"))  tool_use, both in one message
thinking("Hm.").then(text("Good."))               blocks of several, the stop reason of the last
text("Good").stopping("max_tokens")               any stop reason, None included
status(529, retry_after=1)                        an error before the reply begins
text("Good.").error_at(3)                         `event: error` in the place of event 3
text("Good.").cut_at(200, "reset")                cut after 200 bytes: "clean", "closed" or "reset"
text("Good.").stalled_at(2)                       nothing more from event 2 on, the line stays open
text("Good.").dripping(1, 0.05)                   a byte every 50 ms
garbage(b"<html>")                                a body that is no reply
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Literal

Block = Mapping[str, Any]
Event = tuple[str, Mapping[str, Any]]
Cut = Literal["clean", "closed", "reset"]
Raw = str
"""The input of a tool as it is written on the wire, well-formed or not."""


@dataclass(frozen=True)
class Pause:
    """Nothing for a while."""

    seconds: float


@dataclass(frozen=True)
class Ending:
    """How the line ends before the body does; `hang` keeps it open until the other side leaves."""

    how: Literal["clean", "closed", "reset", "hang"]


Action = bytes | Pause | Ending


@dataclass(frozen=True)
class Answer:
    """A reply in blocks, streamed as events, and what befalls them on the wire."""

    blocks: tuple[Block, ...] = ()
    stop: str | None = "end_turn"
    stop_details: Mapping[str, Any] | None = None
    output_tokens: int | None = None
    piece: int = 24
    """Characters of a delta."""
    extra: tuple[tuple[int, Event | bytes], ...] = ()
    """Events or bytes put in before the event of a number."""
    left_out: tuple[str, ...] = ()
    """Events that never come, by name."""
    error: tuple[int, str, str] | None = None
    stall: int | None = None
    pinging: bool = False
    cut: tuple[int, Cut] | None = None
    drip: tuple[int, float] | None = None
    before_s: float = 0.0
    between_s: float = 0.0
    newline: str = "\n"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    lingers: bool = False

    def then(self, other: Answer) -> Answer:
        """This answer's blocks and then the other's; how it stops and what befalls it is the other's."""
        return replace(other, blocks=self.blocks + other.blocks)

    def stopping(self, reason: str | None, **details: Any) -> Answer:
        """With another stop reason, and with details where there are any."""
        return replace(self, stop=reason, stop_details=details or None)

    def costing(self, output_tokens: int) -> Answer:
        """With so many output tokens, in place of the estimate."""
        return replace(self, output_tokens=output_tokens)

    def in_pieces(self, characters: int) -> Answer:
        """In deltas of so many characters."""
        return replace(self, piece=characters)

    def adding(self, index: int, name: str, data: Mapping[str, Any]) -> Answer:
        """With an event put in before event `index`."""
        return replace(self, extra=(*self.extra, (index, (name, data))))

    def writing(self, index: int, data: bytes) -> Answer:
        """With bytes put in before event `index`, as they are."""
        return replace(self, extra=(*self.extra, (index, data)))

    def without(self, *names: str) -> Answer:
        """Without the events of these names."""
        return replace(self, left_out=names)

    def error_at(self, index: int, kind: str = "overloaded_error", message: str = "Overloaded") -> Answer:
        """With `event: error` in the place of event `index` and of everything after it."""
        return replace(self, error=(index, kind, message))

    def stalled_at(self, index: int, *, pinging: bool = False) -> Answer:
        """With nothing, or with pings alone, from event `index` on."""
        return replace(self, stall=index, pinging=pinging)

    def cut_at(self, byte: int, how: Cut = "clean") -> Answer:
        """Cut after so many bytes of the body."""
        return replace(self, cut=(byte, how))

    def dripping(self, size: int, pause_s: float) -> Answer:
        """So many bytes at a time, with a pause between them."""
        return replace(self, drip=(size, pause_s))

    def after(self, seconds: float) -> Answer:
        """Beginning, headers included, only after a while."""
        return replace(self, before_s=seconds)

    def pausing(self, seconds: float) -> Answer:
        """With a pause before every event but the first."""
        return replace(self, between_s=seconds)

    def lingering(self) -> Answer:
        """With a line that stays open after the last event."""
        return replace(self, lingers=True)

    def lines_ending(self, newline: str) -> Answer:
        """With other ends of lines."""
        return replace(self, newline=newline)

    def with_headers(self, **headers: str) -> Answer:
        """With other headers; `_` stands for `-`."""
        return replace(self, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def events(self, opening: Mapping[str, Any], output_tokens: int) -> list[Event]:
        """The events of this answer as the API sends them. `opening` is the message as it begins."""
        delta = {"stop_reason": self.stop, "stop_sequence": None}
        if self.stop_details is not None:
            delta["stop_details"] = dict(self.stop_details)
        whole: list[Event] = [
            ("message_start", {"message": opening}),
            ("ping", {}),
            *(event for index, block in enumerate(self.blocks) for event in _events_of(index, block, self.piece)),
            ("message_delta", {"delta": delta, "usage": {"output_tokens": output_tokens}}),
            ("message_stop", {}),
        ]
        return [event for event in whole if event[0] not in self.left_out]

    def body(self, opening: Mapping[str, Any], output_tokens: int) -> bytes:
        """The whole stream as bytes, without faults."""
        return b"".join(written(event, self.newline) for event in self.events(opening, output_tokens))

    def actions(self, opening: Mapping[str, Any], output_tokens: int) -> Iterator[Action]:
        """What happens on the wire after the headers."""
        actions = self._composed(self.events(opening, output_tokens))
        if self.cut is not None:
            actions = _cut(actions, *self.cut)
        return _dripped(actions, *self.drip) if self.drip is not None else actions

    def _composed(self, events: Sequence[Event]) -> Iterator[Action]:
        for index, event in enumerate(events):
            yield from (_as_bytes(put, self.newline) for at, put in self.extra if at == index)
            if self.error is not None and self.error[0] == index:
                _, kind, message = self.error
                yield written(("error", {"error": {"type": kind, "message": message}}), self.newline)
                return
            if self.stall == index:
                yield from _stalled(self.pinging)
            if index and self.between_s:
                yield Pause(self.between_s)
            yield written(event, self.newline)
        yield from (_as_bytes(put, self.newline) for at, put in self.extra if at >= len(events))
        if self.lingers:
            yield Ending("hang")


@dataclass(frozen=True)
class Status:
    """An answer with a status, before any reply begins."""

    code: int
    body: bytes
    headers: Mapping[str, str]
    before_s: float = 0.0


@dataclass(frozen=True)
class Garbage:
    """A body that is no reply, in one piece or for ever, with status 200 unless told."""

    data: bytes
    content_type: str = "text/event-stream"
    times: int = 1
    code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Hangup:
    """The line ends, or goes silent, before a single header is written."""

    how: Literal["closed", "reset", "hang"]


Step = Answer | Status | Garbage | Hangup

TYPES = {
    400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error",
    404: "not_found_error", 408: "timeout_error", 409: "conflict_error", 413: "request_too_large",
    422: "invalid_request_error", 429: "rate_limit_error", 500: "api_error", 502: "api_error", 503: "api_error",
    504: "timeout_error", 529: "overloaded_error",
}  # fmt: skip


def text(said: str) -> Answer:
    """A reply of text that ends its turn."""
    return Answer(({"type": "text", "text": said},))


def thinking(thought: str, signature: str = "c2lnbmVk") -> Answer:
    """A block of thinking; `.then(...)` says what follows."""
    return Answer(({"type": "thinking", "thinking": thought, "signature": signature},))


def tool(name: str, given: Raw | Mapping[str, Any] | None = None, /, *, call_id: str = "", **fields: Any) -> Block:
    """A call of a tool. Its input is given as fields, as a mapping, or as it is written on the wire."""
    return {"type": "tool_use", "id": call_id, "name": name, "input": given if given is not None else fields}


def tools(*calls: Block) -> Answer:
    """A reply that wants tools run, all in one message."""
    return Answer(calls, stop="tool_use")


def block(kind: str, **fields: Any) -> Answer:
    """A block of any kind, one nobody knows included."""
    return Answer(({"type": kind, **fields},))


def status(
    code: int, kind: str = "", message: str = "It did not work.", *, retry_after: object = None, error_code: str = "",
    body: bytes | None = None, before_s: float = 0.0, **headers: str,
) -> Status:  # fmt: skip
    """An error before the reply begins. `error_code` goes into its details; `_` in a header's name stands for `-`."""
    error: dict[str, Any] = {"type": kind or TYPES.get(code, "api_error"), "message": message}
    if error_code:
        error["details"] = {"error_code": error_code}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if retry_after is not None:
        sent["retry-after"] = str(retry_after)
    whole = json.dumps({"type": "error", "error": error, "request_id": "req_test"}).encode()
    return Status(code, whole if body is None else body, sent, before_s)


def garbage(
    data: bytes, content_type: str = "text/event-stream", *, times: int = 1, code: int = 200, **headers: str
) -> Garbage:
    """A body that is no reply, so many times over."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Garbage(data, content_type, times, code, sent)


def hangup(how: Literal["closed", "reset", "hang"] = "closed") -> Hangup:
    """The line ends, or goes silent, before a single header is written."""
    return Hangup(how)


def redirect(location: str, code: int = 307) -> Status:
    """Sends the caller elsewhere."""
    return Status(code, b"", {"location": location})


def written(event: Event, newline: str = "\n") -> bytes:
    """An event as server-sent events write it."""
    name, data = event
    told = json.dumps({"type": name, **data}, ensure_ascii=False)
    return f"event: {name}{newline}data: {told}{newline}{newline}".encode()


def numbered(answer: Answer, message: str) -> Answer:
    """With an id for every tool call that has none, derived from the message's."""
    counted = count(1)
    blocks = tuple(
        {**block, "id": f"toolu_{message}_{next(counted)}"}
        if block["type"] == "tool_use" and not block["id"]
        else block
        for block in answer.blocks
    )
    return replace(answer, blocks=blocks)


def settled(block: Block) -> Block:
    """A block as it stands in a reply that is not streamed."""
    if block["type"] != "tool_use" or not isinstance(block["input"], str):
        return block
    return {**block, "input": json.loads(block["input"] or "{}")}


def _events_of(index: int, block: Block, piece: int) -> Iterator[Event]:
    opening, deltas = _opened(block, piece)
    yield "content_block_start", {"index": index, "content_block": opening}
    yield from (("content_block_delta", {"index": index, "delta": delta}) for delta in deltas)
    yield "content_block_stop", {"index": index}


def _opened(block: Block, piece: int) -> tuple[Block, list[Block]]:
    """A block as it begins, and the deltas that fill it."""
    match block["type"]:
        case "text":
            deltas = [{"type": "text_delta", "text": part} for part in _pieces(block["text"], piece)]
            return {**block, "text": ""}, deltas
        case "thinking":
            thoughts = [{"type": "thinking_delta", "thinking": part} for part in _pieces(block["thinking"], piece)]
            signed = {"type": "signature_delta", "signature": block["signature"]}
            return {**block, "thinking": "", "signature": ""}, [*thoughts, signed]
        case "tool_use":
            raw = block["input"] if isinstance(block["input"], str) else json.dumps(block["input"])
            parts = [{"type": "input_json_delta", "partial_json": part} for part in ("", *_pieces(raw, piece))]
            return {**block, "input": {}}, parts
        case _:
            return block, []


def _pieces(whole: str, size: int) -> list[str]:
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def _as_bytes(put: Event | bytes, newline: str) -> bytes:
    return put if isinstance(put, bytes) else written(put, newline)


def _stalled(pinging: bool) -> Iterator[Action]:
    while pinging:
        yield written(("ping", {}))
        yield Pause(0.02)
    yield Ending("hang")


def _cut(actions: Iterator[Action], left: int, how: Cut) -> Iterator[Action]:
    for action in actions:
        if isinstance(action, bytes):
            if len(action) >= left:
                yield action[:left]
                break
            left -= len(action)
        yield action
    yield Ending(how)


def _dripped(actions: Iterator[Action], size: int, pause_s: float) -> Iterator[Action]:
    for action in actions:
        if not isinstance(action, bytes):
            yield action
            continue
        for start in range(0, len(action), size):
            yield action[start : start + size]
            yield Pause(pause_s)
