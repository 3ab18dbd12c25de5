"""The line to a model: every wait on it can be ended, and no more of it is read than a reply may be long.

The SDK's own timeouts are for a single read, and its reader of events takes as long as it takes. Here each wait on the
network is cut into slices, between which a watch says whether to go on; and bytes are handed on in whole events only.
"""

from __future__ import annotations

import selectors
import ssl
import urllib.request
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, TypeVar

import httpcore2
import httpx2

from agent.planners.claude.framing import clipped, whole_events, whole_frames
from agent.planners.claude.watching import AddressError, UnreadableError, Watch

SLICE_S = 0.1
CONNECT_S = 10.0
WRITTEN_AT_ONCE = 16 * 1024
HTTP_OK = 200
BINARY_EVENTS = "application/vnd.amazon.eventstream"

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
_T = TypeVar("_T")


@contextmanager
def watched(watch: Watch) -> Generator[None]:
    """Everything this thread asks of the network meanwhile is under the watch."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


class Transport(httpx2.BaseTransport):
    """Carries requests over connections of its own. Honours the proxies of the environment; follows no redirect."""

    def __init__(self) -> None:
        self._pools: dict[str, httpcore2.ConnectionPool] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends a request. Raises what the network raises, and what the watch does."""
        url = request.url
        if url.scheme not in ("http", "https") or not url.host:
            raise AddressError("the base URL must begin with https:// or http:// and name a host")
        pool = self._pool(_proxy_of(url.scheme, url.host))
        answer: Any = pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        headers = httpx2.Headers(answer.headers)
        body = _Body(answer, _framed(answer.status, headers))
        return httpx2.Response(answer.status, headers=headers, stream=body, extensions=answer.extensions)

    def close(self) -> None:
        """Closes every connection."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _pool(self, proxy: str) -> httpcore2.ConnectionPool:
        with self._lock:
            if proxy not in self._pools:
                self._pools[proxy] = _new_pool(proxy)
            return self._pools[proxy]


class _Body(httpx2.SyncByteStream):
    """What comes of a body."""

    def __init__(self, answer: httpcore2.Response, framed: Callable[[Iterable[bytes]], Iterator[bytes]]) -> None:
        self._answer = answer
        self._framed = framed

    def __iter__(self) -> Iterator[bytes]:
        yield from self._framed(self._answer.iter_stream())

    def close(self) -> None:
        self._answer.close()


def _framed(status: int, headers: httpx2.Headers) -> Callable[[Iterable[bytes]], Iterator[bytes]]:
    """How the body of an answer is read."""
    coding = headers.pop("content-encoding", "identity")
    if status != HTTP_OK:
        return clipped if coding == "identity" else _nothing
    if coding != "identity":
        raise UnreadableError("came compressed, which was not asked for")
    return whole_frames if headers.get("content-type", "").startswith(BINARY_EVENTS) else whole_events


def _nothing(parts: Iterable[bytes]) -> Iterator[bytes]:
    return iter(())


class _Line(httpcore2.NetworkStream):
    """A connection whose every wait is under the watch of the thread that waits."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, at most so many bytes."""
        watch = self._watch()
        while watch is not None:
            try:
                return self._inner.read(max_bytes, min(SLICE_S, watch.left_s()))
            except httpcore2.ReadTimeout:
                continue
        return self._inner.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Writes all of it."""
        watch = self._watch()
        if watch is None:
            return self._inner.write(buffer, timeout)
        for start in range(0, len(buffer), WRITTEN_AT_ONCE):
            self._await_room(watch)
            self._inner.write(buffer[start : start + WRITTEN_AT_ONCE], watch.left_s())
        return None

    def close(self) -> None:
        """Closes it."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        return _Line(
            _patiently(
                partial(self._inner.start_tls, ssl_context, server_hostname, CONNECT_S), _WATCH.get(), self._inner.close
            )
        )

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)

    def _watch(self) -> Watch | None:
        watch = _WATCH.get()
        if watch is not None:
            watch.holds(self)
        return watch

    def _await_room(self, watch: Watch) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._inner.get_extra_info("socket"), selectors.EVENT_WRITE)
            while not selector.select(min(SLICE_S, watch.left_s())):
                pass


class _Backend(httpcore2.NetworkBackend):
    """Connects as usual, under a watch."""

    def __init__(self) -> None:
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to a host."""
        work = partial(self._inner.connect_tcp, host, port, CONNECT_S, local_address, socket_options)
        return _Line(_patiently(work, _WATCH.get(), _close))


def _close(line: httpcore2.NetworkStream) -> None:
    line.close()


def _patiently(work: Callable[[], _T], watch: Watch | None, discard: Callable[..., None]) -> _T:
    """Does what cannot be cut into slices in a thread of its own, and leaves it alone there when the watch says so."""
    if watch is None:
        return work()
    ended, left = Event(), Event()
    results: list[_T] = []
    failures: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            failures.append(error)
        ended.set()
        if left.is_set():
            _discarded(results, discard)

    Thread(target=run, daemon=True).start()
    try:
        while not ended.wait(min(SLICE_S, watch.left_s())):
            pass
    except BaseException:
        left.set()
        if ended.is_set():
            _discarded(results, discard)
        raise
    if failures:
        raise failures[0]
    return results[0]


def _discarded(results: list[_T], discard: Callable[..., None]) -> None:
    for result in results:
        discard(result)


def _new_pool(proxy: str) -> httpcore2.ConnectionPool:
    context, backend = httpx2.create_ssl_context(), _Backend()
    if not proxy:
        return httpcore2.ConnectionPool(ssl_context=context, max_connections=None, network_backend=backend)
    url = httpx2.URL(proxy)
    return httpcore2.HTTPProxy(
        proxy_url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"),
        proxy_auth=(url.username, url.password) if url.username else None,
        ssl_context=context,
        max_connections=None,
        network_backend=backend,
    )


def _proxy_of(scheme: str, host: str) -> str:
    """The proxy that the environment names for a host; none where it names none."""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all") or ""
    if not proxy or urllib.request.proxy_bypass(host):
        return ""
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise AddressError("the proxy of the environment must be an http or an https one")
    return proxy
