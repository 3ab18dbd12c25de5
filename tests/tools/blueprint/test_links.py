"""Permissions follow from links: one taken out takes exactly its actions with it, one put in brings them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from tests.tools.blueprint import designs
from tools.blueprint import Plan, plan
from tools.blueprint.plan.access.table import CODE, ROWS, SERVICE, grants_of
from tools.blueprint.plan.draft import granted
from tools.design.components import COMPONENT_TYPES, Container, Function
from tools.design.design import Design
from tools.design.links import Link
from tools.design.queries import Graph

Permission = tuple[str, str, str]
"""Whose, what, on what."""


def permissions(made: Plan) -> set[Permission]:
    """Everything anybody may do."""
    return {
        (role.owner, action, str(where))
        for role in made.roles.values()
        for statement in (*role.statements, *role.deferred)
        for action in statement.actions
        for where in (statement.resources or ("*",))
    }


def own_actions(made: Design, link: Link) -> set[Permission] | None:
    """What the table gives to code for a link; None where the link's source is no code."""
    graph = Graph(made)
    source = graph[link.source]
    if not isinstance(source, (Function, Container)):
        return None
    operation = source.operation if isinstance(source, Function) else "process"
    statements = granted(source.kind, link.kind, graph[link.target], (operation,)) or ()
    return {
        (link.source, action, str(where))
        for statement in statements
        for action in statement.actions
        for where in (statement.resources or ("*",))
    }


def wrong(made: Design, step: int = 1) -> Iterator[str]:
    """Links that take with them what is not theirs, or leave what was theirs alone."""
    before = permissions(plan(made))
    for number, link in list(enumerate(made.links))[::step]:
        rest = made.model_copy(update={"links": made.links[:number] + made.links[number + 1 :]})
        less = plan(rest)
        after = permissions(less)
        said = f"{made.name}: {link.kind} {link.source} -> {link.target}"
        # A part the deployment cannot do without is added in the place of one that is no longer linked; and an ARN
        # that was spelled out to break a circle is a reference again.
        spelled_out = link.target in plan(made).fixed or link.source in plan(made).fixed
        gained = {p for p in after - before if not any(name in p[2] for name in less.added)}
        if gained and not spelled_out:
            yield f"{said} brings {sorted(gained)[:3]}"
        lost = before - after
        foreign = {p for p in lost if p[0] not in (link.source, link.target)}
        if foreign and not spelled_out:
            yield f"{said} takes {sorted(foreign)[:3]}"
        own = own_actions(made, link)
        if own is not None and not spelled_out:
            # Who reaches nothing private any more needs no place in the network either.
            gone = {p for p in lost if p[0] == link.source and not p[1].startswith("ec2:")}
            kept = gone ^ ((own & before) - after)
            if kept:
                yield f"{said} takes not exactly its own: {sorted(kept)[:3]}"


def test_a_link_taken_out_takes_its_actions_and_nothing_else(shipped: dict[str, Design]) -> None:
    cases = [*shipped.values(), *designs.examples()]
    assert [line for number, case in enumerate(cases) for line in wrong(case, 4 if number else 1)] == []


@pytest.mark.slow
def test_any_link_taken_out_takes_its_actions_and_nothing_else(shipped: dict[str, Design]) -> None:
    assert [line for case in (*shipped.values(), *designs.examples()) for line in wrong(case)] == []


def test_a_new_link_is_one_action_more() -> None:
    notes = designs.notes()
    link = Link(kind="send", source="create-order", target="alerts")
    more = notes.model_copy(update={"links": (*notes.links, link)})
    gained = permissions(plan(more)) - permissions(plan(notes))
    assert {(who, action) for who, action, _ in gained} == {("create-order", "sns:Publish")}


def linked() -> Iterator[tuple[str, str, str]]:
    """Every source, kind of link and target, by which the table can be asked."""
    yield from product(CODE.split(), designs.LINK_KINDS, COMPONENT_TYPES)
    yield from product(("function", "pipe"), ("poll",), COMPONENT_TYPES)
    yield from product(SERVICE.split(), ("deliver",), COMPONENT_TYPES)
    yield ("workflow", "run", "any")


def test_every_row_of_the_table_is_asked_for_by_some_link() -> None:
    asked = set(linked())
    rows = [(source, link, row.target) for row in ROWS for source in row.sources.split() for link in row.links.split()]
    assert [row for row in rows if row not in asked and row[0] != "workflow"] == []
    assert {row[1] for row in rows if row[0] == "workflow"} == {"run"}


def test_every_action_of_the_table_is_used_by_some_design(shipped: dict[str, Design]) -> None:
    used = {
        action
        for made in (*shipped.values(), *designs.examples(), *designs.stars())
        for _, action, _ in permissions(plan(made))
    }
    offered = {action for row in ROWS for grant in row.grants for action in grant.actions if row.sources != "workflow"}
    assert offered - used == set()


NEEDS_NONE = {"external", "load-balancer", "cdn", "layer", "dns-failover", "network", "firewall", "static-site"}
"""Kinds that code reaches without a permission, or that nothing is asked of at run time."""


@pytest.mark.parametrize("source", CODE.split())
def test_every_link_of_code_is_answered_by_the_table(source: str) -> None:
    unanswered = {
        target
        for target in COMPONENT_TYPES
        if all(grants_of(source, kind, target, _variants(target)) is None for kind in designs.LINK_KINDS)
    }
    assert unanswered - NEEDS_NONE <= {"audit-trail", "file-gateway"}


def _variants(target: str) -> tuple[str, ...]:
    return tuple(row.variant for row in ROWS if row.target == target and row.variant)
