from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.runs import contents
from tools.bundle import writing
from tools.bundle.writing import BundleError, check_place, write_bundle, write_file, write_printed


def bundle_of(**texts: str) -> dict[str, str]:
    """Files with the evidence by which a bundle is known."""
    files = {f"{name}.md": text for name, text in texts.items()} | {"deep/er/file.txt": "below\n"}
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return files | {"evidence.json": json.dumps({"figures": [], "sha256": hashes})}


OLD, NEW = bundle_of(one="old\n", gone="gone\n"), bundle_of(one="new\n", two="more\n")


def whole(folder: Path, files: dict[str, str]) -> bool:
    return contents(folder) == {name: text.encode() for name, text in files.items()}


def alone(parent: Path, *names: str) -> bool:
    """Whether nothing else is left beside."""
    return sorted(path.name for path in parent.iterdir()) == sorted(names)


def test_a_new_folder(tmp_path: Path) -> None:
    write_bundle(NEW, tmp_path / "a" / "b")
    assert whole(tmp_path / "a" / "b", NEW)
    assert alone(tmp_path / "a", "b")


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write_bundle(NEW, tmp_path / "b")
    assert whole(tmp_path / "b", NEW)


def test_the_old_bundle_is_replaced_whole(tmp_path: Path) -> None:
    write_bundle(OLD, tmp_path / "b")
    write_bundle(NEW, tmp_path / "b")
    assert whole(tmp_path / "b", NEW)
    assert alone(tmp_path, "b")


def test_where_folders_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bundle(OLD, tmp_path / "b")
    monkeypatch.setattr(writing, "_exchange", lambda *_: False)
    write_bundle(NEW, tmp_path / "b")
    assert whole(tmp_path / "b", NEW)
    assert alone(tmp_path, "b")


def test_permissions_of_the_folder_stay(tmp_path: Path) -> None:
    write_bundle(OLD, tmp_path / "b")
    (tmp_path / "b").chmod(0o750)
    write_bundle(NEW, tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o750


@pytest.mark.parametrize("name", ["../out", "/abs", "a/../../b", "", "a\0b"])
def test_no_file_leads_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        write_bundle({name: "x"}, tmp_path / "b")
    assert alone(tmp_path)


def foreign(place: Path) -> None:
    place.mkdir()
    (place / "thesis.txt").write_text("years of work")


def a_file(place: Path) -> None:
    place.write_text("a file")


def a_link(place: Path) -> None:
    (place.parent / "elsewhere").mkdir()
    place.symlink_to(place.parent / "elsewhere")


def edited(place: Path) -> None:
    write_bundle(OLD, place)
    (place / "one.md").write_text("my notes")


def added(place: Path) -> None:
    write_bundle(OLD, place)
    (place / "mine.md").write_text("my notes")


def another_ledger(place: Path) -> None:
    place.mkdir()
    (place / "evidence.json").write_text('{"sha256": {}}')


@pytest.mark.parametrize("made", [foreign, a_file, a_link, edited, added, another_ledger])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, made: Callable[[Path], None]) -> None:
    place = tmp_path / "b"
    made(place)
    before = contents(tmp_path)
    with pytest.raises(BundleError, match=r"b: .*-o") as caught:
        write_bundle(NEW, place)
    assert "\n" not in str(caught.value)
    assert contents(tmp_path) == before
    with pytest.raises(BundleError):
        check_place(place)


@pytest.mark.parametrize("made", [edited, added])
def test_an_edited_bundle_is_replaced_where_that_is_said(tmp_path: Path, made: Callable[[Path], None]) -> None:
    made(tmp_path / "b")
    write_bundle(NEW, tmp_path / "b", replace=True)
    assert whole(tmp_path / "b", NEW)


def test_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BundleError, match="the folder you are in"):
        write_bundle(NEW, Path("."))


def test_a_place_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BundleError, match="is no folder"):
        check_place(tmp_path / "file" / "b")


def failing(after: int, code: int) -> Callable[..., Any]:
    """An fsync that fails the given number of calls later, as a disk does that fills up."""
    calls = iter(range(1_000_000))

    def fsync(_: int) -> None:
        if next(calls) >= after:
            raise OSError(code, os.strerror(code))

    return fsync


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_disk_that_fills_up_leaves_the_old_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, code: int
) -> None:
    write_bundle(OLD, tmp_path / "b")
    monkeypatch.setattr(writing.os, "fsync", failing(after, code))
    with pytest.raises(BundleError, match="cannot be written"):
        write_bundle(NEW, tmp_path / "b")
    assert whole(tmp_path / "b", OLD)
    assert alone(tmp_path, "b")


@pytest.mark.parametrize("after", range(8))
@pytest.mark.parametrize("exchange", [True, False])
def test_an_interrupt_leaves_one_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, exchange: bool
) -> None:
    write_bundle(OLD, tmp_path / "b")
    calls = iter(range(1_000_000))

    def fsync(_: int) -> None:
        if next(calls) == after:
            raise KeyboardInterrupt

    if not exchange:
        monkeypatch.setattr(writing, "_exchange", lambda *_: False)
    monkeypatch.setattr(writing.os, "fsync", fsync)
    with suppress(KeyboardInterrupt):
        write_bundle(NEW, tmp_path / "b")
    assert whole(tmp_path / "b", OLD) or whole(tmp_path / "b", NEW)
    assert alone(tmp_path, "b")


def test_what_a_killed_writer_left_is_swept_up(tmp_path: Path) -> None:
    stale = tmp_path / ".b.cloudwright-99999-0"
    stale.mkdir()
    (stale / "half").write_text("x")
    write_bundle(NEW, tmp_path / "b")
    assert alone(tmp_path, "b")


def test_the_staging_place_of_another_writer_is_left_alone(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    theirs = tmp_path / ".b.cloudwright-99999-0"
    theirs.mkdir()
    handle = os.open(theirs, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        write_bundle(NEW, tmp_path / "b")
        assert alone(tmp_path, "b", theirs.name)
    finally:
        os.close(handle)


def test_printed_files_replace_only_their_like(tmp_path: Path) -> None:
    write_printed({"template.yaml": "a\n", "x.toml": "b\n"}, tmp_path / "out")
    write_printed({"template.yaml": "c\n", "x.toml": "b\n"}, tmp_path / "out")
    assert contents(tmp_path / "out") == {"template.yaml": b"c\n", "x.toml": b"b\n"}
    (tmp_path / "out" / "mine").write_text("m")
    with pytest.raises(BundleError, match="mine"):
        write_printed({"template.yaml": "d\n"}, tmp_path / "out")


def test_one_file(tmp_path: Path) -> None:
    write_file("one\n", tmp_path / "hits.jsonl")
    (tmp_path / "link").symlink_to(tmp_path / "hits.jsonl")
    write_file("two\n", tmp_path / "link")
    assert (tmp_path / "hits.jsonl").read_text() == "two\n"
    assert (tmp_path / "link").is_symlink()
    write_file("gone\n", Path(os.devnull))
    with pytest.raises(BundleError, match="is a folder"):
        write_file("x", tmp_path)
    with pytest.raises(BundleError, match="cannot be written"):
        write_file("x", tmp_path / "none" / "here")
    assert alone(tmp_path, "hits.jsonl", "link")


def test_one_file_on_a_disk_that_fills_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file("one\n", tmp_path / "f")
    monkeypatch.setattr(writing.os, "fsync", failing(0, errno.ENOSPC))
    with pytest.raises(BundleError, match="no space left"):
        write_file("two\n", tmp_path / "f")
    assert (tmp_path / "f").read_text() == "one\n"
    assert alone(tmp_path, "f")
