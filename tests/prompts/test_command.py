"""`cloudwright prompt`, from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from tui.main import main; main()"]
ROOT = Path(__file__).resolve().parents[2]
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Runs the command line in an empty folder."""

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "CLOUDWRIGHT_HOME": str(tmp_path / "home")}
        return subprocess.run(
            [*COMMAND, *arguments], input=given, cwd=tmp_path, capture_output=True, text=True, env=environment
        )

    return run


def test_templates_are_listed_and_explained(call: Call) -> None:
    listed, shown = call("prompt", "list"), call("prompt", "show", "brief")
    assert listed.returncode == shown.returncode == 0
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert len(names) == 20
    assert [line.split()[1] for line in listed.stdout.splitlines() if line.startswith("validation")] == ["review"]
    assert "title (required)\n" in shown.stdout
    assert "cloud (AWS, Azure, Google Cloud, Cloudflare)\n" in shown.stdout
    assert "A brief, at most about 6,000 tokens." in shown.stdout


def test_a_filled_brief_can_be_designed_from(call: Call, tmp_path: Path) -> None:
    values = (
        "title=Notes",
        "what=An HTTP API stores notes of 2,000 people in a table.",
        "traffic=20 requests a second",
    )
    filled = call("prompt", "fill", "brief", *(f"--set={value}" for value in values))
    assert (filled.returncode, filled.stderr) == (0, "")
    assert filled.stdout.startswith("# Notes\n\nAn HTTP API")
    designed = call("design", "-", "-o", "out", given=filled.stdout)
    assert designed.returncode in (0, 1), designed.stderr
    assert (tmp_path / "out" / "design.yaml").is_file()


def test_a_value_can_come_from_a_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "what.txt").write_text("First line.\n\nSecond = line.\n", encoding="utf-8")
    done = call("prompt", "fill", "brief", "--set", "title=a=b", "--set", "what=@what.txt")
    assert done.stdout == "# a=b\n\nFirst line.\n\nSecond = line.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "brieff"), "there is no template 'brieff'; there is: api-design, "),
        (("fill", "brief"), "title: is required"),
        (("fill", "brief", "--set", "title"), "must be FIELD=VALUE"),
        (("fill", "brief", "--set", "colour=red"), "colour: there is no such field"),
        (("fill", "brief", "--set", "what=@nowhere.txt"), "nowhere.txt: there is no such file"),
        (("fill", "brief", "--values", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
        (("fill", "brief", "--from", "nowhere"), "nowhere: there is no such folder"),
        (("list", "--from", "nowhere"), "nowhere: there is no such folder"),
    ],
)
def test_bad_input_ends_in_a_line_and_exit_2(call: Call, arguments: tuple[str, ...], said: str) -> None:
    done = call("prompt", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_all_that_is_missing_is_listed_where_nobody_can_be_asked(call: Call) -> None:
    done = call("prompt", "fill", "brief", "--set", "traffic=20 requests a second")
    assert done.returncode == 2
    assert "brief: title: is required" in done.stderr
    assert "brief: what: is required" in done.stderr


def test_values_come_from_a_file_and_options_go_first(call: Call, tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text(
        "title: Notes\nwhat:\n  - People keep notes.\n  - Nobody else.\nbudget: 2000\n"
    )
    done = call("prompt", "fill", "brief", "--values", "values.yaml", "--set", "title=@@home", "-o", "out.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "written to out.md; design from it: cloudwright design out.md\n"
    text = (tmp_path / "out.md").read_text()
    assert text == "# @home\n\nPeople keep notes.\nNobody else.\n\n## Numbers\n\n- Budget: $2000 a month\n"
    as_json = call(
        "prompt", "fill", "brief", "--values", "-", given='{"title": "Notes", "what": "Keep \\ud83d\\ude00"}'
    )
    assert as_json.stdout == "# Notes\n\nKeep 😀\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [\n", "values.yaml:2: not YAML"),
        ("title: A\ntitle: B\n", "values.yaml:2: 'title' is given twice"),
        ("- title\n", "must map fields to values"),
        ("title: {a: b}\n", "title: must be words, a number, or a list of them"),
        ("colour: red\n", "colour: there is no such field"),
        ("title: &a A\nwhat: *a\n", "aliases (*name) are not allowed here"),
    ],
)
def test_what_is_wrong_with_a_file_of_values_is_said(call: Call, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "values.yaml").write_text(text)
    done = call("prompt", "fill", "brief", "--values", "values.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


OWN = """---
title: A note
summary: A note to somebody.
fields: [{name: who, help: Whom it is for., required: true}]
---
To {{who}}: {% if who %}{{ 7*7 }}{% endif %}
"""


def test_a_users_own_templates_are_listed_and_filled_and_never_executed(call: Call, tmp_path: Path) -> None:
    for folder, name in (("home/prompts", "note"), ("more", "letter")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / f"{name}.md").write_text(OWN)
    (tmp_path / "more" / "bad.md").write_text("---\n")
    listed = call("prompt", "list", "--from", "more")
    assert [line.split()[0] for line in listed.stdout.splitlines()][-2:] == ["letter", "note"]
    assert listed.stderr == "cloudwright: left out: bad.md: must begin with front matter between two '---' lines\n"
    for name in ("letter", "note"):
        done = call("prompt", "fill", name, "--from", "more", "--set", "who={{who}}")
        assert done.stdout == "To {{who}}: {% if who %}{{ 7*7 }}{% endif %}\n"
    assert "there is no template 'letter'" in call("prompt", "show", "letter").stderr


def test_names_and_fields_are_completed(call: Call, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from tui.group import command_line
    from tui.main import COMMANDS

    (tmp_path / "note.md").write_text(OWN)

    def completed(words: str, number: int) -> list[str]:
        variables = {
            "_CLOUDWRIGHT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number),
            "CLOUDWRIGHT_HOME": str(tmp_path / "home"),
        }  # fmt: skip
        done = CliRunner().invoke(command_line(COMMANDS), env=variables, prog_name="cloudwright")
        return [line.partition(",")[2] for line in done.output.splitlines()]

    assert completed("cloudwright prompt fill event", 3) == ["event-driven", "event-driven-services"]
    assert completed(f"cloudwright prompt fill --from {tmp_path} no", 5) == ["note"]
    assert completed("cloudwright prompt fill brief --set t", 5) == ["title=", "traffic="]
