"""What was asked, in the client's words, and where each statement comes from."""

from __future__ import annotations

from tools.bundle.asked import DEEDS, TOPICS, Statement, statements
from tools.bundle.blocks import Chapter, Grid, Heading, Paragraph, Span, Words, code, soft, text
from tools.bundle.material import Material

CONTEXT = 32
"""Characters of the brief shown before and behind a quotation."""

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
            blocks += [Heading(topic), _grid(rows, topic, material.dossier.brief)]
    return Chapter("requirements", "What was asked", tuple(blocks))


def _grid(rows: list[Statement], topic: str, brief: str) -> Grid:
    if topic == DEEDS:
        heads = ("What", "", "From", "Served by")
        deeds = tuple((text(s.value), text(s.about), _origin(s, brief), _parts(s)) for s in rows)
        return Grid(heads, deeds, widths=(30, 11, 29, 30))
    cells = tuple((text(s.about), text(s.value), _origin(s, brief)) for s in rows)
    return Grid(("", "What", "From"), cells, widths=(16, 40, 44))


def _origin(statement: Statement, brief: str) -> Words:
    """The words of the brief among those around them, or how a statement else came about."""
    if statement.kind != "quoted":
        return text(Span(MARKS[statement.kind], "mark", statement.kind), f" {statement.said}")
    start, end = statement.place or (0, 0)
    if " ".join(brief[start:end].split()) != statement.said:
        return text(f"“{statement.said}”")
    before, after = _around(brief, start, end)
    return text(soft(f"“{before}"), statement.said, soft(f"{after}”"))


def _around(brief: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a quotation in its line, a few words of each."""
    line = brief.rfind("\n", 0, start) + 1
    stop = brief.find("\n", end)
    before = brief[line:start].lstrip("#-*+• |")
    after = brief[end : len(brief) if stop < 0 else stop].rstrip(" |")
    if len(before) > CONTEXT:
        before = f"…{before[-CONTEXT:].partition(' ')[2]}"
    if len(after) > CONTEXT:
        after = f"{after[:CONTEXT].rpartition(' ')[0]}…"
    return before, after


def _parts(statement: Statement) -> Words:
    """The first parts that serve a statement."""
    shown = statement.parts[:4]
    words: list[Span | str] = []
    for index, name in enumerate(shown):
        words += [", ", code(name)] if index else [code(name)]
    rest = len(statement.parts) - len(shown)
    return (*words, f" and {rest} more") if rest > 0 else tuple(words)
