"""What the moves of a composition share: the facts, the decisions taken, the draft, and the names already given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.planners.embedded.composing.arrivals import Arrivals
from agent.planners.embedded.composing.draft import Draft
from agent.planners.embedded.composing.fragment import Fragment
from agent.planners.embedded.composing.naming import forms
from agent.planners.embedded.deciding.facts import Facts
from tools.design.decisions import Decision, Rejected
from tools.design.requirements import Entity

Fragments = Mapping[str, Fragment]
"""Pattern id, or pattern id and part (`saga`, `iot-ingestion/command`), to its fragment."""


class Scene:
    """One composition under way."""

    def __init__(self, facts: Facts, fragments: Fragments, instead: Mapping[str, str]) -> None:
        self.facts = facts
        self.fragments = fragments
        self.instead = instead
        self.draft = Draft()
        self.noun = facts.entities[0] if facts.entities else facts.thing if facts.thing != "file" else "item"
        person = next((a for a in facts.requirements.actors if a.role in ("person", "staff")), None)
        device = next((a for a in facts.requirements.actors if a.role == "device"), None)
        self.client = person.name if person else "client"
        self.client_role = person.role if person else "system"
        self.device = device.name if device else "device"
        self.arrivals = Arrivals(facts, self.noun)
        self.producer: str | None = None
        """Function that first knows that the main entity has arrived."""
        self.arrival: str | None = None
        """Event by which the rest of the system learns of it."""
        self.bus: str | None = None
        self.reader: str | None = None
        """Function that answers questions about what flows in; it reads whatever state there is in the end."""
        self.coordination = ""
        """How steps of a process work together, once it is decided."""
        self.regions: tuple[str, ...] = facts.regions
        """Where the system runs, home first."""
        self.gathers: tuple[str, ...] = ()
        """Functions that read what has gathered, once all stores are there."""
        self.base: dict[str, Any] = {
            "client": self.client,
            "client_role": self.client_role,
            "api": "api",
            "api_style": "http",
            "auth": "jwt",
            "bus": "event-bus",
            **forms(self.noun),
        }

    def use(self, fragment: str, serves: tuple[str, ...] | str, **bindings: Any) -> None:
        """Adds a pattern's fragment, filled in with the base names and these; it serves the needs that are wanted."""
        needs = (serves,) if isinstance(serves, str) else serves
        wanted = tuple(need for need in needs if self.facts.wants(need))
        self.draft.use(fragment.split("/")[0], self.fragments[fragment], {**self.base, **bindings}, wanted)

    def decide(self, decision: Decision, *components: str) -> str:
        """Records a decision and gives what was chosen, or what is to be tried instead of it."""
        option = self.instead.get(decision.id, decision.chosen)
        if option != decision.chosen:
            decision = turned(decision, option)
        self.draft.decide(decision, *components)
        return decision.chosen

    @property
    def entity(self) -> Entity | None:
        """The main entity."""
        return self.facts.requirements.entities[0] if self.facts.requirements.entities else None

    def outside(self, name: str, role: str = "system") -> str:
        """Somebody or something outside, drawn once."""
        if not self.draft.has(name):
            self.draft.add({"kind": "external", "name": name, "role": role, "serves": [], "patterns": []})
        return name

    def people(self) -> str:
        """Those who use the system."""
        return self.outside(self.client, self.client_role)


def turned(decision: Decision, option: str) -> Decision:
    """The decision as it would read if the other option were taken, for comparison."""
    why = next((rejected.why for rejected in decision.rejected if rejected.option == option), "")
    kept = tuple(rejected for rejected in decision.rejected if rejected.option != option)
    rejected = Rejected(option=decision.chosen, why=f"left out to compare; it was preferred because {decision.because}")
    because = f"taken for comparison only; against it stands that {why}" if why else "taken for comparison only"
    return decision.model_copy(
        update={"chosen": option, "because": because, "rejected": (rejected, *kept), "flips": ()}
    )
