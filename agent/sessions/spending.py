"""What a conversation has spent on a model, kept with its turns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal, InvalidOperation

from agent.planners.claude.budget import Spending
from agent.planners.claude.exchange import Usage
from agent.planners.protocol import Planner
from agent.sessions.errors import DamagedError
from agent.sessions.rows import Turn
from agent.sessions.store import Store


def spent_by(planner: Planner) -> Spending | None:
    """What a planner has spent with what was spent before it; None for one that asks no model."""
    found = getattr(planner, "spent", None)
    return found if isinstance(found, Spending) and found.calls else None


def note_spending(planner: Planner, store: Store, turn: int, fence: int) -> None:
    """Stores what was spent until now, where a model was asked."""
    spent = spent_by(planner)
    if spent is not None:
        store.change("spent", turn, fence, spent=_kept(spent))


def _kept(spending: Spending) -> str:
    """As it is stored. Dollars are exact, and therefore words."""
    plain = asdict(spending)
    dollars = None if spending.dollars is None else str(spending.dollars)
    return json.dumps(plain | {"dollars": dollars}, sort_keys=True)


def spent_until(turns: Sequence[Turn], number: int) -> Spending:
    """What was spent up to the last step of this turn that is stored. Raises DamagedError."""
    text = next((turn.spent for turn in reversed(turns) if turn.number <= number and turn.spent), "")
    if not text:
        return Spending()
    try:
        plain = json.loads(text)
        dollars = None if plain["dollars"] is None else Decimal(plain["dollars"])
        usage = Usage(**{name: int(count) for name, count in plain["usage"].items()})
        return Spending(int(plain["calls"]), int(plain["replayed"]), usage, dollars, float(plain["seconds"]))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError):
        raise DamagedError("what was spent cannot be read") from None
