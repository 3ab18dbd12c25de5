"""How code is laid out: what fits stands on one line, everything else with an item a line."""

from __future__ import annotations

from collections.abc import Iterable

WIDTH = 100


def group(
    opening: str, items: list[str], closing: str, pad: str, *, step: str, room: str = "", open_up: bool = False
) -> str:
    """Items between brackets, each written with `pad` and `step` before its lines. `room` stands inside the brackets
    where all is on one line; `open_up` gives every item a line of its own."""
    if not items:
        return opening + closing
    if not open_up:
        flow = f"{opening}{room}{', '.join(items)}{room}{closing}"
        if "\n" not in flow and len(flow) + len(pad) <= WIDTH:
            return flow
    inner = pad + step
    return "\n".join([opening, *(f"{inner}{item}," for item in items), f"{pad}{closing}"])


def paragraphs(parts: Iterable[str]) -> str:
    """Parts of a file, a free line between them."""
    return "\n\n".join(part for part in parts if part).rstrip("\n") + "\n"
