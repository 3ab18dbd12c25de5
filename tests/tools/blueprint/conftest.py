"""The shipped briefs, designed one after the other in one process, once for the tests of the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs import designed
from tools.design.design import Design

BRIEFS = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.md"))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Design]:
    """The design of every shipped brief, by its name."""
    home = tmp_path_factory.mktemp("home")
    found = {path.stem: designed(path.read_text("utf-8"), home).dossier.evidence.design for path in BRIEFS}
    assert len(found) == 12
    return found
