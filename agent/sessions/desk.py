"""What the nodes of one turn work with: the turn, the file, the planner, and what was worked out a moment ago."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from agent.planners.protocol import Planner
from agent.sessions.errors import DamagedError
from agent.sessions.rows import Turn
from agent.sessions.spending import note_spending
from agent.sessions.store import Store
from agent.state import Deps
from tools.bundle.evidence import Evidence, gather
from tools.design.codec import plain
from tools.design.design import Design


@dataclass(frozen=True, slots=True)
class Journalled:
    """The journal of one turn: a reply that was paid for is not asked for again (see exchange.Journal)."""

    store: Store
    turn: int
    fence: int

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """What was kept under this key."""
        return self.store.recall(self.turn, key)

    def keep(self, key: str, value: Mapping[str, Any]) -> None:
        """Keeps it for good before it returns."""
        self.store.keep(self.turn, key, value, self.fence)


@dataclass(frozen=True, slots=True)
class Desk:
    """Lives as long as one run of one turn; nothing in it need survive."""

    store: Store
    turn: Turn
    fence: int
    deps: Deps
    planner: Planner
    """The one that plans, as it came; in `deps` it reads the same words once."""
    seen: dict[str, Evidence] = field(default_factory=dict[str, Evidence])
    """Evidence of designs by hash; worked out anew where it is missing."""

    def put(self, kind: str, value: Any) -> str:
        """Stores plain data under the hash of its content."""
        return self.store.put(kind, canonical(value), self.fence)

    def keep_design(self, evidence: Evidence) -> str:
        """Stores a design under the hash of its content."""
        name = self.put("design", plain(evidence.design))
        self.seen[name] = evidence
        return name

    def evidence(self, name: str) -> Evidence:
        """What tools say of a stored design."""
        if name not in self.seen:
            self.seen[name] = gather(design_in(self.store, name))
        return self.seen[name]

    def note_spending(self) -> None:
        """Notes what was spent on a model until now; replies of a step that is run again are counted then."""
        note_spending(self.planner, self.store, self.turn.number, self.fence)

    def note(self, point: str, **fields: Any) -> None:
        """Notes how far the turn has come."""
        self.store.change(point, self.turn.number, self.fence, **fields)


def canonical(value: Any) -> str:
    """Plain data as JSON that is the same for the same data."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def design_in(store: Store, name: str) -> Design:
    """A stored design. Raises DamagedError."""
    kind, text = store.get(name)
    if kind != "design":
        raise DamagedError(f"artefact {name[:12]} is no design")
    return design_of(text)


def design_of(text: str) -> Design:
    """A design from its stored text. Raises DamagedError."""
    try:
        return Design.model_validate(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"a stored design cannot be read ({str(error).splitlines()[0][:120]})") from None


def plain_in(store: Store, name: str) -> dict[str, Any]:
    """Stored plain data. Raises DamagedError."""
    _, text = store.get(name)
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise DamagedError(f"artefact {name[:12]} cannot be read") from None
    if not isinstance(found, dict):
        raise DamagedError(f"artefact {name[:12]} is not what it should be")
    return cast("dict[str, Any]", found)
