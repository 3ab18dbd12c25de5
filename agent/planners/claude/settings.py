"""What may be chosen about the model: read at the face from arguments and the environment, never inside a tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from agent.planners.claude.budget import Budget
from agent.planners.claude.clients import PROVIDERS, Provider
from agent.planners.claude.exchange import Limits

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
    provider: Provider = "direct"
    base_url: str = ""
    """Where requests go; empty for the provider's own address."""
    region: str = ""
    dollars: Decimal | None = None
    """The most that a session may cost; None for what is usual."""
    budget: Budget = field(default_factory=Budget)
    """The other bounds of a session."""
    limits: Limits = field(default_factory=Limits)


_NAMES = ("model", "effort", "provider", "base_url", "region")
_BOUNDS = ("calls", "tokens", "seconds")


def settings_from(environment: Mapping[str, str], **given: str | None) -> Settings:
    """The settings of an environment (CLOUDWRIGHT_MODEL, _EFFORT, _PROVIDER, _BASE_URL, _REGION; _BUDGET in dollars,
    _CALLS, _TOKENS, _SECONDS), overruled by what is given by the same names in small letters. Raises SettingError.
    """
    wanted = {name: _wanted(name, environment, given) for name in (*_NAMES, "budget", *_BOUNDS)}
    chosen: dict[str, Any] = {name: wanted[name] for name in _NAMES if wanted[name]}
    settings = Settings(**chosen)
    _ensure_choice("provider", settings.provider, PROVIDERS)
    if settings.base_url and not settings.base_url.startswith(("https://", "http://")):
        raise SettingError(f"{PREFIX}BASE_URL: an address begins with https://, got '{settings.base_url[:60]}'")
    bounds = {name: _number(name, wanted[name]) for name in _BOUNDS if wanted[name]}
    return replace(
        settings,
        dollars=_number("budget", wanted["budget"]) if wanted["budget"] else None,
        budget=_bounded(settings.budget, bounds),
    )


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
    if not found.is_finite() or not 0 < found < MOST:
        raise SettingError(f"{PREFIX}{name.upper()}: must be a number above 0, got '{text[:40]}'")
    return found


MOST = 10**12


def _bounded(budget: Budget, bounds: Mapping[str, Decimal]) -> Budget:
    return Budget(
        calls=int(bounds.get("calls", budget.calls)) or 1,
        tokens=int(bounds.get("tokens", budget.tokens)) or 1,
        dollars=budget.dollars,
        seconds=float(bounds.get("seconds", budget.seconds)),
    )
