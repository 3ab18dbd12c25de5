"""Designs of every kind of part."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools.design.design import Design


def _neighbour(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tests_design_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


anything = _neighbour("anything")


@pytest.fixture(scope="session", params=range(6))
def any_design(request: pytest.FixtureRequest) -> Design:
    """A design that holds a component of every kind; six of them."""
    found: Design = anything.any_design(request.param)
    return found


@pytest.fixture(scope="session")
def one_design() -> Design:
    """One of them."""
    found: Design = anything.any_design(100)
    return found
