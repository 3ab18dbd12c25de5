"""Roles: least privilege, by construction, for every kind linked to every other in every way."""

from __future__ import annotations

import pytest

from tests.tools.blueprint import designs
from tools.blueprint import Plan, plan, render
from tools.blueprint.plan.model import Statement


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    """Every design there is for tests, planned."""
    return [plan(design) for design in (*designs.examples(), *designs.stars())]


@pytest.fixture(scope="module")
def statements(plans: list[Plan]) -> list[Statement]:
    """Every statement of every role."""
    return [s for made in plans for role in made.roles.values() for s in (*role.statements, *role.deferred)]


def test_no_action_is_a_wildcard(statements: list[Statement]) -> None:
    assert len(statements) > 1000
    assert [s for s in statements if any("*" in action for action in s.actions)] == []


def test_any_resource_has_its_reason(statements: list[Statement]) -> None:
    assert [s for s in statements if not s.resources and len(s.reason.split()) < 3] == []
    assert [s for s in statements if "*" in s.resources] == []


def test_every_function_has_a_role_of_its_own(plans: list[Plan]) -> None:
    for made in plans:
        owners = [
            role.owner
            for role in made.roles.values()
            if role.service in ("lambda.amazonaws.com", "edgelambda.amazonaws.com")
        ]
        assert sorted(owners) == sorted(set(owners))
        assert set(made.functions) <= set(owners)


def test_planning_is_the_same_every_time() -> None:
    assert render(plan(designs.shop())) == render(plan(designs.shop()))
