"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def dev_data() -> Path:
    """The labelled development data beside the checkout; the test is skipped where it is absent."""
    folder = ROOT.parent / "shared" / "dev-data"
    if not folder.is_dir():
        pytest.skip("the development data (../shared/dev-data) is not beside this checkout")
    return folder
