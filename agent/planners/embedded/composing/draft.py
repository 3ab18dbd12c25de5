"""A design while it is being composed: parts merge by name, so that two fragments that speak of one thing share it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, cast

from agent.planners.embedded.composing.fragment import Bindings, Fragment
from tools.design.decisions import Decision

_UNITED = ("serves", "patterns", "layers", "events", "matches", "libraries", "endpoints", "federation", "groups")
"""Fields that unite when parts merge; of all others the first value given stays."""


Links = dict[tuple[str, str, str, str], dict[str, Any]]
"""By kind, ends, and the load that enters: loads of different things enter on links of their own."""


class Draft:
    """Parts of a design as plain data, in the order in which they were first named."""

    def __init__(self) -> None:
        self.components: dict[str, dict[str, Any]] = {}
        self.links: Links = {}
        """All of them; `link` and `unlink` change them."""
        self._by_source: defaultdict[str, Links] = defaultdict(dict)
        self._by_target: defaultdict[str, Links] = defaultdict(dict)
        self.events: dict[str, dict[str, Any]] = {}
        self.workflows: dict[str, dict[str, Any]] = {}
        self.decisions: dict[str, Decision] = {}
        self._resting: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """Decision to the components that rest on it."""
        self.patterns: list[str] = []
        """Patterns used, in order."""

    def use(self, pattern: str, fragment: Fragment, bindings: Bindings, serves: tuple[str, ...]) -> None:
        """Adds a pattern's fragment. Its components serve these capabilities unless they say that they serve none."""
        parts = fragment.filled(bindings)
        if pattern not in self.patterns:
            self.patterns.append(pattern)
        for component in parts["components"]:
            supporting = component.pop("supporting", False)
            self.add(component | {"patterns": [pattern], "serves": [] if supporting else list(serves)})
        for link in parts["links"]:
            self.link(link)
        for event in parts["events"]:
            self.events.setdefault(event["name"], event)
        for workflow in parts["workflows"]:
            self.workflows.setdefault(workflow["name"], workflow)

    def add(self, component: dict[str, Any]) -> None:
        """Adds a component, or merges it into the one of that name."""
        known = self.components.get(component["name"])
        if known is None:
            self.components[component["name"]] = component
        elif known["kind"] == component["kind"]:
            _merge(known, component)
        else:
            name = f"{component['name']}-{component['kind']}"
            raise ValueError(
                f"'{component['name']}' is a {known['kind']} already; "
                f"a {component['kind']} needs another name, {name} say"
            )

    def link(self, link: dict[str, Any]) -> None:
        """Adds a link, or merges it into the one of its kind between the same ends."""
        key = (link["kind"], link["source"], link["target"], str(link.get("load") or ""))
        known = self.links.get(key)
        if known is None:
            known = dict(link)
            for links in (self.links, self._by_source[link["source"]], self._by_target[link["target"]]):
                links[key] = known
        else:
            _merge(known, link)

    def unlink(self, kind: str, source: str, target: str, load: str = "") -> None:
        """Takes away the link of a kind between two ends on which this load enters, if there is one."""
        for links in (self.links, self._by_source[source], self._by_target[target]):
            links.pop((kind, source, target, load), None)

    def of_kind(self, *kinds: str) -> list[dict[str, Any]]:
        """Components of these kinds, in order."""
        return [component for component in self.components.values() if component["kind"] in kinds]

    def has(self, name: str) -> bool:
        """Whether there is a component of this name."""
        return name in self.components

    def outgoing(self, name: str, *kinds: str) -> list[dict[str, Any]]:
        """Links that start at a component."""
        return [k for k in self._by_source[name].values() if not kinds or k["kind"] in kinds]

    def incoming(self, name: str, *kinds: str) -> list[dict[str, Any]]:
        """Links that end at a component."""
        return [k for k in self._by_target[name].values() if not kinds or k["kind"] in kinds]

    def decide(self, decision: Decision, *components: str) -> None:
        """Records a decision and the components that rest on it."""
        self.decisions.setdefault(decision.id, decision)
        self._resting[decision.id] |= dict.fromkeys(components)

    def decided(self) -> list[Decision]:
        """The decisions, each with those of its components that are there."""
        resting = {id_: tuple(filter(self.has, names)) for id_, names in self._resting.items()}
        return [d.model_copy(update={"components": resting[d.id]}) for d in self.decisions.values()]


def _merge(known: dict[str, Any], more: dict[str, Any]) -> None:
    for field, value in more.items():
        if field in _UNITED and isinstance(value, list):
            old = cast("list[Any]", known.get(field, []))
            known[field] = [*old, *(item for item in cast("list[Any]", value) if item not in old)]
        else:
            known.setdefault(field, value)
