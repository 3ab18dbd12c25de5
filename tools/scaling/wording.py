"""Figures as people read them, the same everywhere: no locale, no clock."""

from __future__ import annotations

from math import floor, inf, log10

from tools.scaling.model import Limit

_SHORT = ((1e12, "T"), (1e9, "G"), (1e6, "M"))


def number_text(value: float) -> str:
    """Three significant digits: `0.0213`, `4.6`, `1,250`, `38.7M`; `∞` for infinity."""
    if value in (inf, -inf):
        return "∞" if value > 0 else "-∞"
    size = abs(value)
    for unit, letter in _SHORT:
        if size >= unit * 0.9995:
            return f"{number_text(value / unit)}{letter}" if size < 1e15 else f"{value:.2e}"
    if size >= 99.95:
        return f"{value:,.0f}"
    if size == 0:
        return "0"
    if size < 1e-4:
        return f"{value:.1e}"
    decimals = max(0, 2 - floor(log10(size)))
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def multiple_text(multiple: float) -> str:
    """A multiple of the expected traffic: `3.1 x`; `never` for infinity, `without traffic` for none."""
    if multiple == inf:
        return "never"
    return f"{number_text(multiple)} x" if multiple > 0 else "without traffic"


def used_text(limit: Limit) -> str:
    """What the expected peak takes of a limit: `204 of 263 tasks`."""
    return f"{number_text(limit.use.value)} of {number_text(limit.limit)} {limit.use.unit}"


def clock_text(t_s: float) -> str:
    """A second of the day as `14:30`."""
    minutes = int(t_s // 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def span_text(seconds: float) -> str:
    """A length of time: `350 ms`, `12 s`, `4 min`, `3.5 h`, `never` for infinity."""
    if seconds == inf:
        return "never"
    if seconds < 1:
        return f"{number_text(seconds * 1000)} ms"
    for size, unit in ((86_400.0, "d"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 2 * size:
            return f"{number_text(seconds / size)} {unit}"
    return f"{number_text(seconds)} s"


def share_text(share: float) -> str:
    """A share as a percentage: `0.02 %`."""
    return f"{number_text(100 * share)} %"
