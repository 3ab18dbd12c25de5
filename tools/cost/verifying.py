"""A bundle's evidence recomputed: every line of the bill from its formula and inputs, and the sums from the lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation, localcontext
from typing import Any, NamedTuple, cast

from tools.cost.bill import ZERO, Line
from tools.cost.formulas import FormulaError, compute
from tools.cost.rating import rate
from tools.cost.usage import Usage

CLOSE = Decimal("1e-9")
"""Relative difference that the rounding of the inputs to twelve digits explains."""

PREFIX = "cost/line/"


class EvidenceError(ValueError):
    """A file that is no evidence of a bill. The message says what is missing."""


class Difference(NamedTuple):
    """A figure that does not come to what it says."""

    figure: str
    stated: str
    found: str
    """What it comes to, or why it comes to nothing."""


class Verdict(NamedTuple):
    """How many figures of the bill were recomputed, and those that differ."""

    lines: int
    sums: int
    differences: tuple[Difference, ...]


class _Stated(NamedTuple):
    key: str
    value: Decimal | None
    source: str
    as_of: str
    formula: str
    inputs: Mapping[str, object]


def verify(text: str | bytes) -> Verdict:
    """Recomputes the bill of an `evidence.json` with the price book at hand. Raises EvidenceError."""
    stated = {found.key: found for found in _figures(text)}
    total = stated.get("cost/total")
    lines = [found for key, found in stated.items() if key.startswith(PREFIX)]
    if total is None or not lines:
        raise EvidenceError("no bill in it: an evidence.json of a bundle has cost/total and cost/line figures")
    hours, provider = total.inputs.get("hours a month"), total.inputs.get("provider")
    if not isinstance(hours, (int, float)) or not isinstance(provider, str):
        raise EvidenceError("cost/total does not say for how many hours and which provider: write the bundle anew")
    broken: list[Difference] = []
    usages = [_usage(found, broken) for found in lines]
    with localcontext(Context(prec=28)):
        rated = rate([(usage, "") for usage in usages], provider, "", Decimal(str(hours)))
        broken += _compared(zip(lines, rated, strict=True), {each.figure for each in broken})
        sums = list(_sums(stated, rated))
        broken += [each for each in sums if each.stated != each.found]
    return Verdict(len(lines), len(sums), tuple(broken))


def _figures(text: str | bytes) -> Iterator[_Stated]:
    try:
        whole = json.loads(text)
        rows = cast(list[dict[str, Any]], whole["figures"])
        for row in rows:
            yield _Stated(
                str(row["id"]), _decimal(row["value"]), str(row["source"]), str(row["as_of"]), str(row["formula"]),
                dict(row["inputs"]),
            )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise EvidenceError(f"not the evidence of a bundle: {type(error).__name__}") from None


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _usage(found: _Stated, broken: list[Difference]) -> Usage:
    """The line as it was metered. A quantity that its formula does not give is told and taken as nothing."""
    service, _, sku = str(found.inputs.get("sku", "")).partition("/")
    component, _, rest = found.key.removeprefix(PREFIX).partition("/")
    region = str(found.inputs.get("region", ""))
    figures = {
        name: float(value)
        for name, value in found.inputs.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }
    quantity = 0.0
    if sku:
        try:
            quantity = compute(found.formula, figures)
        except FormulaError as error:
            broken.append(Difference(found.key, _shown(found.value), str(error)))
    title = rest.partition("/")[2] or rest
    return Usage(component, service, sku, title, quantity, found.formula, region=region or None)


def _compared(pairs: Iterable[tuple[_Stated, Line]], told: set[str]) -> Iterator[Difference]:
    for found, line in pairs:
        if found.key in told or (found.value is None and line.amount is None):
            continue
        if found.value is None or line.amount is None or not _close(found.value, line.amount):
            dated = f" (the rate is now of {line.as_of}, {line.source})" if line.as_of != found.as_of else ""
            yield Difference(found.key, _shown(found.value), f"{_shown(line.amount)}{dated}")


def _sums(stated: Mapping[str, _Stated], lines: tuple[Line, ...]) -> Iterator[Difference]:
    """Each sum with what the lines come to: the same text where they agree."""
    net = [line.amount or ZERO for line in lines]
    gross = [line.amount_without_free or ZERO for line in lines]
    found = {
        "cost/total": sum(net, ZERO),
        "cost/total-without-free": sum(gross, ZERO),
        "cost/free": sum(gross, ZERO) - sum(net, ZERO),
    }
    for line in lines:
        if line.amount is not None:
            for key in (f"cost/component/{line.component}", f"cost/service/{line.service_name}"):
                found[key] = found.get(key, ZERO) + line.amount
    for key, amount in found.items():
        said = stated.get(key)
        if said is not None and said.value is not None:
            value = _shown(said.value)
            yield Difference(key, value, value if _close(said.value, amount) else _shown(amount))


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= CLOSE * max(Decimal(1), abs(one), abs(other))


def _shown(value: Decimal | None) -> str:
    return "no rate" if value is None else f"{value.normalize():f}"
