"""Families of components, and the colours they are drawn in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """Components that belong together for the eye."""

    name: str
    title: str
    colour: str
    """Dark enough for white glyphs on it (contrast over 4.5 to 1)."""
    tint: str


EXTERNAL = Family("external", "Outside", "#475569", "#f1f5f9")
EDGE = Family("edge", "Edge", "#1d5fd1", "#eaf1fd")
COMPUTE = Family("compute", "Compute", "#b4530a", "#fdf1e5")
MESSAGING = Family("messaging", "Messaging", "#a3206e", "#fbeaf4")
DATA = Family("data", "Data", "#166f4a", "#e7f5ee")
MODELS = Family("models", "AI", "#0b6b80", "#e5f4f7")
SECURITY = Family("security", "Security", "#a3231f", "#fcebea")

FAMILIES: tuple[Family, ...] = (EXTERNAL, EDGE, COMPUTE, MESSAGING, DATA, MODELS, SECURITY)

_KINDS: dict[Family, tuple[str, ...]] = {
    EXTERNAL: ("external",),
    EDGE: ("api", "load-balancer", "cdn", "static-site", "dns-failover", "network"),
    COMPUTE: ("function", "layer", "container", "workflow", "etl", "transcoder"),
    MESSAGING: (
        "queue",
        "topic",
        "bus",
        "stream",
        "delivery-stream",
        "schedule",
        "mail",
        "device-gateway",
        "file-gateway",
    ),
    DATA: (
        "table",
        "database",
        "timeseries",
        "warehouse",
        "bucket",
        "cache",
        "search-index",
        "query-engine",
    ),
    MODELS: ("ai-service",),
    SECURITY: ("user-pool", "secret", "parameter", "key", "firewall", "audit-trail"),
}

FAMILY_OF: dict[str, Family] = {kind: family for family, kinds in _KINDS.items() for kind in kinds}
"""Kind of component to family; every kind of the language has one."""
