"""Bundles of three shipped briefs, made once: one with a workflow, one with streams, one with files."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.service import Outcome
from tests.runs import designed, example
from tools.blueprint import plan, print_source, target
from tools.bundle.files import bundle_files
from tools.bundle.material import Material, gathered

NAMES = ("ecommerce-orders", "iot-telemetry", "avatar-pipeline")


@pytest.fixture(scope="session", params=NAMES)
def outcome(request: pytest.FixtureRequest, home: Path) -> Outcome:
    """A finished run."""
    return designed(example(request.param), home)


@pytest.fixture(scope="session")
def bundle(outcome: Outcome) -> dict[str, str]:
    """Its files."""
    return bundle_files(outcome.dossier)


@pytest.fixture(scope="session")
def material(outcome: Outcome) -> Material:
    """What its chapters are made of."""
    made = plan(outcome.dossier.evidence.design)
    return gathered(outcome.dossier, made, {"sam": target("sam").render(made, "../../src")}, print_source(made))
