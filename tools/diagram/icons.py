"""Glyphs for kinds of components and steps: plain line drawings on a square of 24 by 24."""

from __future__ import annotations

from tools.design.components import Component, External


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0"


_PERSON = _circle(12, 8, 3.6) + "M5 20c0-9 14-9 14 0"
_BUILDING = "M5 21V4h9v17M14 10h5v11M8 8h3M8 12h3M8 16h3M3 21h18"

GLYPHS: dict[str, str] = {
    "api": "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
    "load-balancer": "M3 12h7M10 12l7-7h4M10 12h11M10 12l7 7h4",
    "cdn": _circle(12, 12, 8.5) + "M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17",
    "static-site": "M3 5h18v14H3ZM3 9.5h18M6 7.2h.01M8.6 7.2h.01",
    "dns-failover": "M12 3v18M12 5h6l2.5 2.5L18 10h-6M12 11.5H6L3.5 14 6 16.5h6",
    "network": _circle(12, 5.5, 2.5) + _circle(6, 18, 2.5) + _circle(18, 18, 2.5) + "M11 8l-4 8M13 8l4 8M8.5 18h7",
    "function": "M6 4h3.2L17 20h3M12.2 10.5L6.5 20",
    "layer": "M12 4l9 5-9 5-9-5ZM3 13.5l9 5 9-5",
    "container": "M12 3l8 4.5v9L12 21l-8-4.5v-9ZM4 7.5l8 4.5 8-4.5M12 12v9",
    "workflow": "M3.5 4h6v5h-6ZM14.5 4h6v5h-6ZM14.5 15h6v5h-6ZM9.5 6.5h5M17.5 9v6M6.5 9v8.5h8",
    "etl": "M4 8h14l-3.5-3.5M20 16H6l3.5 3.5",
    "transcoder": "M3 6h18v12H3ZM10 9l5.5 3-5.5 3Z",
    "queue": "M3 7h18v10H3ZM9 7v10M15 7v10",
    "topic": _circle(6, 12, 2) + "M8 12h12M8 11l9-6.5M8 13l9 6.5",
    "bus": "M2.5 12h19M7 12V6.5M12 12v5.5M17 12V6.5" + _circle(7, 5, 1.5) + _circle(12, 19, 1.5) + _circle(17, 5, 1.5),
    "stream": "M3 7c3-3 6 3 9 0s6-3 9 0M3 12c3-3 6 3 9 0s6-3 9 0M3 17c3-3 6 3 9 0s6-3 9 0",
    "delivery-stream": "M3 7h9M3 12h13M3 17h9M14.5 7l5 5-5 5",
    "schedule": _circle(12, 12, 8.5) + "M12 7v5l3.5 2.2",
    "mail": "M3 6h18v12H3ZM3.5 7l8.5 6.5L20.5 7",
    "device-gateway": _circle(12, 10, 1.8) + "M12 12v9M8.5 21h7M7.8 14.2a6 6 0 0 1 0-8.4M16.2 5.8a6 6 0 0 1 0 8.4",
    "file-gateway": "M6 3h8l4 4v14H6ZM14 3v4h4M12 17.5v-6M9.5 14l2.5-2.5 2.5 2.5",
    "table": "M4 5h16v14H4ZM4 10h16M10 5v14",
    "database": "M5 6c0-3.5 14-3.5 14 0v12c0 3.5-14 3.5-14 0ZM5 6c0 3.5 14 3.5 14 0M5 12c0 3.5 14 3.5 14 0",
    "timeseries": "M4 4v16h16M7 15l4-5 3.5 3L19.5 7",
    "warehouse": "M3 9.5L12 4l9 5.5V20H3ZM7.5 20v-7h9v7M7.5 16.5h9",
    "bucket": "M4 6.5c0-2.7 16-2.7 16 0L18 19c-.6 2-11.4 2-12 0ZM4 6.5c0 2.7 16 2.7 16 0",
    "cache": "M13 3L6 13.5h5.5L10.5 21 18 10.2h-5.7Z",
    "search-index": _circle(10.5, 10.5, 6) + "M15 15l5.5 5.5",
    "query-engine": "M4 5h16v14H4ZM7.5 9l3 3-3 3M12.5 15.5h4.5",
    "ai-service": "M11 4l1.9 6.1L19 12l-6.1 1.9L11 20l-1.9-6.1L3 12l6.1-1.9ZM19 3.5v4M17 5.5h4",
    "user-pool": _circle(9, 8, 3.2) + "M3 19.5c0-7.5 12-7.5 12 0M15.5 5a3.2 3.2 0 0 1 0 6M17.5 14c2.5 1 3.5 3 3.5 5.5",
    "secret": "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5",
    "parameter": "M4 7h9M17 7h3M4 17h3M11 17h9" + _circle(15, 7, 2) + _circle(9, 17, 2),
    "key": _circle(8, 12, 4) + "M12 12h9v3.5M17 12v3",
    "firewall": "M12 3l8 3v6c0 4.5-3.5 7.5-8 9-4.5-1.5-8-4.5-8-9V6ZM8.5 12l2.5 2.5 4.5-5",
    "audit-trail": "M6 5h12v16H6ZM9 3h6v4H9ZM9 11.5h6M9 15.5h6",
    "external": "M4 5h16v6H4ZM4 13h16v6H4ZM7.5 8h.01M7.5 16h.01",
}  # fmt: skip
"""Kind of component to the path of its glyph."""

_ROLES: dict[str, str] = {
    "person": _PERSON,
    "staff": _PERSON + "M12 15.5v2.5",
    "device": "M8 3h8v18H8ZM11 18h2",
    "partner": _BUILDING,
    "on-premises": _BUILDING,
}


def glyph_of(component: Component) -> str:
    """The path of a component's glyph."""
    if isinstance(component, External):
        return _ROLES.get(component.role, GLYPHS["external"])
    return GLYPHS[component.kind]


def drawn(path: str, x: float, y: float, size: float, colour: str) -> str:
    """A glyph with its upper left corner at a point."""
    scale = size / 24
    return (
        f'<path d="{path}" transform="translate({x:g} {y:g}) scale({scale:.3g})" fill="none" stroke="{colour}" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>'
    )
