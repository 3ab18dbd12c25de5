"""A turn's answer as plain data: made once, kept with the turn, shown by every face."""

from __future__ import annotations

from typing import Any

from agent.turns import lines, plain, told
from tools.bundle.evidence import Evidence


def answer_to(before: Evidence | None, after: Evidence, said: str) -> dict[str, Any]:
    """What changed, why, in numbers (see `agent.turns.Answer`), and `lines` for people."""
    found = told(before, after, said)
    return plain(found) | {"lines": lines(found)}
