"""What `cloudwright cost` does besides billing a design: plain quantities priced."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.console import DONE, FOUND, InputError, read_input, show
from tui.designs import open_design

if TYPE_CHECKING:
    from tools.cost.analysis.pricing import Case
    from tools.design.design import Design

MOST_BYTES = 4 * 1024 * 1024
MOST_EVIDENCE = 64 * 1024 * 1024


def price_file(source: str, form: str, region: str | None, hours: float | None, free_tier: bool | None) -> int:
    """Prices a usage file; found where a published total is not met. Raises InputError."""
    from tools.cost.forms import UsageError, price_usage, read_usage, to_json, to_text

    if form not in ("text", "json"):
        raise InputError(f"--format {form}: usage is shown as text or json")
    data = read_input(source, MOST_BYTES)
    name = "standard input" if source == "-" else source
    if len(data) > MOST_BYTES:
        raise InputError(f"{name}: larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        found = price_usage(read_usage(data, region=region), hours=hours, free_tier=free_tier)
    except UsageError as error:
        raise InputError(f"{name}: {error}") from None
    show((to_json if form == "json" else to_text)(found), end="")
    return FOUND if any(priced.agrees is False for priced in found.items) else DONE


def verify_file(source: str) -> int:
    """Recomputes the bill of a bundle's evidence; found where a figure differs. Raises InputError."""
    from tools.cost.verifying import EvidenceError, verify

    path = Path(source)
    if source != "-" and (path / "evidence.json").is_file():
        source = str(path / "evidence.json")
    try:
        verdict = verify(read_input(source, MOST_EVIDENCE))
    except EvidenceError as error:
        raise InputError(f"{source}: {error}") from None
    for each in verdict.differences:
        show(f"{each.figure}: says {each.stated}, comes to {each.found}")
    what = f"{verdict.lines} lines and {verdict.sums} sums of the bill recomputed"
    show(f"{what}: {len(verdict.differences) or 'none'} differ{'s' if len(verdict.differences) == 1 else ''}")
    return FOUND if verdict.differences else DONE


def analyse_design(case: Case, form: str, ranges: tuple[str, ...], amount: float | None) -> int:
    """Everything beyond the total of one design's bill. Raises InputError."""
    from tools.cost.analysis.report import analyse, analysis_plain, analysis_text
    from tools.cost.analysis.tornado import RangeError

    limit = None if amount is None else Decimal(str(amount))
    try:
        found = analyse(case, ranges=dict(map(_range, ranges)), amount=limit)
    except RangeError as error:
        raise InputError(f"--range {error}") from None
    if form == "json":
        show(json.dumps(analysis_plain(found), indent=1, ensure_ascii=False))
    else:
        show(analysis_text(found), end="")
    return DONE


def _range(text: str) -> tuple[str, tuple[float, float]]:
    name, _, ends = text.partition("=")
    low, _, high = ends.partition("..")
    try:
        return name.strip(), (float(low), float(high))
    except ValueError:
        raise InputError(f"--range {text}: write it as NAME=LOW..HIGH, load:orders=1000..5000 for example") from None


def compare_designs(case: Case, other: str, form: str, bar: str | None) -> int:
    """What the design costs more or less than another; found where it is more than the bar. Raises InputError."""
    from tools.cost.analysis.comparing import BarError, compare_bills
    from tools.cost.analysis.report import difference_plain, difference_text

    found = compare_bills(case.of(_opened(other)).bill(), case.bill())
    try:
        over = bar is not None and found.is_over(bar)
    except BarError as error:
        raise InputError(f"--fail-over {error}") from None
    if form == "json":
        show(json.dumps(difference_plain(found), indent=1, ensure_ascii=False))
    else:
        show(difference_text(found), end="")
        if over:
            show(f"over the bar of {bar}")
    return FOUND if over else DONE


def _opened(source: str) -> Design:
    return open_design(source).design


def tune_memory(text: str, aim: Literal["cost", "time", "balance"], arch: str, region: str, form: str) -> int:
    """Right-sizes the memory of a function from what was measured. Raises InputError."""
    from tools.cost.tuning import TuningError, read_points, tune, tuning_text

    try:
        points, shape = read_points(text)
        found = tune(points, shape=shape or "mixed", aim=aim, architecture=arch, region=region)
    except TuningError as error:
        raise InputError(f"--tune {error}") from None
    if form == "json":
        curve = [point._asdict() for point in found.curve]
        show(json.dumps({**found._asdict(), "best": found.best._asdict(), "curve": curve}, indent=1))
    else:
        show(tuning_text(found), end="")
    return DONE
