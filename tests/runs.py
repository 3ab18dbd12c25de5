"""Runs of the product for tests: in this process, and as a user starts it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from agent.service import Outcome, design, planner_named
from knowledge.knowledge import Knowledge
from tools.bundle.files import bundle_files
from tui.endings import code_of
from tui.group import command_line
from tui.main import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
START = "from tui.main import main; main()"
COMMAND = (sys.executable, "-c", START)


def example(name: str) -> str:
    """The text of a shipped brief."""
    return (ROOT / "examples" / f"{name}.md").read_text(encoding="utf-8")


def designed(brief: str, home: Path, **answers: str) -> Outcome:
    """A run in this process, without a word on the way."""
    return design(
        brief, answers, planner=planner_named("embedded"), knowledge=Knowledge.open(home), say=lambda *_: None
    )


def bundled(brief: str, home: Path) -> dict[str, str]:
    """The files a run in this process would write."""
    return bundle_files(designed(brief, home).dossier)


def environment(home: Path | None, **more: str) -> dict[str, str]:
    """A plain environment: what a fresh shell has, and no more."""
    given = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "COVERAGE_PROCESS_START": ""}
    return given | ({"CLOUDWRIGHT_HOME": str(home)} if home else {}) | more


def cloudwright(
    *arguments: str,
    home: Path | None = None,
    folder: Path = ROOT,
    given: bytes | None = b"",
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """The command as a user starts it, in `folder`."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, input=given, capture_output=True, timeout=120,
        env=environment(home, **(more or {})),
    )  # fmt: skip


def called(
    *arguments: str,
    home: Path | None = None,
    folder: Path = ROOT,
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """The command in this process, as quick as it gets; signals and closed streams are not a part of that."""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (given, b"", b"")]
    before, variables, place = (sys.stdin, sys.stdout, sys.stderr), dict(os.environ), Path.cwd()
    sys.stdin, sys.stdout, sys.stderr = streams
    os.environ.clear()
    os.environ.update(environment(home, **(more or {})))
    os.chdir(folder)
    try:
        code = int(command_line(COMMANDS).main(arguments, prog_name="cloudwright", standalone_mode=False) or 0)
    except BaseException as error:
        code = code_of(error)
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(variables)
        sys.stdin, sys.stdout, sys.stderr = before
    _, out, err = (cast("io.BytesIO", stream.buffer) for stream in streams)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
