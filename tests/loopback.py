"""No test reaches beyond this machine: whoever tries is refused, and the test in which it happened fails."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

ATTEMPTS: list[str] = []
"""Addresses beyond this machine that were reached for."""

_CONNECT, _CONNECT_EX, _SENDTO = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
_LOOKUP = socket.getaddrinfo


class OutsideError(OSError):
    """Somebody reached for another machine."""


def guard() -> None:
    """From now on, sockets of this process reach this machine alone."""
    setattr(socket.socket, "connect", _connect)  # noqa: B010
    setattr(socket.socket, "connect_ex", _connect_ex)  # noqa: B010
    setattr(socket.socket, "sendto", _sendto)  # noqa: B010
    socket.getaddrinfo = _lookup


def is_here(host: object) -> bool:
    """Whether a host is this machine, by name or by number."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _check(host: object) -> None:
    if not is_here(host):
        ATTEMPTS.append(str(host))
        raise OutsideError(f"a test reached for {host}")


def _check_address(line: socket.socket, address: Any) -> None:
    if line.family in (socket.AF_INET, socket.AF_INET6):
        _check(address[0])


def _connect(line: socket.socket, address: Any) -> None:
    _check_address(line, address)
    _CONNECT(line, address)


def _connect_ex(line: socket.socket, address: Any) -> int:
    _check_address(line, address)
    return _CONNECT_EX(line, address)


def _sendto(line: socket.socket, data: Any, *rest: Any) -> int:
    _check_address(line, rest[-1])
    return _SENDTO(line, data, *rest)


def _lookup(host: Any, *rest: Any, **more: Any) -> Any:
    _check(host)
    return _LOOKUP(host, *rest, **more)
