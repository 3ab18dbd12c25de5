"""Events of a stream put together to one reply, or to nothing: what is not whole is not used."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

from agent.planners.claude.exchange import Delta, Reply, StopReason, ToolCall, Usage
from agent.planners.claude.strict import InputProblemError, read_input

STOPS: Mapping[str, StopReason] = {
    "end_turn": "end_turn",
    "max_tokens": "max_tokens",
    "stop_sequence": "stop_sequence",
    "tool_use": "tool_use",
    "pause_turn": "pause_turn",
    "refusal": "refusal",
    "model_context_window_exceeded": "context_exceeded",
}
_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_PIECES = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature"}
"""Kinds of deltas that append text, to the field of the block (and of the delta) they append to."""


class BrokenReplyError(Exception):
    """A reply of which nothing may be used. The message completes "the reply ..."."""

    def __init__(self, reason: str, *, is_passing: bool = True) -> None:
        super().__init__(reason)
        self.is_passing = is_passing
        """Whether the same request may well get a whole reply."""


@dataclass
class _Block:
    """A block that is coming."""

    given: dict[str, Any]
    """As it began."""
    pieces: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    is_open: bool = True


class Assembly:
    """One reply in the making."""

    def __init__(self) -> None:
        self.usage = Usage()
        """As far as it has been told."""
        self._message_id = ""
        self._blocks: list[_Block] = []
        self._stop: str | None = None
        self._detail = ""
        self.is_ended = False

    def take(self, event: object) -> Delta | None:
        """Takes the next event in, and says what there is to tell of it. Raises BrokenReplyError."""
        told = _mapping(event, "an event")
        match told.get("type"):
            case "message_start":
                self._start(_mapping(told.get("message"), "the message"))
            case "content_block_start":
                return self._open(told)
            case "content_block_delta":
                return self._extend(self._open_block(told), _mapping(told.get("delta"), "a delta"))
            case "content_block_stop":
                self._open_block(told).is_open = False
            case "message_delta":
                self._end(told)
            case "message_stop":
                self._needs_start()
                self.is_ended = True
            case _:
                pass
        return None

    def reply(self) -> Reply:
        """The whole reply. Raises BrokenReplyError where it is not whole, or stopped for a reason nobody knows."""
        self._needs_start()
        if not self.is_ended or self._stop is None:
            raise BrokenReplyError("broke off before its end")
        if self._stop not in STOPS:
            raise BrokenReplyError(f"stopped for a reason that is not known ({self._stop[:40]!r})", is_passing=False)
        if any(block.is_open for block in self._blocks):
            raise BrokenReplyError("ended within a block")
        read = [_read(block) for block in self._blocks]
        content = tuple(block for block, _ in read)
        if not _is_sendable(content):
            raise BrokenReplyError("holds text that is no Unicode")
        return Reply(
            message_id=self._message_id,
            content=content,
            text="".join(block["text"] for block in content if block["type"] == "text"),
            calls=self._calls(read),
            stop=STOPS[self._stop],
            usage=self.usage,
            stop_detail=self._detail,
        )

    def _start(self, message: Mapping[str, Any]) -> None:
        if self._message_id:
            raise BrokenReplyError("began twice")
        self._message_id = _text(message, "id")
        self._count(message.get("usage"))

    def _open(self, told: Mapping[str, Any]) -> Delta | None:
        self._needs_start()
        given = dict(_mapping(told.get("content_block"), "a block"))
        kind = _text(given, "type")
        if told.get("index") != len(self._blocks) or self.is_ended:
            raise BrokenReplyError("has its blocks out of order")
        self._blocks.append(_Block(given))
        match kind:
            case "text":
                return _piece("text", _string(given, "text"))
            case "thinking":
                return _piece("thinking", _string(given, "thinking"))
            case "tool_use":
                return Delta("tool", _shown(self._named(given)))
            case _:
                return None

    def _named(self, given: Mapping[str, Any]) -> str:
        """The name of a tool that begins to be called."""
        call, earlier = _text(given, "id"), self._blocks[:-1]
        if not _CALL_ID.fullmatch(call) or any(block.given.get("id") == call for block in earlier):
            raise BrokenReplyError("calls a tool under an id that cannot be answered")
        return _text(given, "name")

    def _open_block(self, told: Mapping[str, Any]) -> _Block:
        index = told.get("index")
        if not isinstance(index, int) or not 0 <= index < len(self._blocks) or not self._blocks[index].is_open:
            raise BrokenReplyError("has its blocks out of order")
        return self._blocks[index]

    def _extend(self, block: _Block, delta: Mapping[str, Any]) -> Delta | None:
        kind = _string(delta, "type")
        if kind == "input_json_delta":
            block.pieces.setdefault("input", []).append(_string(delta, "partial_json"))
        elif kind == "citations_delta":
            block.given["citations"] = [*(block.given.get("citations") or ()), delta.get("citation")]
        elif kind in _PIECES:
            piece = _string(delta, _PIECES[kind])
            block.pieces.setdefault(_PIECES[kind], []).append(piece)
            return _piece(_PIECES[kind], piece)
        return None

    def _end(self, told: Mapping[str, Any]) -> None:
        self._needs_start()
        delta = _mapping(told.get("delta"), "a delta")
        if delta.get("stop_reason") is not None:
            self._stop = _text(delta, "stop_reason")
        details = delta.get("stop_details")
        if isinstance(details, dict):
            category = cast("dict[str, Any]", details).get("category")
            self._detail = _shown(category) if isinstance(category, str) else ""
        self._count(told.get("usage"))

    def _count(self, usage: object) -> None:
        """Takes in the figures that are told; later ones stand for the whole reply and not for its rest."""
        told = cast("dict[str, Any]", usage) if isinstance(usage, dict) else {}
        self.usage = Usage(
            fresh=_figure(told, "input_tokens", self.usage.fresh),
            written=_figure(told, "cache_creation_input_tokens", self.usage.written),
            cached=_figure(told, "cache_read_input_tokens", self.usage.cached),
            output=_figure(told, "output_tokens", self.usage.output),
        )

    def _calls(self, read: list[tuple[dict[str, Any], str]]) -> tuple[ToolCall, ...]:
        calls = [(block, problem) for block, problem in read if block["type"] == "tool_use"]
        if self._stop == "tool_use":
            if not calls:
                raise BrokenReplyError("wants a tool run and names none")
            return tuple(ToolCall(block["id"], block["name"], block["input"], problem) for block, problem in calls)
        # Whatever else ended the reply may have ended it within a call, or before the one that this one needs.
        cut = f"The reply stopped ({self._stop}) before its calls were complete; nothing was run."
        return tuple(ToolCall(block["id"], block["name"], block["input"], problem or cut) for block, problem in calls)

    def _needs_start(self) -> None:
        if not self._message_id:
            raise BrokenReplyError("is none: no message begins in it")


def _read(block: _Block) -> tuple[dict[str, Any], str]:
    """A block as it is sent back, and what is wrong with its input where it has one."""
    whole = dict(block.given)
    for name, pieces in block.pieces.items():
        if name != "input":
            whole[name] = _joined([_string(block.given, name), *pieces])
    if "input" not in block.pieces and whole["type"] != "tool_use":
        return whole, ""
    written = "".join(block.pieces.get("input", ())) or _rewritten(block.given.get("input"))
    try:
        return {**whole, "input": read_input(written)}, ""
    except InputProblemError as error:
        return {**whole, "input": {}}, str(error)


def _rewritten(given: object) -> str:
    """An input that came with the beginning of its block, in whole."""
    return "" if given is None or given == {} else json.dumps(given)


def _joined(pieces: list[str]) -> str:
    """Pieces as one text; a character cut in two by its surrogates is one again."""
    text = "".join(pieces)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return text


def _is_sendable(content: tuple[dict[str, Any], ...]) -> bool:
    try:
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _piece(kind: str, text: str) -> Delta | None:
    if not text or kind not in ("text", "thinking"):
        return None
    return Delta("text" if kind == "text" else "thinking", _shown(text))


def _shown(text: str) -> str:
    """Text that can be printed: half a surrogate pair is a replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _figure(told: Mapping[str, Any], name: str, known: int) -> int:
    value = told.get(name)
    return value if type(value) is int and value >= 0 else known


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        _misformed(what)
    return cast("dict[str, Any]", value)


def _string(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name, "")
    if not isinstance(value, str):
        _misformed(f"its {name}")
    return value


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = _string(holder, name)
    if not value:
        _misformed(f"its {name}")
    return value


def _misformed(what: str) -> NoReturn:
    raise BrokenReplyError(f"is misformed: {what} is not what the interface says", is_passing=False)
