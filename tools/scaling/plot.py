"""Pictures of a report as SVG text: concurrency over the day, and how far each limit is away.

Hand-made and deterministic, dark on light, readable without colour (order, labels and dashes say the same), with title
and description for those who cannot see them. No script, no outside font or file.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf, log10
from typing import NamedTuple

from tools.design.xmltext import escaped
from tools.scaling.model import Limit, ScalingReport, Series
from tools.scaling.wording import clock_text, multiple_text, number_text
from tools.workload.profiles import DAY_S

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_INK, _SOFT, _GRID, _PAPER = "#1b1f24", "#57606a", "#d8dee4", "#ffffff"
_BAD, _NEAR, _FAR = "#b3261e", "#b26a00", "#1f6f6b"
_COLOURS = ("#2f6db3", "#d98a1f", "#3f8f5b", "#8a5ab5", "#c2554d", "#3aa0a8", "#8c7b3a", "#5b6b7d", "#a9b4bf")
_MOST_SERIES = 8
_LETTER = 6.6
"""Mean advance of a letter at 12 px, in px, on the generous side."""


class Box(NamedTuple):
    """The drawing area inside its margins."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width


def concurrency_svg(report: ScalingReport) -> str:
    """Mean concurrency of each function over the worst day, stacked, against the account's limit."""
    rows = _stacked(report.series)
    top = max((max(row.values, default=0.0) for row in rows), default=0.0)
    limit = report.account_limit if 0 < report.account_limit <= 3 * top else 0.0
    scale = _nice_top(max(top, limit))
    box = Box(56, 64, 644, 300)
    parts = [*_heading("Concurrency over the day", _subtitle(report)), *_hours(box), *_levels(box, scale)]
    for number, row in reversed(list(enumerate(rows))):
        parts.append(_area(box, report.times, row, scale, _COLOURS[min(number, _MOST_SERIES)]))
    if limit:
        y = box.bottom - box.height * limit / scale
        parts.append(_line(box.left, y, box.right, y, _BAD, 'stroke-width="1.5" stroke-dasharray="6 4"'))
        parts.append(_text(box.right - 4, y - 6, f"account limit {number_text(limit)}", _BAD, anchor="end"))
    parts += _legend(box.right + 24, box.top + 8, [row.name for row in rows])
    described = "; ".join(f"{f.component}: worst second {number_text(f.worst.value)}" for f in report.functions)
    return _document(940, 400, "Concurrency over the day", described or "No function runs.", parts)


def _subtitle(report: ScalingReport) -> str:
    worst, at = number_text(report.account.value), clock_text(report.account_at_s)
    limit = f" of {number_text(report.account_limit)}" if report.account_limit else ""
    return f"{report.design}, {report.region}: worst second {worst}{limit} environments at {at}"


def _stacked(series: Sequence[Series]) -> list[Series]:
    """The series on top of each other, the largest lowest; small ones joined."""
    ordered = sorted(series, key=lambda one: (-max(one.values, default=0.0), one.name))
    shown, rest = ordered[:_MOST_SERIES], ordered[_MOST_SERIES:]
    if rest:
        joined = tuple(sum(column) for column in zip(*(one.values for one in rest), strict=True))
        shown = [*shown, Series(f"{len(rest)} others", joined)]
    total: tuple[float, ...] = ()
    stacked: list[Series] = []
    for one in shown:
        total = tuple(a + b for a, b in zip(total, one.values, strict=True)) if total else one.values
        stacked.append(Series(one.name, total))
    return stacked


def _area(box: Box, times: Sequence[float], row: Series, scale: float, colour: str) -> str:
    points = [*zip(times, row.values, strict=True), (float(DAY_S), row.values[0] if row.values else 0.0)]
    corners = " ".join(f"{_x(box, at)},{_px(box.bottom - box.height * value / scale)}" for at, value in points)
    path = f"{_px(box.left)},{_px(box.bottom)} {corners} {_px(box.right)},{_px(box.bottom)}"
    return f'<polygon points="{path}" fill="{colour}" stroke="{_PAPER}" stroke-width="0.6"/>'


def _x(box: Box, t_s: float) -> str:
    return _px(box.left + box.width * t_s / DAY_S)


def _hours(box: Box) -> list[str]:
    parts: list[str] = []
    for hour in range(0, 25, 3):
        x = box.left + box.width * hour / 24
        parts.append(_line(x, box.top, x, box.bottom, _GRID))
        parts.append(_text(x, box.bottom + 18, f"{hour:02d}:00", _SOFT, anchor="middle"))
    return parts


def _levels(box: Box, scale: float) -> list[str]:
    parts: list[str] = []
    for step in range(5):
        y = box.bottom - box.height * step / 4
        parts.append(_line(box.left, y, box.right, y, _GRID))
        parts.append(_text(box.left - 8, y + 4, number_text(scale * step / 4), _SOFT, anchor="end"))
    return parts


def _legend(x: float, y: float, names: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for place, (number, name) in enumerate(reversed(list(enumerate(names)))):
        at = y + 22 * place
        colour = _COLOURS[min(number, _MOST_SERIES)]
        parts.append(f'<rect x="{_px(x)}" y="{_px(at - 9)}" width="12" height="12" rx="2" fill="{colour}"/>')
        parts.append(_text(x + 20, at + 1, name, _INK, room=190))
    return parts


def headroom_svg(report: ScalingReport, most: int = 18) -> str:
    """How many times the expected traffic each limit bears, nearest first, on a logarithmic scale."""
    certain = [limit for limit in report.limits if limit.is_certain and limit.multiple < inf]
    shown = certain[:most]
    box = Box(390, 84, 350, 26.0 * max(1, len(shown)))
    low, high = _decades([limit.multiple for limit in shown])
    parts = [*_heading("Headroom of each limit", _first_words(report)), *_decade_lines(box, low, high)]
    for place, limit in enumerate(shown):
        parts += _bar(box, box.top + 26 * place, limit, low, high)
    if not shown:
        parts.append(_text(box.left, box.top + 18, "no limit is in reach", _SOFT))
    one = _log_x(box, 1.0, low, high)
    parts.append(_line(one, box.top - 8, one, box.bottom + 4, _INK, 'stroke-width="1.5"'))
    described = "; ".join(f"{limit.component}, {limit.title}: {multiple_text(limit.multiple)}" for limit in shown)
    left_out = f" {len(certain) - most} further limits lie beyond." if len(certain) > most else ""
    return _document(1040, box.bottom + 28, "Headroom of each limit", described + "." + left_out, parts)


def _first_words(report: ScalingReport) -> str:
    first = report.first_limit
    if first is None:
        return f"{report.design}: no limit is in reach"
    return f"{report.design} breaks first at {multiple_text(first.multiple)} the expected traffic: {first.component}"


def _decades(multiples: Sequence[float]) -> tuple[int, int]:
    positive = [multiple for multiple in multiples if multiple > 0]
    low = min([0, *(floor(log10(multiple)) for multiple in positive)])
    high = max([1, *(floor(log10(multiple)) + 1 for multiple in positive)])
    return max(low, -3), min(high, 6)


def _decade_lines(box: Box, low: int, high: int) -> list[str]:
    parts: list[str] = []
    for power in range(low, high + 1):
        x = _log_x(box, 10.0**power, low, high)
        parts.append(_line(x, box.top - 8, x, box.bottom + 4, _GRID))
        parts.append(_text(x, box.top - 14, f"{number_text(10.0**power)} x", _SOFT, anchor="middle"))
    return parts


def _log_x(box: Box, multiple: float, low: int, high: int) -> float:
    part = (log10(multiple) - low) / (high - low) if multiple > 0 else 0.0
    return box.left + box.width * min(1.0, max(0.0, part))


def _bar(box: Box, y: float, limit: Limit, low: int, high: int) -> list[str]:
    end = _log_x(box, limit.multiple, low, high)
    colour = _BAD if limit.multiple < 1 else _NEAR if limit.multiple < 2 else _FAR
    used = f"{number_text(limit.use.value)} of {number_text(limit.limit)} {limit.use.unit}"
    width = max(2.0, end - box.left)
    return [
        _text(box.left - 12, y + 16, f"{limit.component}: {limit.title}", _INK, anchor="end", room=366),
        f'<rect x="{_px(box.left)}" y="{_px(y + 4)}" width="{_px(width)}" height="16" rx="2" fill="{colour}"/>',
        _text(box.right + 70, y + 16, multiple_text(limit.multiple), _INK, anchor="end", weight="600"),
        _text(box.right + 82, y + 16, used, _SOFT, room=200),
    ]


def _nice_top(value: float) -> float:
    """The next of 1, 2, 4, 10 times a power of ten at or above a value."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(factor * power for factor in (1, 2, 4, 10, 20) if factor * power >= value)


def _heading(title: str, subtitle: str) -> list[str]:
    return [
        _text(20, 30, title, _INK, size=17, weight="600"),
        _text(20, 50, subtitle, _SOFT, room=900),
    ]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, extra: str = "") -> str:
    ends = f'x1="{_px(x1)}" y1="{_px(y1)}" x2="{_px(x2)}" y2="{_px(y2)}"'
    return f'<line {ends} stroke="{colour}"{" " + extra if extra else ""}/>'


def _text(
    x: float,
    y: float,
    words: str,
    colour: str,
    *,
    anchor: str = "start",
    size: int = 12,
    weight: str = "",
    room: int = 0,
) -> str:
    """One line of text, shortened to `room` px with the whole as its tooltip."""
    most = int(room / _LETTER) if room else len(words)
    cut = len(words) > most
    shown = words[: most - 1].rstrip() + "…" if cut else words
    tip = f"<title>{escaped(words)}</title>" if cut else ""
    style = f' font-weight="{weight}"' if weight else ""
    place = f'x="{_px(x)}" y="{_px(y)}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f"<text {place}{style}>{tip}{escaped(shown)}</text>"


def _px(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _document(width: float, height: float, title: str, described: str, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_px(width)} {_px(height)}" width="{_px(width)}" '
        f'height="{_px(height)}" role="img" font-family="{_FONT}">'
    )
    names = f"<title>{escaped(title)}</title><desc>{escaped(described)}</desc>"
    paper = f'<rect width="{_px(width)}" height="{_px(height)}" fill="{_PAPER}"/>'
    return "\n".join([head, names, paper, *parts, "</svg>"]) + "\n"
