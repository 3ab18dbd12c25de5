"""Formulas as they are read and computed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.cost.formulas import FormulaError, compute, started


@pytest.mark.parametrize(
    ("formula", "inputs", "value"),
    [
        ("a x b + c", {"a": 2, "b": 3, "c": 4}, 10),
        ("a + b x c", {"a": 2, "b": 3, "c": 4}, 14),
        ("(a + b) x c / 2", {"a": 2, "b": 3, "c": 4}, 10),
        ("a - b - c", {"a": 9, "b": 3, "c": 4}, 2),
        ("a / b / c", {"a": 24, "b": 3, "c": 4}, 2),
        ("requests x started(payload KB / 64)", {"requests": 10, "payload KB": 65}, 20),
        ("max(2, a) + min(a, 1)", {"a": 5}, 6),
        ("ceil(a)", {"a": 2.5}, 3),
        ("memory GB x hours x 3600", {"memory GB": 0.5, "hours": 2, "memory": 99}, 3600),
        ("x rays x 2", {"x rays": 4}, 8),
        ("GB/h both ways x hours", {"GB/h both ways": 3, "hours": 2}, 6),
        ("exp(0)", {}, 1),
    ],
)
def test_values(formula: str, inputs: dict[str, float], value: float) -> None:
    assert compute(formula, inputs) == value


@pytest.mark.parametrize(
    "formula",
    ["", "a x", "a b", "(a", "a)", "b", "max(", "max", "a / 0", "exp(9999)", "x", "a x x a", "3 3", "(" * 99,
     "a" * 3000, "a; import os", "__import__('os')", "a ** 9 ** 9"],
)  # fmt: skip
def test_what_makes_no_sense_is_an_error(formula: str) -> None:
    with pytest.raises(FormulaError):
        compute(formula, {"a": 1.0})


@given(st.floats(0, 1e9), st.floats(1e-3, 1e6))
def test_started_steps_are_the_fewest_that_hold_the_size(size: float, step: float) -> None:
    count = started(size / step)
    assert count >= 1
    assert count == math.floor(count)
    assert count * step >= size * (1 - 1e-6) - 1e-6
