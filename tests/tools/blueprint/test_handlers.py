"""Printed handlers of the languages that are built: they build, and their tests pass, where their tools are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.toolchains import TOOLCHAINS, Toolchain, plant_fault, write_code
from tools.design.design import Design

SAMPLE = "chat"
"""The hand-made design in which handlers are called in most ways."""

LANGUAGES = [pytest.param(name, marks=pytest.mark.oracle(each.family)) for name, each in TOOLCHAINS.items()]


def found(language: str) -> Toolchain:
    """The tools of a language; the test is skipped where they are absent."""
    toolchain = TOOLCHAINS[language]
    if reason := toolchain.missing():
        pytest.skip(reason)
    return toolchain


def sample() -> Design:
    """The design of the sample."""
    return next(each for each in designs.examples() if each.name == SAMPLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_builds_and_passes_its_tests(language: str, tmp_path: Path) -> None:
    toolchain = found(language)
    write_code({SAMPLE: sample()}, language, tmp_path)
    assert toolchain.failures(tmp_path) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planted_fault_is_seen(language: str, tmp_path: Path) -> None:
    toolchain = found(language)
    write_code({SAMPLE: sample()}, language, tmp_path)
    plant_fault(language, tmp_path / SAMPLE)
    assert toolchain.failures(tmp_path) != ""


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_design_builds_and_passes_its_tests(language: str, shipped: dict[str, Design], tmp_path: Path) -> None:
    toolchain = found(language)
    write_code(shipped | {each.name: each for each in designs.examples()}, language, tmp_path)
    assert toolchain.failures(tmp_path, packed=True) == ""
