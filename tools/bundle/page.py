"""report.html of a bundle: the architecture document to look at, one file with its pictures inside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

from tools.bundle.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Chapter,
    Choice,
    Columns,
    Commands,
    Fold,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Span,
    Words,
    is_address,
    spaced,
)
from tools.bundle.ledger import Ledger
from tools.bundle.material import Material
from tools.design.xmltext import escaped


def report_page(material: Material, chapters: tuple[Chapter, ...]) -> str:
    """The page. No script, no network, nothing but itself."""
    style = files("tools.bundle").joinpath("report.css").read_text(encoding="utf-8")
    title, summary = escaped(material.design.title), escaped(material.design.summary)
    printer = _Printer(material.ledger)
    contents = "".join(f'<li><a href="#{chapter.id}">{escaped(chapter.title)}</a></li>' for chapter in chapters)
    body = "\n".join(printer.chapter(chapter) for chapter in chapters)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>\n{style}</style>\n</head>\n'
        f"<body>\n<nav><p>Contents</p><ol>{contents}</ol></nav>\n<main>\n"
        f'<header><p class="kicker">Architecture report</p><h1>{title}</h1><p class="lead">{summary}</p></header>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


class _Printer:
    """Prints blocks as HTML; figures tell where they come from."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def chapter(self, chapter: Chapter) -> str:
        """A section with its heading."""
        blocks = "\n".join(map(self._block, chapter.blocks))
        return f'<section id="{chapter.id}"><h2>{escaped(chapter.title)}</h2>\n{blocks}\n</section>'

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f"<p{_class(block.style)}>{self._run(block.words)}</p>"
            case Bullets():
                return _list(map(self._run, block.items))
            case Heading():
                return f"<h3>{escaped(block.text)}</h3>"
            case Grid():
                return self._grid(block)
            case Picture():
                return f'<figure class="{block.width}">{_drawing(block)}</figure>'
            case Commands():
                return f"<pre>{chr(10).join(map(escaped, block.lines))}</pre>"
            case Choice():
                return self._choice(block)
            case Cards() | Columns() | Fold():
                return self._group(block)

    def _group(self, block: Cards | Columns | Fold) -> str:
        match block:
            case Cards():
                return f'<div class="cards">{"".join(map(self._card, block.cards))}</div>'
            case Columns():
                inner = "".join(f"<div>{self._block(one)}</div>" for one in block.blocks)
                return f'<div class="columns">{inner}</div>'
            case Fold():
                inner = "".join(map(self._block, block.blocks))
                return f"<details><summary>{escaped(block.title)}</summary>{inner}</details>"

    def _card(self, card: Card) -> str:
        return (
            f'<div class="card {card.mood}"><p class="label">{escaped(card.label)}</p>'
            f'<p class="value">{self._span(card.value)}</p><p class="note">{escaped(card.note)}</p></div>'
        )

    def _choice(self, choice: Choice) -> str:
        items = [self._run(fact) for fact in choice.facts]
        items += [f"Not <b>{escaped(option)}</b>: {escaped(why)}" for option, why in choice.against]
        items += [f"Would become {self._run(flip)}" for flip in choice.flips]
        return (
            f'<article class="decision"><p class="question">{escaped(choice.question)}</p>'
            f'<p><b class="chosen">{escaped(choice.chosen)}</b> {escaped(choice.because)}</p>{_list(items)}</article>'
        )

    def _grid(self, grid: Grid) -> str:
        number = [' class="number"' if column in grid.numbers else "" for column in range(len(grid.heads))]
        heads = "".join(f"<th{number[i]}>{escaped(text)}</th>" for i, text in enumerate(grid.heads))
        rows: list[str] = []
        for index, row in enumerate(grid.rows):
            cells = "".join(f"<td{number[i]}>{self._run(cell)}</td>" for i, cell in enumerate(row))
            rows.append(f"<tr>{cells}{_bar(grid.bars[index]) if grid.bars else ''}</tr>")
        heads += "<th></th>" if grid.bars else ""
        columns = "".join(f'<col style="width:{width}%">' for width in grid.widths)
        body = f"{columns}<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
        return f'<div class="scroll"><table>{body}</table></div>'

    def _run(self, words: Words) -> str:
        return "".join(self._span(part) if isinstance(part, Span) else spaced(part, escaped) for part in words).strip()

    def _span(self, span: Span) -> str:
        shown = spaced(span.text, escaped)
        match span.style:
            case "code":
                return f"<code>{shown}</code>"
            case "strong":
                return f"<b>{shown}</b>"
            case "soft":
                return f'<span class="soft">{shown}</span>'
            case "mark":
                return f'<span class="mark {escaped(span.about)}">{shown}</span>'
            case "link":
                return f'<a href="{escaped(span.about)}">{shown}</a>' if is_address(span.about) else shown
            case "figure":
                return self._figure(span, shown)
            case "text":
                return shown

    def _figure(self, span: Span, shown: str) -> str:
        """A figure, with its formula and source where a pointer rests on it."""
        entry = self._ledger[span.about]
        about = f"{entry.formula}; {entry.source}{f' ({entry.as_of})' if entry.as_of else ''}"
        return f'<data value="{escaped(span.about)}" title="{escaped(about)}">{shown}</data>'


def _class(style: str) -> str:
    return "" if style == "plain" else f' class="{style}"'


def _list(items: Iterable[str]) -> str:
    inner = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{inner}</ul>" if inner else ""


def _bar(share: float) -> str:
    return f'<td class="bar"><span style="width:{max(share * 100, 0.5):.1f}%"></span></td>'


def _drawing(picture: Picture) -> str:
    """The drawing as part of a page: without what only a file of its own begins with."""
    return re.sub(r"^<\?xml[^>]*\?>\s*", "", picture.svg)
