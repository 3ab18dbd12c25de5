"""The models that may plan: what their tokens cost, how much they take and give, and until when each may be asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple, Protocol

from tools.catalog.tables import table

Lifecycle = Literal["active", "legacy", "retired"]

_MILLION = Decimal(1_000_000)


class UnknownModelError(ValueError):
    """No model of which prices and limits are known. The message says which are."""


class RetiredModelError(ValueError):
    """A model that is no longer served. The message says since when, and which one to use."""


class Rates(NamedTuple):
    """Prices in USD per million tokens, for prompts up to a size."""

    up_to: int | None
    """Most input tokens of the prompt; None where there is no bound."""
    input: Decimal
    output: Decimal
    cache_write: Decimal
    """Of a cache that lasts five minutes."""
    cache_read: Decimal


class LanguageModel(NamedTuple):
    """One model and what is known of it."""

    id: str
    rates: tuple[Rates, ...]
    """By the size of the prompt, the smallest bound first."""
    estimated: tuple[str, ...]
    """The rates that are not documented but derived or reported; the notes of the table say how."""
    context: int
    """Tokens of prompt and reply together."""
    output_max: int
    """Tokens of a reply."""
    lifecycle: Lifecycle
    retires_at: date | None
    efforts: tuple[str, ...]
    effort: str
    """The model's own default."""
    adaptive: bool
    """Whether adaptive thinking with a summary of it may be asked for."""
    cache_minimum: int | None
    """Tokens of the shortest prefix that is cached; None where it is not known."""
    source: str


class Tokens(Protocol):
    """Tokens of one call, as the service counted them."""

    @property
    def fresh(self) -> int:
        """Input neither read from the cache nor written to it."""
        ...

    @property
    def written(self) -> int:
        """Input written to the cache."""
        ...

    @property
    def cached(self) -> int:
        """Input read from the cache."""
        ...

    @property
    def output(self) -> int:
        """Output, thinking included."""
        ...


def model(model_id: str, on: date | None = None) -> LanguageModel:
    """The model of this id or alias. Raises UnknownModelError, and RetiredModelError where it is retired on that day.

    Without a day it is the table's own.
    """
    day = on or as_of()
    ended = retirement(model_id)
    if ended is not None and day >= ended:
        raise RetiredModelError(f"{model_id} was retired on {ended.isoformat()}; use {default_model()}")
    found = models().get(_aliases().get(model_id, model_id))
    if found is None:
        raise UnknownModelError(f"nothing is known of a model '{model_id}'; known are: {', '.join(models())}")
    return found


def retirement(model_id: str) -> date | None:
    """The day from which a model is no longer served, past or announced; models without prices here included."""
    known = models().get(_aliases().get(model_id, model_id))
    if known is not None:
        return known.retires_at
    told = table("models")["retired"].get(model_id)
    return None if told is None else date.fromisoformat(told)


def cost_of(tokens: Tokens, of: LanguageModel) -> Decimal:
    """US dollars of one call. Of the sum of several calls only where the model's rates do not depend on the size."""
    size = tokens.fresh + tokens.written + tokens.cached
    rates = next(each for each in of.rates if each.up_to is None or size <= each.up_to)
    parts = (
        tokens.fresh * rates.input,
        tokens.written * rates.cache_write,
        tokens.cached * rates.cache_read,
        tokens.output * rates.output,
    )
    return sum(parts, Decimal(0)) / _MILLION


def default_model() -> str:
    """The id of the model to ask where none is named."""
    return str(table("models")["default"])


def as_of() -> date:
    """The day of the table."""
    return date.fromisoformat(table("models")["as_of"])


@cache
def models() -> dict[str, LanguageModel]:
    """Every model of which prices are known, by id."""
    book = table("models")
    return {name: _model(name, row, book["source"]) for name, row in book["models"].items()}


@cache
def _aliases() -> dict[str, str]:
    return {alias: name for name, row in table("models")["models"].items() for alias in row["aliases"]}


def _model(name: str, row: dict[str, Any], source: str) -> LanguageModel:
    return LanguageModel(
        id=name,
        rates=tuple(_rates(each) for each in row["prices"]),
        estimated=tuple(row["estimated"]),
        context=row["context"],
        output_max=row["output_max"],
        lifecycle=row["lifecycle"],
        retires_at=None if row["retires_at"] is None else date.fromisoformat(row["retires_at"]),
        efforts=tuple(row["efforts"]),
        effort=row["effort"],
        adaptive=row["adaptive"],
        cache_minimum=row["cache_minimum"],
        source=source,
    )


def _rates(row: dict[str, Any]) -> Rates:
    prices = (Decimal(row[name]) for name in ("input", "output", "cache_write", "cache_read"))
    return Rates(row["up_to"], *prices)
