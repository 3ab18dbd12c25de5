"""A bundle's evidence recomputed from its formulas and inputs, and what is told of one that was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tools.cost.verifying import EvidenceError, verify


def changed(bundle: dict[str, str], change: Callable[[dict[str, Any]], None]) -> str:
    """The evidence with one line of the bill changed."""
    evidence = json.loads(bundle["evidence.json"])
    line = next(
        each for each in evidence["figures"] if each["id"].startswith("cost/line/") and each["inputs"].get("sku")
    )
    change(line)
    return json.dumps(evidence)


def test_every_line_and_sum_is_met(bundle: dict[str, str]) -> None:
    verdict = verify(bundle["evidence.json"])
    assert verdict.differences == ()
    assert verdict.lines > 20
    assert verdict.sums > 10


@pytest.mark.parametrize("field", ["value", "formula", "sku", "nothing"])
def test_what_was_changed_is_told(bundle: dict[str, str], field: str) -> None:
    def change(line: dict[str, Any]) -> None:
        if field == "sku":
            line["inputs"]["sku"] = "lambda/no_such"
        elif field == "nothing":
            line["value"] = None
        else:
            line[field] = {"value": "123456.78", "formula": "hours + nothing of the kind"}[field]

    differences = verify(changed(bundle, change)).differences
    assert any(each.figure.startswith("cost/line/") for each in differences)


def test_a_changed_input_changes_the_sums_too(bundle: dict[str, str]) -> None:
    def dearer(line: dict[str, Any]) -> None:
        line["inputs"] = {k: v * 1e9 if isinstance(v, float) else v for k, v in line["inputs"].items()}

    found = {each.figure for each in verify(changed(bundle, dearer)).differences}
    assert "cost/total-without-free" in found


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"figures": []}', '{"figures": [3]}', "[" * 100_000])
def test_what_is_no_evidence_is_refused(text: str) -> None:
    with pytest.raises(EvidenceError):
        verify(text)
