"""Cron expressions: how often, and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.design.components import Schedule
from tools.workload.cron import CronError, parse_cron, starts_of

MONTH = 30.4375


@pytest.mark.parametrize(
    ("expression", "per_month"),
    [
        ("0 3 * * *", MONTH),
        ("*/15 * * * *", 96 * MONTH),
        ("0 9-17 * * MON-FRI", 9 * MONTH * 5 / 7),
        ("0 0 1 * *", 1.0),
        ("0 0 1,15 * ?", 2.0),
        ("30 6 31 * *", 7 / 12),
        ("0 0 29 2 *", 0.25 / 12),
        ("0 0 L * *", 1.0),
        ("0 0 15W * *", 1.0),
        ("0 8 ? * 6#3", 1.0),
        ("0 8 ? * 5L", 1.0),
        ("0 0 * jan,jul *", 62 / 12),
        ("0 0 * * 0", MONTH / 7),
        ("0 0 * * 7", MONTH / 7),
        ("0 0 * * fri-mon", 4 * MONTH / 7),
        ("0 0 13 * 5", 1 + (MONTH - 1) / 7),
        ("5/20 * * * *", 3 * 24 * MONTH),
    ],
)
def test_starts_in_a_month(expression: str, per_month: float) -> None:
    assert parse_cron(expression).per_month == pytest.approx(per_month)


def test_the_seconds_of_the_day() -> None:
    assert parse_cron("15,45 6 * * *").seconds == (6 * 3600 + 900.0, 6 * 3600 + 2700.0)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("", "has 0 fields"),
        ("0 3 * *", "has 4 fields"),
        ("0 0 3 * * *", "has 6 fields"),
        ("60 3 * * *", "'60' is no minute; it may be 0 to 59"),
        ("0 24 * * *", "'24' is no hour"),
        ("0 3 0 * *", "'0' is no day of month"),
        ("0 3 * 13 *", "'13' is no month"),
        ("0 3 * * 8", "'8' is no day of week"),
        ("*/0 3 * * *", "'0' is no minute"),
        ("٣ 3 * * *", "is no minute"),
        ("9999999999 3 * * *", "is no minute"),
    ],
)
def test_what_is_no_cron_expression_says_where(expression: str, words: str) -> None:
    with pytest.raises(CronError, match=words.replace("*", r"\*")):
        parse_cron(expression)


@pytest.mark.parametrize(("minutes", "per_day"), [(1, 1440), (15, 96), (7, 1440 / 7), (1440, 1), (2880, 0.5)])
def test_intervals(minutes: int, per_day: float) -> None:
    assert starts_of(Schedule(name="tick", every_minutes=minutes)).per_month == pytest.approx(per_day * MONTH)


@given(st.text(alphabet="0123456789*/,-?LW#monfri ", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        starts = parse_cron(text)
    except CronError:
        return
    assert 0 <= starts.per_month <= 1440 * 31
    assert list(starts.seconds) == sorted(set(starts.seconds))
