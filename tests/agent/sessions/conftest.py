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
def tmp_path() -> Generator[Path]:
    """A folder in memory where the system has one: what a kill leaves is the same there, and a commit costs little."""
    place = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=place if place.is_dir() else None) as folder:
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
