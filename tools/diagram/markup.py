"""Writing SVG: text that is never markup, short numbers, paths with round corners."""

from __future__ import annotations

from collections.abc import Sequence

from tools.design.xmltext import escaped

FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def rounded_path(points: Sequence[tuple[float, float]], radius: float) -> str:
    """A path along these corners, which it rounds as far as the pieces between them allow."""
    if not points:
        return ""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        x1, y1 = _towards(corner, before, bend)
        x2, y2 = _towards(corner, after, bend)
        parts.append(f"L{number(x1)} {number(y1)}Q{number(corner[0])} {number(corner[1])} {number(x2)} {number(y2)}")
    parts.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(parts)


def _length(a: tuple[float, float], b: tuple[float, float]) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    whole = _length(start, end) or 1.0
    return (
        start[0] + (end[0] - start[0]) * distance / whole,
        start[1] + (end[1] - start[1]) * distance / whole,
    )


def arrow_head(tip: tuple[float, float], before: tuple[float, float], colour: str, size: float = 6.0) -> str:
    """A head at the tip of a line that comes from another point, on one of the two axes."""
    x, y = tip
    if abs(tip[0] - before[0]) >= abs(tip[1] - before[1]):
        back = x - size if tip[0] >= before[0] else x + size
        corners = ((x, y), (back, y - size * 0.6), (back, y + size * 0.6))
    else:
        back = y - size if tip[1] >= before[1] else y + size
        corners = ((x, y), (x - size * 0.6, back), (x + size * 0.6, back))
    path = "L".join(f"{number(a)} {number(b)}" for a, b in corners)
    return f'<path d="M{path}Z" fill="{colour}"/>'


def text_line(x: float, y: float, text: str, size: float, colour: str, extra: str = "") -> str:
    """One line of text whose baseline starts, or is centred, at a point."""
    attributes = f" {extra}" if extra else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}"{attributes}>'
        f"{escaped(text)}</text>"
    )


def document(width: float, height: float, title: str, description: str, body: Sequence[str], widest: float) -> str:
    """A whole picture: light whatever surrounds it, with title and description, shrunk to the widest it may be."""
    shown = min(1.0, widest / width)
    size = f'width="{number(width * shown)}" height="{number(height * shown)}"'
    box = f'viewBox="0 0 {number(width)} {number(height)}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" font-family="{FONT}">',
            f"<title>{escaped(title)}</title>",
            f"<desc>{escaped(description)}</desc>",
            f'<rect width="{number(width)}" height="{number(height)}" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        )
    )
