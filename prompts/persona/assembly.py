"""The parts of the persona, read from Markdown, and the text they make together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from prompts.library import split
from prompts.tokens import estimate
from tools.design.base import Model, Name, Text

FOLDER = Path(__file__).parent / "parts"

MOST_TOKENS = 6_000
"""Most tokens of the whole persona, as `tokens.estimate` counts them."""


class PersonaError(ValueError):
    """A part that is malformed or over its budget. The message names its file."""


class Part(Model):
    """One part of the persona."""

    id: Name
    title: Text
    budget: int = Field(ge=50, le=2_000)
    """Most tokens of its text with its heading."""
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Which sections of which persona documents it stands for: document, colon, sections."""
    text: Text

    def render(self) -> str:
        """The part under its heading."""
        return f"# {self.title}\n\n{self.text}\n"


@cache
def parts() -> tuple[Part, ...]:
    """Every part, in the order in which they are said. Raises PersonaError."""
    return tuple(_part(path) for path in sorted(FOLDER.glob("*.md")))


@cache
def render() -> str:
    """The whole text; the same bytes on every call, whatever is designed for whom. Raises PersonaError."""
    text = "\n".join(part.render() for part in parts())
    if estimate(text) > MOST_TOKENS:
        raise PersonaError(f"the persona has about {estimate(text):,} tokens; its budget is {MOST_TOKENS:,}")
    return text


def _part(path: Path) -> Part:
    front, text = split(path.read_text(encoding="utf-8"), path.name)
    try:
        part = Part.model_validate({**front, "text": text})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PersonaError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    tokens = estimate(part.render())
    if tokens > part.budget:
        raise PersonaError(f"{path.name}: has about {tokens:,} tokens; its budget is {part.budget:,}")
    return part
