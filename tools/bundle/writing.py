"""Writes whole or not at all: into a place beside, forced to the disk, then put in place with one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any, cast

LEDGER = "evidence.json"
"""A folder with this file, whose list of files holds, is a bundle, and may be replaced by one."""

_MARK, _ASIDE = ".cloudwright-", ".old"
_MOST_LEDGER = 64 * 1024 * 1024


class BundleError(OSError):
    """What cannot be written. The message says where, why and what to do; nothing was changed."""


def write_bundle(files: Mapping[str, str], directory: Path, *, replace: bool = False) -> None:
    """Writes files (relative path to text) as the whole content of `directory`. Raises BundleError.

    A bundle that stands there is replaced, but one that was edited or that holds other files only where `replace` says
    so; any other folder that is not empty, and any file, is left alone. Whatever interrupts it, the old bundle or the
    new one stands there whole; where the system cannot exchange two folders in one step, a machine that fails between
    two renames leaves the old one beside its place.
    """
    check_place(directory, replace=replace)
    _write_folder(files, directory)


def write_printed(files: Mapping[str, str], directory: Path) -> None:
    """Writes files as the whole content of a folder that is new, empty, or holds none but files of these names."""
    _refuse_place(directory)
    others = [name for name in _names_in(directory) if name not in files]
    if others:
        raise BundleError(f"{directory}: holds other files ({_listed(others)}). Choose another folder with -o")
    _write_folder(files, directory)


def write_file(text: str, path: Path) -> None:
    """Writes one file; a pipe or a device is written to as it is. Raises BundleError."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise BundleError(f"{path}: is a folder. Name a file in it")
            target.write_bytes(text.encode())
            return
        _replace_file(text, target)
    except OSError as error:
        raise _explained(error, path) from None


def check_place(directory: Path, *, replace: bool = False) -> None:
    """Raises BundleError where a bundle may not be written: known before any work is done."""
    _refuse_place(directory)
    present = _names_in(directory)
    if not present:
        return
    listed = _ledger_of(directory)
    if listed is None:
        raise BundleError(
            f"{directory}: holds other files ({_listed(present)}), which a bundle would replace. "
            "Choose another folder with -o"
        )
    touched = [name for name in present if name != LEDGER and not _is_untouched(directory / name, listed.get(name))]
    if touched and not replace:
        raise BundleError(
            f"{directory}: holds files changed or added since the bundle was written ({_listed(touched)}). "
            "Choose another folder with -o, or have them replaced with --force"
        )


def _refuse_place(directory: Path) -> None:
    try:
        if directory.is_symlink():
            raise BundleError(f"{directory}: is a symbolic link. Name the folder it leads to with -o")
        if directory.exists():
            if not directory.is_dir():
                raise BundleError(f"{directory}: is no folder. Choose another place with -o")
            if directory.samefile(Path.cwd()):
                raise BundleError(f"{directory}: is the folder you are in. Name a folder in it with -o")
        parent = next(parent for parent in directory.absolute().parents if parent.exists())
        if not parent.is_dir():
            raise BundleError(f"{directory}: {parent} is no folder. Choose another place with -o")
        if not os.access(parent, os.W_OK | os.X_OK):
            raise BundleError(f"{directory}: {parent} may not be written to. Choose another place with -o")
    except OSError as error:
        raise _explained(error, directory) from None


def _names_in(target: Path) -> list[str]:
    """Every file below a folder, by its relative path; an empty folder counts with a slash behind."""
    found: list[str] = []
    try:
        for folder, inner, names in os.walk(target, onerror=_raised):
            place = Path(folder).relative_to(target)
            found += [(place / name).as_posix() for name in names]
            found += [(place / name).as_posix() for name in inner if (Path(folder) / name).is_symlink()]
            if not names and not inner and folder != str(target):
                found.append(f"{place.as_posix()}/")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _explained(error, target) from None
    return sorted(found)


def _raised(error: OSError) -> None:
    raise error


def _ledger_of(target: Path) -> Mapping[str, str] | None:
    """Hash of each file of the bundle that stands there; None where none does."""
    try:
        with (target / LEDGER).open("rb") as handle:
            value: Any = json.loads(handle.read(_MOST_LEDGER))
        hashes: Any = value["sha256"]
        return (
            cast("dict[str, str]", hashes) if isinstance(value["figures"], list) and isinstance(hashes, dict) else None
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_untouched(path: Path, listed: str | None) -> bool:
    if listed is None or path.is_symlink() or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == listed


def _listed(names: list[str]) -> str:
    rest = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{rest}"


def _write_folder(files: Mapping[str, str], directory: Path) -> None:
    for name in files:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\0" in name:
            raise ValueError(f"'{name}' leads out of its folder")
    target = directory.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        with _staging(target) as staging:
            _fill(staging, files)
            if target.exists():
                shutil.copymode(target, staging)
            _swap(staging, target)
    except OSError as error:
        raise _explained(error, directory) from None


@contextmanager
def _staging(target: Path) -> Generator[Path]:
    """A folder beside the target that nobody else has, locked while in use and gone afterwards."""
    places = (target.with_name(f".{target.name}{_MARK}{os.getpid()}-{number}") for number in count())
    staging = next(place for place in places if not place.exists())
    handle = None
    try:
        staging.mkdir()
        handle = _lock(staging)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _sweep(target: Path) -> None:
    """Takes away what writers of this target left behind that were killed: their locks went with them."""
    for path in sorted(target.parent.glob(f".{_literal(target.name)}{_MARK}*")):
        handle = None if path.name.endswith(_ASIDE) else _lock(path)
        if handle is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(handle)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _lock(folder: Path) -> int | None:
    """An open handle that holds the lock on a folder; None where another process does, or the system has none."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _fill(staging: Path, files: Mapping[str, str]) -> None:
    folders = {staging}
    for name, text in files.items():
        path = staging / name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.update(parent for parent in path.parents if staging in parent.parents)
        with path.open("xb") as handle:
            handle.write(text.encode())
            handle.flush()
            os.fsync(handle.fileno())
    _sync(sorted(folders))


def _sync(folders: Iterable[Path]) -> None:
    for folder in folders:
        if sys.platform != "win32":
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _swap(staging: Path, target: Path) -> None:
    """Puts the new folder in place of the old one, which is in the staging place afterwards."""
    if not _names_in(target) or not _exchange(staging, target):
        _rename_over(staging, target)
    _sync([target.parent])


def _rename_over(staging: Path, target: Path) -> None:
    if not _names_in(target):
        staging.rename(target)
        return
    aside = staging.with_name(f"{staging.name}{_ASIDE}")
    target.rename(aside)
    try:
        staging.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system cannot (man 2 renameat2, man 2 renamex_np)."""
    import ctypes

    here, swap = -100, 2
    try:
        library: Any = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return library.renamex_np(os.fsencode(one), os.fsencode(other), swap) == 0
        return library.renameat2(here, os.fsencode(one), here, os.fsencode(other), swap) == 0
    except (OSError, AttributeError, TypeError):
        return False


def _replace_file(text: str, target: Path) -> None:
    temporary = target.with_name(f".{target.name}{_MARK}{os.getpid()}")
    try:
        with temporary.open("wb") as handle:
            handle.write(text.encode())
            handle.flush()
            os.fsync(handle.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync([target.parent])


def _explained(error: OSError, place: Path) -> BundleError:
    if isinstance(error, BundleError):
        return error
    why = error.strerror or str(error)
    return BundleError(f"{place}: cannot be written: {why[:1].lower()}{why[1:]}. Choose another place with -o")
