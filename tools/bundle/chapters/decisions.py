"""Options compared, and every decision in the five steps of the reasoning."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.blocks import Block, Chapter, Choice, Grid, Heading, Paragraph, Span, Words, strong, text
from tools.bundle.material import Material
from tools.bundle.wording import sentence
from tools.design.decisions import Decision, Flip
from tools.design.design import Design

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("1. Event source and schema", ("object-events", "message-carrier", "api-style", "api-auth")),
    ("2. Function granularity", ("function-granularity", "request-compute", "long-work")),
    ("3. Choreography or orchestration", ("coordination", "workflow-durability")),
    ("4. Database and state", ("state-store", "table-capacity", "tenancy", "encryption-keys")),
    ("5. Observability, resilience and cost", ("cold-starts", "regions")),
)
"""The five steps of the reasoning, and the decisions that belong to each."""

LOAD_NOTE = (
    "Operational load counts what has to be run: three points for what has to be patched, sized or failed over, "
    "two for capacity to watch, one for what is deployed and alarmed on."
)


def chapter(material: Material) -> Chapter | None:
    """Options, then decisions; nothing where the design tells none."""
    blocks = [*_options(material), *_decisions(material)]
    return Chapter("decisions", "Options and decisions", tuple(blocks)) if blocks else None


def _options(material: Material) -> Iterator[Block]:
    options = material.dossier.options
    if len(options) < 2:
        return
    rows = tuple(
        (
            text(strong(option.title), f": {option.difference}" if option.difference else " "),
            text(material.figure(f"option/{option.id}/cost")),
            text(material.figure(f"option/{option.id}/p99") if option.p99_ms is not None else "–"),
            text(material.figure(f"option/{option.id}/load", str(option.operational_load))),
            text(material.figure(f"option/{option.id}/parts", str(option.parts))),
        )
        for option in options
    )
    yield Heading("Options compared")
    heads = ("Option", "Cost a month", "Slowest answer, p99", "Operational load", "Parts")
    yield Grid(heads, rows, numbers=(1, 2, 3, 4))
    yield Paragraph(text(f"{LOAD_NOTE} {_repaired(material)}".strip()), "note")


def _repaired(material: Material) -> str:
    """Options are compared as proposed; what was mended afterwards may have moved the chosen one."""
    first = material.dossier.options[0]
    total = float(material.dossier.evidence.bill.total)
    if abs(first.monthly_cost - total) < 0.01 * max(total, 1.0):
        return ""
    return "Options are compared as they were proposed; the chosen one was mended afterwards, which moved its cost."


def _decisions(material: Material) -> Iterator[Block]:
    for title, decisions in reasoning(material.design):
        yield Heading(title)
        for decision in decisions:
            yield _choice(decision, material)


def reasoning(design: Design) -> Iterator[tuple[str, list[Decision]]]:
    """The decisions under the five steps; what belongs to none comes last."""
    left = {decision.id: decision for decision in design.decisions}
    for title, ids in STEPS:
        taken = [left.pop(name) for name in ids if name in left]
        if taken:
            yield title, taken
    if left:
        yield "Further decisions", list(left.values())


def _choice(decision: Decision, material: Material) -> Choice:
    return Choice(
        decision.question,
        decision.chosen,
        sentence(decision.because),
        tuple(
            text(
                f"{measure.name}: ",
                material.figure(f"decision/{decision.id}/{measure.name}"),
                " a month" if measure.unit == "USD/month" else "",
            )
            for measure in decision.measures
        ),
        tuple((rejected.option, sentence(rejected.why)) for rejected in decision.rejected),
        tuple(_flip(decision, flip, material) for flip in decision.flips),
    )


def _flip(decision: Decision, flip: Flip, material: Material) -> Words:
    """What would make us choose otherwise, with its number."""
    words: list[Span | str] = [strong(flip.to), f" when {flip.when}"]
    if flip.threshold is not None:
        key = f"decision/{decision.id}/flip/{flip.to}"
        words += [": " if flip.measure else " ", flip.measure, " " if flip.measure else "", material.figure(key)]
        if flip.current is not None:
            words += [", now ", material.figure(f"{key}/now")]
    return (*words, ".")
