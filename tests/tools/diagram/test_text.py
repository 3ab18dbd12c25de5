"""Measuring and fitting text; writing numbers and paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.diagram.markup import number, rounded_path
from tools.diagram.text import fitted, width_of, wrapped
from tools.diagram.wording import words_of

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def test_widths_of_known_letters() -> None:
    assert width_of("i", 10) == pytest.approx(2.78)
    assert width_of("W", 10) == pytest.approx(9.89)
    assert width_of("W", 10, bold=True) == pytest.approx(10.879)
    assert width_of("漢", 10) == pytest.approx(10.5)


@given(text=TEXT, room=st.floats(20, 300), size=st.sampled_from([9.5, 12.0]))
def test_fitted_text_fits(text: str, room: float, size: float) -> None:
    shown = fitted(text, room, size)
    assert width_of(shown, size) <= room + 0.01
    assert shown == text or shown.endswith("…")


@given(text=TEXT, room=st.floats(30, 200))
def test_wrapped_text_fits(text: str, room: float) -> None:
    lines = wrapped(text, room, 12, 2)
    assert len(lines) <= 2
    assert all(width_of(line, 12) <= room + 0.01 for line in lines)
    if width_of(text, 12) <= room:
        assert lines == ((" ".join(text.split()),) if text.split() else ())


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (10.96, "11"), (100, "100")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_corners_are_rounded_as_far_as_there_is_room() -> None:
    assert rounded_path([(0, 0), (10, 0), (10, 4)], 7) == "M0 0L8 0Q10 0 10 2L10 4"
    assert rounded_path([], 7) == ""


@pytest.mark.parametrize(("name", "text"), [("orders-api", "Orders API"), ("new-photos-dlq", "New photos DLQ")])
def test_names_become_words(name: str, text: str) -> None:
    assert words_of(name) == text
