"""How findings name several parts at once."""

from __future__ import annotations

from collections.abc import Sequence

NAMED = 3
"""How many parts a message names; the others it counts."""


def listed(names: Sequence[str]) -> str:
    """The first few by name, the rest as a number: `a, b, c and 4 more`."""
    if len(names) <= NAMED:
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
