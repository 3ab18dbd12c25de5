"""Fixtures every test may use, and which tests run: absent validators are named, slow tests are asked for."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.loopback import ATTEMPTS, guard

ROOT = Path(__file__).resolve().parent.parent

# How busy a machine is says nothing about the code. In CI the same examples are tried each time, elsewhere new ones.
settings.register_profile(
    "everyday", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("everyday")

guard()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow as well")
    parser.addoption(
        "--oracles-required", action="store_true", help="a validator installed in .oracles may not be skipped"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes which validator was absent; one that is installed may not be, where validators are required."""
    report = yield
    marker = item.get_closest_marker("oracle")
    if marker and report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        report.user_properties.append(("oracle", reason))
        if item.config.getoption("--oracles-required") and (ROOT / ".oracles" / marker.args[0] / ".installed").exists():
            report.outcome = "failed"
            report.longrepr = f"{marker.args[0]} is installed, but its test was skipped: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Names the validators that did not run."""
    skipped = terminalreporter.stats.get("skipped", ())
    reasons = {reason for report in skipped for name, reason in report.user_properties if name == "oracle"}
    for reason in sorted(reasons):
        terminalreporter.line(f"did not run: {reason}")


@pytest.fixture(autouse=True)
def nothing_reaches_outside() -> Iterator[None]:
    """A test that reached for another machine fails, even where what it was refused was taken for an answer."""
    yield
    attempts = list(ATTEMPTS)
    ATTEMPTS.clear()
    assert not attempts, f"reached for {', '.join(attempts)}"


@pytest.fixture(scope="session")
def dev_data() -> Path:
    """The labelled development data beside the checkout; the test is skipped where it is absent."""
    folder = ROOT.parent / "shared" / "dev-data"
    if not folder.is_dir():
        pytest.skip("the development data (../shared/dev-data) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder in which the index of the patterns is built."""
    from knowledge.knowledge import Knowledge

    folder = tmp_path_factory.mktemp("home")
    Knowledge.open(folder).search("same message twice")
    return folder
