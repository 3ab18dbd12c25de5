"""The index on disk: built once, by one process, whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import index
from knowledge.index import (
    IndexBusyError,
    IndexUnusableError,
    build_index,
    cached_library,
    index_key,
    open_index,
)
from knowledge.library import Document
from knowledge.locking import LockBusyError, hold_lock
from tests.knowledge.samples import document

ROOT = Path(__file__).parents[2]

BUILDER = """
import os, signal, sys, time
from pathlib import Path
from knowledge.index import IndexBusyError, build_index
from tests.knowledge.test_index import documents

root, when, ready = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])

def progress(text):
    if when == "hold" and text.startswith("indexing"):
        time.sleep(1.5)
    elif text.startswith(when):
        os.kill(os.getpid(), signal.SIGKILL)

import chromadb
if when == "rename":
    Path.rename = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
ready.touch()
while when == "hold" and len(list(ready.parent.iterdir())) < 3:
    time.sleep(0.01)
begun = time.monotonic()
try:
    print("built", build_index(root, documents(), progress))
except IndexBusyError as error:
    print("busy", round(time.monotonic() - begun, 1), error)
"""


def documents(names: tuple[str, ...] = ("tea-making", "coffee-making")) -> list[Document]:
    return [Document(f"{name}.md", document(name, f"questions on {name}", name), "user") for name in names]


def quiet(_: str) -> None:
    """Progress nobody wants to see."""


def start(root: Path, when: str, ready: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILDER, str(root), when, str(ready)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, str]:
    return tmp_path, build_index(tmp_path, documents(), quiet)


def test_three_builders_at_once(tmp_path: Path) -> None:
    root, ready = tmp_path / "index", tmp_path / "ready"
    ready.mkdir()
    running = [start(root, "hold", ready / str(number)) for number in range(3)]
    said = sorted(process.communicate(timeout=60)[0].split(maxsplit=2) for process in running)
    assert [words[0] for words in said] == ["built", "busy", "busy"]
    assert all(float(words[1]) <= 2.0 and "another process is building" in words[2] for words in said[1:])
    opened = open_index(root, index_key(documents()))
    vectors = opened.embedding.embed([passage.text for passage in opened.passages])
    found = opened.store.nearest("passages", vectors, 1)
    assert all(near[0][1] > 0.999 for near in found)
    opened.store.close()


@pytest.mark.parametrize("when", ["indexing", "checking", "rename"])
def test_a_builder_is_killed(tmp_path: Path, when: str) -> None:
    earlier = build_index(tmp_path, documents(("tea-making",)), quiet)
    killed = start(tmp_path, when, tmp_path.with_suffix(".ready"))
    assert killed.wait(timeout=60) == -signal.SIGKILL
    killed.communicate()
    open_index(tmp_path, earlier).store.close()
    key = build_index(tmp_path, documents(), quiet)
    open_index(tmp_path, key).store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([earlier, key, "lock"])


def test_the_key_is_of_all_it_is_made_from(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {index_key(documents()), index_key(documents(("tea-making",)))}
    keys.add(index_key([Document(d.name, d.data, "packaged") for d in documents()]))
    keys.add(index_key([Document("other.md", d.data, d.origin) for d in documents()]))
    monkeypatch.setattr(index, "FORMAT", 99)
    keys.add(index_key(documents()))
    assert len(keys) == 5
    assert index_key(documents()) == index_key(list(reversed(documents())))


def test_a_sound_index_is_not_built_again(built: tuple[Path, str]) -> None:
    root, key = built
    steps: list[str] = []
    assert build_index(root, documents(), steps.append) == key
    assert steps == []


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("harm", [cut_short, flip_byte, Path.unlink])
@pytest.mark.parametrize(
    "name", ["embedding.npy", "vocabulary.json", "library.json", "manifest.json", "data_level0.bin"]
)
def test_damage_is_seen(built: tuple[Path, str], name: str, harm: Callable[[Path], None]) -> None:
    root, key = built
    harm(sorted((root / key).rglob(name))[0])
    with pytest.raises(IndexUnusableError):
        open_index(root, key)


def test_a_damaged_database_is_seen_and_built_again(built: tuple[Path, str]) -> None:
    root, key = built
    (root / key / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(IndexUnusableError):
        open_index(root, key)
    assert build_index(root, documents(), quiet) == key
    open_index(root, key).store.close()


def test_a_missing_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError):
        open_index(tmp_path, "0" * 32)
    assert cached_library(tmp_path, "0" * 32) is None


def test_the_library_can_be_read_without_the_index(built: tuple[Path, str]) -> None:
    root, key = built
    library = cached_library(root, key)
    assert library is not None
    assert [pattern.id for pattern in library.patterns] == ["coffee-making", "tea-making"]


def test_old_indexes_are_removed_but_the_one_in_use_stays(tmp_path: Path) -> None:
    keys = [build_index(tmp_path, documents((name,)), quiet) for name in ("tea-making", "cake-baking", "bread-baking")]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == sorted(keys[1:])


def test_a_lock_is_free_after_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path), pytest.raises(LockBusyError), hold_lock(path):
        pass
    with hold_lock(path):
        pass


def test_a_busy_lock_is_waited_for(tmp_path: Path) -> None:
    begun = time.monotonic()
    with hold_lock(tmp_path / "lock"), pytest.raises(IndexBusyError, match="another process is building"):
        build_index(tmp_path, documents(), quiet, patience=0.2)
    assert 0.2 <= time.monotonic() - begun < 2.0
