"""Language models: what a call costs, and which may still be asked on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest

from tools.catalog.models import (
    RetiredModelError,
    UnknownModelError,
    as_of,
    cost_of,
    default_model,
    model,
    models,
    retirement,
)


class Spent(NamedTuple):
    fresh: int = 0
    written: int = 0
    cached: int = 0
    output: int = 0


def test_the_models_there_are() -> None:
    assert list(models()) == [
        "claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-1", "claude-opus-5",
    ]  # fmt: skip
    assert default_model() in models()
    assert as_of() == date(2026, 11, 20)


@pytest.mark.parametrize("model_id", models())
def test_every_model_is_told_of_in_full(model_id: str) -> None:
    known = model(model_id)
    assert known.effort in known.efforts
    assert known.rates[-1].up_to is None
    assert all(rates.cache_read <= rates.input < rates.cache_write < rates.output for rates in known.rates)
    assert known.output_max < known.context
    assert known.source.startswith("https://")


def test_a_call_costs_the_sum_of_its_tokens() -> None:
    spent = Spent(fresh=1_000_000, written=1_000_000, cached=1_000_000, output=1_000_000)
    assert cost_of(spent, model("claude-sonnet-5-5")) == Decimal("14.70")
    assert cost_of(Spent(fresh=1200, cached=20_000, output=800), model("opus")) == Decimal("0.0248")
    assert cost_of(Spent(), model("sonnet")) == 0


def test_a_long_prompt_has_its_own_rates_for_all_of_its_tokens() -> None:
    haiku = model("haiku")
    assert cost_of(Spent(fresh=40_000, cached=60_000, output=1000), haiku) == Decimal("0.0051")
    assert cost_of(Spent(fresh=40_001, cached=60_000, output=1000), haiku) == Decimal("0.0255005")


@pytest.mark.parametrize(
    ("model_id", "ended"),
    [("claude-sonnet-4-0", date(2026, 6, 15)), ("claude-sonnet-4-5", date(2026, 11, 30))],
)
def test_a_model_is_refused_from_the_day_of_its_retirement(model_id: str, ended: date) -> None:
    assert retirement(model_id) == ended
    with pytest.raises(RetiredModelError, match=f"{model_id} was retired on {ended}; use {default_model()}"):
        model(model_id, ended)
    with pytest.raises(UnknownModelError):
        model(model_id, ended - timedelta(days=1))


def test_an_unknown_model_is_told_what_is_known() -> None:
    assert retirement("claude-7") is None
    with pytest.raises(UnknownModelError, match=r"'claude-7'; known are: claude-sonnet-5-5, "):
        model("claude-7")


def test_an_alias_is_the_model() -> None:
    assert model("sonnet") is model("claude-sonnet-5-5")
