"""Where a PostgreSQL database is, from its URL. A password is never quoted, whatever is wrong with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from agent.sessions.errors import ChoiceError

PORT = 5432
SCHEMES = ("postgresql", "postgres")
TLS = ("disable", "prefer", "require", "verify-full")
"""As libpq's `sslmode`; `verify-full` alone looks whether it is the server that was meant."""

_KNOWN = ("host", "sslmode", "sslrootcert")
_EXAMPLE = "postgresql://user@host:5432/database"


@dataclass(frozen=True, slots=True)
class Address:
    """A database, and as whom it is worked with."""

    host: str
    """A name, a number, or the folder of a socket, which begins with a slash."""
    port: int
    database: str
    user: str
    password: str | None = field(default=None, repr=False)
    tls: str = "prefer"
    roots: str = ""
    """File with the certificates that are trusted instead of the system's."""

    @property
    def socket(self) -> str | None:
        """Path of the socket, where it is on this machine."""
        return str(Path(self.host) / f".s.PGSQL.{self.port}") if self.host.startswith("/") else None

    def __str__(self) -> str:
        """As it may be shown: without the password."""
        if self.socket:
            port = "" if self.port == PORT else f":{self.port}"
            return f"postgresql://{quote(self.user)}@{port}/{quote(self.database)}?host={quote(self.host)}"
        return f"postgresql://{quote(self.user)}@{self.host}:{self.port}/{quote(self.database)}"


def is_address(text: str) -> bool:
    """Whether a text is the URL of something, and no folder."""
    return "://" in text


def address_of(url: str, environment: Mapping[str, str]) -> Address:
    """The address in a URL; what it leaves out comes from PGUSER and PGPASSWORD. Raises ChoiceError."""
    parts = _split(url)
    told = _options(parts.query)
    user = unquote(parts.username or "") or environment.get("PGUSER", "")
    database = unquote(parts.path.lstrip("/"))
    if not user or not database or "/" in database:
        raise ChoiceError(f"the address of the sessions needs a user and a database, as in {_EXAMPLE}")
    password = unquote(parts.password) if parts.password is not None else environment.get("PGPASSWORD")
    if told.get("sslmode", "prefer") not in TLS:
        raise ChoiceError(f"the address of the sessions: sslmode is one of {', '.join(TLS)}")
    return Address(
        host=told.get("host") or unquote(parts.hostname or "") or "localhost",
        port=parts.port or PORT,
        database=database,
        user=user,
        password=password or None,
        tls=told.get("sslmode", "prefer"),
        roots=told.get("sslrootcert", ""),
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in SCHEMES or "@" in parts.path + parts.query or parts.fragment:
        raise ChoiceError(
            f"the address of the sessions cannot be read. Write it as {_EXAMPLE}, and what is no letter or digit in a"
            " password as %XX"
        )
    return parts


def _options(query: str) -> dict[str, str]:
    told = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(told) - set(_KNOWN))
    if unknown:
        raise ChoiceError(
            f"the address of the sessions has options that are not known here; known are: {', '.join(_KNOWN)}"
        )
    return told
