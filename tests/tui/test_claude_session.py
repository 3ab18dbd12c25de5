"""Claude in a conversation, from outside: a whole session against a model behind a real socket, and what befalls it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversations
from agent.planners.claude import waiting
from agent.sessions.shelf import Shelf
from tests.messages.architect import Architect, asking, correcting, editing, putting
from tests.messages.server import Asked, Script, Server, serving
from tests.messages.steps import Step, status, text, thinking, tool, tools
from tests.runs import COMMAND, called, cloudwright, environment
from tests.tui.test_chat import Terminal
from tools.design.codec import loads
from tools.design.design import Design
from tools.design.queries import Graph
from tools.design.requirements import Answered

BRIEF = (
    "Neighbours lend each other tools. Members sign in, list their tools over an API and book those of others, 4,000"
    " bookings a day, and get an e-mail when a booking is confirmed."
)
FIRST_LOOK = tools(tool("check", severity="info"), tool("cost", component=""))


DEPOSITS = asking("deposits", "Is a deposit held?", "no deposit", "no deposit", "20 dollars a tool")
NOBODY = putting("decision", "deposits", question="Who holds deposits?", chosen="nobody", because="none are taken")


def behaving(**more: Any) -> Architect:
    """A model that asks, looks, refines, and does what three follow-ups want."""
    plays: dict[str, Any] = {
        "read": [DEPOSITS, text("Asked.")],
        "answers": [text("It is on record.")],
        "propose": [
            thinking("Hm.").then(text("I look at it first.\nIt is sound.").then(FIRST_LOOK)),
            editing(
                NOBODY,
                summary="Good as drafted.",
            ),
        ],
        "revise": {
            "logs": [editing(putting("component", "api", log_retention_days=60), summary="Logs are kept for 60 days.")],
            "memory": [
                tools(tool("show", what="components", names=["create-booking"], start=0)),
                editing(putting("component", "create-booking", memory_mb=1024), summary="It has 1 GB now."),
            ],
            "8,000": [
                correcting(
                    {"list": "loads", "act": "put", "name": "bookings", "quote": "8,000 bookings a day",
                     "fields": [{"field": "count", "value": 8000}]},
                    finish=False,
                ),
                editing(summary="Twice the bookings."),
            ],
        },
    }  # fmt: skip
    return Architect(**{**plays, **more})


def answering(model: Architect) -> AbstractContextManager[Server]:
    """A server behind which this model answers."""
    return serving(Script(ever=model), key="a-very-secret-word")


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A home without sessions, with the index of the patterns."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "index").symlink_to(home / "index")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tries follow each other at once, and one test's overload is not another's."""
    monkeypatch.setattr(waiting, "FIRST_WAIT_S", 0.001)
    waiting.SHARED.answered()
    yield
    waiting.SHARED.answered()


def as_users_set_it(server: Server, **more: str) -> dict[str, str]:
    return {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": server.key, **more}


def said_in(*turns: str) -> bytes:
    """Turns of a pipe, a paragraph each."""
    return "\n\n".join(turns).encode()


def chatted(server: Server, own: Path, *turns: str, arguments: Sequence[str] = ("--ask",), **more: str) -> Any:
    """A conversation through a pipe, in this process."""
    line = ("chat", *arguments, "--planner", "claude")
    return called(*line, home=own, folder=own.parent, given=said_in(*turns), more=as_users_set_it(server, **more))


def gone_on(server: Server, own: Path, *turns: str, **more: str) -> Any:
    """The only conversation there is, taken up again."""
    return chatted(server, own, *turns, arguments=(stored(own).list()[0].id, "--no-ask"), **more)


def stored(own: Path) -> Conversations:
    return Conversations(Shelf(own / "sessions"))


def design_of(own: Path) -> Design:
    return stored(own).design(stored(own).list()[0].id)


def spent(own: Path) -> list[int]:
    """Calls until the end of each turn that asked for any."""
    record = stored(own).record(stored(own).list()[0].id)
    return [json.loads(turn.spent)["calls"] for turn in record.turns if turn.spent]


SESSION = (
    BRIEF, "1: b", "10x for an hour", "you decide", "keep logs for 60 days", "more memory for bookings",
    "make it 8,000 bookings a day", "/undo", "/write out", "/export s.session", "/history",
)  # fmt: skip


def test_a_whole_session_by_command(own: Path) -> None:
    """Brief, questions answered by letter, in words and left open, three changes, undo, export and bundle."""
    model = behaving()
    with answering(model) as server:
        done = cloudwright(
            "chat", "--planner", "claude", "--ask",
            home=own, folder=own.parent, given=said_in(*SESSION), more=as_users_set_it(server),
        )  # fmt: skip
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 0, err
    assert out.startswith("Claude plans, from the embedded planner's draft on; what you say is sent")
    assert "1. Is a deposit held?" in out
    told = [
        out.index(words)
        for words in ("Logs are kept for 60 days.", "It has 1 GB now.", "Twice the bookings.", "Undone.")
    ]
    assert told == sorted(told)
    session = stored(own).list()[0].id
    record = stored(own).record(session)
    assert [turn.status for turn in record.turns] == ["answered"] * 5
    design = loads((own.parent / "out" / "design.yaml").read_text(encoding="utf-8"))
    api, booking = Graph(design)["api"], Graph(design)["create-booking"]
    assert (getattr(api, "log_retention_days"), getattr(booking, "memory_mb")) == (60, 1024)  # noqa: B009
    assert [load.count for load in design.requirements.loads] == [4000], "undone"
    assert next(d for d in design.decisions if d.id == "deposits").chosen == "nobody"
    limit = next(limit for limit in design.requirements.constraints if limit.id == "deposits")
    assert (limit.text, limit.origin) == ("Is a deposit held? 20 dollars a tool", Answered(question="deposits"))
    assert [peak.multiplier for load in design.requirements.loads for peak in load.peaks] == [10]
    assert "deposits" not in {question.id for question in design.requirements.questions}
    # What it took is told while it runs, at the end of every turn, and counts over the whole session.
    assert spent(own) == sorted(spent(own))
    assert spent(own)[-1] == len(server.requests)
    assert re.search(r"claude +1 call, [\d,]+ tokens in, \d+ out, 0\.\d+ dollars so far", err)
    assert re.search(rf"claude +{len(server.requests)} calls, [\d,]+ tokens in \(\d+% from the cache\)", err)
    assert "claude    I look at it first." in err
    assert "Hm." not in err, "thoughts are for terminals"
    again = stored(own).import_file((own.parent / "s.session").read_bytes())
    assert stored(own).design(again) == stored(own).design(session)
    # What holds of a design and a session, as the server counts it.
    first = model.tasks.index("revise")
    counted = [asked.counted for asked in server.requests]
    assert first <= 8
    assert sum(each.fresh + each.written for each in counted[:first]) <= 60_000
    total = sum(each.read + each.fresh + each.written for each in counted)
    assert sum(each.read for each in counted) >= 0.85 * total


# At a terminal


def test_words_are_on_the_screen_while_they_arrive(own: Path) -> None:
    """The reply never ends; what came of it is seen, and Ctrl-C keeps the turn."""
    endless = text("I am looking at the bookings.").in_pieces(9).stalled_at(6)
    with answering(behaving(read=[endless])) as server:
        terminal = Terminal(own, "--planner", "claude", term="xterm", **as_users_set_it(server))
        terminal.wait_for("\x1b[?2004h")
        terminal.type(f"{BRIEF}\r")
        terminal.wait_for("claude I am looking at the")
        assert "bookings." not in terminal.shown.partition("claude I am")[2], "that has not come yet"
        terminal.type("\x03")
        terminal.wait_for("Interrupted; what you said is kept")
        terminal.type("/quit\r")
        assert terminal.end() == 0
    assert stored(own).list()[0].status == "running"


# Killed in the middle


def killed_at(request: int, own: Path, *turns: str) -> tuple[int, list[str]]:
    """A conversation that is killed while the model works on a request: how it ended, and the tasks until then."""
    children: list[subprocess.Popen[bytes]] = []

    def told(asked: Asked) -> None:
        if asked.number == request:
            children[0].kill()

    model = behaving(told=told)
    with answering(model) as server:
        line = [*COMMAND, "chat", "--planner", "claude", "--no-ask"]
        variables = environment(own, **as_users_set_it(server))
        child = subprocess.Popen(
            line, cwd=own.parent, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        children.append(child)
        child.communicate(said_in(*turns), timeout=100)
    return child.returncode, model.tasks


UNINTERRUPTED = ["read", "read", "propose", "propose", "revise"]
FOLLOW_UP = "keep logs for 60 days"


def resumed_after(request: int, own: Path) -> None:
    """What was paid for is not asked again, and what comes out is what would have come out."""
    code, before = killed_at(request, own, BRIEF, FOLLOW_UP)
    assert code == -signal.SIGKILL
    assert before == UNINTERRUPTED[: request + 1]
    model = behaving()
    with answering(model) as server:
        turns = () if request == 4 else (FOLLOW_UP,)
        done = gone_on(server, own, "/resume", *turns)
    assert done.returncode == 0, done.stderr.decode()
    assert before[:-1] + model.tasks == UNINTERRUPTED
    assert getattr(Graph(design_of(own))["api"], "log_retention_days") == 60  # noqa: B009
    assert spent(own)[-1] == len(UNINTERRUPTED)


@pytest.mark.parametrize("request_", [3])
def test_a_conversation_that_is_killed_goes_on_where_it_was(request_: int, own: Path) -> None:
    resumed_after(request_, own)


@pytest.mark.slow
@pytest.mark.parametrize("request_", [0, 1, 2, 4])
def test_a_conversation_that_is_killed_at_any_request_goes_on(request_: int, own: Path) -> None:
    resumed_after(request_, own)


# Faults


ANSWER = text("It will do. I have looked at every part of it.")

FAULTS: dict[str, tuple[Step, str, int]] = {
    "busy for an hour": (status(429, retry_after=3600), "asks more than it may at the moment (429)", 1),
    "busy": (status(429), "asks more than it may at the moment (429)", 3),
    "overloaded": (status(529), "The model's service is overloaded (529)", 3),
    "overloaded in a stream": (ANSWER.error_at(3), "The model's service is overloaded (529)", 3),
    "cut": (ANSWER.cut_at(300, "reset"), "The reply broke off before its end", 3),
    "ended early": (ANSWER.cut_at(300), "nothing of it is used", 3),
    "down": (status(500), "The model's service failed (500)", 3),
    "a bad key": (status(401), "The key was refused (401): set one that is valid.", 1),
    "not allowed": (status(403), "The key may not do this", 1),
    "unpaid": (status(402), "settle its billing", 1),
    "spent": (status(429, error_code="enforced_spend_limit_reached"), "The limit of what this account may spend", 1),
    "refused": (text("I").stopping("refusal", category="cyber"), "The model declined to go on (cyber)", 1),
    "no known end": (ANSWER.stopping("quantum_stop"), "The reply stopped for a reason that is not known", 1),
}  # fmt: skip
"""What befalls a request for good, what is said of it, and how often it is asked."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_parks_the_conversation_with_one_sentence_and_it_goes_on(name: str, own: Path) -> None:
    fault, sentence, tries = FAULTS[name]
    with answering(behaving(faults=[None, None, None, *[fault] * 9])) as server:
        done = chatted(server, own, BRIEF, "/history", arguments=("--no-ask",))
        asked = len(server.requests)
    out = done.stdout.decode()
    parked = [line for line in out.splitlines() if line.startswith("Parked: ")]
    assert (done.returncode, len(parked), asked) == (3, 1, 3 + tries), done.stderr.decode()
    assert sentence in parked[0]
    assert "or finish with the embedded planner: /resume embedded. Nothing is lost." in out
    assert "Traceback" not in done.stderr.decode()
    assert server.key not in out + done.stderr.decode()
    waiting.SHARED.answered()
    again, other = behaving(), {"CLOUDWRIGHT_MODEL": "opus"} if name == "refused" else {}
    with answering(again) as server:
        done = gone_on(server, own, "/resume", FOLLOW_UP, **other)
    assert done.returncode == 3, "it says first what was parked"
    asked_again = ["propose", "propose", "revise"] if other else ["propose", "revise"]
    assert again.tasks == asked_again, (
        "only what was not answered is asked; another model, from where the reading ended"
    )
    assert getattr(Graph(design_of(own))["api"], "log_retention_days") == 60  # noqa: B009


def test_what_a_model_declined_is_not_put_to_it_again_unless_it_is_said_otherwise(own: Path) -> None:
    with answering(behaving(faults=[None, None, None, FAULTS["refused"][0]])) as server:
        chatted(server, own, BRIEF, "/resume", arguments=("--no-ask",))
        assert len(server.requests) == 4, "the same words would be declined again, and billed"
        done = gone_on(server, own, "/cancel", f"{BRIEF} Tools are cleaned.", FOLLOW_UP)
    assert done.stdout.decode().count("Parked: The model declined") == 1, "told again when one comes back"
    assert getattr(Graph(design_of(own))["api"], "log_retention_days") == 60  # noqa: B009


def test_a_parked_conversation_is_finished_without_a_model(own: Path) -> None:
    """Also where questions of the model were answered before."""
    with answering(behaving(faults=[None, None, *[status(401)] * 9])) as server:
        chatted(server, own, BRIEF, "1: b")
        done = gone_on(server, own, "/resume embedded", "you decide")
    assert "no model" not in done.stderr.decode()
    assert stored(own).list()[0].status == "answered", done.stdout.decode() + done.stderr.decode()
    design = design_of(own)
    assert (
        next(limit.text for limit in design.requirements.constraints if limit.id == "deposits") == "20 dollars a tool"
    )


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_a_design_in_one_line(name: str, own: Path) -> None:
    fault, sentence, tries = FAULTS[name]
    (own.parent / "brief.md").write_text(BRIEF, encoding="utf-8")
    line = ("design", "brief.md", "-o", "out", "--planner", "claude")
    with answering(behaving(faults=[None, None, None, *[fault] * 9])) as server:
        done = called(*line, home=own, folder=own.parent, more=as_users_set_it(server))
        assert len(server.requests) == 3 + tries
    told = [words for words in done.stderr.decode().splitlines() if words.startswith("cloudwright: ")]
    assert (done.returncode, done.stdout, len(told)) == (3, b"", 1)
    assert sentence in told[0]
    assert told[0].endswith("finish with --planner embedded.")
    assert re.search(r"claude +3 calls, ", done.stderr.decode()), "what it took until then is told"
    assert not (own.parent / "out").exists()


def test_budgets_count_over_the_whole_session(own: Path) -> None:
    with answering(behaving()) as server:
        done = chatted(server, own, BRIEF, "keep logs for 60 days", arguments=("--no-ask",), CLOUDWRIGHT_CALLS="4")
        assert done.returncode == 3
        assert "Parked: The budget of this session is used up: 4 calls were made" in done.stdout.decode()
        assert len(server.requests) == 4
        done = gone_on(server, own, "/resume", CLOUDWRIGHT_CALLS="4")
        assert done.stdout.decode().count("Parked: The budget of this session is used up") == 2
        assert len(server.requests) == 4, "a new process has no new budget"
        gone_on(server, own, "/resume", CLOUDWRIGHT_CALLS="5")
    assert spent(own) == [4, 5]
    assert getattr(Graph(design_of(own))["api"], "log_retention_days") == 60  # noqa: B009


@pytest.mark.parametrize("bound", [{"CLOUDWRIGHT_TOKENS": "30000"}, {"CLOUDWRIGHT_BUDGET": "0.036"}])
def test_tokens_and_dollars_stop_a_session_too(bound: dict[str, str], own: Path) -> None:
    with answering(behaving()) as server:
        done = chatted(server, own, BRIEF, arguments=("--no-ask",), **bound)
    assert done.returncode == 3
    assert "Parked: The budget of this session is used up: the next call would pass" in done.stdout.decode()


def test_a_model_that_comes_to_no_end_says_so(own: Path) -> None:
    """What it claims is not what happened."""
    vain = text("I keep them for 60 days.").then(editing(putting("component", "nobody", log_retention_days=60)))
    with answering(behaving(revise={"logs": [vain]})) as server:
        done = chatted(server, own, BRIEF, FOLLOW_UP, arguments=("--no-ask",))
    out = done.stdout.decode()
    assert "The model came to no end within 6 calls" in " ".join(out.split())
    assert "changed   nothing" in out
