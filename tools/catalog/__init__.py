"""Facts that age: prices, quotas, runtimes, cold starts, and which service of each cloud realises a component.

Owns every figure that has a source and a date; they live in `data/`, one file per subject and provider, and are read
when first asked for. Refuses judgement, arithmetic over designs, and figures without a source: what is not known is an
error that names what is, and what was carried over from another region or another configuration says so.
"""

from __future__ import annotations

from tools.catalog.coldstarts import ColdStart, cold_start
from tools.catalog.prices import Allowance, Price, Tier, UnknownPriceError, price
from tools.catalog.quotas import Quota, UnknownQuotaError, quota, quotas
from tools.catalog.runtimes import AS_OF, Runtime, UnsuitableRuntimeError, newest, runtime, suitable
from tools.catalog.services import Closure, Service, UnknownServiceError, by_id, equivalent, named, service_of, services

__all__ = [
    "AS_OF",
    "Allowance",
    "Closure",
    "ColdStart",
    "Price",
    "Quota",
    "Runtime",
    "Service",
    "Tier",
    "UnknownPriceError",
    "UnknownQuotaError",
    "UnknownServiceError",
    "UnsuitableRuntimeError",
    "by_id",
    "cold_start",
    "equivalent",
    "named",
    "newest",
    "price",
    "quota",
    "quotas",
    "runtime",
    "service_of",
    "services",
    "suitable",
]
