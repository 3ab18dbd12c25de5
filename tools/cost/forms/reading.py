"""Usage files in YAML or JSON: one item, a list of them, or examples with the totals that were published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, cast

from tools.cost.forms.registry import UnknownServiceError, located
from tools.cost.forms.units import number
from tools.design.codec import DesignError, parse
from tools.design.plaintext import one_line

MOST_ITEMS = 2_000
MOST_DEPTH = 6


class UsageError(ValueError):
    """A usage file that cannot be priced as it stands. The message says where, what, and what there is instead."""


class Item(NamedTuple):
    """One service with what is used of it in a month."""

    label: str
    provider: str
    service: str
    feature: str
    """Empty where none is named."""
    region: str
    """Empty for none in particular."""
    inputs: Mapping[str, object]
    free_tier: bool | None
    """None where nothing is said."""
    hours: float | None
    prices: Mapping[str, object]
    payer: str
    """Free quantities and tiers are shared by the items of one payer."""
    expected: Decimal | None
    """The total that was published."""
    expected_unit: str


_ABOUT = frozenset({
    "id", "name", "label", "provider", "service", "feature", "region", "inputs", "usage", "quantities", "free_tier",
    "hours_per_month", "prices", "payer", "expected_total", "total_unit", "kind", "lines", "inputs_complete",
    "recomputed_total", "agreement", "source", "as_of", "notes", "note", "description",
})  # fmt: skip
_LISTS = ("items", "examples", "infracost_examples", "usages")
_NOWHERE = frozenset({"global", "multi-region", "multiregion", "any", "none", "worldwide"})


def read_usage(text: str | bytes, *, region: str | None = None) -> tuple[Item, ...]:
    """The items of a usage file. Raises UsageError."""
    items = tuple(_items(_parsed(text), region))
    if not items:
        raise UsageError("nothing to price: a usage file holds `service` and `inputs`, or a list of such items")
    if len(items) > MOST_ITEMS:
        raise UsageError(f"{len(items):,} items; at most {MOST_ITEMS:,} are priced at once")
    return items


def _parsed(text: str | bytes) -> object:
    if not text.strip():
        return None
    try:
        return parse(text, "usage")
    except DesignError as error:
        raise UsageError(one_line(str(error))) from None


def _items(found: object, region: str | None) -> Iterator[Item]:
    if isinstance(found, dict):
        whole = cast(dict[object, object], found)
        lists = [name for name in _LISTS if isinstance(whole.get(name), list)]
        if lists and "service" not in whole:
            common = {key: value for key, value in whole.items() if key not in (*_LISTS, "_meta")}
            for name in lists:
                yield from _listed(whole[name], common, region)
            return
        yield _item(whole, {}, 1, region)
    elif isinstance(found, list):
        yield from _listed(cast(list[object], found), {}, region)


def _listed(found: object, common: dict[object, object], region: str | None) -> Iterator[Item]:
    for place, row in enumerate(cast(list[object], found), 1):
        if not isinstance(row, dict):
            raise UsageError(f"item {place}: is {_kind(row)}; each has `service` and `inputs`")
        yield _item(cast(dict[object, object], row), common, place, region)


def _item(row: dict[object, object], common: dict[object, object], place: int, region: str | None) -> Item:
    fields = {str(key): value for key, value in {**common, **row}.items()}
    label = one_line(str(fields.get("id") or fields.get("name") or fields.get("label") or ""))[:120]
    where = f"item {place} ({label})" if label else f"item {place}"
    provider, service = _service(fields, where)
    inputs = _inputs(fields, where)
    expected = fields.get("expected_total")
    inside = inputs.pop("region", None)
    own = region if region is not None else str(fields.get("region") or inside or "")
    free = inputs.pop("free_tier", inputs.pop("free_daily", fields.get("free_tier")))
    return Item(
        label=label or f"{service} {place}",
        provider=provider,
        service=service,
        feature=str(fields.get("feature") or "").strip().lower(),
        region="" if own.lower() in _NOWHERE else own,
        inputs=inputs,
        free_tier=_switch(free, f"{where}: free_tier"),
        hours=_hours(fields.get("hours_per_month"), where),
        prices=_mapping(fields.get("prices"), f"{where}: prices"),
        payer=str(fields.get("payer") or (f"{place} {label}" if expected is not None else "")),
        expected=_published(expected, f"{where}: expected_total"),
        expected_unit=str(fields.get("total_unit") or "USD"),
    )


def _service(fields: dict[str, object], where: str) -> tuple[str, str]:
    service = fields.get("service")
    if not isinstance(service, str) or not service.strip():
        raise UsageError(f"{where}: `service` is missing; name one, aws.lambda for example")
    try:
        return located(service, str(fields.get("provider") or "").lower())
    except UnknownServiceError as error:
        raise UsageError(f"{where}: {error}") from None


def _inputs(fields: dict[str, object], where: str) -> dict[str, object]:
    for name in ("inputs", "usage", "quantities"):
        if name in fields:
            return dict(_flat(_mapping(fields[name], f"{where}: {name}"), "", 0, where))
    plain = {key: value for key, value in fields.items() if key not in _ABOUT}
    return dict(_flat(plain, "", 0, where))


def _flat(found: Mapping[str, object], prefix: str, depth: int, where: str) -> Iterator[tuple[str, object]]:
    """Fields of fields as one name: `standard: {storage_gb: 5}` is `standard_storage_gb`."""
    if depth > MOST_DEPTH:
        raise UsageError(f"{where}: nested deeper than {MOST_DEPTH}")
    for key, value in found.items():
        name = f"{prefix}{_spelled(key)}"
        if isinstance(value, dict):
            inner = {str(each): more for each, more in cast(dict[object, object], value).items()}
            yield from _flat(inner, f"{name}_", depth + 1, where)
        else:
            yield name, value


def _spelled(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_").replace(".", "_")


def _mapping(found: object, where: str) -> dict[str, object]:
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UsageError(f"{where}: is {_kind(found)}; names with values are wanted")
    return {str(key): value for key, value in cast(dict[object, object], found).items()}


def _published(found: object, where: str) -> Decimal | None:
    if found is None:
        return None
    figure = number(found)
    if figure is None or figure[1]:
        raise UsageError(f"{where}: a number is wanted")
    return Decimal(str(found))


def _switch(found: object, where: str) -> bool | None:
    if found is None or isinstance(found, bool):
        return found
    raise UsageError(f"{where}: true or false is wanted")


def _hours(found: object, where: str) -> float | None:
    if found is None:
        return None
    if isinstance(found, (int, float)) and not isinstance(found, bool) and 0 < found <= 10_000:
        return float(found)
    raise UsageError(f"{where}: hours_per_month is a number of hours, 730 for example")


def _kind(found: object) -> str:
    if isinstance(found, (dict, list)):
        return "a mapping" if isinstance(found, dict) else "a list"
    return "nothing" if found is None else "text" if isinstance(found, str) else "a figure"
