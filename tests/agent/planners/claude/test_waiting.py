"""How long to wait, and the breaker: a storm of overloads is met with few requests, and nobody's turn is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date
from threading import Barrier, Condition, Event, Thread

import pytest

from agent.planners.claude.clients import Access
from agent.planners.claude.endpoint import SdkEndpoint
from agent.planners.claude.exchange import Limits, ModelError
from agent.planners.claude.waiting import Breaker, Clock, asked_wait, own_wait, told_wait
from tests.agent.planners.claude.asking import asking
from tests.messages.server import Asked, Script, serving
from tests.messages.steps import Step, status, text


def test_own_waits_double_up_to_a_bound_and_differ() -> None:
    assert [own_wait(tries, 0.0) for tries in range(1, 8)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert own_wait(3, 0.999) == pytest.approx(1.5, abs=0.01)
    assert own_wait(2000, 0.0) == 8.0


def test_asked_waits_are_never_shortened() -> None:
    assert (asked_wait(40, 0.0), asked_wait(40, 1.0)) == (40, 50)


@pytest.mark.parametrize(
    ("header", "seconds"), [("3", 3.0), (" 0.5 ", 0.5), ("0", 0.0), ("-0.1", None), ("1_0", None), ("x", None)]
)
def test_what_retry_after_says(header: str, seconds: float | None) -> None:
    assert told_wait(header) == seconds


def test_a_breaker_opens_after_overloads_in_a_row() -> None:
    breaker = Breaker(threshold=3, open_s=10)
    breaker.overloaded(0)
    breaker.overloaded(0)
    breaker.answered()
    breaker.overloaded(1)
    breaker.overloaded(1)
    assert breaker.wait_s(1) == 0
    breaker.overloaded(1)
    assert breaker.wait_s(2) == 9


def opened() -> Breaker:
    """A breaker that opened at 0 for ten seconds."""
    breaker = Breaker(threshold=1, open_s=10, longest_s=25)
    breaker.overloaded(0)
    return breaker


def test_one_request_probes() -> None:
    breaker = opened()
    assert [breaker.wait_s(10), breaker.wait_s(10), breaker.wait_s(15)] == [0, 10, 5]


def test_a_probe_that_is_answered_closes_it() -> None:
    breaker = opened()
    breaker.wait_s(10)
    breaker.answered()
    assert [breaker.wait_s(10), breaker.wait_s(10)] == [0, 0]


def test_a_probe_that_finds_it_overloaded_opens_it_for_longer() -> None:
    breaker, now, waits = opened(), 10.0, list[float]()
    for _ in range(4):
        assert breaker.wait_s(now) == 0
        breaker.overloaded(now)
        waits.append(breaker.wait_s(now))
        now += waits[-1]
    assert waits == [20, 25, 25, 25]


def test_a_probe_that_finds_nothing_out_lets_another_probe() -> None:
    breaker = opened()
    assert breaker.wait_s(10) == 0
    breaker.gave_up()
    assert breaker.wait_s(10) == 0


def test_overloads_of_requests_under_way_do_not_lengthen_it() -> None:
    breaker = opened()
    for _ in range(49):
        breaker.overloaded(0.5)
    assert breaker.wait_s(1) == 9


class Together:
    """A clock for many threads: it moves on when everybody waits, to the first who wants to go on."""

    def __init__(self, people: int) -> None:
        self._now = 0.0
        self._people = people
        self._waiting: list[float] = []
        self._changed = Condition()

    @property
    def clock(self) -> Clock:
        """As endpoints take it; half of all chances."""
        return Clock(self.now, lambda seconds, stopped: self.wait(seconds), lambda: 0.5, lambda: date(2026, 11, 21))

    def now(self) -> float:
        """Seconds since it began."""
        return self._now

    def wait(self, seconds: float) -> None:
        """Until that much later."""
        with self._changed:
            until = self._now + seconds
            self._waiting.append(until)
            self._move()
            self._changed.wait_for(lambda: self._now >= until)
            self._waiting.remove(until)

    def leave(self) -> None:
        """Somebody will wait no more."""
        with self._changed:
            self._people -= 1
            self._move()

    def _move(self) -> None:
        if self._waiting and sum(until > self._now for until in self._waiting) == self._people:
            self._now = min(self._waiting)
            self._changed.notify_all()


STORM_S = 600.0
PEOPLE = 50


def test_a_storm_of_overloads_is_weathered_with_few_requests() -> None:
    """Ten minutes, fifty conversations, one breaker: each resumes when told to, and each gets its reply."""
    together, breaker, start = Together(PEOPLE), Breaker(), Barrier(PEOPLE)
    seconds: Counter[int] = Counter()
    failures: list[ModelError] = []
    replies: list[str] = []

    def weather(asked: Asked) -> Step:
        seconds[int(together.now())] += 1
        return status(529) if together.now() < STORM_S else text("Good.")

    def talk(endpoint: SdkEndpoint) -> None:
        start.wait()
        while True:
            try:
                replies.append(endpoint.send(asking(), limits=Limits(), listen=lambda delta: None).text)
                break
            except ModelError as error:
                failures.append(error)
                together.wait(max(1.0, error.retry_after_s or 0.0))
        together.leave()

    with serving(Script(ever=weather)) as server:
        access = Access(api_key=server.key, base_url=server.url)
        endpoint = SdkEndpoint(access, stopped=Event(), clock=together.clock, breaker=breaker)
        people = [Thread(target=talk, args=(endpoint,), daemon=True) for _ in range(PEOPLE)]
        for person in people:
            person.start()
        for person in people:
            person.join(60)
        endpoint.close()
    assert replies == ["Good."] * PEOPLE
    assert {(error.code, error.is_resumable) for error in failures} == {("overloaded", True)}
    storm = {second: count for second, count in seconds.items() if second < STORM_S}
    assert sum(storm.values()) <= PEOPLE + STORM_S / 10
    # The first second is that in which nobody knew yet.
    assert max(count for second, count in storm.items() if second > 0) <= 2
    assert together.now() < STORM_S + 150
