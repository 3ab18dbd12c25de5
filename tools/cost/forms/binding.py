"""From what is written to the fields of a form: names, units, rates, and a clear word where one is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import cast

from tools.catalog.prices import UnknownPriceError
from tools.cost.forms.model import LISTS, WORDS, Field, Form, Given, Stated
from tools.cost.forms.reading import Item, UsageError
from tools.cost.forms.registry import form_of
from tools.cost.forms.units import Spelling, dimension, factor, number, spellings

HOURS = 730.0
_MONTH = ("hours_per_month", "month_hours", "hours_in_month", "hours_a_month", "hours")
FREE = "free_tier"
PLACES = ("_us", "_europe", "_eu", "_north_america")
"""Endings of figures that are stated by place and billed alike: they are added up."""
_FREE = (FREE, "free_daily", "has_free_tier")
_DAYS = ("days", "days_per_month", "days_in_month", "days_a_month")
_OWN_PRICE = re.compile(r"usd_per_(?:([0-9.]+)([kmb]?)_)?(.+)")
_POWERS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


def bound(item: Item, hours: float | None = None) -> tuple[Given, ...]:
    """What an item states, for each of the services its feature combines. Raises UsageError."""
    parts = _parts(item)
    rest = dict(item.inputs)
    month = _month_of(item, [form for _, form in parts], rest, hours)
    per_tb = _per_tb(rest, item)
    found: list[tuple[str, Form, dict[str, Stated]]] = []
    mine = [_prefixes(feature, form) if len(parts) > 1 else () for feature, form in parts]
    unread = set(rest)
    for index, (feature, form) in enumerate(parts):
        values = dict(form.features.get(feature, {}))
        others = tuple(word for place, words in enumerate(mine) if place != index for word in words)
        offered = {key: raw for key, raw in rest.items() if key.startswith(mine[index]) or not key.startswith(others)}
        left = _taken(item, form, offered, values, month, per_tb, mine[index])
        unread &= left.keys() | (rest.keys() - offered.keys())
        found.append((f"{item.label}{f' ({form.service})' if index else ''}", form, values))
    rest = {key: raw for key, raw in rest.items() if key in unread}
    givens = tuple(Given(label, item.provider, item.region, month, form, values) for label, form, values in found)
    rest = _own_prices(item, rest, givens)
    _scale_tiers(givens, per_tb)
    if rest:
        raise UsageError(_unknown(item, sorted(rest), [form for _, form in parts]))
    return givens


def _parts(item: Item) -> list[tuple[str, Form]]:
    """The forms an item fills in. A name that nothing is called by is a hint only, unless it looks like a slip."""
    home = form_of(item.provider, item.service)
    feature = item.feature.replace("-", "_")
    if not feature or feature in home.features:
        return [(feature, home)]
    if (whole := f"{item.service}_{feature}") in home.features:
        return [(whole, home)]
    names = feature.split("+")
    parts = [(name, _form_with(item, name) if len(names) > 1 else None) for name in names]
    if len(names) == 1 and parts[0][1] is None:
        near = get_close_matches(feature, home.features, 1, 0.85)
        if near or not feature.startswith((item.service.split("_")[0], "aws_", "azurerm_", "google_")):
            raise UsageError(_no_feature(item, feature, home, near))
        return [("", home)]
    found = [(name, form) for name, form in parts if form is not None]
    if len(found) < len(parts):
        lost = next(name for name, form in parts if form is None)
        raise UsageError(_no_feature(item, lost, home, get_close_matches(lost, home.features, 1, 0.6)))
    return found


def _no_feature(item: Item, name: str, home: Form, near: list[str]) -> str:
    hint = f"did you mean {near[0]}? " if near else ""
    known = ", ".join(sorted(home.features))
    return f"{item.label}: {item.service} has no feature '{_short(name)}'; {hint}there is: {known}"


def _form_with(item: Item, name: str) -> Form | None:
    from tools.cost.forms.registry import UnknownServiceError, located

    home = form_of(item.provider, item.service)
    if name in home.features:
        return home
    if "@" in name:
        return None
    try:
        provider, service = located({"transfer": "data_transfer"}.get(name, name), item.provider)
    except UnknownServiceError:
        return None
    form = form_of(provider, service)
    return form if service != item.service else home


def _prefixes(feature: str, form: Form) -> tuple[str, ...]:
    also = {"data_transfer": ("dto_", "transfer_", "egress_"), "lambda": ("lambda_", "function_")}
    return tuple(dict.fromkeys((f"{form.service}_", f"{feature}_", *also.get(form.service, ()))))


def _taken(
    item: Item,
    form: Form,
    rest: Mapping[str, object],
    values: dict[str, Stated],
    month: float,
    per_tb: float,
    prefixes: tuple[str, ...],
) -> dict[str, object]:
    """Reads into `values` what the form has a field for; what it has none for is handed back."""
    left: dict[str, object] = {}
    for key, raw in rest.items():
        if raw is None:
            continue
        for spelled in (*(key.removeprefix(word) for word in prefixes if key.startswith(word)), key):
            if spelled in _FREE:
                values[FREE] = _flag(raw, f"{item.label}: {key}")
                break
            if (match := _field_for(form, spelled, raw, month, per_tb, item)) is not None:
                name, value = match
                before = values.get(name)
                if before is not None and name not in form.features.get(item.feature, {}) and before != value:
                    value = _added(before, value, item, form.by_name[name], key)
                values[name] = value
                break
        else:
            left[key] = raw
    return left


def _added(before: Stated, value: Stated, item: Item, field: Field, key: str) -> Stated:
    """Both together where they are the same figure of two places; saying one thing twice is an error."""
    if key.endswith(PLACES) and isinstance(before, float) and isinstance(value, float):
        return before + value
    raise UsageError(f"{item.label}: {key} says {field.key} a second time, and differently")


def _field_for(form: Form, key: str, raw: object, month: float, per_tb: float, item: Item) -> tuple[str, Stated] | None:
    for spelling in spellings(key):
        for field in form.fields:
            if not _answers(field, spelling, key):
                continue
            if field.unit == "names" and number(raw) is not None:
                continue
            if spelling.hours and (field.unit in WORDS or dimension(field.unit) == "time"):
                continue
            value = _value(field, raw, spelling.unit, per_tb, f"{item.label}: {key}")
            if spelling.hours and isinstance(value, float):
                value = value * month / spelling.hours
            return field.name, value
    return None


def _answers(field: Field, spelling: Spelling, key: str) -> bool:
    stem, unit = spelling.stem, spelling.unit
    names = (field.name, *field.synonyms)
    if not unit:
        return stem in names if stem or spelling.hours else False
    if key in names or stem not in names or field.unit in WORDS:
        return False
    return unit == field.unit.lower() or dimension(unit) == dimension(field.unit)


def _value(field: Field, raw: object, unit: str, per_tb: float, where: str) -> Stated:
    if field.unit == "flag":
        return _flag(raw, where)
    if field.unit == "choice":
        return _chosen(field, raw, where)
    if field.unit in LISTS:
        return _rows(raw, field.unit, where)
    if isinstance(raw, bool):
        raw = 1 if raw else 0
    found = number(raw)
    if found is None:
        raise UsageError(f"{where}: '{_short(raw)}' is not a number from 0 to 10^21 (with a unit, if any)")
    amount, own = found
    if amount < 0:
        raise UsageError(f"{where}: {amount:g} is negative")
    written = own or unit
    if not written or written == field.unit.lower():
        return amount
    if dimension(written) != dimension(field.unit):
        raise UsageError(f"{where}: '{_short(raw)}' is not in {field.unit or 'a count'}")
    return amount * factor(written, field.unit, per_tb)


def _flag(raw: object, where: str) -> bool:
    words = {"true": True, "yes": True, "on": True, "enabled": True, "false": False, "no": False, "off": False,
             "disabled": False, "1": True, "0": False}  # fmt: skip
    found = words.get(str(raw).lower())
    if found is None:
        raise UsageError(f"{where}: true or false is wanted, not '{_short(raw)}'")
    return found


def _chosen(field: Field, raw: object, where: str) -> str:
    spelled = str(raw).strip().lower().replace(" ", "_")
    for variant in (spelled, spelled.replace("-", "_"), spelled.replace("_", "-")):
        if variant in field.choices:
            return field.choices[variant]
    known = ", ".join(dict.fromkeys(field.choices.values()))
    raise UsageError(f"{where}: '{_short(raw)}' is not one of: {known}")


def _rows(raw: object, kind: str, where: str) -> Stated:
    rows = cast(list[object], raw) if isinstance(raw, list) else [raw]
    if kind == "names":
        return tuple(str(row) for row in rows)
    if rows and not isinstance(rows[0], (list, dict)):
        rows = [rows]
    return tuple(_row(row, where) for row in rows)


def _row(row: object, where: str) -> tuple[float, ...]:
    """A row of figures; named ones are a count first and then a size in MB or a time in ms."""
    cells = cast(list[object], row) if isinstance(row, list) else []
    if isinstance(row, dict):
        cells = _named_cells(cast(dict[object, object], row))
    found = [number(cell) for cell in cells]
    figures = tuple(each[0] for each in found if each is not None)
    if not figures or len(figures) != len(found) or min(figures) < 0:
        raise UsageError(f"{where}: rows of figures from 0 on are wanted")
    return figures


def _named_cells(row: dict[object, object]) -> list[object]:
    cells: list[object] = [0.0, 0.0]
    for key, value in row.items():
        unit = str(key).rpartition("_")[2]
        figure = number(value)
        if unit in ("b", "kb", "mb", "gb") and figure is not None:
            cells[1] = figure[0] * factor(unit, "mb")
        elif unit in ("ms", "s", "seconds") and figure is not None:
            cells[1] = figure[0] * factor(unit, "ms")
        else:
            cells[0] = value
    return cells


def _month_of(item: Item, forms: list[Form], rest: dict[str, object], hours: float | None) -> float:
    """Hours of the item's month: as it says itself, else as asked for, else a twelfth of a year."""
    fields = [field for form in forms for field in form.fields]
    own = {name for field in fields for name in (field.name, field.key)}
    own |= {field.unit for field in fields if field.unit == "hours" and "" in field.synonyms}
    said = item.hours
    for key in _MONTH:
        if key in rest and key not in own:
            said = _positive(rest.pop(key), f"{item.label}: {key}")
    for key in _DAYS:
        if key in rest:
            days = _positive(rest[key] if key in own else rest.pop(key), f"{item.label}: {key}")
            said = said if said is not None else days * 24
    return said if said is not None else hours if hours is not None else HOURS


def _positive(raw: object, where: str) -> float:
    found = number(raw)
    if found is None or not 0 < found[0] <= 10_000:
        raise UsageError(f"{where}: '{_short(raw)}' is not a number above 0 and up to 10,000")
    return found[0]


def _per_tb(rest: dict[str, object], item: Item) -> float:
    raw = rest.pop("gb_per_tb", None)
    return 1024.0 if raw is None else _positive(raw, f"{item.label}: gb_per_tb")


def _scale_tiers(givens: tuple[Given, ...], per_tb: float) -> None:
    """Bands of terabytes are bands of as many gigabytes as the item counts in one."""
    if per_tb == 1024.0:
        return
    for given in givens:
        for sku in given.form.covers:
            found = given.price(given.form.service, sku)
            if found.base_unit == "GB" and found.tiers:
                scale = Decimal(str(per_tb)) / 1024
                bands = [(None if t.up_to is None else t.up_to * scale, t.price) for t in found.tiers]
                given.own[given.form.service, sku] = found._replace(
                    tiers=tuple(type(found.tiers[0])(up_to, each) for up_to, each in bands)
                )


def _own_prices(item: Item, rest: dict[str, object], givens: tuple[Given, ...]) -> dict[str, object]:
    """Prices that the item states: under `prices` by SKU, or as `usd_per_1m_<what>` among its inputs."""
    for sku, raw in item.prices.items():
        if not _stated(givens, sku, raw, item):
            known = ", ".join(sorted({name for given in givens for name in given.form.covers}))
            raise UsageError(f"{item.label}: prices: there is no SKU '{sku}' here; there is: {known}")
    left: dict[str, object] = {}
    for key, raw in rest.items():
        match = _OWN_PRICE.fullmatch(key)
        if match is None or not _stated_per(givens, match, raw, item):
            left[key] = raw
    return left


def _stated(givens: tuple[Given, ...], sku: str, raw: object, item: Item) -> bool:
    """One price, or bands of [up to, price] as in the price book. Both are for as many units as the book has."""
    for given in givens:
        service, _, name = sku.rpartition("/")
        try:
            given.price(service or given.form.service, name)
        except UnknownPriceError:
            continue
        rows = cast(list[object], raw) if isinstance(raw, list) else [[None, raw]]
        given.state_price(name, [_band(row, item, sku) for row in rows], service)
        return True
    return False


def _band(row: object, item: Item, sku: str) -> tuple[Decimal | None, Decimal]:
    where = f"{item.label}: prices: {sku}"
    cells = cast(list[object], row) if isinstance(row, list) else []
    if len(cells) != 2:
        raise UsageError(f"{where}: a price, or a list of [up to, price]; the last band is [null, price]")
    try:
        up_to = None if cells[0] is None else Decimal(str(cells[0]))
        each = Decimal(str(cells[1]))
    except InvalidOperation:
        raise UsageError(f"{where}: '{_short(cells[1])}' is not a price") from None
    if not each.is_finite() or each < 0 or (up_to is not None and not up_to > 0):
        raise UsageError(f"{where}: '{_short(cells[1])}' is not a price")
    return up_to, each


def _stated_per(givens: tuple[Given, ...], match: re.Match[str], raw: object, item: Item) -> bool:
    each = number(raw)
    if each is None:
        return False
    per = Decimal(match.group(1) or "1") * _POWERS[match.group(2) or ""]
    for given in givens:
        for name in (match.group(3), f"{match.group(3)}s"):
            for service, sku in _skus_of(given, name):
                book = given.price(service, sku)
                given.state_price(sku, [(None, Decimal(str(each[0])) * book.per / per)], service)
                return True
    return False


def _skus_of(given: Given, name: str) -> list[tuple[str, str]]:
    """The SKU of this name, or those a field of this name is billed by."""
    if name in given.form.covers:
        return [(given.form.service, name)]
    names = {field.name for field in given.form.fields if name in (field.name, *field.synonyms)}
    return [(c.service or given.form.service, c.sku) for c in given.form.charges if names & set(c.of)]


def _unknown(item: Item, keys: list[str], forms: list[Form]) -> str:
    known = [field.key for form in forms for field in form.fields]
    words = {
        name: field.key for form in forms for field in form.fields for name in (*field.synonyms, field.key) if name
    }
    near = [words[word] for key in keys[:1] for word in get_close_matches(key, words, 2, 0.55)]
    hint = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
    what = ", ".join(f"'{_short(key)}'" for key in keys[:5])
    services = " and ".join(f"{item.provider}.{form.service}" for form in forms)
    return f"{item.label}: {services} has no field {what}.{hint} There is: {', '.join(known)}"


def _short(raw: object) -> str:
    from tools.design.plaintext import one_line

    text = one_line(str(raw))
    return text if len(text) <= 60 else f"{text[:57]}..."
