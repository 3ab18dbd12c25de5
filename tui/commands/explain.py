"""`cloudwright explain`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tui.completing import FILE, complete_subjects
from tui.console import DONE, InputError, show
from tui.designs import open_design

if TYPE_CHECKING:
    from tools.design.decisions import Decision
    from tools.design.design import Design


@click.command("explain", epilog="Example: cloudwright explain build/shop orders")
@click.argument("design", metavar="DESIGN", type=FILE)
@click.argument("subject", metavar="[COMPONENT|WHY]", required=False, shell_complete=complete_subjects)
def command(design: str, subject: str | None) -> int:
    """Say why DESIGN is as it is: all decisions, those of one component, or one decision by its id."""
    found = open_design(design).design
    show("\n".join(everything(found) if subject is None else about(found, subject)))
    return DONE


def everything(design: Design) -> Iterator[str]:
    """All decisions, a line or more each."""
    yield design.title
    for decision in design.decisions:
        yield ""
        yield from _decision(decision)


def about(design: Design, subject: str) -> list[str]:
    """One component with its decisions, or one decision. Raises InputError."""
    from tools.design.queries import Graph

    decision = next((d for d in design.decisions if d.id == subject), None)
    if decision is not None:
        return list(_decision(decision))
    component = Graph(design).get(subject)
    if component is None:
        known = ", ".join([*(c.name for c in design.components), *(d.id for d in design.decisions)])
        raise InputError(f"'{subject}' is neither a component nor a decision; there is: {known}")
    served = [c for c in design.requirements.capabilities if c.id in component.serves]
    lines = [f"{component.name}: {component.kind}", *_wrapped(component.title or component.description)]
    lines += [
        f"  serves   {c.text.lower()}: {getattr(c.origin, 'text', None) or getattr(c.origin, 'reason', '')}"
        for c in served
    ]
    if component.patterns:
        lines.append(f"  from     {', '.join(component.patterns)}")
    for link in design.links:
        if subject in (link.source, link.target):
            lines.append(
                f"  {link.kind:<8} {link.source} -> {link.target}{f': {link.purpose}' if link.purpose else ''}"
            )
    for made in design.decisions:
        if subject in made.components:
            lines += ["", *_decision(made)]
    return lines


def _decision(decision: Decision) -> Iterator[str]:
    yield f"{decision.question}  {decision.chosen}  [{decision.id}]"
    yield from _wrapped(f"because {decision.because}")
    for measure in decision.measures:
        yield f"  {measure.name}: {measure.value:,g} {measure.unit}".rstrip()
    for rejected in decision.rejected:
        yield from _wrapped(f"not {rejected.option}: {rejected.why}")
    for flip in decision.flips:
        number = (
            f" ({flip.measure} {flip.current:,g} now, {flip.threshold:,g} {flip.unit} flips it)"
            if flip.threshold is not None and flip.current is not None
            else ""
        )
        yield from _wrapped(f"{flip.to} instead when {flip.when}{number}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), 96, initial_indent="  ", subsequent_indent="  ") if text else []
