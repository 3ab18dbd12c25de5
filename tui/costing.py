"""What `cloudwright cost` does besides billing a design: plain quantities priced."""

from __future__ import annotations

from pathlib import Path

from tui.console import DONE, FOUND, InputError, read_input, show

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
