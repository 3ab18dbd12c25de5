"""The built index: everything a search needs, made from the library once and only read afterwards.

An index is a folder named by a key over all it was made from, so a changed file, lexicon or version simply leads to
another folder. It is built under a lock in a folder beside, verified, forced to the disk and renamed; a process that is
killed while building leaves what was there before.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

from knowledge import concepts, embedding
from knowledge.embedding import Embedding, fit_embedding
from knowledge.library import Document, Library, load_library
from knowledge.locking import LockBusyError, hold_lock
from knowledge.memory import MemoryStore
from knowledge.passages import QUESTION, Passage, cut_passages
from knowledge.pattern import Pattern
from knowledge.store import ChromaStore, Contents, PatternStore, StoreError, write_store

FORMAT = 1
"""Raised whenever the files of an index change their form."""

KEPT = 2
"""Indexes kept: the newest, and the one a process may still be reading."""

_BUILDING, _BROKEN = ".building-", ".broken-"

Progress = Callable[[str], None]
"""Told, in a few words, what is being done."""


class IndexBusyError(RuntimeError):
    """Another process is building the index."""


class IndexUnusableError(RuntimeError):
    """There is no index in this folder that can be read."""


@dataclass(frozen=True, slots=True)
class Index:
    """What a search needs."""

    library: Library
    passages: tuple[Passage, ...]
    embedding: Embedding
    store: PatternStore


def index_key(documents: Iterable[Document]) -> str:
    """Names the index of these documents: 32 hexadecimal digits over them, the lexicon and the versions."""
    digest = hashlib.sha256(f"{FORMAT} {embedding.VERSION} {_chroma_version()}".encode())
    digest.update(concepts.FILE.read_bytes())
    for document in sorted(documents, key=lambda document: (document.origin, document.name)):
        digest.update(f"\0{document.origin}\0{document.name}\0{len(document.data)}\0".encode())
        digest.update(document.data)
    return digest.hexdigest()[:32]


def _chroma_version() -> str:
    try:
        return version("chromadb")
    except PackageNotFoundError:
        return "none"


def open_index(root: Path, key: str) -> Index:
    """The index of a key. Raises IndexUnusableError where it is missing, incomplete or damaged."""
    folder = root / key
    try:
        manifest = _checked_manifest(folder)
        library = _read_library(folder)
        fitted = Embedding.load(folder)
        store = ChromaStore.open(folder / "chroma", manifest["sizes"])
    except (OSError, ValueError, KeyError, StoreError) as error:
        raise IndexUnusableError(f"{folder}: {error}") from error
    return Index(library, cut_passages(library.patterns), fitted, store)


def cached_library(root: Path, key: str) -> Library | None:
    """The library an index was made from, without opening the index; None where there is none that can be read."""
    try:
        return _read_library(root / key)
    except (OSError, ValueError, KeyError):
        return None


def _read_library(folder: Path) -> Library:
    values = json.loads((folder / "library.json").read_bytes())
    return Library(tuple(Pattern.model_validate(pattern) for pattern in values["patterns"]), tuple(values["refused"]))


def build_index(root: Path, documents: Sequence[Document], progress: Progress, patience: float = 0.0) -> str:
    """Builds the index of these documents unless a sound one is there, and returns its key.

    Waits `patience` seconds for another process that is building. Raises IndexBusyError when that is not enough,
    OSError where the disk refuses, StoreError where what was written cannot be read back, PatternError for a bad
    packaged file.
    """
    key = index_key(documents)
    root.mkdir(parents=True, exist_ok=True)
    try:
        with hold_lock(root / "lock", patience):
            if not _is_sound(root, key):
                _replace_index(root, key, documents, progress)
    except LockBusyError:
        raise IndexBusyError(f"another process is building the index in {root}; try again in a moment") from None
    return key


def memory_index(documents: Iterable[Document]) -> Index:
    """The same index without a disk, made anew each time."""
    library = load_library(documents)
    fitted, contents = _fitted(library)
    return Index(library, contents.passages, fitted, MemoryStore(contents))


def _fitted(library: Library) -> tuple[Embedding, Contents]:
    passages = cut_passages(library.patterns)
    pages: dict[str, list[tuple[str, bool]]] = {pattern.id: [] for pattern in library.patterns}
    for passage in passages:
        pages[passage.pattern].append((passage.text, passage.section == QUESTION))
    fitted, page_vectors = fit_embedding(list(pages.values()))
    vectors = fitted.embed([passage.text for passage in passages])
    return fitted, Contents(library.patterns, page_vectors, passages, vectors)


def _is_sound(root: Path, key: str) -> bool:
    try:
        open_index(root, key).store.close()
    except IndexUnusableError:
        return False
    return True


def _replace_index(root: Path, key: str, documents: Sequence[Document], progress: Progress) -> None:
    _remove_remains(root)
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=root))
    try:
        _write_index(building, key, documents, progress)
        target = root / key
        if target.exists():
            target.rename(root / f"{_BROKEN}{key}")
        building.rename(target)
        _sync(root)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _remove_remains(root)
    _remove_old(root, key)


def _write_index(folder: Path, key: str, documents: Sequence[Document], progress: Progress) -> None:
    progress("reading the patterns")
    library = load_library(documents)
    fitted, contents = _fitted(library)
    progress(f"indexing {len(library.patterns)} patterns")
    values = {"patterns": [p.model_dump(mode="json") for p in library.patterns], "refused": library.refused}
    (folder / "library.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    fitted.save(folder)
    (folder / "chroma").mkdir()
    write_store(folder / "chroma", contents)
    progress("checking the index")
    sizes = {kind: contents.size(kind) for kind in ("pages", "passages")}
    manifest = {"key": key, "sizes": sizes, "files": _checksums(folder)}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _checked_manifest(folder: Path) -> dict[str, Any]:
    manifest = cast("dict[str, Any]", json.loads((folder / "manifest.json").read_bytes()))
    if manifest["key"] != folder.name:
        raise ValueError("the manifest is that of another index")
    if manifest["files"] != _checksums(folder):
        raise ValueError("a file is damaged or missing")
    return manifest


def _checksums(folder: Path) -> dict[str, int]:
    """A checksum of every file that stays as it was written; Chroma notes each opening in its database."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in files if path.name not in ("manifest.json", "chroma.sqlite3"))
    return {path.relative_to(folder).as_posix(): zlib.crc32(path.read_bytes()) for path in kept}


def _remove_remains(root: Path) -> None:
    """Whatever a killed builder left; only the holder of the lock may call this."""
    for path in root.iterdir():
        if path.name.startswith((_BUILDING, _BROKEN)):
            shutil.rmtree(path, ignore_errors=True)


def _remove_old(root: Path, key: str) -> None:
    others = [path for path in root.iterdir() if path.is_dir() and path.name != key]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    """Forces a file or a folder to the disk, as far as the system can."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
