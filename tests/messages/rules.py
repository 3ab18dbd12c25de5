"""What the Messages API refuses with a 400, as far as a client that runs tools can get it wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

Body = Mapping[str, Any]
GONE = ("temperature", "top_p", "top_k")
NO_FORCING = ("claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-1")
MARKS = 4


def fault(body: Any) -> str:
    """The first thing wrong with a request; nothing where it is one the API takes."""
    if not isinstance(body, dict):
        return "the body is no JSON object"
    return next((found for rule in _RULES for found in rule(body)), "")


def _fields(body: Body) -> Iterator[str]:
    yield from (f"{name}: field required" for name in ("model", "max_tokens", "messages") if not body.get(name))
    yield from (f"{name} is not supported" for name in GONE if name in body)
    if body.get("tool_choice", {}).get("type") in ("any", "tool") and body["model"] in NO_FORCING:
        yield f"tool_choice: this type is not supported on {body['model']}"
    if body.get("thinking", {}).get("type") in ("enabled", "disabled") and body["model"] == "claude-sonnet-5-5":
        yield f"thinking: this type is not supported on {body['model']}"


def _tools(body: Body) -> Iterator[str]:
    names = [tool["name"] for tool in body.get("tools", ())]
    if len(set(names)) < len(names):
        yield "tools: names must be unique"
    for tool in body.get("tools", ()):
        if tool.get("strict") and not all(map(_is_closed, _objects(tool["input_schema"]))):
            yield f"tools: {tool['name']}: additionalProperties must be false in strict tools"


def _marks(body: Body) -> Iterator[str]:
    blocks = [*body.get("tools", ()), *_blocks(body.get("system", ()))]
    blocks += [block for message in body["messages"] for block in _blocks(message["content"])]
    if sum("cache_control" in block for block in blocks) > MARKS:
        yield f"a maximum of {MARKS} blocks with cache_control may be provided"
    if any("cache_control" in block and block["type"] == "thinking" for block in blocks if "type" in block):
        yield "cache_control cannot be set for thinking blocks"


def _turns(body: Body) -> Iterator[str]:
    roles = [message["role"] for message in body["messages"]]
    if roles[0] != "user" or roles[-1] != "user":
        yield "messages: the first and the last must be the user's"
    if any(one == other for one, other in pairwise(roles)):
        yield "messages: roles must alternate between user and assistant"
    for index, message in enumerate(body["messages"]):
        if not message["content"]:
            yield f"messages.{index}: content must not be empty"
        if any(block["type"] == "text" and not block["text"].strip() for block in _blocks(message["content"])):
            yield f"messages.{index}: text content blocks must be non-empty"


def _results(body: Body) -> Iterator[str]:
    asked: list[str] = []
    for index, message in enumerate(body["messages"]):
        blocks = _blocks(message["content"])
        results = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
        if sorted(results) != sorted(asked):
            yield f"messages.{index}: tool_use ids {asked} need their tool_result in this message, and no other"
        if any(block["type"] != "tool_result" for block in blocks[: len(results)]):
            yield f"messages.{index}: tool_result blocks must come first"
        asked = [block["id"] for block in blocks if block["type"] == "tool_use"]


_RULES = (_fields, _tools, _marks, _turns, _results)


def _blocks(content: Any) -> list[Mapping[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every object schema within a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)


def _is_closed(schema: Mapping[str, Any]) -> bool:
    return schema.get("additionalProperties") is False
