"""The tracks of a simulation as SVG: arrivals, concurrency against its limit, queue depth. Deterministic, no script."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from tools.design.xmltext import escaped
from tools.scaling.simulation.outcome import Track
from tools.scaling.simulation.study import Study
from tools.scaling.simulation.telling import breaking_text, moment_text
from tools.scaling.wording import number_text

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_INK, _SOFT, _GRID, _PAPER, _BAD = "#1b1f24", "#57606a", "#d8dee4", "#ffffff", "#b3261e"
_COLOURS = ("#2f6db3", "#d98a1f", "#3f8f5b", "#8a5ab5", "#c2554d", "#3aa0a8", "#8c7b3a", "#5b6b7d")
_LEFT, _WIDTH, _HEIGHT, _GAP, _TOP = 64, 640, 150, 74, 92
_MOST_LINES = 8
_MOST_POINTS = 640


def study_svg(study: Study, account_limit: float = 0.0) -> str:
    """Three panels, one above the other, over the time simulated."""
    tracks = study.outcome.tracks
    arrivals = [one for one in tracks if one.unit == "requests/s"]
    busy = [one for one in tracks if one.unit == "environments"]
    waiting = [one for one in tracks if one.unit == "messages"]
    panels = [
        ("Arrivals, requests a second", arrivals, 0.0),
        ("Environments busy, highest of each step", busy, account_limit),
    ]
    panels += [("Messages waiting", waiting, 0.0)] if waiting else []
    parts: list[str] = []
    for number, (title, lines, limit) in enumerate(panels):
        parts += _panel(study, _TOP + number * (_HEIGHT + _GAP), title, _largest(lines), limit)
    height = _TOP + len(panels) * (_HEIGHT + _GAP)
    return _document(study, height, parts)


def _largest(tracks: Sequence[Track]) -> list[Track]:
    ordered = sorted(tracks, key=lambda one: (-max(one.values, default=0.0), one.name))
    return ordered[:_MOST_LINES]


def _panel(study: Study, top: float, title: str, tracks: Sequence[Track], limit: float) -> list[str]:
    highest = max((max(one.values, default=0.0) for one in tracks), default=0.0)
    shown = limit if 0 < limit <= 4 * highest else 0.0
    scale = _nice(max(highest, shown))
    parts = [_text(_LEFT, top - 12, title, _INK, weight="600")]
    for step in range(3):
        y = top + _HEIGHT * (1 - step / 2)
        parts += [
            _line(_LEFT, y, _LEFT + _WIDTH, y, _GRID),
            _text(_LEFT - 8, y + 4, number_text(scale * step / 2), _SOFT, "end"),
        ]
    for step in range(7):
        x = _LEFT + _WIDTH * step / 6
        moment = moment_text(study.begin_s + study.outcome.span_s * step / 6)
        parts.append(_text(x, top + _HEIGHT + 18, moment, _SOFT, "middle"))
    for number, track in enumerate(tracks):
        colour = _COLOURS[number]
        parts.append(_path(track, top, scale, colour, dashes=number))
        parts.append(_text(_LEFT + _WIDTH + 16, top + 10 + 18 * number, track.name, colour))
    if shown:
        y = top + _HEIGHT * (1 - shown / scale)
        parts.append(_line(_LEFT, y, _LEFT + _WIDTH, y, _BAD, ' stroke-dasharray="6 4"'))
        parts.append(_text(_LEFT + _WIDTH - 4, y - 5, f"account limit {number_text(shown)}", _BAD, "end"))
    return parts


def _path(track: Track, top: float, scale: float, colour: str, dashes: int) -> str:
    many = max(1, ceil(len(track.values) / _MOST_POINTS))
    values = [max(track.values[at : at + many]) for at in range(0, len(track.values), many)]
    last = max(1, len(values) - 1)
    points = " ".join(
        f"{_px(_LEFT + _WIDTH * at / last)},{_px(top + _HEIGHT * (1 - min(1.0, value / scale)))}"
        for at, value in enumerate(values)
    )
    pattern = f' stroke-dasharray="{8 - dashes % 4} {2 + dashes % 3}"' if dashes else ""
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.4"{pattern}/>'


def _nice(value: float) -> float:
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(factor * power for factor in (1, 2, 4, 10, 20) if factor * power >= value)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, extra: str = "") -> str:
    return f'<line x1="{_px(x1)}" y1="{_px(y1)}" x2="{_px(x2)}" y2="{_px(y2)}" stroke="{colour}"{extra}/>'


def _text(
    x: float, y: float, words: str, colour: str, anchor: str = "start", *, weight: str = "", size: int = 12
) -> str:
    style = f' font-weight="{weight}"' if weight else ""
    place = f'x="{_px(x)}" y="{_px(y)}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f"<text {place}{style}>{escaped(words)}</text>"


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _document(study: Study, height: float, parts: Sequence[str]) -> str:
    title = f"{study.design} under simulated traffic"
    told = breaking_text(study)
    cut = told if len(told) < 130 else told[:129].rstrip() + "…"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {_px(height)}" width="900" height="{_px(height)}" '
        f'role="img" font-family="{_FONT}">'
    )
    names = f"<title>{escaped(title)}</title><desc>{escaped(told)}</desc>"
    paper = f'<rect width="900" height="{_px(height)}" fill="{_PAPER}"/>'
    words = [_text(20, 30, title, _INK, weight="600", size=17), _text(20, 50, cut, _SOFT)]
    return "\n".join([head, names, paper, *words, *parts, "</svg>"]) + "\n"
