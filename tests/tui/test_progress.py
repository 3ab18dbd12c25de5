"""What is being said, shown as it comes: on a line that changes, and as plain lines."""

from __future__ import annotations

import pytest

from tui import progress as shown
from tui.progress import Progress


class Stderr:
    """All that is written to stderr until now."""

    def __init__(self, captured: pytest.CaptureFixture[bytes]) -> None:
        self._captured = captured
        self._before = b""

    def getvalue(self) -> bytes:
        self._before += self._captured.readouterr().err
        return self._before


@pytest.fixture
def stderr(capsysbinary: pytest.CaptureFixture[bytes]) -> Stderr:
    """What is written to stderr."""
    return Stderr(capsysbinary)


def live(monkeypatch: pytest.MonkeyPatch) -> Progress:
    """Progress as a person on a terminal sees it."""
    monkeypatch.setattr(shown, "is_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    return Progress()


def test_whole_lines_are_said_elsewhere_as_soon_as_they_are_whole(stderr: Stderr) -> None:
    progress = Progress()
    progress.hear("claude", "I keep logs ")
    assert stderr.getvalue() == b""
    progress.hear("claude", "longer.\nSo that")
    assert stderr.getvalue() == b"claude    I keep logs longer.\n"
    progress("verify", "140 rules")
    assert stderr.getvalue().decode().splitlines() == [
        "claude    I keep logs longer.", "claude    So that", "verify    140 rules",
    ]  # fmt: skip


def test_every_piece_is_on_a_terminal_at_once(stderr: Stderr, monkeypatch: pytest.MonkeyPatch) -> None:
    progress = live(monkeypatch)
    progress.hear("claude", "I")
    assert stderr.getvalue().decode().endswith("claude I")
    progress.hear("claude", " keep\nlogs")
    assert stderr.getvalue().decode().endswith("claude I keep logs")
    progress.hear("claude", "x" * 500)
    assert len(stderr.getvalue().decode().rpartition("\x1b[2K")[2]) <= 80


def test_thoughts_are_shown_while_they_are_had_and_nowhere_else(
    stderr: Stderr, monkeypatch: pytest.MonkeyPatch
) -> None:
    Progress().hear("claude", "Hm.\nLet me see.\n", is_thought=True)
    assert stderr.getvalue() == b""
    live(monkeypatch).hear("claude", "Hm.", is_thought=True)
    assert b"Hm." in stderr.getvalue()


def test_what_is_void_is_taken_back(stderr: Stderr) -> None:
    progress = Progress()
    progress.hear("claude", "I will")
    progress.forget()
    progress("verify")
    said = stderr.getvalue().decode()
    assert "I will" not in said
    assert "void" in said


def test_what_a_model_says_commands_no_terminal(stderr: Stderr, monkeypatch: pytest.MonkeyPatch) -> None:
    for progress in (Progress(), live(monkeypatch)):
        progress.hear("claude", "\x1b]0;owned\x07\x1b[31m\u202ered\n")
    said = stderr.getvalue().decode()
    assert "\x1b]0" not in said
    assert "\x1b[31m" not in said
    assert "\u202e" not in said
    assert "\x07" not in said
