from __future__ import annotations

import json
import re
from decimal import Decimal
from math import inf

import pytest

from agent.service import Outcome
from tools.bundle.blocks import Span
from tools.bundle.ledger import Entry, plain_ledger
from tools.bundle.material import Material


def test_every_figure_says_where_it_comes_from(bundle: dict[str, str]) -> None:
    figures = json.loads(bundle["evidence.json"])["figures"]
    assert len(figures) > 150
    for figure in figures:
        assert figure["formula"], figure
        assert figure["source"], figure
        assert isinstance(figure["inputs"], dict), figure
        assert "value" in figure
        assert "unit" in figure


def test_every_figure_has_an_id_of_its_own(bundle: dict[str, str]) -> None:
    ids = [figure["id"] for figure in json.loads(bundle["evidence.json"])["figures"]]
    assert len(ids) == len(set(ids))


def test_every_line_of_the_bill_and_every_limit_is_there(outcome: Outcome, material: Material) -> None:
    evidence = outcome.dossier.evidence
    lines = [key for key in material.ledger if key.startswith("cost/line/")]
    assert len(lines) == len(evidence.bill.lines)
    limits = [key for key in material.ledger if re.fullmatch(r"limit/.*/multiple", key)]
    assert len(limits) == len(evidence.scaling.limits)


def test_sums_add_up(material: Material) -> None:
    ledger = material.ledger
    total = ledger["cost/total"].value
    for family in ("component", "service", "line"):
        amounts = [e.value for key, e in ledger.items() if key.startswith(f"cost/{family}/") and e.value is not None]
        assert abs(sum(Decimal(str(amount)) for amount in amounts) - Decimal(str(total))) < Decimal("1e-12")


def test_published_figures_have_a_date(material: Material) -> None:
    for key, entry in material.ledger.items():
        if key.startswith("cost/line/") and entry.source.startswith("https://"):
            assert entry.as_of, key


def test_the_plain_ledger_is_exact_about_money_and_bounded_elsewhere() -> None:
    entries = (
        Entry("a", Decimal("0.1000000000000001"), "USD/month", "f", (("x", 1 / 3),), "s"),
        Entry("b", inf, "times the peak", "f", (), "s"),
        Entry("c", None, "ms", "f", (), "s", "2026"),
    )
    plain = plain_ledger({entry.id: entry for entry in entries})
    assert plain[0]["value"] == "0.1000000000000001"
    assert plain[0]["inputs"] == {"x": 0.333333}
    assert plain[1]["value"] == "unlimited"
    assert plain[2]["value"] is None
    json.dumps(plain, allow_nan=False)


def test_a_figure_nobody_has_cannot_be_shown(material: Material) -> None:
    with pytest.raises(KeyError):
        material.figure("cost/of-nothing")
    assert isinstance(material.figure("cost/total"), Span)
