"""Values put into a template: strictly, as text only, and within its budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prompts.executing import Line, executed_line, literal_line
from prompts.template import Template
from prompts.values import checked, over_budget


def render(template: Template, values: Mapping[str, str]) -> str:
    """The text of a template with its values. Raises ValuesError.

    A value is put in as it is and never read as a template. A line whose fields are all empty is left out, as is one
    that comes to nothing, a block without any other, and a heading under which nothing remains. Same values, same
    bytes.
    """
    ready = checked(template, values)
    text = "\n\n".join(_without_bare_headings([block for block in _blocks(template, ready) if block[1]])) + "\n"
    problem = over_budget(template, text, ready)
    if problem is not None:
        raise problem
    return text


def fields_used(template: Template) -> frozenset[str]:
    """The fields that the text of a template speaks of."""
    return frozenset(name for line in template.body.split("\n") for name in _line(template, line).names)


def _line(template: Template, source: str) -> Line:
    return executed_line(source) if template.origin == "packaged" else literal_line(source)


def _blocks(template: Template, ready: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every block of the template, as it stands and as it is filled: what is between two empty lines."""
    for block in template.body.strip("\n").split("\n\n"):
        lines = [_line(template, source) for source in block.strip("\n").split("\n")]
        filled = [(line, _filled(line, ready)) for line in lines]
        is_asked = any(line.names for line in lines)
        is_said = any(line.names and text is not None for line, text in filled)
        kept = [text for _, text in filled if text is not None and (is_said or not is_asked)]
        yield block, "\n".join(kept)


def _filled(line: Line, ready: Mapping[str, str]) -> str | None:
    """The line; None for one that has nothing to say."""
    if not line.names:
        return line.filled(ready)
    if not any(ready[name] for name in line.names):
        return None
    text = line.filled(ready)
    return text if text.strip() else None


def _without_bare_headings(blocks: list[tuple[str, str]]) -> list[str]:
    """A heading of a section goes when the next block is one as well, or there is none."""
    following = [*(block for block, _ in blocks[1:]), "## "]
    return [
        text
        for (block, text), after in zip(blocks, following, strict=True)
        if not (block.startswith("## ") and after.startswith("## "))
    ]
