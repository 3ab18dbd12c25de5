"""The bill: what it sums, what it shows, how it is printed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from tools.cost import Assumptions, Bill, estimate, sensitivity, to_csv, to_json, to_markdown, to_text
from tools.cost.assumptions import NAMES, REASONS
from tools.cost.bill import in_cents
from tools.cost.report import money
from tools.design.design import Design
from tools.workload import propagate

Part = dict[str, Any]
Billing = Callable[..., Bill]

ORIGIN = {"kind": "assumed", "reason": "a test"}


def shop(parts: int = 1, count: float = 20) -> Design:
    """An ordering system: a front door, `parts` lines of function, table, queue and consumer behind it."""
    components: list[Part] = [
        {"kind": "external", "name": "customer", "role": "person"},
        {"kind": "api", "name": "front", "auth": "none"},
        {"kind": "bus", "name": "events"},
        {"kind": "search-index", "name": "catalogue"},
    ]
    links: list[Part] = [{"kind": "call", "source": "customer", "target": "front", "load": "orders"}]
    for number in range(parts):
        components += [
            {"kind": "function", "name": f"take-{number}", "work_ms": 80},
            {"kind": "table", "name": f"rows-{number}", "item_kb": 2},
            {"kind": "queue", "name": f"jobs-{number}"},
            {"kind": "function", "name": f"work-{number}"},
        ]
        links += [
            {"kind": "trigger", "source": "front", "target": f"take-{number}"},
            {"kind": "write", "source": f"take-{number}", "target": f"rows-{number}"},
            {"kind": "send", "source": f"take-{number}", "target": "events"},
            {"kind": "trigger", "source": "events", "target": f"jobs-{number}"},
            {"kind": "trigger", "source": f"jobs-{number}", "target": f"work-{number}"},
        ]
    return Design.model_validate(
        {
            "name": "shop",
            "title": "Shop",
            "requirements": {
                "title": {"value": "Shop", "origin": ORIGIN},
                "provider": {"value": "aws", "origin": ORIGIN},
                "regions": {"value": ["eu-west-1"], "origin": ORIGIN},
                "languages": {"value": ["python"], "origin": ORIGIN},
                "targets": {"value": ["sam"], "origin": ORIGIN},
                "loads": [{"id": "orders", "what": "orders", "count": count, "payload_kb": 4, "origin": ORIGIN}],
            },
            "components": components,
            "links": links,
        }
    )


@pytest.fixture(scope="module")
def bill() -> Bill:
    design = shop()
    return estimate(design, propagate(design))


def test_the_parts_add_up(bill: Bill) -> None:
    assert sum(bill.by_component.values()) == sum(bill.by_service.values()) == bill.total
    assert bill.total == sum(line.amount for line in bill.lines if line.amount is not None)
    assert bill.total_without_free - bill.total == bill.free_tier > 0
    assert abs(bill.shown_total - bill.total) <= Decimal("0.005") * len(bill.lines)


def test_the_dearest_come_first(bill: Bill) -> None:
    for sums in (bill.by_component, bill.by_service):
        assert list(sums.values()) == sorted(sums.values(), reverse=True)
    amounts = [line.amount or Decimal(0) for line in bill.drivers(3)]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] == max(line.amount or Decimal(0) for line in bill.lines)


def test_every_line_has_a_formula_and_a_source(bill: Bill) -> None:
    for line in bill.lines:
        assert line.usage.formula
        assert line.usage.inputs
        assert line.quantity > 0
        assert line.source


def test_lines_follow_the_components(bill: Bill) -> None:
    order = [component.name for component in shop().components] + [""]
    places = [order.index(line.component) for line in bill.lines]
    assert places == sorted(places)


def test_the_region_is_that_of_the_requirements_unless_asked_otherwise(bill: Bill) -> None:
    design = shop()
    assert (bill.region, bill.provider) == ("eu-west-1", "aws")
    assert estimate(design, propagate(design), region="eu-central-1").region == "eu-central-1"


def test_hours_move_what_is_billed_by_time() -> None:
    design = shop()
    workload = propagate(design)
    short, long = (estimate(design, workload, hours_per_month=Decimal(hours)) for hours in (720, 744))
    hourly = [next(line for line in each.lines if line.usage.sku == "ocu_hour").quantity for each in (short, long)]
    assert hourly == [360, 372]


def test_the_same_design_gives_the_same_bill(bill: Bill) -> None:
    design = shop()
    again = estimate(design, propagate(design))
    assert again == bill
    assert to_json(again) == to_json(bill)


def test_assumptions_are_stated_and_can_be_replaced(bill: Bill) -> None:
    assert set(REASONS) == set(NAMES)
    stated = {assumption.name: assumption for assumption in bill.assumptions}
    assert list(stated) == sorted(stated)
    assert {"cold_start_share", "log_kb_per_run", "traced_share"} <= set(stated)
    assert "image_gb" not in stated
    design = shop()
    chatty = estimate(design, propagate(design), assumptions=Assumptions(log_kb_per_run=10))
    assert chatty.total > bill.total
    assert {a.name: a.value for a in chatty.assumptions}["log_kb_per_run"] == 10


def test_what_is_not_known_is_counted_and_not_summed(bill: Bill) -> None:
    assert [line.usage.sku for line in bill.unpriced] == ["storage"]
    assert bill.unpriced[0].component == "catalogue"
    assert bill.is_known


@pytest.mark.parametrize(
    ("amount", "shown"), [("0", "0.00"), ("0.0049", "<0.01"), ("0.005", "0.01"), ("1234.565", "1,234.57")]
)
def test_money_for_people(amount: str, shown: str) -> None:
    assert money(Decimal(amount)) == shown


def test_cents_are_rounded_half_up() -> None:
    assert in_cents(Decimal("0.125")) == Decimal("0.13")


def test_text_says_what_it_costs_and_what_it_rests_on(bill: Bill) -> None:
    text = to_text(bill)
    assert text.startswith("shop: what a month costs in eu-west-1 (US$, 730 h)\n")
    assert f"Total a month: ${money(bill.total)}" in text
    assert "Lines without a rate, not in the total: 1" in text
    assert "! price of us-east-1, none known for eu-west-1 (" in text
    assert "assumed: cold start share = 0.01" in text
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_json_is_exact(bill: Bill) -> None:
    document = json.loads(to_json(bill))
    assert Decimal(document["total"]) == bill.total
    assert len(document["lines"]) == len(bill.lines)
    assert document["unpriced"] == 1
    assert {line["amount"] for line in document["lines"] if line["component"] == "catalogue"} >= {None}


def test_csv_has_a_row_for_each_line(bill: Bill) -> None:
    rows = list(csv.DictReader(StringIO(to_csv(bill))))
    assert len(rows) == len(bill.lines)
    assert [row["component"] for row in rows] == [line.component for line in bill.lines]


def test_markdown_has_a_table_of_all_lines(bill: Bill) -> None:
    text = to_markdown(bill)
    rows = [row for row in text.splitlines() if row.startswith(("| front |", "| take-0 |"))]
    assert rows
    assert all(row.replace("\\|", "").count("|") in (3, 10) for row in rows)


HOSTILE = "eu-x|<script>`*_[a](b)\n# owned\x1b[31m=1+1"


@pytest.fixture
def hostile(billed: Billing) -> Bill:
    model = {"kind": "ai-service", "name": "model", "model": HOSTILE}
    code = {"kind": "function", "name": "code"}
    link = {"kind": "call", "source": "code", "target": "model", "per_month": 5}
    return billed([model, code], [link])


def test_words_of_others_stay_words_in_markdown(hostile: Bill) -> None:
    text = to_markdown(hostile)
    assert "<script>" not in text
    assert "\n# owned" not in text
    assert "\x1b" not in text
    assert all(row.replace("\\|", "").count("|") == 10 for row in text.splitlines() if row.startswith("| model |"))


def test_words_of_others_stay_words_on_a_terminal_and_in_a_sheet(hostile: Bill, billed: Billing) -> None:
    assert "\x1b" not in to_text(hostile)
    bus = {"kind": "bus", "name": "bus", "replicate_to": ["=HYPERLINK(1)"]}
    code = {"kind": "function", "name": "code"}
    link = {"kind": "send", "source": "code", "target": "bus", "per_month": 5}
    for row in csv.reader(StringIO(to_csv(billed([bus, code], [link])))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_more_traffic_costs_more_and_none_costs_what_stands() -> None:
    found = sensitivity(shop())
    assert [point.factor for point in found.points] == [0.1, 1, 2, 10, 100]
    totals = [point.total for point in found.points]
    assert totals == sorted(totals)
    assert 0 < found.standing < totals[0]
    assert all(point.drivers and point.total_without_free >= point.total for point in found.points)


def test_the_workload_of_each_factor_may_be_given() -> None:
    design = shop()
    asked: list[float] = []

    def workload_at(factor: float) -> Any:
        asked.append(factor)
        return propagate(design)

    found = sensitivity(design, factors=(3.0,), workload_at=workload_at)
    assert asked == [3.0, 0.0]
    assert found.points[0].total == found.standing
