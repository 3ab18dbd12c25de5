"""A design while it is being composed: parts merge by name, so that two fragments that speak of one thing share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from agent.planners.embedded.composing.fragment import Bindings, filled
from tools.design.components import COMPONENT_TYPES
from tools.design.decisions import Decision

_UNITED = ("serves", "patterns", "layers", "events", "matches", "libraries", "endpoints", "federation", "groups")
"""Fields that unite when parts merge; of all others the first value given stays."""


class Draft:
    """Parts of a design as plain data, in the order in which they were first named."""

    def __init__(self) -> None:
        self.components: dict[str, dict[str, Any]] = {}
        self.links: dict[tuple[str, str, str, str], dict[str, Any]] = {}
        """By kind, ends, and the load that enters: loads of different things enter on links of their own."""
        self.events: dict[str, dict[str, Any]] = {}
        self.workflows: dict[str, dict[str, Any]] = {}
        self.decisions: dict[str, Decision] = {}
        self.patterns: list[str] = []
        """Patterns used, in order."""

    def use(self, pattern: str, fragment: Mapping[str, Any], bindings: Bindings, serves: tuple[str, ...]) -> None:
        """Adds a pattern's fragment. Its components serve these capabilities unless they say that they serve none."""
        parts = filled(fragment, bindings)
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
            self.links[key] = dict(link)
        else:
            _merge(known, link)

    def of_kind(self, *kinds: str) -> list[dict[str, Any]]:
        """Components of these kinds, in order."""
        return [component for component in self.components.values() if component["kind"] in kinds]

    def has(self, name: str) -> bool:
        """Whether there is a component of this name."""
        return name in self.components

    def outgoing(self, name: str, *kinds: str) -> list[dict[str, Any]]:
        """Links that start at a component."""
        return [k for k in self.links.values() if k["source"] == name and (not kinds or k["kind"] in kinds)]

    def incoming(self, name: str, *kinds: str) -> list[dict[str, Any]]:
        """Links that end at a component."""
        return [k for k in self.links.values() if k["target"] == name and (not kinds or k["kind"] in kinds)]

    def decide(self, decision: Decision, *components: str) -> None:
        """Records a decision and the components that rest on it."""
        known = self.decisions.get(decision.id)
        named = tuple(dict.fromkeys((*(known.components if known else decision.components), *components)))
        self.decisions[decision.id] = (known or decision).model_copy(update={"components": named})


def _merge(known: dict[str, Any], more: dict[str, Any]) -> None:
    for field, value in more.items():
        if field in _UNITED and isinstance(value, list):
            old = cast("list[Any]", known.get(field, []))
            known[field] = [*old, *(item for item in cast("list[Any]", value) if item not in old)]
        else:
            known.setdefault(field, value)


def allowed_fields(kind: str) -> frozenset[str]:
    """Fields a component of this kind may have."""
    return frozenset(COMPONENT_TYPES[kind].model_fields)
