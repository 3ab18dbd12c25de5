"""`cloudwright prompt fill` with a person at a real terminal."""

from __future__ import annotations

import shlex
import signal
import sys
from pathlib import Path

import pytest

from prompts import Declared, Library, plain_values, render
from prompts.library import packaged
from tests.prompts.samples import filled
from tests.prompts.terminal import BACK, CTRL_C, CTRL_D, ENTER, at_terminal
from tests.runs import cloudwright

NOTE = """---
title: A note
summary: A note to somebody.
fields:
  - {name: who, help: "Whom it is for: Ada.", required: true}
  - {name: text, type: text, help: What it says., required: true}
  - {name: count, type: number, help: How many copies.}
  - {name: tone, type: choice, help: How it sounds., choices: [kind, plain], default: plain}
  - {name: ways, type: choices, help: How it goes., choices: [mail, post, phone]}
---
To {{who}}: {{text}}

{{count}} {{tone}} {{ways}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which there is a user with a template."""
    (tmp_path / "home" / "prompts").mkdir(parents=True)
    (tmp_path / "home" / "prompts" / "note.md").write_text(NOTE, encoding="utf-8")
    return tmp_path


def test_every_field_is_asked_for_and_the_text_is_printed(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", folder=folder) as person:
        person.answer("who", f"Ada{ENTER}")
        person.answer("text", f"First line.{ENTER}Second line.{ENTER}{ENTER}")
        person.answer("count", f"2,000{ENTER}")
        person.answer("tone", f"kind{ENTER}")
        person.answer("ways", f"post, mail{ENTER}")
        code, product = person.finish()
    assert (code, product) == (0, "To Ada: First line.\nSecond line.\n\n2,000 kind post, mail\n")
    assert "who (1 of 5, required)" in person.screen
    assert "Whom it is for: Ada." in person.screen
    assert "tone (4 of 5, empty for: plain)" in person.screen
    assert "one of: kind, plain" in person.screen


def test_what_is_given_is_not_asked_for_and_what_may_be_empty_may_be(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", "--set", "who=Ada", "--set", "count=2", folder=folder) as person:
        person.answer("text", f"Hello.{ENTER}{ENTER}")
        person.answer("tone", ENTER)
        person.answer("ways", ENTER)
        code, product = person.finish()
    assert (code, product) == (0, "To Ada: Hello.\n\n2 plain \n")
    assert "who (" not in person.screen
    assert "text (1 of 3, required)" in person.screen


def test_the_reason_is_shown_and_the_answer_can_be_mended(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", "--set", "text=Hello.", folder=folder) as person:
        person.answer("who", ENTER)
        person.wait_for("this one is needed")
        person.press(f"Ada{ENTER}")
        person.answer("count", f"many{ENTER}")
        person.wait_for("'many' is no number")
        person.press("\x15" + f"3{ENTER}")
        person.answer("tone", f"loud{ENTER}")
        person.wait_for("'loud' is none of: kind, plain")
        person.press("\x15" + f"KIND{ENTER}")
        person.answer("ways", ENTER)
        assert person.finish() == (0, "To Ada: Hello.\n\n3 kind \n")


def test_one_can_go_back_and_finds_the_answer_as_it_was(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", "--set", "text=Hello.", folder=folder) as person:
        person.answer("who", BACK)
        place = person.answer("who", f"Bob{ENTER}", after=person.wait_for("who ("))
        place = person.answer("count", BACK, after=place)
        place = person.answer("who", f" and Ada{ENTER}", after=place)
        person.answer("count", ENTER, after=place)
        person.answer("tone", ENTER)
        person.answer("ways", ENTER)
        assert person.finish() == (0, "To Bob and Ada: Hello.\n\n plain \n")


def test_choices_are_completed(folder: Path) -> None:
    given = ("--set", "text=Hello.", "--set", "count=1")
    with at_terminal("prompt", "fill", "note", *given, folder=folder) as person:
        person.answer("who", f"Ada{ENTER}")
        person.answer("tone", "")
        person.complete("k", "kind")
        person.press(ENTER)
        person.answer("ways", "")
        person.complete("ma", "mail")
        person.complete(", ph", "phone")
        person.press(ENTER)
        assert person.finish() == (0, "To Ada: Hello.\n\n1 kind mail, phone\n")


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_stopping_says_how_to_go_on_and_that_is_so(folder: Path, key: str) -> None:
    with at_terminal("prompt", "fill", "note", "-o", "my note.txt", folder=folder) as person:
        person.answer("who", f"Ada O'Neill{ENTER}")
        person.answer("text", f"@home, and\n$(id) {{{{who}}}}{ENTER}{ENTER}".replace("\n", ENTER))
        person.answer("count", key)
        code, product = person.finish()
    assert (code, product) == (130, "")
    assert "Traceback" not in person.screen
    shown = person.screen[person.screen.index("go on with\n") + len("go on with\n") :]
    command = shlex.split(shown[: shown.rindex("cloudwright: interrupted")])
    assert command[:6] == ["cloudwright", "prompt", "fill", "note", "-o", "my note.txt"]
    assert not (folder / "my note.txt").exists()
    done = cloudwright(*command[1:], folder=folder, home=folder / "home")
    assert done.returncode == 0, done.stderr
    assert (folder / "my note.txt").read_text() == "To Ada O'Neill: @home, and\n$(id) {{who}}\n\n plain \n"


def test_what_was_being_typed_is_kept_where_it_will_do_and_shown_where_not(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", folder=folder) as person:
        person.answer("who", f"Ada{CTRL_C}")
        assert person.finish()[0] == 130
    assert "--set who=Ada" in person.screen
    with at_terminal("prompt", "fill", "note", "--set", "who=Ada", folder=folder) as person:
        person.answer("text", f"Hi.{ENTER}{ENTER}")
        person.answer("count", f"lots{CTRL_C}")
        assert person.finish()[0] == 130
    assert "this will not do and is left out: lots" in person.screen
    assert "count=" not in person.screen


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_signals_lose_nothing_and_leave_the_terminal_as_it_was(folder: Path, number: int, code: int) -> None:
    with at_terminal("prompt", "fill", "note", folder=folder) as person:
        before = person.modes()
        person.answer("who", f"Ada{ENTER}")
        person.answer("text", "Hello")
        person.wait_for("Hello")
        assert person.modes() != before
        person.process.send_signal(number)
        assert person.finish() == (code, "")
        assert person.modes() == before
    assert "cloudwright prompt fill note --set who=Ada --set text=Hello\n" in person.screen


def test_stopping_at_once_leaves_nothing_to_go_on_with(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", folder=folder) as person:
        person.answer("who", CTRL_D)
        assert person.finish() == (130, "")
    assert "go on with" not in person.screen
    assert person.screen.rstrip().endswith("cloudwright: interrupted; nothing was left half written")


def test_a_bad_value_ends_it_before_anything_is_asked(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", "--set", "count=lots", folder=folder) as person:
        assert person.finish() == (2, "")
    assert "count: 'lots' is no number" in person.screen
    assert "who (" not in person.screen


def test_words_of_a_template_cannot_command_the_terminal(folder: Path) -> None:
    hostile = NOTE.replace("A note to somebody.", '"\\e]0;owned\\a\\e[2J"').replace("What it says.", '"\\e[31mred"')
    (folder / "home" / "prompts" / "note.md").write_text(hostile, encoding="utf-8")
    with at_terminal("prompt", "fill", "note", folder=folder) as person:
        person.answer("who", f"Ada{ENTER}")
        person.answer("text", CTRL_C)
        person.finish()
    assert "\x1b]0;" not in person.raw
    assert "\x1b[31mred" not in person.raw


def test_what_is_pasted_keeps_its_empty_lines(folder: Path) -> None:
    with at_terminal("prompt", "fill", "note", "--set", "who=Ada", "--set", "count=1", folder=folder) as person:
        person.answer("text", f"\x1b[200~One.\n\n{{{{who}}}}\n\x1b[201~{ENTER}")
        person.answer("tone", ENTER)
        person.answer("ways", ENTER)
        assert person.finish() == (0, "To Ada: One.\n\n{{who}}\n\n1 plain \n")


def _typed(field: Declared, value: str) -> str:
    return value.replace("\n", ENTER) + (ENTER * 2 if field.type == "text" and value else ENTER)


@pytest.mark.parametrize("name", Library().names())
def test_every_packaged_template_can_be_filled_by_hand(name: str, tmp_path: Path) -> None:
    """What comes of the briefs is designed from in the tests of filled templates."""
    template = packaged(name)
    values = plain_values(template, filled(name)["values"])
    with at_terminal("prompt", "fill", name, "-o", "out.md", folder=tmp_path) as person:
        place = 0
        for field in template.fields:
            place = person.answer(field.name, _typed(field, values.get(field.name, "")), after=place)
        assert person.finish() == (0, "")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == render(template, values)
