"""Programs run as users run them, and what they took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CONSOLE = str(Path(sys.executable).parent / "cloudwright")
SLOW = ("anthropic", "chromadb", "langchain_core", "langgraph", "numpy", "Stemmer", "textual")
"""Packages that a light command must not load."""

_LOADED = """
import sys
from tui.main import main
sys.argv = ["cloudwright", *sys.argv[1:]]
try:
    main()
finally:
    sys.stderr.write("loaded: " + " ".join(name for name in {slow!r} if name in sys.modules))
"""


class FailedError(RuntimeError):
    """A program that was to be measured and did not end well."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of a program took."""

    cpu_s: float
    """Of all its threads, user and system."""
    wall_s: float
    peak_mb: float
    """Resident memory at its highest; Linux never says less than what the measuring process itself holds."""


def measured(command: Sequence[str], accepted: Sequence[int] = (0,)) -> Run:
    """Runs a program with its output thrown away. Raises FailedError for an exit code that is not accepted."""
    started = time.perf_counter()
    with Path(os.devnull).open("wb") as nowhere:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accepted:
        raise FailedError(f"{' '.join(command)}: ended with {child.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / _UNITS_OF_A_MB)


_UNITS_OF_A_MB = 1024**2 if sys.platform == "darwin" else 1024
"""macOS counts resident memory in bytes, Linux in kilobytes."""


def medians(commands: Sequence[Sequence[str]], rounds: int, accepted: Sequence[int] = (0,)) -> tuple[Run, ...]:
    """The median run of each program, all of them run in turn so that a busy moment meets all.

    A first round, in which indexes are built and files come into memory, does not count.
    """
    runs: list[list[Run]] = [[] for _ in commands]
    for _ in range(rounds + 1):
        for command, found in zip(commands, runs, strict=True):
            found.append(measured(command, accepted))
    return tuple(_median(found[1:]) for found in runs)


def _median(runs: Sequence[Run]) -> Run:
    return Run(
        median(run.cpu_s for run in runs), median(run.wall_s for run in runs), median(run.peak_mb for run in runs)
    )


def slow_packages(arguments: Sequence[str]) -> tuple[str, ...]:
    """The slow packages a command of the console script has loaded at its end."""
    code = _LOADED.format(slow=SLOW)
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=False, capture_output=True, text=True)
    return tuple(done.stderr.rpartition("loaded: ")[2].split())
