"""Where the figures come from: published sources with their dates, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.blocks import Block, Bullets, Chapter, Fold, Grid, Heading, Paragraph, Words, code, text
from tools.bundle.material import Material
from tools.bundle.wording import counted, number, sentence


def chapter(material: Material) -> Chapter:
    """How to check a figure, assumptions, sources."""
    blocks = [_opening(material), *_assumptions(material), *_published(material)]
    return Chapter("sources", "How the figures were worked out", tuple(blocks))


def _opening(material: Material) -> Paragraph:
    return Paragraph(
        text(
            f"Nothing here was typed by hand: {number(len(material.ledger))} figures are computed from ",
            code("design.yaml"),
            ". ",
            code("evidence.json"),
            " has each with its formula, its inputs, its source and the date of that, and a hash of every file.",
        )
    )


def _assumptions(material: Material) -> Iterator[Block]:
    evidence = material.dossier.evidence
    taken = [f"{a.name.replace('_', ' ')} = {number(a.value)}: {a.why}" for a in evidence.bill.assumptions]
    taken += [assumption.text for assumption in evidence.scaling.assumptions]
    said = tuple(text(sentence(line)) for line in dict.fromkeys(taken))
    if said:
        yield Fold(f"Taken for granted where nobody said otherwise ({len(said)})", (Bullets(said),))


def _published(material: Material) -> Iterator[Block]:
    found: dict[str, tuple[set[str], int]] = {}
    for entry in material.ledger.values():
        if entry.as_of:
            dates, count = found.get(entry.source, (set[str](), 0))
            found[entry.source] = dates | {entry.as_of}, count + 1
    rows: list[tuple[Words, ...]] = [
        (text(source), text(", ".join(sorted(dates))), text(number(count)))
        for source, (dates, count) in sorted(found.items(), key=lambda item: (-item[1][1], item[0]))
    ]
    if rows:
        grid = Grid(("Source", "As of", "Figures"), tuple(rows), numbers=(2,))
        yield Heading("Published sources")
        yield Fold(counted(len(rows), "source"), (grid,))
