"""The chapters of the architecture document, one file each: what is said, not yet in any format."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.blocks import Chapter
from tools.bundle.chapters import (
    architecture,
    contracts,
    cost,
    decisions,
    delivery,
    glance,
    open_points,
    operation,
    patterns,
    requirements,
    scaling,
    security,
    sources,
    workflows,
)
from tools.bundle.material import Material

ORDER = (
    glance, architecture, requirements, open_points, decisions, workflows, contracts, cost, scaling, security, delivery,
    operation, patterns, sources,
)  # fmt: skip
"""From what everybody wants to know to what somebody may want to look up."""


def chapters_of(material: Material) -> Iterator[Chapter]:
    """Every chapter that has something to say."""
    for module in ORDER:
        chapter = module.chapter(material)
        if chapter is not None:
            yield chapter
