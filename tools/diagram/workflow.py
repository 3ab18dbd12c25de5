"""The picture of a workflow, as SVG: from its start, at the top, down to its ends."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.plaintext import one_line
from tools.design.queries import Graph
from tools.design.workflows import Fallible, Task, Workflow, walk
from tools.diagram.flowchart import chart_of
from tools.diagram.markup import arrow_head, document, number, text_line
from tools.diagram.steps import ILL, UNDO
from tools.diagram.text import fitted, width_of
from tools.diagram.wording import words_of

PAD = 28.0
HEADER = 66.0
WIDEST = 1800.0


def workflow_svg(workflow: Workflow, graph: Graph | None = None) -> str:
    """The picture of a workflow: every step and every transition once, what is undone in a colour of its own.

    With the graph of its design, tasks are drawn as the components they ask.
    """
    drawing = chart_of(workflow.steps, graph)
    title = words_of(workflow.name)
    summary = one_line(workflow.description)
    width = max(drawing.width, width_of(title, 18, bold=True), min(width_of(summary, 11), 520.0)) + 2 * PAD
    x = (width - drawing.width) / 2
    foot = HEADER + drawing.height + 22
    notes = list(_notes(workflow))
    height = foot + 20 * len(notes) + PAD / 2
    body = [
        text_line(PAD, 32, fitted(title, width - 2 * PAD, 18, bold=True), 18, "#0f172a", 'font-weight="700"'),
        text_line(PAD, 49, fitted(summary, width - 2 * PAD, 11), 11, "#55627a"),
        f'<g transform="translate({number(x)} {number(HEADER)})">{"".join(drawing.parts)}</g>',
        *(_note(PAD, foot + 20 * row, *note) for row, note in enumerate(notes)),
    ]
    description = f"{summary} {len(walk(workflow.steps))} steps.".strip()
    return document(width, height, title, description, body, WIDEST)


def _notes(workflow: Workflow) -> Iterator[tuple[str, str, str]]:
    """What the lines mean that are not plain: colour, dashes, meaning."""
    steps = walk(workflow.steps)
    if any(isinstance(step, Fallible) and step.catch for step in steps):
        yield ILL, "5 4", "when the step fails for good"
    if any(isinstance(step, Task) and step.compensate for step in steps):
        yield UNDO, "2 3", "undoes what was done when a later step fails, the last first"


def _note(x: float, y: float, colour: str, dashes: str, text: str) -> str:
    head = arrow_head((28, 0), (0, 0), colour)
    return (
        f'<g transform="translate({number(x)} {number(y)})"><path d="M0 0H24" stroke="{colour}" stroke-width="1.4" '
        f'stroke-dasharray="{dashes}"/>{head}{text_line(36, 3.5, text, 10, "#475569")}</g>'
    )
