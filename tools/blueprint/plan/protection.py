"""Firewalls in front of what faces the public, where the data or a regime asks for them (rule SL-A05).

An HTTP API takes no firewall: one that needs it becomes a REST API, and the decision for its style says so. A websocket
API takes none either and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.design.components import Api, Cdn, Component, Firewall
from tools.design.decisions import Decision, Flip, Rejected
from tools.design.design import Design
from tools.design.queries import Graph

RULE = "SL-A05"


def protect(design: Design) -> Design:
    """The design with the firewalls it asks for. The same value where it lacks none, or they are waived."""
    if not _asks(design):
        return design
    graph = Graph(design)
    edge = [cdn for cdn in graph.all(Cdn) if cdn.firewall is None and not _is_waived(design, cdn.name)]
    # A content network that gets its firewall shields the APIs behind it.
    doors = {cdn.name for cdn in graph.all(Cdn) if cdn.firewall is not None} | {cdn.name for cdn in edge}
    apis = [api for api in graph.all(Api) if _is_open(graph, api, doors) and not _is_waived(design, api.name)]
    if not edge and not apis:
        return design
    changes: dict[str, dict[str, Any]] = {}
    added: list[Component] = []
    for scope, exposed in (("edge", edge), ("regional", apis)):
        if exposed:
            wall = _wall(graph, scope, added)
            changes |= {component.name: {"firewall": wall} for component in exposed}
    turned = {api.name for api in apis if api.style == "http"}
    for name in turned:
        changes[name]["style"] = "rest"
    components = (c.model_copy(update=changes[c.name]) if c.name in changes else c for c in design.components)
    decisions = tuple(_turned(decision, turned) for decision in design.decisions)
    return design.model_copy(update={"components": (*components, *added), "decisions": decisions})


def _asks(design: Design) -> bool:
    needs = design.requirements
    return needs.regulated or needs.sensitivity in ("confidential", "restricted")


def _is_waived(design: Design, name: str) -> bool:
    return any(waiver.rule == RULE and waiver.component in (None, name) for waiver in design.waivers)


def _is_open(graph: Graph, api: Api, doors: Iterable[str]) -> bool:
    if api.firewall is not None or api.style == "websocket" or api.endpoint == "private" or api.auth == "iam":
        return False
    callers = [link.source for link in graph.incoming(api.name, "trigger", "call", "read")]
    return not callers or not all(caller in doors for caller in callers)


def _wall(graph: Graph, scope: str, added: list[Component]) -> str:
    """The firewall of a scope, made where there is none."""
    for firewall in graph.all(Firewall):
        if firewall.scope == scope:
            return firewall.name
    name, number = f"{scope}-firewall", 2
    while graph.get(name) is not None:
        name, number = f"{scope}-firewall-{number}", number + 1
    added.append(Firewall(name=name, title="Web firewall", scope="edge" if scope == "edge" else "regional"))
    return name


def _turned(decision: Decision, turned: set[str]) -> Decision:
    """The decision for an API's style, where a firewall turned it."""
    if decision.chosen != "http" or not turned.intersection(decision.components):
        return decision
    spared = tuple(rejected for rejected in decision.rejected if rejected.option != "rest")
    refused = Rejected(
        option="http", why="HTTP APIs take no firewall, and a content network before one can be passed by"
    )
    because = "the data it handles calls for a web firewall, and that stands before REST APIs only"
    flip = Flip(to="http", when="everybody comes through a content network that has a firewall")
    return decision.model_copy(
        update={"chosen": "rest", "because": because, "rejected": (refused, *spared), "flips": (flip,)}
    )
