"""The bill: what a month costs, by part and by service, how it moves with traffic, and every line of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tools.bundle.blocks import (
    Block,
    Bullets,
    Chapter,
    Columns,
    Fold,
    Grid,
    Heading,
    Paragraph,
    Span,
    Words,
    code,
    text,
)
from tools.bundle.ledger import MOST_SUMS, line_keys
from tools.bundle.material import Material
from tools.bundle.wording import counted, listed, number, rate, sentence, times
from tools.cost import Line


def chapter(material: Material) -> Chapter:
    """Totals, sums, growth, lines."""
    bill = material.dossier.evidence.bill
    by_part = _sums("Part", bill.by_component, "cost/component", material)
    by_service = _sums("Service", bill.by_service, "cost/service", material)
    blocks: list[Block] = [_total(material), *_unpriced(material), Columns((by_part, by_service))]
    blocks += [Heading("When traffic changes"), _growth(material), Heading("How it is worked out"), _sources(material)]
    blocks.append(
        Fold(f"Every line, its formula and its source ({len(bill.lines)})", (_lines(material),), only_page=True)
    )
    return Chapter("cost", "Cost", tuple(blocks))


def _total(material: Material) -> Paragraph:
    bill = material.dossier.evidence.bill
    if not bill.is_known:
        return Paragraph(text("The cost is not known: there is no rate for anything it uses."))
    words: list[Span | str] = [material.figure("cost/total"), f" a month in {bill.region}, on demand and without tax"]
    if bill.free_tier:
        words += ["; ", material.figure("cost/total-without-free")]
        words.append(" where other systems of the same account use up the always-free allowances")
    budget = material.design.requirements.budget
    if budget is not None:
        over = float(bill.total) > budget.value
        words += [
            ". That is ",
            "over" if over else "within",
            " the budget of ",
            material.figure("asked/budget"),
            " a month",
        ]
    return Paragraph((*words, "."))


def _unpriced(material: Material) -> Iterator[Block]:
    unpriced = material.dossier.evidence.bill.unpriced
    if unpriced:
        yield Paragraph(text("No rate is known for these, so the total is without them:"))
        names = dict.fromkeys(
            (line.component or "the system", line.service_name, line.title, line.note) for line in unpriced
        )
        yield Bullets(
            tuple(
                text(code(part), f": {service}, {title}. {sentence(note)}".rstrip())
                for part, service, title, note in names
            )
        )


def _sums(head: str, sums: Mapping[str, Decimal], family: str, material: Material) -> Grid:
    shown = [(name, amount) for name, amount in sums.items() if amount > 0]
    most = max((float(amount) for _, amount in shown), default=1.0)
    top = shown if len(shown) <= MOST_SUMS + 1 else shown[:MOST_SUMS]
    rows: list[tuple[Words, ...]] = [
        (text(name or "the system as a whole"), text(material.figure(f"{family}/{name or 'system'}")))
        for name, _ in top
    ]
    bars = [float(amount) / most for _, amount in top]
    if len(top) < len(shown):
        rest = len(shown) - len(top)
        rows.append((text(f"{counted(rest, 'other')} together"), text(material.figure(f"{family}-rest"))))
        bars.append(float(sum(amount for _, amount in shown[MOST_SUMS:])) / most)
    return Grid((head, "A month"), tuple(rows), numbers=(1,), bars=tuple(bars))


def _growth(material: Material) -> Grid:
    rows: list[tuple[Words, ...]] = [
        (text("None at all"), text(material.figure("cost/standing")), text("what stands ready"))
    ]
    growth = {point.factor: point.drivers for point in material.growth.points}
    bill = material.dossier.evidence.bill
    growth[1.0] = bill.drivers()
    for factor in sorted(growth):
        key = "cost/total" if factor == 1.0 else f"cost/at/{factor:g}"
        label = "As expected" if factor == 1.0 else f"{times(factor).replace('.0 ', ' ')} as expected"
        rows.append((text(label), text(material.figure(key)), text(_drivers(growth[factor]))))
    return Grid(("Traffic", "A month", "Most of it"), tuple(rows), numbers=(1,))


def _drivers(lines: tuple[Line, ...]) -> str:
    return listed(list(dict.fromkeys(f"{line.title} of {line.component or 'the system'}" for line in lines[:2])))


def _sources(material: Material) -> Paragraph:
    lines = material.dossier.evidence.bill.lines
    years = sorted({line.as_of[:4] for line in lines if line.as_of})
    between = f" of {years[0]}" if len(years) == 1 else f" of {years[0]} to {years[-1]}" if years else ""
    unsure = sum(1 for line in lines if line.is_priced and line.warnings)
    doubts = (
        f" {counted(unsure, 'line').capitalize()} rest on a rate of another region or one not verified."
        if unsure
        else ""
    )
    return Paragraph(
        text(
            f"Each line is a quantity that follows from the traffic, at a published rate{between}.{doubts}"
            " Quantities, formulas, rates and sources stand in ",
            Span("reports/cost.md", "link", "reports/cost.md"), ", and as a table for a spreadsheet in ",
            Span("reports/cost.csv", "link", "reports/cost.csv"), ".",
        )
    )  # fmt: skip


def _lines(material: Material) -> Grid:
    rows = tuple(
        (
            text(code(line.component or "the system")),
            text(f"{line.service_name}: {line.title}"),
            text(_quantity(line)),
            text(line.usage.formula),
            text(_rate(line)),
            text(material.figure(key)),
            text(f"{line.source} {f'({line.as_of})' if line.as_of else ''}".strip() or line.note),
        )
        for key, line in line_keys(material.dossier.evidence.bill.lines)
    )
    return Grid(("Part", "What", "Quantity", "Formula", "Rate", "A month", "Source"), rows, numbers=(2, 5))


def _quantity(line: Line) -> str:
    return f"{number(float(line.quantity))} {line.unit}".strip()


def _rate(line: Line) -> str:
    return f"{rate(float(line.unit_price))} for {line.price_unit}" if line.unit_price is not None else "not known"
