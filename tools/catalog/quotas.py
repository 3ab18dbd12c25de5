"""How far a service goes: quotas and scaling limits, resolved for a region, with source and date."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from tools.catalog.tables import table

PROVIDERS = ("aws", "azure", "cloudflare", "gcp")

QuotaValue = float | str | bool | tuple[Any, ...] | Mapping[str, Any]
"""A number, a rule in words, a pair (minimum, maximum) or list, or parts by name."""


class UnknownQuotaError(LookupError):
    """The quota table has no such provider, service, quota or part. The message names what it has."""


class Quota(NamedTuple):
    """One limit, as it holds in the region asked for."""

    provider: str
    service: str
    name: str
    region: str
    value: QuotaValue
    unit: str
    scope: str
    """What it applies to, `account/region` say; empty where not stated."""
    adjustable: bool | None
    """Whether it can be raised on request; None where not known."""
    source: str
    as_of: str
    note: str
    is_verified: bool

    def number(self, part: str = "") -> float:
        """The limit as a number: its own, or that of a part (`minimum` and `maximum` of a pair).

        Raises UnknownQuotaError where it is none.
        """
        value: Any = self.value
        if isinstance(value, tuple) and len(cast("tuple[Any, ...]", value)) == 2:
            value = dict(zip(("minimum", "maximum"), cast("tuple[Any, ...]", value), strict=True))
        if isinstance(value, dict | MappingProxyType):
            parts = cast("Mapping[str, Any]", value)
            if part not in parts:
                raise UnknownQuotaError(
                    f"{self.service} {self.name} has no part '{part}'; there is: {', '.join(parts)}"
                )
            value = parts[part]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnknownQuotaError(f"{self.service} {self.name} {part} is no number but {value!r}")
        return float(value)


@cache
def quota(provider: str, service: str, name: str, region: str = "") -> Quota:
    """A quota as it holds in a region, or by default. Raises UnknownQuotaError, whose message names what exists."""
    rows = _service(provider, service)
    if name not in rows:
        raise UnknownQuotaError(f"{provider} {service} has no quota '{name}'; there is: {', '.join(rows)}")
    row = rows[name]
    return Quota(
        provider=provider,
        service=service,
        name=name,
        region=region,
        value=_frozen(row.get("by_region", {}).get(region, row["value"])),
        unit=row["unit"],
        scope=row.get("scope", ""),
        adjustable=row.get("adjustable"),
        source=row["source"],
        as_of=row["as_of"],
        note=row.get("note", ""),
        is_verified=row.get("verified", True),
    )


def quotas(provider: str, service: str, region: str = "") -> tuple[Quota, ...]:
    """Every quota of a service. Raises UnknownQuotaError."""
    return tuple(quota(provider, service, name, region) for name in _service(provider, service))


def _service(provider: str, service: str) -> dict[str, dict[str, Any]]:
    if provider not in PROVIDERS:
        raise UnknownQuotaError(f"no quotas of '{provider}'; there is: {', '.join(PROVIDERS)}")
    book: dict[str, dict[str, dict[str, Any]]] = table(f"quotas/{provider}")
    if service not in book:
        raise UnknownQuotaError(f"no quotas of {provider} '{service}'; there is: {', '.join(book)}")
    return book[service]


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in cast("list[Any]", value))
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in cast("dict[str, Any]", value).items()})
    return value
