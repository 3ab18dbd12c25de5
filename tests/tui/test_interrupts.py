"""Ctrl-C, an end asked for, and a kill at any moment: the old bundle or the new one stands there whole."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.runs import COMMAND, ROOT, called, cloudwright, contents, environment

SHOP = str(ROOT / "examples" / "avatar-pipeline.md")
DEVIL = """
import os, signal, sys
from tools.bundle import writing
number, moment = int(sys.argv.pop()), int(sys.argv.pop())
calls, real = iter(range(1_000_000)), os.fsync
def fsync(handle):
    if next(calls) == moment:
        os.kill(os.getpid(), number)
    real(handle)
writing.os.fsync = fsync
from tui.main import main
main()
"""
"""Sends itself a signal while it writes: at the given call that forces bytes to the disk."""


def whole(folder: Path) -> bool:
    """Whether every file of a bundle is as its evidence says, and none is missing."""
    found = contents(folder)
    hashes = json.loads(found["evidence.json"])["sha256"]
    actual = {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "evidence.json"}
    return hashes == actual


def tidy(folder: Path) -> bool:
    """Whether nothing lies beside the bundle."""
    return [path.name for path in folder.iterdir()] in ([], ["out"])


def killed_while_writing(number: int, moment: int, home: Path, folder: Path) -> int:
    """Exit code of a run that gets a signal while it writes."""
    line = [COMMAND[0], "-c", DEVIL, "design", SHOP, "-o", "out", str(moment), str(number)]
    return subprocess.run(line, cwd=folder, env=environment(home), capture_output=True, timeout=120).returncode


@pytest.fixture
def old(home: Path, tmp_path: Path) -> Path:
    """A folder with a bundle of another design in it."""
    other = str(ROOT / "examples" / "ecommerce-orders.md")
    assert called("design", other, "-o", "out", home=home, folder=tmp_path).returncode in (0, 1)
    return tmp_path


@pytest.mark.parametrize(
    ("number", "moment", "code"),
    [(signal.SIGINT, 0, 130), (signal.SIGINT, 30, 130), (signal.SIGTERM, 7, 143), (signal.SIGKILL, 20, -9)],
)
def test_signals_while_it_writes(number: int, moment: int, code: int, home: Path, old: Path) -> None:
    before = contents(old / "out")
    assert killed_while_writing(number, moment, home, old) == code
    assert contents(old / "out") == before
    assert tidy(old) or number == signal.SIGKILL
    done = called("design", SHOP, "-o", "out", home=home, folder=old)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert whole(old / "out")
    assert tidy(old)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_signals_at_many_moments_of_writing(number: int, home: Path, old: Path) -> None:
    for moment in range(0, 90, 3):
        killed_while_writing(number, moment, home, old)
        assert whole(old / "out")
        assert tidy(old) or number == signal.SIGKILL


def interrupted(after_s: float, number: int, home: Path, folder: Path) -> tuple[int, str]:
    """Exit code and last words of a run that gets a signal so long after its start."""
    running = subprocess.Popen(
        [*COMMAND, "design", SHOP, "-o", "out"], cwd=folder, env=environment(home), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(after_s)
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    return running.returncode, err.decode()


def moments(count: int, home: Path, folder: Path, number: int) -> None:
    """Interrupts runs at moments spread over how long one takes; each ends well."""
    start = time.monotonic()
    assert cloudwright("design", SHOP, "-o", "out", home=home, folder=folder).returncode in (0, 1)
    length = time.monotonic() - start
    for moment in range(count):
        code, said = interrupted(length * (0.15 + 0.85 * moment / count), number, home, folder)
        assert code in (0, 1, 128 + number, -number), said
        assert "Traceback" not in said
        assert "defect" not in said
        assert whole(folder / "out")
        assert tidy(folder)


def test_an_interrupt_at_three_moments(home: Path, tmp_path: Path) -> None:
    moments(3, home, tmp_path, signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_at_thirty_moments(number: int, home: Path, tmp_path: Path) -> None:
    moments(30, home, tmp_path, number)
