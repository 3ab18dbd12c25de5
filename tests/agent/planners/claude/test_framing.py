"""Bytes cut anywhere come out in whole events, nothing lost and nothing added; what is too large is refused at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.claude.framing import LARGEST_EVENT, LARGEST_REFUSAL, clipped, whole_events, whole_frames
from agent.planners.claude.watching import UnreadableError

ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")


def in_parts(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    """Data cut at these places."""
    places = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[one:other] for one, other in pairwise(places)]


@given(
    st.lists(st.sampled_from([b"event: a", b"data: {}", b"", b": x"]), max_size=12), st.sampled_from(ENDS), st.data()
)
def test_events_come_whole_however_they_are_cut(events: list[bytes], end: bytes, data: st.DataObject) -> None:
    whole = b"".join(event + end for event in events) + b"data: the rest"
    parts = in_parts(whole, data.draw(st.lists(st.integers(0, 200), max_size=8)))
    pieces = list(whole_events(parts))
    assert b"".join(pieces) == whole
    assert all(piece.endswith(end) for piece in pieces[:-1])


@given(st.lists(st.binary(max_size=40), max_size=8), st.lists(st.integers(0, 400), max_size=8))
def test_frames_come_one_by_one(payloads: list[bytes], cuts: list[int]) -> None:
    frames = [(len(payload) + 4 + 1).to_bytes(4, "big") + b"|" + payload for payload in payloads]
    assert list(whole_frames(in_parts(b"".join(frames), cuts))) == frames


def endless(part: bytes, taken: list[int]) -> Iterator[bytes]:
    while True:
        taken.append(len(part))
        yield part


@pytest.mark.parametrize("part", [b"x" * 65_536, b"data: " + b"y" * 9000 + b"\n"])
def test_an_event_that_is_too_large_is_read_no_further(part: bytes) -> None:
    taken: list[int] = []
    with pytest.raises(UnreadableError, match="too large"):
        list(whole_events(endless(part, taken)))
    assert sum(taken) <= LARGEST_EVENT + 2 * len(part)


@pytest.mark.parametrize("size", [0, 4, LARGEST_EVENT + 1, 2**32 - 1])
def test_a_frame_that_lies_of_its_size_is_refused(size: int) -> None:
    with pytest.raises(UnreadableError):
        list(whole_frames([size.to_bytes(4, "big")]))


def test_a_reply_without_end_is_refused() -> None:
    taken: list[int] = []
    with pytest.raises(UnreadableError, match="is too large"):
        list(whole_events(endless(b"data: x\n\n" * 10_000, taken)))
    assert sum(taken) < 65 * 1024 * 1024


def test_of_a_refusal_the_beginning_is_read() -> None:
    taken: list[int] = []
    assert sum(map(len, clipped(endless(b"x" * 1000, taken)))) == LARGEST_REFUSAL
