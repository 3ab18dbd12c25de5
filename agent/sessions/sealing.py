"""The seal on state that is read back: only what this user's Cloudwright wrote, for this turn, is looked into."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from agent.sessions.errors import ChoiceError, PoisonedError, StorageError, UnsafeError

KEY_FILE = "seal.key"
_KEY_BYTES = 32
_MAC_BYTES = 32


class Seal:
    """Seals bytes for one place, so that what is taken from elsewhere does not fit."""

    def __init__(self, key: bytes, place: str) -> None:
        self._key = key
        self._place = place.encode()

    def put_on(self, kind: str, data: bytes) -> bytes:
        """The bytes with their seal before them."""
        return self._mac(kind, data) + data

    def taken_off(self, kind: str, data: object) -> bytes:
        """The bytes without it. Raises PoisonedError where it is not ours, or not of this place and kind."""
        if not isinstance(data, bytes) or len(data) < _MAC_BYTES:
            raise PoisonedError("a saved step carries no seal; nothing of it was run")
        mac, body = data[:_MAC_BYTES], data[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(kind, body)):
            raise PoisonedError("a saved step carries a seal that is not ours; nothing of it was run")
        return body

    def _mac(self, kind: str, data: bytes) -> bytes:
        parts = (self._place, kind.encode("utf-8", "surrogatepass"), data)
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.new(self._key, framed, hashlib.sha256).digest()


def given_key(text: str) -> bytes:
    """A key that somebody keeps elsewhere, from its hex digits. Raises ChoiceError."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise ChoiceError(f"the key of the sessions has {2 * _KEY_BYTES} hex digits, as from: openssl rand -hex 32")
    return key


def seal_key(folder: Path) -> bytes:
    """The key of this user, made on first use; whole or not at all. Raises StorageError, UnsafeError."""
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        if path.is_symlink():
            raise UnsafeError(f"{path} is a symbolic link. Take it away; a new key is made")
        key = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    if len(key) != _KEY_BYTES:
        raise UnsafeError(f"{path} is damaged. Take it away; a new key is made, and open turns begin anew")
    return key


def _make_key(path: Path) -> None:
    """Two that make one at the same time end up with the same: the first link stands."""
    new = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(handle, secrets.token_bytes(_KEY_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            os.link(new, path)
        except FileExistsError:
            return
    finally:
        new.unlink(missing_ok=True)
