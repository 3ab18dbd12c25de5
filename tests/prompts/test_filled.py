"""Every template of a brief, filled as somebody would, and what the planner makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.service import Outcome
from prompts import Library, missing, plain_values, render
from prompts.library import packaged
from tests.prompts.samples import FOLDER, filled
from tests.runs import called, designed
from tools.design.requirements import Requirements

NAMES = tuple(template.name for template in Library().templates() if template.kind == "brief")
SIMPLE = {"regions": "regions", "languages": "languages", "targets": "targets"}


@pytest.fixture(scope="module")
def outcomes(home: Path) -> dict[str, Outcome]:
    """The design of every filled template."""
    return {
        name: designed(render(packaged(name), plain_values(packaged(name), filled(name)["values"])), home)
        for name in NAMES
    }


def test_every_template_is_filled() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == list(Library().names())
    assert len(NAMES) == 18


@pytest.mark.parametrize("name", NAMES)
def test_nearly_every_field_of_it_is_filled(name: str) -> None:
    template, values = packaged(name), plain_values(packaged(name), filled(name)["values"])
    assert missing(template, values) == ()
    shared = {
        "traffic",
        "peak",
        "latency",
        "availability",
        "compliance",
        "cloud",
        "languages",
        "infrastructure",
        "existing",
    }
    assert {field.name for field in template.fields} - values.keys() - shared == set()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_designed_without_error(name: str, outcomes: dict[str, Outcome]) -> None:
    report = outcomes[name].evidence.report
    assert [finding.message for finding in report.findings if finding.severity == "error"] == []
    assert outcomes[name].summary.errors == 0


@pytest.mark.parametrize("name", NAMES)
def test_what_was_given_is_what_is_required(name: str, outcomes: dict[str, Outcome]) -> None:
    asked, expected = outcomes[name].evidence.design.requirements, filled(name)["expects"]
    assert asked.title.value == filled(name)["values"].get("title", filled(name)["values"].get("use_case"))
    assert set(expected["entities"]) - {entity.name for entity in asked.entities} == set()
    assert set(expected["needs"]) - {capability.need for capability in asked.capabilities} == set()
    assert set(expected.get("technologies", ())) == {t.service for t in asked.technologies} & set(
        expected.get("technologies", ())
    )
    assert set(expected.get("regimes", ())) == {regime.name for regime in asked.regimes}
    assert set(expected.get("data", ())) - {held.name for held in asked.data_classes} == set()
    assert asked.conflicts == ()
    for key in SIMPLE:
        if key in expected:
            assert list(getattr(asked, key).value) == expected[key]


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_that_were_given_are_read(name: str, outcomes: dict[str, Outcome]) -> None:
    asked, expected = outcomes[name].evidence.design.requirements, filled(name)["expects"]
    quoted = {load.id: [load.count, load.per] for load in asked.loads if load.origin.kind == "quoted"}
    assert {what: quoted.get(what) for what in expected["loads"]} == expected["loads"]
    assert asked.budget is not None
    assert asked.budget.value == expected["budget"]
    for found, wanted in _figures(asked, expected):
        assert wanted in found, (found, wanted)


def _figures(asked: Requirements, expected: dict[str, Any]) -> list[tuple[list[Any], Any]]:
    """What was read of each sort, and what has to be among it."""
    found: dict[str, list[Any]] = {
        "peak": [peak.multiplier for load in asked.loads for peak in load.peaks],
        "latency_ms": [goal.milliseconds for goal in asked.latencies],
        "availability": [asked.availability.value] if asked.availability else [],
        "rpo_s": [asked.recovery.rpo_s] if asked.recovery else [],
        "retentions": [round(kept.days) for kept in asked.retentions],
        "durations": [work.seconds for work in asked.durations],
        "volumes": [volume.gigabytes for volume in asked.volumes],
    }
    wanted = [(key, value) for key in found if key in expected for value in _many(expected[key])]
    populations = {population.what: population.count for population in asked.populations}
    crowds = [([populations.get(what)], count) for what, count in expected.get("populations", {}).items()]
    return [*((found[key], round(value) if key == "retentions" else value) for key, value in wanted), *crowds]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", NAMES)
def test_the_design_has_the_parts_it_needs(name: str, outcomes: dict[str, Outcome]) -> None:
    kinds = {component.kind for component in outcomes[name].evidence.design.components}
    assert set(filled(name)["expects"]["kinds"]) - kinds == set()


def test_the_same_values_make_the_same_design(outcomes: dict[str, Outcome], home: Path) -> None:
    template = packaged("microservices")
    values = plain_values(template, filled("microservices")["values"])
    again = designed(render(template, dict(sorted(values.items()))), home)
    assert again.evidence.design == outcomes["microservices"].evidence.design


@pytest.mark.parametrize("name", NAMES)
def test_the_least_that_is_asked_for_is_enough(name: str, home: Path) -> None:
    template, values = packaged(name), plain_values(packaged(name), filled(name)["values"])
    least = {field.name: values[field.name] for field in template.fields if field.required}
    outcome = designed(render(template, least), home)
    assert [f.message for f in outcome.evidence.report.findings if f.severity == "error"] == []
    assert outcome.evidence.design.requirements.capabilities


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_template_goes_straight_into_a_design(name: str, home: Path, tmp_path: Path) -> None:
    (tmp_path / "values.json").write_text(json.dumps(filled(name)["values"]), encoding="utf-8")
    text = called("prompt", "fill", name, "--values", "values.json", home=home, folder=tmp_path)
    assert (text.returncode, text.stderr) == (0, b"")
    made = called("design", "-", "-o", "out", home=home, folder=tmp_path, given=text.stdout)
    assert made.returncode == 0, made.stdout.decode()
    assert (tmp_path / "out" / "design.yaml").is_file()
