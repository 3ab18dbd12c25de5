"""The face of every command: its help, its completion, and what a terminal sees."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.runs import COMMAND, ROOT, called, cloudwright, environment
from tui.group import command_line
from tui.main import COMMANDS

SHOP = str(ROOT / "examples" / "avatar-pipeline.md")


def every_command() -> list[tuple[str, ...]]:
    """The path of every command, those of groups included."""
    group = command_line(COMMANDS)
    found: list[tuple[str, ...]] = [()]
    for name in COMMANDS:
        found.append((name,))
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            found += [(name, inner) for inner in command.commands]
    return found


@pytest.fixture(scope="module")
def shop(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bundle in it."""
    folder = tmp_path_factory.mktemp("shop")
    assert called("design", SHOP, "-o", "shop", home=home, folder=folder).returncode in (0, 1)
    return folder


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_help_has_a_purpose_and_an_example(path: tuple[str, ...]) -> None:
    done = called(*path, "--help")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "Usage: cloudwright" in text
    assert f"Example: cloudwright {' '.join(path)}".strip() in " ".join(text.split())
    assert len(text.split("Options:")[0].split()) > 6


def test_the_table_of_commands_says_what_each_is_for() -> None:
    text = called("--help").stdout.decode()
    for name, (_, purpose) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(purpose)}$", text, re.M)


@pytest.mark.parametrize(
    ("line", "said"),
    [("check shop", "rules"), ("cost shop", "Total a month"), ("scale shop", "breaks first"),
     ("render shop", "AWS::Serverless"), ("explain shop", "because"), ("targets", "sam"),
     ("diff shop shop", "nothing"), ("diff shop shop --json", '"changes": []'),
     ("rules", "SL-"), ("schema", "$defs"), ("cost shop --format csv", "component,"), ("scale shop --format json", "{"),
     ("check shop --format sarif", "2.1.0"),
     ("cost shop --format md", "# Cost"), ("scale shop --format svg", "<svg"), ("prompt list", "brief"),
     ("scale shop --simulate", "under simulated traffic"),
     ("scale shop --profile spike:10x@14:00,15m --format svg", "<svg"),
     ("scale shop --drill failover --format json", '"drills"'), ("scale shop --simulate --format plot", "Arrivals"),
     ("knowledge list", "saga"), ("knowledge show saga", "# ")],
)  # fmt: skip
def test_what_commands_print(line: str, said: str, shop: Path, home: Path) -> None:
    done = called(*line.split(), home=home, folder=shop)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert said in done.stdout.decode()
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--profile profile.yaml", "profile.yaml:4: loads.0.shapes.0.rps"),
        ("--profile series.yaml", "a.csv:3: -2 is negative"),
        ("--profile spike:often", "spike:10x@14:00,15m"),
        ("--profile nowhere.yaml", "nowhere.yaml"),
        ("--outage ghost:5", "nothing waits for 'ghost'"),
        ("--drill poison", "COMPONENT:MINUTES"),
        ("--format plot", "--simulate"),
    ],
)
def test_a_simulation_that_cannot_be_says_why(options: str, said: str, shop: Path, home: Path) -> None:
    (shop / "profile.yaml").write_text("loads:\n  - load: orders\n    shapes:\n      - {kind: constant, rps: -1}\n")
    (shop / "series.yaml").write_text("every_load: [{kind: replay, file: a.csv}]\n")
    (shop / "a.csv").write_text("1\n2\n-2\n")
    done = called("scale", "shop", *options.split(), home=home, folder=shop)
    assert done.returncode == 2, done.stdout.decode()
    assert said in done.stderr.decode()


def test_check_fails_at_the_bar(shop: Path) -> None:
    found = json.loads(called("check", "shop", "--format", "json", folder=shop).stdout)
    counts = json.dumps(found)
    done = called("check", "shop", "--fail-on", "info", folder=shop)
    assert done.returncode == (1 if '"severity"' in counts else 0)


def test_render_writes_and_writes_again(shop: Path) -> None:
    for _ in range(2):
        done = called("render", "shop", "-o", "printed", folder=shop)
        assert done.returncode == 0, done.stderr.decode()
    assert (shop / "printed" / "template.yaml").is_file()
    (shop / "printed" / "mine").write_text("x")
    assert called("render", "shop", "-o", "printed", folder=shop).returncode == 2


def test_batches(home: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"query": "same message processed twice"}\n\n{"query": "<b>ünïcode</b>"}\n')
    done = called("knowledge", "search", "--batch", "q.jsonl", "-o", "hits.jsonl", home=home, folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in (tmp_path / "hits.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["query"] for line in lines] == ["same message processed twice", "<b>ünïcode</b>"]
    assert all(set(hit) == {"id", "topics", "score"} for line in lines for hit in line["hits"])
    (tmp_path / "t.jsonl").write_text(
        json.dumps({"id": "a", "text": "Customers upload images; thumbnails are made."}) + "\n"
    )
    done = called("eval", "predict", "t.jsonl", home=home, folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["id"] == "a"
    assert "s3" in found["services"]
    for bad in ("{}", "[1]", "{", '{"query": 5}'):
        (tmp_path / "q.jsonl").write_text(f"{bad}\n")
        done = called("knowledge", "search", "--batch", "q.jsonl", home=home, folder=tmp_path)
        assert done.returncode == 2
        assert b"q.jsonl:1" in done.stderr


def completed(words: str, shop: Path) -> list[str]:
    """What bash would be offered."""
    more = {
        "_CLOUDWRIGHT_COMPLETE": "bash_complete", "COMP_WORDS": f"cloudwright {words}",
        "COMP_CWORD": str(len(words.split(" "))),
    }  # fmt: skip
    done = subprocess.run(COMMAND, cwd=shop, env=environment(shop, **more), capture_output=True, timeout=60)
    return [line.partition(",")[2] for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [("d", ["design", "diff"]), ("design --t", ["--target"]), ("design --target ", ["sam"]),
     ("rules SL-L0", ["SL-L01"]), ("completion ", ["bash", "zsh", "fish"]),
     ("cost x --format ", ["text", "json", "csv", "md"])],
)  # fmt: skip
def test_bash_completes(words: str, offered: list[str], shop: Path) -> None:
    assert set(offered) <= set(completed(words, shop))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, tmp_path: Path) -> None:
    script = called("completion", shell).stdout.decode()
    assert "_CLOUDWRIGHT_COMPLETE" in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script)
        done = subprocess.run([shell, "-n", str(tmp_path / "script")], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_progress_is_plain_lines_where_nobody_watches(home: Path, tmp_path: Path) -> None:
    done = cloudwright("design", SHOP, "-o", "out", home=home, folder=tmp_path)
    words = [line.split()[0] for line in done.stderr.decode().splitlines()]
    for word in ("read", "assess", "retrieve", "propose", "verify", "write"):
        assert word in words
    assert b"\x1b" not in done.stderr
    assert b"\r" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")
@pytest.mark.parametrize("no_colour", ["", "1"])
def test_progress_is_one_line_on_a_terminal(no_colour: str, home: Path, tmp_path: Path) -> None:
    import os
    import pty

    ours, theirs = pty.openpty()
    more = {"TERM": "xterm", **({"NO_COLOR": no_colour} if no_colour else {})}
    running = subprocess.Popen(
        [*COMMAND, "design", SHOP, "-o", "out"], cwd=tmp_path, env=environment(home, **more), stdout=subprocess.PIPE,
        stderr=theirs, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    out, _ = running.communicate(timeout=60)
    assert b"\r\x1b[2K" in seen
    assert b"\n" not in seen
    assert (b"\x1b[36m" in seen) == (not no_colour)
    assert b"\x1b" not in out


def test_render_refuses_a_design_with_a_secret(shop: Path) -> None:
    text = (shop / "shop" / "design.yaml").read_text("utf-8")
    folder = shop / "leaking"
    folder.mkdir()
    (folder / "design.yaml").write_text(text.replace("\ntitle: ", "\ntitle: AKIAIOSFODNN7EXAMPLE ", 1), "utf-8")
    done = called("render", "leaking", "-o", "leaked", folder=shop)
    assert done.returncode == 2
    assert b"title looks like an access key of AWS (AKIA... (20 characters))" in done.stderr
    assert not (shop / "leaked").exists()
