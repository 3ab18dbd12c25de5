"""What `cloudwright cost` does besides billing a design: plain quantities priced."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.console import DONE, FOUND, InputError, read_input, reason_of, show
from tui.designs import open_design

if TYPE_CHECKING:
    from tools.catalog.offers import Offer
    from tools.catalog.prices import Sheet
    from tools.cost.analysis.pricing import Case
    from tools.design.design import Design

MOST_BYTES = 4 * 1024 * 1024
MOST_EVIDENCE = 64 * 1024 * 1024
MOST_LIST = 512 * 1024 * 1024


def price_file(
    source: str, form: str, region: str | None, hours: float | None, free_tier: bool | None, prices: str | None
) -> int:
    """Prices a usage file; found where a published total is not met. Raises InputError."""
    from tools.cost.forms import UsageError, price_usage, read_usage, to_json, to_text

    if form not in ("text", "json"):
        raise InputError(f"--format {form}: usage is shown as text or json")
    data = read_input(source, MOST_BYTES)
    name = "standard input" if source == "-" else source
    if len(data) > MOST_BYTES:
        raise InputError(f"{name}: larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        found = price_usage(read_usage(data, region=region), hours=hours, free_tier=free_tier, sheet=open_sheet(prices))
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


def open_sheet(source: str | None) -> Sheet | None:
    """Newer prices of a sheet, if one is given. Raises InputError."""
    from tools.catalog.refreshing import SheetError, load_sheet

    if source is None:
        return None
    try:
        return load_sheet(read_input(source, MOST_BYTES))
    except SheetError as error:
        raise InputError(f"{source}: {error}") from None


def refresh_prices(sources: tuple[str, ...], sheet: str) -> int:
    """Reads price lists, tells what changed and writes the sheet, whole or not at all. Raises InputError."""
    from tools.catalog.offers import OfferError, read_offer
    from tools.catalog.refreshing import SheetError, dump_sheet, refreshed
    from tools.cost.report import exact

    target = Path(sheet)
    known: Sheet = (open_sheet(sheet) if target.exists() else None) or {}
    offers: list[Offer] = []
    for source in sources:
        try:
            offers.append(read_offer(_list_bytes(source)))
        except OfferError as error:
            raise InputError(f"{source}: {error}. Nothing was written") from None
    try:
        found = refreshed(known, offers)
    except SheetError as error:
        raise InputError(f"{error}. Nothing was written") from None
    _write_whole(target, dump_sheet(found.sheet))
    for change in found.changes:
        _, service, sku, region = change.key
        before = (
            "new" if change.is_new_region else f"{exact(change.before.price)} of {change.before.as_of or 'no date'}"
        )
        show(f"{service}/{sku} in {region}: {before} -> {exact(change.after.price)} / {change.after.unit}")
    show(f"{len(found.changes)} changed, {found.confirmed} confirmed, {len(found.sheet)} on the sheet {sheet}")
    if found.unread:
        show(f"not in the lists, kept as they were: {', '.join(found.unread)}")
    return DONE


def _list_bytes(source: str) -> bytes:
    if source.startswith(("https://", "http://")):
        from tui.fetching import fetched

        data = fetched(source, MOST_LIST)
    else:
        data = read_input(source, MOST_LIST)
    if len(data) > MOST_LIST:
        raise InputError(f"{source}: larger than {MOST_LIST // 1024 // 1024} MB. Name the list of one region")
    return data


def _write_whole(target: Path, text: str) -> None:
    import os
    from tempfile import NamedTemporaryFile

    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, prefix=".prices-", delete=False) as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        Path(handle.name).replace(target)
    except OSError as error:
        raise InputError(f"{target}: {reason_of(error)}. Nothing was written") from None
