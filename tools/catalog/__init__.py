"""Facts that age: prices, quotas, runtimes, cold starts, language models, and which service realises a component.

Owns every figure that has a source and a date; they live in `data/`, one file per subject and provider, and are read
when first asked for. Refuses judgement, arithmetic over designs, and figures without a source: what is not known is an
error that names what is, and what was carried over from another region or another configuration says so.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.catalog.coldstarts import ColdStart, cold_start
    from tools.catalog.models import LanguageModel, RetiredModelError, UnknownModelError, cost_of, model
    from tools.catalog.prices import Allowance, Price, Tier, UnknownPriceError, price
    from tools.catalog.quotas import Quota, UnknownQuotaError, quota
    from tools.catalog.runtimes import AS_OF, Runtime, UnsuitableRuntimeError, newest, runtime, suitable
    from tools.catalog.services import (
        Closure,
        Service,
        UnknownServiceError,
        by_id,
        equivalent,
        named,
        service_of,
    )

__all__ = [
    "AS_OF",
    "Allowance",
    "Closure",
    "ColdStart",
    "LanguageModel",
    "Price",
    "Quota",
    "RetiredModelError",
    "Runtime",
    "Service",
    "Tier",
    "UnknownModelError",
    "UnknownPriceError",
    "UnknownQuotaError",
    "UnknownServiceError",
    "UnsuitableRuntimeError",
    "by_id",
    "cold_start",
    "cost_of",
    "equivalent",
    "model",
    "named",
    "newest",
    "price",
    "quota",
    "runtime",
    "service_of",
    "suitable",
]

_HOMES = {
    "ColdStart": "coldstarts",
    "cold_start": "coldstarts",
    "LanguageModel": "models",
    "RetiredModelError": "models",
    "UnknownModelError": "models",
    "cost_of": "models",
    "model": "models",
    "Allowance": "prices",
    "Price": "prices",
    "Tier": "prices",
    "UnknownPriceError": "prices",
    "price": "prices",
    "Quota": "quotas",
    "UnknownQuotaError": "quotas",
    "quota": "quotas",
    "AS_OF": "runtimes",
    "Runtime": "runtimes",
    "UnsuitableRuntimeError": "runtimes",
    "newest": "runtimes",
    "runtime": "runtimes",
    "suitable": "runtimes",
    "Closure": "services",
    "Service": "services",
    "UnknownServiceError": "services",
    "by_id": "services",
    "equivalent": "services",
    "named": "services",
    "service_of": "services",
}


def __getattr__(name: str) -> Any:
    """Imports a module when something of it is first asked for: most callers need one or two of them.

    What a module lists in whole stands there and not here: `tools.catalog.services.services`, `.quotas.quotas`.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
