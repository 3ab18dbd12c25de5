"""The events that parts tell each other."""

from __future__ import annotations

from tools.bundle.blocks import Chapter, Grid, Paragraph, Span, code, text
from tools.bundle.material import Material
from tools.bundle.wording import listed, sentence


def chapter(material: Material) -> Chapter | None:
    """A row for each event; nothing where there is none."""
    events = material.design.events
    if not events:
        return None
    rows = tuple(
        (
            text(code(event.name), f" v{event.version}"),
            text(sentence(event.description)),
            text(code(event.owner)),
            text(listed(material.graph.consumers(event.name)) or "nobody yet"),
            text(", ".join(event.key)),
            text(event.sensitivity),
        )
        for event in events
    )
    note = text("Versioned JSON Schemas and examples are in ", Span("events/", "link", "events/README.md"), ".")
    heads = ("Event", "Meaning", "Told by", "Heard by", "Identified by", "Sensitivity")
    return Chapter("events", "Events", (Paragraph(note), Grid(heads, rows)))
