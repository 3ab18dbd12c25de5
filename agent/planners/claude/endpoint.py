"""Carries requests to a model through the SDK: when to try again, when to stop, and what a reply is."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event, Lock
from types import TracebackType
from typing import Any

from agent.planners.claude import waiting
from agent.planners.claude.assembly import Assembly
from agent.planners.claude.bodies import body_of, known_model
from agent.planners.claude.boundary import STOPPED, FailedError, Failure, failure_of
from agent.planners.claude.clients import Access, Middleware, Provider, new_client, stream_of
from agent.planners.claude.exchange import Delta, Limits, Listen, Reply, Request, Usage
from agent.planners.claude.waiting import SHARED, Breaker, Clock
from agent.planners.claude.watching import Watch

TAIL_S = 0.1
"""How long the end of the line is waited for after the end of a reply, so that the connection can be used again."""


class SdkEndpoint:
    """An endpoint for as many calls as one likes, from any thread. Setting `stopped` ends those under way."""

    def __init__(
        self,
        access: Access | None = None,
        *,
        stopped: Event | None = None,
        clock: Clock | None = None,
        breaker: Breaker = SHARED,
        middleware: Sequence[Middleware] = (),
    ) -> None:
        self._access = access or Access()
        self._stopped = stopped or Event()
        self._clock = clock or Clock()
        self._breaker = breaker
        self._middleware = tuple(middleware)
        self._client: Any = None
        self._lock = Lock()

    def __enter__(self) -> SdkEndpoint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def warm(self) -> None:
        """Loads and sets up what the first call needs, two seconds of work. Raises ModelError where that fails."""
        self._ready_client()

    def send(self, request: Request, *, limits: Limits, listen: Listen) -> Reply:
        """One whole reply; its usage counts what is known of the tries before it as well, since they are billed.

        Raises ModelError, what `listen` raises, and KeyboardInterrupt. What was told by then is void.
        """
        body = body_of(request, known_model(request.model, self._clock.today()))
        client = self._ready_client()
        until = self._clock.now() + limits.total_s
        spent, tries = Usage(), 0
        while True:
            self._admit()
            watch = Watch(self._clock.now, until, limits, self._stopped)
            attempt = _Attempt(watch, listen, request.model, self._access.provider)
            tries += 1
            outcome = self._try(attempt, client, body)
            spent += attempt.assembly.usage
            if isinstance(outcome, Reply):
                return replace(outcome, usage=spent)
            self._pause(outcome, tries, until, limits)

    def _admit(self) -> None:
        if self._stopped.is_set():
            raise STOPPED.error()
        wait = self._breaker.wait_s(self._clock.now())
        if wait > 0:
            sentence = "The model's service is overloaded; it is left alone for a while."
            raise Failure("overloaded", sentence, is_resumable=True).error(wait)

    def _try(self, attempt: _Attempt, client: Any, body: Mapping[str, Any]) -> Reply | Failure:
        try:
            reply = attempt.run(client, body)
        except FailedError as failed:
            self._report(failed.failure)
            return failed.failure
        except BaseException:
            self._breaker.gave_up()
            raise
        self._breaker.answered()
        return reply

    def _report(self, failure: Failure) -> None:
        match failure.code:
            case "overloaded":
                self._breaker.overloaded(self._clock.now())
            case "cancelled" | "timed-out" | "unreachable":
                self._breaker.gave_up()
            case _:
                self._breaker.answered()

    def _ready_client(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = new_client(self._access, self._middleware)
            return self._client

    def _pause(self, failure: Failure, tries: int, until: float, limits: Limits) -> None:
        """Waits for the next try. Raises ModelError where there is none."""
        asked = failure.asked_wait
        told = waiting.told_wait(asked) if asked is not None else None
        if not failure.is_passing or tries > limits.retries:
            raise failure.error(told)
        if asked is not None and (told is None or told > waiting.LONGEST_WAIT_S):
            raise failure.error(told)
        chance = self._clock.chance()
        wait = waiting.own_wait(tries, chance) if told is None else waiting.asked_wait(told, chance)
        if self._clock.now() + wait >= until:
            raise failure.error(told)
        self._clock.wait(wait, self._stopped)


class _Attempt:
    """One try: what came of it, and what was told of it."""

    def __init__(self, watch: Watch, listen: Listen, model: str, provider: Provider) -> None:
        self.assembly = Assembly()
        self._model = model
        self._provider: Provider = provider
        self._watch = watch
        self._listen = listen
        self._is_told = False

    def run(self, client: Any, body: Mapping[str, Any]) -> Reply:
        """The whole reply. Raises FailedError; what was told is void then, and no line is left open."""
        from agent.planners.claude.wire import watched

        try:
            with watched(self._watch):
                reply = self._received(client, body)
        except BaseException:
            self._watch.abandon()
            self._discard()
            raise
        if reply.stop == "refusal":
            self._discard()
        return reply

    def _received(self, client: Any, body: Mapping[str, Any]) -> Reply:
        with self._bounded(is_begun=False):
            stream = stream_of(client, body)
        try:
            self._take_all(iter(stream))
        finally:
            with suppress(Exception):
                stream.close()
        with self._bounded(is_begun=True):
            return self.assembly.reply()

    def _take_all(self, events: Iterator[Any]) -> None:
        while not self.assembly.is_ended:
            with self._bounded(is_begun=True):
                event = next(events, None)
                if event is None:
                    return
                delta = self.assembly.take(event)
            self._tell(delta)
            if event.get("type") != "message_start":
                self._watch.progressed()
        self._finish(events)

    @contextmanager
    def _bounded(self, *, is_begun: bool) -> Generator[None]:
        try:
            yield
        except Exception as error:
            raise FailedError(failure_of(error, self._model, self._provider, is_begun=is_begun)) from error

    def _finish(self, events: Iterator[Any]) -> None:
        self._watch.hurry(TAIL_S)
        with suppress(Exception):
            for _ in events:
                pass

    def _tell(self, delta: Delta | None) -> None:
        if delta is None:
            return
        self._is_told = True
        try:
            self._listen(delta)
        except Exception:
            # Who cannot listen any more is told nothing further, not even that it was in vain.
            self._is_told = False
            raise

    def _discard(self) -> None:
        if self._is_told:
            self._is_told = False
            self._listen(Delta("discarded"))
