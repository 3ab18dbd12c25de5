"""The bill in print: text for a terminal, Markdown, JSON, CSV. Names and notes are data and escaped for each form."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from io import StringIO
from typing import Any

from tools.catalog.prices import MOST_AGE_DAYS
from tools.cost.bill import Bill, Line, in_cents
from tools.design.markdown import escaped, linked
from tools.design.plaintext import one_line

_SYSTEM = "(system)"


def to_text(bill: Bill) -> str:
    """The bill for a terminal: lines by component, totals, what it rests on."""
    rows = [("component", "what", "quantity", "US$ a month"), *_shown_rows(bill)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    out = [f"{bill.design}: what a month costs in {bill.region} (US$, {shown_quantity(bill.hours_per_month)} h)", ""]
    for row in rows:
        cells = (row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2].rjust(widths[2]), row[3].rjust(widths[3]))
        out.append("  ".join(cells).rstrip())
    out += ["", *(f"{name}: {value}" for name, value in _totals(bill)), ""]
    out += [f"! {one_line(text)}" for text in _warnings(bill)]
    out += [f"assumed: {a.name.replace('_', ' ')} = {a.value:g} ({a.why})" for a in bill.assumptions]
    return "\n".join(out).rstrip() + "\n"


def to_markdown(bill: Bill) -> str:
    """The bill as a Markdown section: totals, sums by component and service, every line with formula and source."""
    out = ["# Cost", ""]
    out += [f"* {name}: **{value}**" for name, value in _totals(bill)]
    out += [
        "",
        f"Region {escaped(bill.region)}, {shown_quantity(bill.hours_per_month)} hours a month, on demand, without tax.",
        "",
    ]
    out += _sum_table("Component", bill.by_component) + _sum_table("Service", bill.by_service)
    out += ["## Lines", "", "| Component | Service | What | Quantity | Free | Price | US$ | Formula | Source |"]
    out += ["|---|---|---|---:|---:|---:|---:|---|---|"]
    out += [_markdown_line(line) for line in bill.lines]
    if warnings := _warnings(bill):
        out += ["", "## To be known", "", *(f"* {escaped(text)}" for text in warnings)]
    if bill.assumptions:
        out += ["", "## Taken for granted", "", "| What | Value | Why |", "|---|---:|---|"]
        out += [f"| {escaped(a.name.replace('_', ' '))} | {a.value:g} | {escaped(a.why)} |" for a in bill.assumptions]
    return "\n".join(out) + "\n"


def to_json(bill: Bill) -> str:
    """The bill as JSON. Amounts and quantities are strings, because they are exact decimals."""
    head = {
        "design": bill.design,
        "provider": bill.provider,
        "region": bill.region,
        "currency": "USD",
        "hours_per_month": str(bill.hours_per_month),
        "total": exact(bill.total),
        "total_without_free": exact(bill.total_without_free),
        "shown_total": str(bill.shown_total),
        "by_component": {name: exact(amount) for name, amount in bill.by_component.items()},
        "by_service": {name: exact(amount) for name, amount in bill.by_service.items()},
        "unpriced": len(bill.unpriced),
        **({} if bill.on is None else {"judged_on": str(bill.on), "aged": len(bill.aged)}),
    }
    fields = [f"  {json.dumps(name)}: {_json(value)}" for name, value in head.items()]
    fields.append(_json_rows("lines", map(as_plain, bill.lines)))
    fields.append(
        _json_rows("assumptions", ({"name": a.name, "value": a.value, "why": a.why} for a in bill.assumptions))
    )
    return "{\n" + ",\n".join(fields) + "\n}\n"


def to_csv(bill: Bill) -> str:
    """One row a line. Cells that a spreadsheet would take for a formula are quoted with an apostrophe."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for line in bill.lines:
        row = {**as_plain(line), "warnings": "; ".join(line.warnings)}
        writer.writerow([_cell(row[name]) for name in _COLUMNS])
    return out.getvalue()


def money(amount: Decimal) -> str:
    """An amount for people: cents, and what is less than one cent but not nothing as such."""
    cents = in_cents(amount)
    return "<0.01" if amount > 0 and not cents else f"{cents:,}"


def _totals(bill: Bill) -> Iterator[tuple[str, str]]:
    yield "Total a month", f"${money(bill.total)}" if bill.is_known else "not known"
    if bill.free_tier:
        yield "Without always-free allowances", f"${money(bill.total_without_free)}"
    if bill.shown_total != in_cents(bill.total):
        yield "Sum of the lines as shown", f"${bill.shown_total:,}"
    if bill.unpriced:
        yield "Lines without a rate, not in the total", str(len(bill.unpriced))


def _warnings(bill: Bill) -> list[str]:
    """What to know about the prices, each once, with how many lines it concerns."""
    counts: dict[str, list[str]] = {}
    for line in bill.lines:
        for text in line.warnings:
            what = f": {line.note}" if not line.is_priced and line.note else ""
            counts.setdefault(text + what, []).append(line.component or _SYSTEM)
    for line in bill.aged:
        counts.setdefault(f"price of {line.as_of or 'no date'}, over {MOST_AGE_DAYS} days old on {bill.on}", []).append(
            line.component or _SYSTEM
        )
    return [f"{text} ({', '.join(dict.fromkeys(names))})" for text, names in counts.items()]


def _shown_rows(bill: Bill) -> Iterator[tuple[str, str, str, str]]:
    for line in bill.lines:
        what = f"{line.service_name}: {line.title}"
        amount = "no rate" if line.amount is None else money(line.amount)
        quantity = f"{shown_quantity(line.quantity)} {line.unit}".strip()
        yield line.component or _SYSTEM, one_line(what), quantity, amount


def _sum_table(title: str, sums: Mapping[str, Decimal]) -> list[str]:
    rows = [f"| {escaped(name or _SYSTEM)} | {money(amount)} |" for name, amount in sums.items()]
    return [f"| {title} | US$ a month |", "|---|---:|", *rows, ""]


def _markdown_line(line: Line) -> str:
    price = "none known" if line.unit_price is None else f"{exact(line.unit_price)} / {line.price_unit}"
    amount = "?" if line.amount is None else money(line.amount)
    inputs = ", ".join(f"{name} {_input(value)}" for name, value in line.usage.inputs)
    formula = f"{line.usage.formula} ({inputs})" if inputs else line.usage.formula
    source = f"{line.source}, {line.as_of}" if line.as_of else line.source
    cells = (
        line.component or _SYSTEM,
        line.service_name,
        line.title,
        f"{shown_quantity(line.quantity)} {line.unit}",
        shown_quantity(line.free_quantity) if line.free_quantity else "",
        price,
        amount,
        formula,
    )
    return f"| {' | '.join(map(escaped, cells))} | {linked(source or line.note)} |"


def as_plain(line: Line) -> dict[str, Any]:
    return {
        "component": line.component,
        "kind": line.kind,
        "service": line.service,
        "service_name": line.service_name,
        "sku": line.usage.sku,
        "title": line.title,
        "quantity": exact(line.quantity),
        "unit": line.unit,
        "free_quantity": exact(line.free_quantity),
        "unit_price": exact(line.unit_price),
        "price_unit": line.price_unit,
        "amount": exact(line.amount),
        "amount_without_free": exact(line.amount_without_free),
        "formula": line.usage.formula,
        "inputs": dict(line.usage.inputs),
        "region": line.region,
        "priced_region": line.price.priced_region if line.price is not None else "",
        "source": line.source,
        "as_of": line.as_of,
        "confidence": line.confidence,
        "note": line.note,
        "warnings": list(line.warnings),
    }


_COLUMNS = (
    "component",
    "kind",
    "service",
    "service_name",
    "sku",
    "title",
    "quantity",
    "unit",
    "free_quantity",
    "unit_price",
    "price_unit",
    "amount",
    "amount_without_free",
    "formula",
    "region",
    "priced_region",
    "source",
    "as_of",
    "confidence",
    "note",
    "warnings",
)


def exact(number: Decimal | None) -> str | None:
    """A decimal without exponent or trailing noughts."""
    if number is None:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json_rows(name: str, rows: Iterable[dict[str, Any]]) -> str:
    """A list with one object a line: easy to compare, and many times quicker than indenting all of it."""
    inner = ",\n".join(f"    {_json(row)}" for row in rows)
    return f"  {json.dumps(name)}: [\n{inner}\n  ]" if inner else f"  {json.dumps(name)}: []"


def shown_quantity(quantity: Decimal) -> str:
    """A quantity for people: whole from a hundred on, else to three places."""
    places = Decimal(1) if abs(quantity) >= 100 else Decimal("0.001")
    return f"{quantity.quantize(places, rounding=ROUND_HALF_EVEN).normalize():,f}"


def _input(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
