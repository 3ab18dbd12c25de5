"""Conversations with a planner that does as it is told."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from agent.conversation import Conversations
from tests.agent.scripted import BRIEF
from tests.agent.sessions.mechanic import ASKED, Heard, conversations


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


@pytest.fixture
def memory(tmp_path: Path) -> Generator[Path]:
    """A folder in memory where the system has one: what a kill leaves is the same there, and a commit costs little."""
    place = Path("/dev/shm")
    if not place.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)
