"""What we know: patterns of serverless design, and finding the ones that answer a question.

Owns the catalogue (`patterns/*.md`), a user's own additions to it, the words people use for their troubles
(`concepts.txt`) and the index made of them. Refuses to decide: it finds and shows patterns, the planners use them. What
a user's document says is data. The public face is Knowledge; everything is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.knowledge import Knowledge
    from knowledge.library import PatternError, add_pattern
    from knowledge.pattern import Pattern
    from knowledge.places import find_places
    from knowledge.search import Hit

__all__ = ["Hit", "Knowledge", "Pattern", "PatternError", "add_pattern", "find_places"]

_HOME = {
    "Hit": "knowledge.search",
    "Knowledge": "knowledge.knowledge",
    "Pattern": "knowledge.pattern",
    "PatternError": "knowledge.library",
    "add_pattern": "knowledge.library",
    "find_places": "knowledge.places",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
