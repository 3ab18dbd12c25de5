"""Designs made by chance: every language says the same system, and what others wrote accepts what is printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.tools.blueprint.generated import KINDS, blocking, generated
from tests.tools.blueprint.test_oracles import _wrong as wrong_of  # pyright: ignore[reportPrivateUsage]
from tests.tools.blueprint.test_oracles import asked, template_of
from tests.tools.blueprint.test_terraform_oracles import configuration_of, unclean, validated
from tests.tools.blueprint.test_verifying import unequal
from tools.blueprint import plan
from tools.blueprint.verifying import readable, verify
from tools.checks import check
from tools.design.design import Design

SOME = [pytest.param(8, id="some"), pytest.param(300, id="many", marks=pytest.mark.slow)]


@cache
def drawn(count: int) -> tuple[Design, ...]:
    """So many designs, always the same."""
    found: list[Design] = []

    @settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(generated())
    def draw(made: Design) -> None:
        found.append(made.model_copy(update={"name": f"{made.name}-{len(found)}"}))

    draw()
    return tuple(found[:count])


@pytest.mark.parametrize("count", SOME)
def test_all_languages_say_the_same_system(count: int) -> None:
    found = {made.name: unequal(verify(plan(made), readable())) for made in drawn(count)}
    assert {name: apart for name, apart in found.items() if apart} == {}


@pytest.mark.parametrize("count", SOME)
def test_what_is_drawn_can_be_deployed_and_is_of_every_kind(count: int) -> None:
    blocked = {
        made.name: [f.message for f in check(made).findings if f.severity == "error" and f.rule in blocking()]
        for made in drawn(count)
    }
    assert {name: texts for name, texts in blocked.items() if texts} == {}
    if count > 100:
        assert {part.kind for made in drawn(count) for part in made.components} >= set(KINDS)
        assert sum(len(made.links) for made in drawn(count)) > 3 * count


@pytest.mark.slow
@pytest.mark.oracle("cfn")
@pytest.mark.parametrize("target", ["sam", "cloudformation"])
def test_templates_are_clean(target: str) -> None:
    cases = {made.name: template_of(made, target) for made in drawn(300)}
    verdicts = asked("cfn", "judge.py", list(cases.values()))
    assert {name: v["wrong"] for name, v in zip(cases, verdicts, strict=True) if v["wrong"]} == {}


@pytest.mark.oracle("cfv")
@pytest.mark.parametrize("count", SOME)
def test_templates_are_clean_by_a_second_validator(count: int) -> None:
    cases = {made.name: template_of(made, "cloudformation") for made in drawn(count)}
    verdicts = asked("cfv", "judge.py", list(cases.values()))
    assert {name: wrong for name, v in zip(cases, verdicts, strict=True) if (wrong := wrong_of(v))} == {}


@pytest.mark.slow
@pytest.mark.oracle("terraform")
def test_configurations_are_what_the_provider_takes() -> None:
    assert unclean({made.name: configuration_of(made) for made in drawn(300)}) == {}


@pytest.mark.slow
@pytest.mark.oracle("terraform-cli")
def test_configurations_are_valid(tmp_path: Path) -> None:
    for start in range(0, 300, 60):
        folder = tmp_path / str(start)
        folder.mkdir()
        assert validated({made.name: configuration_of(made) for made in drawn(300)[start : start + 60]}, folder) == []
