"""README.md of a bundle: the architecture document in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from tools.bundle.material import Material
from tools.design.markdown import escaped, table
from tools.design.plaintext import one_line
from tools.design.xmltext import escaped as entities


def architecture_document(material: Material, chapters: tuple[Chapter, ...]) -> str:
    """The document. Ends in a newline."""
    lines = [f"# {escaped(material.design.title)}", ""]
    if material.design.summary:
        lines += [f"> {escaped(material.design.summary)}", ""]
    for chapter in chapters:
        lines += [f"## {escaped(chapter.title)}", ""]
        for block in chapter.blocks:
            lines += _block(block)
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block) -> Iterator[str]:
    """The lines of a block, an empty one at its end."""
    match block:
        case Paragraph():
            yield from (_run(block.words), "")
        case Bullets():
            yield from (*(f"- {_run(item)}" for item in block.items), "")
        case Heading():
            yield from (f"### {escaped(block.text)}", "")
        case Grid():
            rows = [tuple(map(_run, row)) for row in block.rows]
            yield from (*table(tuple(map(escaped, block.heads)), rows, block.numbers), "")
        case Picture():
            yield from (f"![{escaped(block.title)}]({block.path})", "")
        case Commands():
            yield from ("```sh", *block.lines, "```", "")
        case Choice():
            yield from _choice(block)
        case Cards():
            yield from (*table(("", "", ""), map(_card, block.cards)), "")
        case Columns() | Fold():
            yield from _group(block)


def _group(group: Columns | Fold) -> Iterator[str]:
    """Blocks that belong together; nothing of what the page alone holds."""
    if isinstance(group, Fold):
        if group.only_page:
            return
        yield from ("<details>", f"<summary>{entities(group.title)}</summary>", "")
    for block in group.blocks:
        yield from _block(block)
    if isinstance(group, Fold):
        yield from ("</details>", "")


def _card(card: Card) -> tuple[str, ...]:
    return f"**{escaped(card.label)}**", _span(card.value), escaped(card.note)


def _choice(choice: Choice) -> Iterator[str]:
    yield f"**{escaped(choice.question)}** {escaped(choice.chosen)}. {escaped(choice.because)}"
    yield ""
    items = [_run(fact) for fact in choice.facts]
    items += [f"Not {escaped(option)}: {escaped(why)}" for option, why in choice.against]
    items += [f"Would become {_run(flip)}" for flip in choice.flips]
    if items:
        yield from (*(f"- {item}" for item in items), "")


def _run(words: Words) -> str:
    return "".join(_span(part) if isinstance(part, Span) else spaced(part, escaped) for part in words).strip()


def _span(span: Span) -> str:
    match span.style:
        case "code":
            return _code(span.text)
        case "strong":
            return _marked(span.text, "**")
        case "mark":
            return _marked(span.text, "*")
        case "link":
            return f"[{escaped(span.text)}]({span.about})" if is_address(span.about) else escaped(span.text)
        case _:
            return spaced(span.text, escaped)


def _marked(text: str, mark: str) -> str:
    """Between marks, which may not touch a space."""
    run = spaced(text, escaped)
    inner = run.strip()
    return run.replace(inner, f"{mark}{inner}{mark}", 1) if inner else run


def _code(text: str) -> str:
    """As code where nothing in it could end that, escaped otherwise."""
    line = one_line(text)
    return f"`{line}`" if line and not re.search(r"[`|\\]", line) else escaped(line)
