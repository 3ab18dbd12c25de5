"""What is said of a bill beyond its total, on a design small enough to check by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.tools.cost.conftest import ORIGIN, requirements
from tools.cost.analysis.breakeven import break_evens
from tools.cost.analysis.comparing import BarError, compare_bills
from tools.cost.analysis.environments import environments
from tools.cost.analysis.pricing import Case
from tools.cost.analysis.report import analyse, analysis_plain, analysis_text, difference_plain, difference_text
from tools.cost.analysis.savings import savings
from tools.cost.analysis.tornado import RangeError, tornado
from tools.cost.analysis.transactions import transaction_costs
from tools.cost.analysis.worst import worst_case
from tools.design.design import Design
from tools.design.edits import apply

Plain = dict[str, Any]


def design(**changes: Plain) -> Design:
    """An HTTP API, a function and a table, called 864,000 times a day; `changes` by the name of a part."""
    asked = requirements("aws", "us-east-1")
    load: Plain = {"id": "calls", "count": 10, "per": "second", "payload_kb": 2, "what": "calls", "origin": ORIGIN}
    asked["loads"] = [load | {"profile": {"kind": "steady"}} | changes.get("load", {})]
    parts: list[Plain] = [
        {"kind": "external", "name": "client", "role": "person"},
        {"kind": "api", "name": "api", "style": "http"},
        {"kind": "function", "name": "work", "memory_mb": 1024, "work_ms": 200, "architecture": "x86_64"},
        {"kind": "table", "name": "items"},
    ]
    parts = [part | changes.get(part["name"], {}) for part in parts]
    links: list[Plain] = [
        {"kind": "call", "source": "client", "target": "api", "load": "calls"},
        {"kind": "trigger", "source": "api", "target": "work"},
        {"kind": "write", "source": "work", "target": "items"},
    ]
    whole: Plain = {"name": "d", "title": "D", "requirements": asked, "components": parts, "links": links}
    return Design.model_validate(whole)


def case(**changes: Plain) -> Case:
    return Case(design(**changes))


def test_a_transaction_costs_what_one_more_of_it_adds() -> None:
    (found,) = transaction_costs(case())
    assert found.average == case().total() / Decimal(str(found.per_month))
    more = case(load={"count": 11})._replace(free_tier=False).total() - case()._replace(free_tier=False).total()
    assert found.marginal == pytest.approx(more / (Decimal(str(found.per_month)) / 10))
    assert 0 < found.marginal < found.average * 2


def test_environments_cost_less_where_less_happens_and_things_are_off() -> None:
    production, staging, development = environments(case(work={"provisioned_concurrency": 10}))
    assert production.total > staging.total > development.total
    assert development.always_on > development.total
    assert staging.always_on == staging.total


def test_the_widest_swing_comes_first_and_the_ends_enclose_all() -> None:
    found = tornado(case())
    assert found.swings[0].name == "load:calls"
    spans = [swing.span for swing in found.swings]
    assert spans == sorted(spans, reverse=True)
    ends = [end for swing in found.swings for end in (swing.at_low, swing.at_high)]
    assert found.lowest <= min(ends)
    assert found.highest >= max(ends)
    assert found.lowest < found.expected < found.highest


def test_an_interval_of_what_is_said_and_nothing_else() -> None:
    found = tornado(case(), {"load:calls": (10.0, 20.0)})
    assert [swing.name for swing in found.swings] == ["load:calls"]
    assert (found.lowest, found.expected) == (found.expected, case().total())
    assert found.highest == case(load={"count": 20}).total()


@pytest.mark.parametrize("ranges", [{"nothing": (1.0, 2.0)}, {"load:calls": (2.0, 1.0)}, {"hours": (1.0, 2.0)},
                                    {"load:calls": (float("nan"), 2.0)}])  # fmt: skip
def test_a_range_of_nothing_is_an_error(ranges: dict[str, tuple[float, float]]) -> None:
    with pytest.raises(RangeError):
        tornado(case(), ranges)


def test_a_flood_is_held_down_by_the_lowest_limit() -> None:
    throttled = worst_case(case(api={"throttle_rps": 100}))
    assert throttled.capped_by == "api: throttle of the API"
    usual = case(load={"count": 100}).total() / Decimal(730) * 24
    assert throttled.per_day == pytest.approx(usual)
    reserved = worst_case(case(work={"reserved_concurrency": 5}))
    assert reserved.capped_by == "work: reserved concurrency"
    assert reserved.throttles[1].lets_through == pytest.approx(5 / (10_000 * 0.2))
    nothing = worst_case(case())
    assert nothing.capped_by == "concurrency of the account"
    assert throttled.per_day < reserved.per_day < nothing.per_day


def test_a_throttle_that_keeps_a_day_within_an_amount() -> None:
    found = worst_case(case(), Decimal(200))
    (edit,) = found.edits
    edited = apply(design(), edit)
    again = worst_case(Case(edited), Decimal(200))
    assert Decimal(195) < again.per_day <= Decimal("201")
    assert not worst_case(case(), Decimal(10**9)).edits
    assert not worst_case(case(), Decimal(0)).edits


def test_break_evens_by_hand() -> None:
    found = {(each.component, each.question.split(" ")[0]): each for each in break_evens(case())}
    table = found["items", "on-demand"]
    assert table.threshold == pytest.approx(0.00065 / 3600 / 0.625e-6)
    assert found["work", "arm64"].threshold == pytest.approx(0.0000133334 / 0.0000166667)
    container = found["work", "function"]
    each = 0.2 * 0.0000166667 + 0.2e-6
    tasks = 2 * (0.25 * 0.000011244 + 1 * 0.000001235) * 730 * 3600
    assert container.threshold == pytest.approx(tasks / each)
    assert container.here == pytest.approx(10 * 86400 * 365.25 / 12)
    warm = {(e.component, e.unit): e for e in break_evens(case(work={"provisioned_concurrency": 4}))}
    assert warm["work", "busy share"].threshold == pytest.approx(0.0000041667 / (0.0000166667 - 0.0000097222))
    assert warm["work", "busy share"].here == pytest.approx(0.5)


def test_savings_are_what_the_edited_design_costs_less() -> None:
    found = savings(case(work={"provisioned_concurrency": 50}))
    assert {(each.component, each.what.split(" ")[0]) for each in found.found} >= {("work", "run"), ("work", "keep")}
    for each in found.found:
        start = Case(design(work={"provisioned_concurrency": 50}))
        assert start.total() - start.of(apply(start.design, *each.edits)).total() == each.saved
    assert found.after < found.before
    assert list(found.found) == sorted(found.found, key=lambda each: -each.saved)


def test_nothing_is_proposed_that_costs_more() -> None:
    assert all(each.saved > 0 for each in savings(case(load={"count": 0.001})).found)


def test_two_designs_beside_each_other() -> None:
    found = compare_bills(case().bill(), case(work={"memory_mb": 2048}).bill())
    assert found.total.change > 0
    assert [delta.name for delta in found.components] == ["work"]
    assert sum(delta.change for delta in found.lines) == found.total.change
    assert found.is_over("1")
    assert found.is_over("5%")
    assert not found.is_over("$100000")
    assert not found.is_over("500 %".replace(" ", ""))
    assert not compare_bills(case().bill(), case().bill()).is_over("0")
    for bar in ("", "ten", "-5", "5%%", "nan"):
        with pytest.raises(BarError):
            found.is_over(bar)
    assert "work" in difference_text(found)
    assert difference_plain(found)["components"][0]["name"] == "work"


def test_the_analysis_in_print() -> None:
    found = analyse(case(), amount=Decimal(100))
    text = analysis_text(found)
    for words in ("thousand transactions", "By environment", "What it hangs on", "Under flood", "to stay within"):
        assert words in text
    plain = analysis_plain(found)
    assert plain["worst"]["edits"][0]["edit"] == "set-field"
    assert analysis_text(analyse(case(), amount=Decimal(100))) == text
