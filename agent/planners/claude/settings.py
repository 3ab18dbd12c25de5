"""What may be chosen about the model: read at the face from arguments and the environment, never inside a tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from agent.planners.claude.budget import Budget
from agent.planners.claude.exchange import Limits

PROVIDERS = ("direct", "bedrock", "vertex", "foundry")
EFFORTS = ("low", "medium", "high", "xhigh", "max")
PREFIX = "CLOUDWRIGHT_"


class SettingError(ValueError):
    """A setting that cannot be worked with. The message names it, and what it may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which model is asked, through whom, and what it may take."""

    model: str = ""
    """Empty for the catalogue's default."""
    effort: str = ""
    """How hard it thinks; empty for the model's own default."""
    provider: str = "direct"
    base_url: str = ""
    """Where requests go; empty for the provider's own address."""
    region: str = ""
    budget: Budget = field(default_factory=Budget)
    limits: Limits = field(default_factory=Limits)


_NAMES = ("model", "effort", "provider", "base_url", "region")
_BUDGETS = {"budget": "dollars", "calls": "calls", "tokens": "tokens", "seconds": "seconds"}


def settings_from(environment: Mapping[str, str], **given: str | None) -> Settings:
    """The settings of an environment (CLOUDWRIGHT_MODEL, _EFFORT, _PROVIDER, _BASE_URL, _REGION; _BUDGET in dollars,
    _CALLS, _TOKENS, _SECONDS), overruled by what is given by the same names in small letters. Raises SettingError.
    """
    wanted = {name: _wanted(name, environment, given) for name in (*_NAMES, *_BUDGETS)}
    chosen: dict[str, Any] = {name: wanted[name] for name in _NAMES if wanted[name]}
    settings = Settings(**chosen)
    _ensure_choice("provider", settings.provider, PROVIDERS)
    _ensure_choice("effort", settings.effort or EFFORTS[0], EFFORTS)
    if settings.base_url and not settings.base_url.startswith(("https://", "http://")):
        raise SettingError(f"{PREFIX}BASE_URL: an address begins with https://, got '{settings.base_url[:60]}'")
    bounds = {field: _number(name, wanted[name]) for name, field in _BUDGETS.items() if wanted[name]}
    return replace(settings, budget=_bounded(settings.budget, bounds))


def _wanted(name: str, environment: Mapping[str, str], given: Mapping[str, str | None]) -> str:
    return (given.get(name) or environment.get(f"{PREFIX}{name.upper()}", "")).strip()


def _ensure_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise SettingError(f"{PREFIX}{name.upper()}: there is no '{value[:40]}'; there is: {', '.join(choices)}")


def _number(name: str, text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not isfinite(found) or found <= 0:
        raise SettingError(f"{PREFIX}{name.upper()}: must be a number above 0, got '{text[:40]}'")
    return found


def _bounded(budget: Budget, bounds: Mapping[str, Decimal]) -> Budget:
    kinds = {each.name: each.type for each in fields(Budget)}
    as_kind = {"int": int, "float": float}
    return replace(budget, **{name: as_kind.get(str(kinds[name]), Decimal)(bound) for name, bound in bounds.items()})
