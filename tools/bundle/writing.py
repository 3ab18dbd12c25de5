"""Writes a bundle whole or not at all: into a folder beside its place, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

MARK = "evidence.json"
"""A folder that holds this file is a bundle, and may be replaced by one."""


class BundleError(OSError):
    """A bundle that cannot be written. The message says where, why and what to do; nothing was changed."""


def write_bundle(files: Mapping[str, str], directory: Path) -> None:
    """Writes files (relative path to text) as the whole content of `directory`. Raises BundleError.

    A bundle that stands there is replaced; any other folder that is not empty, and any file, is left alone. Whatever
    interrupts it, the old bundle or the new one stands there whole.
    """
    target = directory.absolute()
    _refuse_foreign(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _explained(error, target) from None
    try:
        _fill(staging, files)
        _swap(staging, target)
    except OSError as error:
        raise _explained(error, target) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise BundleError(f"{target}: is not a folder. Choose another with -o")
    try:
        foreign = target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file()
    except OSError as error:
        raise _explained(error, target) from None
    if foreign:
        raise BundleError(f"{target}: holds other files, which a bundle would replace. Choose another folder with -o")


def _fill(staging: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as handle:
            handle.write(text.encode())
            handle.flush()
            os.fsync(handle.fileno())
    for folder in sorted({path.parent for path in map(staging.joinpath, files)} | {staging}):
        _sync(folder)
    staging.chmod(0o755)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(staging: Path, target: Path) -> None:
    """Puts the new folder in place of the old one; the old one comes back if that fails."""
    if not target.exists():
        staging.rename(target)
        _sync(target.parent)
        return
    aside = staging.with_name(f"{staging.name}.old")
    target.rename(aside)
    try:
        staging.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    _sync(target.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _explained(error: OSError, target: Path) -> BundleError:
    if isinstance(error, BundleError):
        return error
    why = (error.strerror or str(error)).lower()
    return BundleError(f"{target}: cannot be written: {why}. Free the space or choose another folder with -o")
