from __future__ import annotations

from decimal import Decimal
from math import inf, nan

import pytest

from tools.bundle.wording import (
    counted,
    listed,
    lowered,
    milliseconds,
    money,
    number,
    plural,
    quantity,
    rate,
    sentence,
    size_kb,
    span,
    times,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.0213, "0.0213"), (6.944, "6.94"), (50_000, "50,000"), (1_521_880, "1.52 million"),
     (2.5e9, "2.5 billion"), (999_999.6, "1 million"), (-3, "-3"), (inf, "unlimited"), (1e-12, "0")],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("value", [1e15, 3.7e22, 1e-7])
def test_numbers_are_never_wide(value: float) -> None:
    assert len(number(value)) <= 14


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Decimal("688.984"), "$688.98"), (40_271.4, "$40,271"), (0, "$0"), (0.003, "less than a cent"), (-12.5, "-$12.50"),
     (2_000, "$2,000")],
)  # fmt: skip
def test_money(amount: Decimal | float, text: str) -> None:
    assert money(amount) == text


def test_rates_below_a_cent_are_not_rounded_away() -> None:
    assert rate(0.000025) == "$0.000025"
    assert rate(3.5) == "$3.50"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.35, "350 ms"), (1, "1 second"), (90, "1.5 minutes"), (900, "15 minutes"), (86_400, "1 day"), (inf, "never"),
     (7 * 365.25 * 86_400, "7 years"), (3600, "1 hour"), (0, "0 seconds")],
)  # fmt: skip
def test_spans(seconds: float, text: str) -> None:
    assert span(seconds) == text


def test_quantities() -> None:
    assert milliseconds(135.4) == "135 ms"
    assert milliseconds(2500) == "2.5 seconds"
    assert size_kb(2) == "2 KB"
    assert size_kb(1536) == "1.5 MB"
    assert quantity(29, "%") == "29 %"
    assert quantity(3.5, "USD/million") == "$3.50 per million"
    assert times(2) == "2.0 times"
    assert times(480.4) == "480 times"


def test_words() -> None:
    assert counted(1, "error") == "1 error"
    assert counted(3, "policy") == "3 policies"
    assert plural("bus") == "buses"
    assert plural("key") == "keys"
    assert listed([]) == ""
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert listed(["a", "b"], joint="or") == "a or b"
    assert lowered("SQS queue") == "SQS queue"
    assert lowered("Queue") == "queue"
    assert sentence("it holds") == "It holds."
    assert sentence("why?") == "Why?"


def test_no_number_says_nan() -> None:
    with pytest.raises(ValueError, match="cannot convert"):
        number(nan)
