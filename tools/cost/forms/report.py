"""Priced usage in print: text for a terminal, JSON for machines."""

from __future__ import annotations

import json
from typing import Any

from tools.cost.forms.pricing import Priced, UsageBill
from tools.cost.report import as_plain, exact, money, shown_quantity
from tools.design.plaintext import one_line


def to_text(usage: UsageBill) -> str:
    """Every item with its lines, formulas and sources, and the sum of all."""
    out: list[str] = []
    for priced in usage.items:
        out += [*_item(priced), ""]
    if len(usage.items) > 1:
        out.append(f"Total a month: ${money(usage.total)} ({len(usage.items)} items)")
        checked = [priced.agrees for priced in usage.items if priced.agrees is not None]
        if checked:
            out.append(f"Published totals met: {sum(checked)} of {len(checked)}")
    return "\n".join(out).rstrip() + "\n"


def _item(priced: Priced) -> list[str]:
    bill = priced.bill
    where = f"{bill.provider}.{priced.item.service} in {bill.region}"
    out = [f"{one_line(bill.design)}: {where} (US$ a month, {shown_quantity(bill.hours_per_month)} h)"]
    rows = [("  what", "quantity", "price", "US$")]
    for line in bill.lines:
        amount = "no rate" if line.amount is None else money(line.amount)
        price = "" if line.unit_price is None else f"{exact(line.unit_price)} / {line.price_unit}"
        billed = shown_quantity(line.quantity - line.free_quantity)
        free = f" ({shown_quantity(line.free_quantity)} free)" if line.free_quantity else ""
        rows.append((f"  {one_line(line.title)}", f"{billed} {line.unit}{free}", price, amount))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for index, row in enumerate(rows):
        cells = (row[0].ljust(widths[0]), *(row[column].rjust(widths[column]) for column in (1, 2, 3)))
        out.append("  ".join(cells))
        if index:
            out.append(f"    = {_formula(priced, index - 1)}")
    return out + _totals(priced)


def _formula(priced: Priced, index: int) -> str:
    usage, line = priced.bill.lines[index].usage, priced.bill.lines[index]
    inputs = ", ".join(
        f"{name} {value if isinstance(value, str) else f'{value:,.12g}'}" for name, value in usage.inputs
    )
    source = f"{line.source}, {line.as_of}" if line.as_of else line.source
    return one_line(f"{usage.formula} ({inputs}); {source}")


def _totals(priced: Priced) -> list[str]:
    bill = priced.bill
    out = [f"  Total: ${money(bill.total)}"]
    if bill.shown_total != bill.total.quantize(bill.shown_total):
        out.append(f"  Sum of the lines as shown: ${bill.shown_total:,}")
    if bill.free_tier:
        out.append(f"  Without free quantities: ${money(bill.total_without_free)}")
    if priced.agrees is not None:
        said = "agrees" if priced.agrees else "DIFFERS"
        out.append(f"  Published: {priced.item.expected} ({said})")
    warned = dict.fromkeys(text for line in bill.lines for text in line.warnings)
    return out + [f"  ! {one_line(text)}" for text in warned]


def to_json(usage: UsageBill) -> str:
    """Every item with its lines. Amounts and quantities are strings, because they are exact decimals."""
    whole = {
        "currency": "USD",
        "total": exact(usage.total),
        "shown_total": str(usage.shown_total),
        "items": [_plain(priced) for priced in usage.items],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _plain(priced: Priced) -> dict[str, Any]:
    item, bill = priced.item, priced.bill
    return {
        "id": item.label,
        "provider": item.provider,
        "service": item.service,
        "feature": item.feature,
        "region": item.region,
        "hours_per_month": exact(bill.hours_per_month),
        "total": exact(bill.total),
        "rounded_total": money_text(priced),
        "shown_total": str(bill.shown_total),
        "total_without_free": exact(bill.total_without_free),
        "published": None if item.expected is None else exact(item.expected),
        "agrees": priced.agrees,
        "lines": [as_plain(line) for line in bill.lines],
    }


def money_text(priced: Priced) -> str:
    """The exact total, rounded to cents."""
    from tools.cost.bill import in_cents

    return str(in_cents(priced.bill.total))
