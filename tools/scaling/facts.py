"""The catalogue as this room asks it: quotas that may be missing, and initialisation times of a function."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tools.catalog import (
    ColdStart,
    Quota,
    UnknownQuotaError,
    UnsuitableRuntimeError,
    cold_start,
    newest,
    quota,
)
from tools.design.components import Function
from tools.scaling.assumptions import AS_OF, LABEL, RESTORE


class Initialisation(NamedTuple):
    """How long a new environment takes to be ready, in milliseconds."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    source: str
    as_of: str
    note: str


@lru_cache(maxsize=1024)
def find_quota(provider: str, service: str, name: str, region: str) -> Quota | None:
    """A quota of the catalogue, or None where it has no such figure."""
    try:
        return quota(provider, service, name, region)
    except UnknownQuotaError:
        return None


def initialisation_of(function: Function) -> Initialisation:
    """Initialisation of a function as it was measured for its runtime, or assumed for a restored snapshot."""
    found = _measured(function)
    if function.cold_start == "snapstart":
        p50, p99 = min(RESTORE.p50_ms, found.p50_ms), min(RESTORE.p99_ms, found.p99_ms)
        return Initialisation(p50, (p50 + p99) / 2, p99, LABEL, AS_OF, "restored from a snapshot")
    note = "; ".join(text for text in ("without dependencies, so a floor", found.note) if text)
    return Initialisation(found.p50_ms, found.p95_ms, found.p99_ms, found.source, found.as_of, note)


def _measured(function: Function) -> ColdStart:
    variant = "rust" if function.language == "rust" else ""
    shape = (function.architecture, function.package, function.memory_mb, variant)
    try:
        return cold_start(function.runtime or newest(function.language).id, *shape)
    except UnsuitableRuntimeError:
        return cold_start(newest(function.language).id, *shape)
