"""What was asked, in the client's words, and where each statement comes from."""

from __future__ import annotations

from tools.bundle.asked import DEEDS, TOPICS, Statement, statements
from tools.bundle.blocks import Chapter, Grid, Heading, Paragraph, Span, Words, code, text
from tools.bundle.material import Material

MARKS = {"answered": "answered", "assumed": "assumed"}


def chapter(material: Material) -> Chapter:
    """Statements by topic."""
    found = statements(material.design)
    blocks: list[Paragraph | Heading | Grid] = [
        Paragraph(
            text("Each statement is quoted from the brief, answered, or assumed where nothing was said (then marked).")
        )
    ]
    for topic in TOPICS:
        rows = [statement for statement in found if statement.topic == topic]
        if rows:
            blocks += [Heading(topic), _grid(rows, topic)]
    return Chapter("requirements", "What was asked", tuple(blocks))


def _grid(rows: list[Statement], topic: str) -> Grid:
    if topic == DEEDS:
        return Grid(
            ("What", "", "From", "Served by"),
            tuple((text(s.value), text(s.about), _origin(s), _parts(s)) for s in rows),
        )
    return Grid(("", "What", "From"), tuple((text(s.about), text(s.value), _origin(s)) for s in rows))


def _origin(statement: Statement) -> Words:
    if statement.kind == "quoted":
        return text(f"“{statement.said}”")
    return text(Span(MARKS[statement.kind], "mark", statement.kind), f" {statement.said}")


def _parts(statement: Statement) -> Words:
    """The first parts that serve a statement."""
    shown = statement.parts[:4]
    words: list[Span | str] = []
    for index, name in enumerate(shown):
        words += [", ", code(name)] if index else [code(name)]
    rest = len(statement.parts) - len(shown)
    return (*words, f" and {rest} more") if rest > 0 else tuple(words)
