"""The patterns the design rests on."""

from __future__ import annotations

from tools.bundle.blocks import Bullets, Chapter, Span, strong, text
from tools.bundle.material import Material
from tools.bundle.wording import sentence


def chapter(material: Material) -> Chapter | None:
    """A line for each; nothing where none was used."""
    used = material.dossier.patterns
    if not used:
        return None
    items = tuple(
        text(
            Span(pattern.title, "link", pattern.url) if pattern.url.startswith("https://") else strong(pattern.title),
            f": {sentence(pattern.summary)}",
        )
        for pattern in used
    )
    return Chapter("patterns", "Patterns used", (Bullets(items),))
