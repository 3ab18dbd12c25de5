"""Conversations with a planner that does as it is told, kept in files and, where it matters, in PostgreSQL as well."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from agent.conversation import Conversations
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import ASKED, Heard, conversations
from tests.agent.sessions.servers import ABSENT, Server, founded, programs

MEMORY = Path("/dev/shm")
"""A folder in memory where the system has one: what a kill leaves is the same there, and a commit costs little."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """That there was no server is named once, at the end of the run."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and report.longrepr[2].endswith(ABSENT):
        report.user_properties.append(("oracle", ABSENT))
    return report


@pytest.fixture(scope="session")
def server() -> Generator[Server]:
    """A PostgreSQL server for these tests alone."""
    if programs() is None:
        pytest.skip(ABSENT)
    place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    place.chmod(0o755)
    found = founded(place)
    try:
        found.start()
        yield found
    finally:
        found.stop()
        shutil.rmtree(place)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """How sessions are kept: in files, if a test does not say otherwise."""
    return getattr(request, "param", "files")


@pytest.fixture
def tmp_path(kind: str, request: pytest.FixtureRequest) -> Generator[Path]:
    """A folder of one's own."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        if kind == "server":
            request.getfixturevalue("server").give(Path(folder))
        yield Path(folder)


@pytest.fixture
def talks(tmp_path: Path) -> Conversations:
    """Conversations in a folder of their own."""
    ASKED.clear()
    return conversations(tmp_path)


@pytest.fixture
def heard() -> Heard:
    """Whatever is told."""
    return Heard()


@pytest.fixture
def begun(talks: Conversations) -> str:
    """A session with a first design."""
    session = talks.create(planner="mechanic")
    talks.say(session, BRIEF, asks=False, key="k1")
    return session
