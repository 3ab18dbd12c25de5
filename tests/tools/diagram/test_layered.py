"""The layout: nothing overlaps, and no line runs through what it does not belong to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.diagram.layered import Arrangement, Box, Line, Rectangle, Spacing, arrange, measure

NEAR = 0.06


def overlap(a: Rectangle, b: Rectangle) -> bool:
    """Whether two places share more than an edge."""
    return (
        a.along < b.end - NEAR and b.along < a.end - NEAR and a.across < b.bottom - NEAR and b.across < a.bottom - NEAR
    )


def runs_through(route: tuple[tuple[float, float], ...], place: Rectangle) -> bool:
    """Whether a line runs through the inside of a place."""
    for (x1, y1), (x2, y2) in pairwise(route):
        piece = Rectangle(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
        inside = piece.along < place.end - NEAR and place.along + NEAR < piece.end
        if inside and piece.across < place.bottom - NEAR and place.across + NEAR < piece.bottom:
            return True
        level = piece.breadth < NEAR and inside and place.across + NEAR < y1 < place.bottom - NEAR
        upright = piece.length < NEAR and place.along + NEAR < x1 < place.end - NEAR
        if level or (upright and piece.across < place.bottom - NEAR and place.across + NEAR < piece.bottom):
            return True
    return False


def faults_of(found: Arrangement, lines: list[Line], *, frames: bool = True) -> list[str]:
    """What is wrong with an arrangement."""
    places = [*found.boxes.items(), *((f"label {i}", label) for i, label in found.labels.items())]
    faults = [
        f"{name} overlaps {other}"
        for index, (name, place) in enumerate(places)
        for other, there in places[index + 1 :]
        if overlap(place, there)
    ]
    for index, route in enumerate(found.routes):
        faults += [f"line {index} slants" for a, b in pairwise(route) if min(abs(a[0] - b[0]), abs(a[1] - b[1])) > NEAR]
        faults += [
            f"line {index} runs through {name}"
            for name, place in places
            if name != f"label {index}" and runs_through(route, place)
        ]
    if frames:
        for index, (name, frame) in enumerate(found.frames):
            faults += [
                f"frame {name} overlaps {other}" for other, there in found.frames[index + 1 :] if overlap(frame, there)
            ]
    for name, place in places:
        if (
            place.along < -NEAR
            or place.across < -NEAR
            or place.end > found.length + NEAR
            or place.bottom > found.breadth + NEAR
        ):
            faults.append(f"{name} lies outside")
    return faults


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Line]]:
    count = draw(st.integers(1, 12))
    clusters = st.sampled_from(["", "", "red", "green", "blue"])
    boxes = [
        Box(
            f"b{n}",
            draw(st.sampled_from([40.0, 90.0])),
            draw(st.sampled_from([30.0, 50.0, 90.0])),
            draw(clusters),
            draw(st.booleans()),
        )
        for n in range(count)
    ]
    ends = st.integers(0, count - 1)
    lines = [
        Line(
            f"b{draw(ends)}",
            f"b{draw(ends)}",
            draw(st.sampled_from(["", "dashed"])),
            draw(st.none() | st.just((50.0, 13.0))),
        )
        for _ in range(draw(st.integers(0, 18)))
    ]
    return boxes, lines


SPACINGS = st.sampled_from(
    [
        Spacing(),
        Spacing(raised=True, stretch=True),
        Spacing(raised=True, stretch=True, limit=500),
    ]
)


@settings(max_examples=120, deadline=None)
@given(graph=graphs(), spacing=SPACINGS)
def test_nothing_overlaps(graph: tuple[list[Box], list[Line]], spacing: Spacing) -> None:
    boxes, lines = graph
    found = arrange(boxes, lines, spacing)
    assert set(found.boxes) == {box.id for box in boxes}
    assert faults_of(found, lines) == []


@given(graph=graphs())
def test_lines_lead_from_source_to_target(graph: tuple[list[Box], list[Line]]) -> None:
    boxes, lines = graph
    found = arrange(boxes, lines)
    for line, route in zip(lines, found.routes, strict=True):
        if line.source == line.target:
            assert route == ()
            continue
        for name, (along, across) in ((line.source, route[0]), (line.target, route[-1])):
            place = found.boxes[name]
            assert min(abs(along - place.along), abs(along - place.end)) < NEAR
            assert place.across - NEAR <= across <= place.bottom + NEAR


@given(graph=graphs())
def test_the_same_graph_gives_the_same_arrangement(graph: tuple[list[Box], list[Line]]) -> None:
    assert arrange(*graph) == arrange(*graph)


def chain(length: int) -> tuple[list[Box], list[Line]]:
    boxes = [Box(f"b{n}", 100.0, 40.0) for n in range(length)]
    return boxes, [Line(f"b{n}", f"b{n + 1}") for n in range(length - 1)]


def test_a_chain_is_straight() -> None:
    boxes, lines = chain(6)
    found = arrange(boxes, lines)
    assert len({place.across for place in found.boxes.values()}) == 1
    assert all(len(route) == 2 for route in found.routes)
    assert found.length == pytest.approx(measure(boxes, lines, Spacing()), rel=0.1)


def test_a_long_chain_goes_on_in_rows() -> None:
    boxes, lines = chain(12)
    found = arrange(boxes, lines, Spacing(limit=700))
    rows = sorted({place.across for place in found.boxes.values()})
    assert len(rows) == 3
    assert found.length < 700
    assert faults_of(found, lines) == []


def test_a_line_back_is_drawn_against_the_flow() -> None:
    boxes, lines = chain(3)
    found = arrange(boxes, [*lines, Line("b2", "b0")])
    assert found.boxes["b0"].along < found.boxes["b1"].along < found.boxes["b2"].along
    assert found.routes[-1][0][0] > found.routes[-1][-1][0]


def test_a_frame_holds_its_own_and_nothing_else() -> None:
    boxes = [Box("a", 50, 40, "frame"), Box("b", 50, 40), Box("c", 50, 40, "frame"), Box("d", 50, 40)]
    lines = [Line("a", "b"), Line("b", "c"), Line("a", "c"), Line("c", "d")]
    found = arrange(boxes, lines)
    ((name, frame),) = found.frames
    assert name == "frame"
    assert [overlap(frame, found.boxes[box]) for box in "abcd"] == [True, False, True, False]


def test_crossings_that_can_be_avoided_are() -> None:
    boxes = [Box(name, 50, 40) for name in "abcdef"]
    lines = [Line("a", "f"), Line("b", "e"), Line("c", "d")]
    assert arrange(boxes, lines).crossings == 0


def test_nothing_to_arrange() -> None:
    found = arrange([], [])
    assert (found.length, found.breadth, found.boxes) == (0.0, 0.0, {})
