"""`cloudwright chat` from outside: a conversation in plain lines, stored, interrupted, gone on with."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversations
from agent.sessions.shelf import Shelf
from tests.runs import COMMAND, ROOT, called, contents, environment
from tools.design.codec import loads
from tui.chatting import COMMANDS
from tui.listening import turns_in

PIPELINE = str(ROOT / "examples" / "avatar-pipeline.md")
WIDE = "Customers place orders over an API and look them up."


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A home without sessions, with the index of the patterns."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "index").symlink_to(home / "index")
    return tmp_path / "home"


def chatted(own: Path, *lines: str, arguments: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    """A conversation through a pipe, in this process."""
    return called("chat", *arguments, home=own, folder=own.parent, given="\n".join(lines).encode())


def stored(own: Path) -> Conversations:
    return Conversations(Shelf(own / "sessions"))


def session_in(done: subprocess.CompletedProcess[bytes]) -> str:
    """The beginning of the id that a conversation ends with."""
    found = re.search(rb"cloudwright chat ([0-9a-f]{8})\n$", done.stdout)
    assert found, done.stdout + done.stderr
    return found[1].decode()


def test_a_whole_conversation_through_a_pipe(own: Path) -> None:
    said = (WIDE, "", "make it multi-region", "", "it may cost 700 dollars a month", "", "give every function 1 GB", "",
            "/undo", "/redo", "/why", "/history", "/name Orders, spring", "/write out", "/write first 1",
            "/export orders.session")  # fmt: skip
    done = chatted(own, *said)
    out = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert out.startswith("The embedded planner plans, by rules and tables on this machine: no model is asked")
    assert "Undone." in out
    assert "Done again." in out
    assert "Wrote orders.session." in out
    first, last = (loads((own.parent / name / "design.yaml").read_text()) for name in ("first", "out"))
    assert len(last.requirements.regions.value) > len(first.requirements.regions.value)
    assert {part.memory_mb for part in last.components if part.kind == "function"} == {1024}
    figures = {each["id"]: each for each in json.loads((own.parent / "out" / "evidence.json").read_text())["figures"]}
    assert figures["asked/budget"]["source"] == "message 2 after the brief: “it may cost 700 dollars a month”"
    assert (own.parent / "orders.session").read_bytes().startswith(b"cloudwright-session 1 sha256:")
    (glance,) = stored(own).list()
    assert (glance.name, glance.turns, glance.status) == ("Orders, spring", 6, "answered")


def test_a_filled_question_is_put_to_a_conversation(own: Path) -> None:
    """As `prompt fill` says what to do next."""
    session = session_in(chatted(own, WIDE))
    filled = called(
        "prompt", "fill", "architecture-overview", "--set", "system=Orders", "-o", "q.md", home=own, folder=own.parent
    )
    assert "cloudwright chat SESSION --brief q.md" in filled.stderr.decode()
    done = chatted(own, arguments=(session, "--brief", "q.md"))
    out = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "Ways in: api" in out
    assert "changed   nothing" in out


def test_questions_are_asked_and_answered_through_a_pipe(own: Path) -> None:
    done = chatted(own, WIDE, "", "1: 200,000 orders a day", "", "you decide", arguments=("--ask",))
    out = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "1. How much traffic do you expect" in out
    assert "   a) 1,000 a day" in out
    assert 'Answer by number, in words, or say "you decide".' in out
    session = stored(own).find(session_in(done))
    load = stored(own).design(session).requirements.loads[0]
    assert (load.count, load.origin.kind) == (200_000, "answered")


def test_a_pipe_that_ends_before_the_answer_never_waits(own: Path) -> None:
    done = chatted(own, WIDE, arguments=("--ask",))
    assert "Nobody is left to answer: you decide." in done.stdout.decode()
    assert done.returncode == 0
    assert stored(own).list()[0].status == "answered"


def test_it_goes_on_where_it_was(own: Path) -> None:
    begun = chatted(own, WIDE)
    again = chatted(own, "give every function 1 GB", arguments=(session_in(begun),))
    assert again.returncode == 0
    assert session_in(again) == session_in(begun)
    assert "1 turns" in again.stdout.decode()
    assert stored(own).list()[0].turns == 2


def test_a_brief_from_a_file_and_a_turn_a_line(own: Path) -> None:
    lines = ("make it multi-region", "give every function 1 GB")
    done = chatted(own, *lines, arguments=("--brief", PIPELINE, "--turns", "line"))
    assert done.returncode == 0, done.stderr.decode()
    assert stored(own).list()[0].turns == 3


@pytest.mark.parametrize(
    ("unit", "turns"),
    [
        ("paragraph", ["a\nb", "c", "/undo", "d"]),
        ("line", ["a", "b", "c", "/undo", "d"]),
    ],
)
def test_what_a_turn_is_in_a_pipe(unit: Any, turns: list[str]) -> None:
    assert list(turns_in("a\nb\n\n \nc\n/undo\nd\n", unit)) == turns


def test_looking_in_leaves_nothing_behind(own: Path) -> None:
    done = chatted(own, "/help", "/quit", "never said")
    assert done.returncode == 0
    assert all(f"/{name}" in done.stdout.decode() for name in COMMANDS)
    assert not (own / "sessions").exists()


REFUSED = {
    "/nope": "there is no command '/nope'",
    "/undo": "nothing was said yet",
    "/write out": "nothing was said yet",
    "/why": "nothing was said yet",
    "/cancel": "nothing was said yet",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_done_is_one_line_and_the_conversation_goes_on(line: str, own: Path) -> None:
    done = chatted(own, line, "/help")
    told = [said for said in done.stderr.decode().splitlines() if said.startswith("cloudwright: ")]
    assert (done.returncode, len(told)) == (2, 1)
    assert REFUSED[line] in told[0]
    assert "/history" in done.stdout.decode()


def test_what_is_refused_of_a_design_is_one_line(own: Path) -> None:
    (own.parent / "taken").mkdir()
    (own.parent / "taken" / "file").write_text("x")
    done = chatted(
        own, WIDE, "", "/write taken", "/write", "/write out 9", "/why nobody", "/redo", "/branch 7", "/export"
    )
    told = [said for said in done.stderr.decode().splitlines() if said.startswith("cloudwright: ")]
    assert (done.returncode, len(told)) == (2, 7), told
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    ("given", "message"),
    [(b"\xff\xfe", "not UTF-8 text"), (b"ok\n\n\xff", ":3: not UTF-8 text"), (b"a\0b", "holds a NUL")],
)
def test_what_is_no_text_is_refused(given: bytes, message: str, own: Path) -> None:
    done = called("chat", home=own, given=given)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert stored(own).list() == () or stored(own).list()[0].turns == 0


def test_a_message_cannot_command_the_terminal(own: Path) -> None:
    done = chatted(own, f"{WIDE} \x1b]0;evil\x07 \u202eevil", "", "/history")
    assert b"\x1b" not in done.stdout
    assert "\u202e" not in done.stdout.decode()


def test_a_greeting_is_answered_with_what_to_say(own: Path) -> None:
    done = chatted(own, "Hello!", "", WIDE)
    assert "No requirement can be found in the brief" in done.stdout.decode()
    assert done.returncode == 2
    assert stored(own).list()[0].status == "answered"


@pytest.mark.parametrize("arguments", [("nobody",), ("--planner", "magic"), ("--brief", "nowhere.md")])
def test_what_is_not_there_is_said_at_once(arguments: tuple[str, ...], own: Path) -> None:
    done = chatted(own, WIDE, arguments=arguments)
    assert done.returncode == 2
    assert done.stderr.decode().count("cloudwright: ") == 1


# Ends of a process


def begun(own: Path, *arguments: str) -> subprocess.Popen[bytes]:
    line = [*COMMAND, "chat", *arguments]
    return subprocess.Popen(line, cwd=own.parent, env=environment(own), stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


KILLER = """
import os, signal, sys
from tools.bundle import writing
moment = int(sys.argv.pop())
calls, real = iter(range(1_000_000)), os.fsync
def fsync(handle):
    if next(calls) == moment:
        os.kill(os.getpid(), signal.SIGKILL)
    real(handle)
writing.os.fsync = fsync
from tui.main import main
main()
"""


@pytest.mark.parametrize("moment", [3, 25, 60])
def test_dur_9_a_kill_while_a_bundle_is_written(moment: int, own: Path) -> None:
    """`writing.os` is the one `os` there is: the kill falls on an fsync of the bundle or on the way to it."""
    torn(own, moment)


@pytest.mark.slow
def test_dur_9_kills_at_many_moments_of_writing(own: Path) -> None:
    for moment in range(200):
        torn(own, moment % 110)


def torn(own: Path, moment: int) -> None:
    import hashlib

    if not stored(own).shelf.ids():
        done = chatted(own, WIDE, "", "/write out")
        assert done.returncode == 0
    session = stored(own).list()[0].id
    line = [COMMAND[0], "-c", KILLER, "chat", session, str(moment)]
    done = subprocess.run(line, cwd=own.parent, env=environment(own), input=b"/write out\n", capture_output=True)
    assert done.returncode in (0, -signal.SIGKILL)
    found = contents(own.parent / "out")
    hashes = json.loads(found["evidence.json"])["sha256"]
    assert {n: hashlib.sha256(d).hexdigest() for n, d in found.items() if n != "evidence.json"} == hashes
    assert stored(own).list()[0].status == "answered"


def test_ctrl_c_keeps_the_turn_and_ends_with_130(own: Path) -> None:
    assert session_in(chatted(own, WIDE))
    child = begun(own)
    assert child.stdin
    assert child.stdout
    child.stdin.write(WIDE.encode())
    assert child.stdout.readline().startswith(b"The embedded planner")
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in err


# At a terminal


class Terminal:
    """A real terminal with the command in it; what it shows is read as plain bytes."""

    def __init__(self, own: Path, *arguments: str, term: str = "dumb", **more: str) -> None:
        self.shown = ""
        pid, self._handle = pty.fork()
        if not pid:
            os.chdir(own.parent)
            variables = environment(own, TERM=term, PROMPT_TOOLKIT_NO_CPR="1", **more)
            os.execve(COMMAND[0], [*COMMAND, "chat", *arguments], variables)
        self._pid = pid

    def wait_for(self, words: str, patience_s: float = 60.0) -> None:
        import select

        end = time.monotonic() + patience_s
        while words not in self.shown:
            assert time.monotonic() < end, f"never said {words!r}: {self.shown[-2000:]}"
            if select.select([self._handle], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self._handle, 65536).decode("utf-8", "replace")
                except OSError:
                    pytest.fail(f"ended before {words!r}: {self.shown[-2000:]}")

    def type(self, words: str) -> None:
        os.write(self._handle, words.encode())

    def end(self) -> int:
        import select

        while select.select([self._handle], [], [], 30)[0]:
            try:
                if not os.read(self._handle, 65536):
                    break
            except OSError:
                break
        os.close(self._handle)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_a_person_is_asked(term: str, own: Path) -> None:
    terminal = Terminal(own, term=term)
    terminal.wait_for("/help lists what else can be said")
    terminal.wait_for(">")
    terminal.type(f"{WIDE}\r")
    terminal.wait_for("you decide")
    terminal.type("you decide\r")
    terminal.wait_for("a month")
    terminal.type("/quit\r")
    terminal.wait_for("Come back with")
    assert terminal.end() == 0
    assert stored(own).list()[0].status == "answered"


def test_a_person_s_ctrl_c_empties_the_line_and_ctrl_d_leaves(own: Path) -> None:
    terminal = Terminal(own, term="xterm")
    terminal.wait_for(">")
    terminal.type("never said\x03")
    terminal.type("/history\r")
    terminal.wait_for("nothing was said yet")
    terminal.shown = terminal.shown.partition("nothing was said yet")[2]
    terminal.wait_for(">")
    terminal.type("\x04")
    assert terminal.end() == 2
    assert stored(own).list() == ()
