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
    assert listed.stdout.startswith("brief ")
    assert "title (required)\n" in shown.stdout
    assert "cloud (AWS, Azure, Google Cloud, Cloudflare)\n" in shown.stdout


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
        (("show", "brieff"), "there is no template 'brieff'; there is: brief"),
        (("fill", "brief"), "title: is required"),
        (("fill", "brief", "--set", "title"), "must be FIELD=VALUE"),
        (("fill", "brief", "--set", "colour=red"), "colour: there is no such field"),
        (("fill", "brief", "--set", "what=@nowhere.txt"), "nowhere.txt: there is no such file"),
    ],
)
def test_bad_input_ends_in_a_line_and_exit_2(call: Call, arguments: tuple[str, ...], said: str) -> None:
    done = call("prompt", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
