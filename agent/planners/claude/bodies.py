"""A request as the Messages API takes it: cache marks, how much to think, and nothing that today's models refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.planners.claude.exchange import Block, ModelError, Request
from tools.catalog.models import LanguageModel, RetiredModelError, UnknownModelError, default_model, model

_MARK = {"cache_control": {"type": "ephemeral"}}
_OWN_NAME = re.compile(r"claude-[a-z]+(-\d+)+")
"""A model's own name within the one that a cloud gives it, as `eu.anthropic.claude-sonnet-5-5-v1:0`."""

_PAST = re.compile(r"claude-(?:instant|v?[123](?![0-9]))")
"""Generations of which no model is served any more, by whatever name."""

_DATE = re.compile(r"-\d{8}$")


def known_model(model_id: str, today: date) -> LanguageModel | None:
    """What is known of a model, by its own name, an alias, or a cloud's name for it. Raises ModelError if retired."""
    found = _OWN_NAME.search(model_id)
    own = found.group() if found else model_id
    for name in dict.fromkeys((model_id, own, _DATE.sub("", own))):
        try:
            return model(name, today)
        except RetiredModelError as error:
            raise ModelError("retired-model", f"The model {error}.", is_resumable=False) from None
        except UnknownModelError:
            continue
    if _PAST.search(model_id):
        sentence = f"The model {model_id} was retired with its generation; use {default_model()}."
        raise ModelError("retired-model", sentence, is_resumable=False)
    return None


def body_of(request: Request, known: LanguageModel | None) -> dict[str, Any]:
    """The body of a streaming request. Raises ModelError where the model does not take the effort asked for.

    Up to four marks are set: after the tools, after the system blocks, and, where the messages are worth it, after the
    last block of the last two messages of the user, so that what the last call wrote is found however much was added.
    """
    if known is not None and request.effort not in known.efforts:
        raise ModelError(
            "bad-request",
            f"{known.id} takes no effort '{request.effort}'; it takes {', '.join(known.efforts)}.",
            is_resumable=False,
        )
    body: dict[str, Any] = {
        "model": known.id if known is not None and _is_alias(request.model) else request.model,
        "max_tokens": min(request.max_tokens, known.output_max) if known is not None else request.max_tokens,
        "messages": _marked_messages(request.messages) if request.cache_messages else list(request.messages),
        "output_config": {"effort": request.effort},
        "stream": True,
    }
    if request.system:
        body["system"] = _marked(request.system)
    if request.tools:
        body["tools"] = _marked(request.tools)
    if known is not None and known.adaptive:
        body["thinking"] = {"type": "adaptive", "display": "summarized"}
    return body


def _is_alias(model_id: str) -> bool:
    return "-" not in model_id


def _marked(blocks: tuple[Block, ...]) -> list[Block]:
    return [*blocks[:-1], {**blocks[-1], **_MARK}]


def _marked_messages(messages: tuple[Block, ...]) -> list[Block]:
    users = [index for index, message in enumerate(messages) if message["role"] == "user"]
    last_two = users[-2:]
    return [_marked_message(message) if index in last_two else message for index, message in enumerate(messages)]


def _marked_message(message: Block) -> Mapping[str, Any]:
    content = message["content"]
    blocks = ({"type": "text", "text": content},) if isinstance(content, str) else tuple(content)
    return {**message, "content": _marked(blocks)} if blocks else message
