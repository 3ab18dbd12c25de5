"""Every state machine as a picture, with what one execution amounts to."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.blocks import Block, Chapter, Heading, Paragraph, Picture, Span
from tools.bundle.material import Material
from tools.bundle.wording import raised, sentence
from tools.design.components import WorkflowEngine
from tools.design.workflows import Workflow, walk
from tools.diagram.workflow import workflow_svg


def chapter(material: Material) -> Chapter | None:
    """Pictures; nothing where there is no workflow."""
    found = material.graph.all(WorkflowEngine)
    blocks = [block for engine in found for block in _one(engine, material)]
    return Chapter("workflows", "Workflows", tuple(blocks)) if blocks else None


def _one(engine: WorkflowEngine, material: Material) -> Iterator[Block]:
    flow = material.graph.workflow(engine.definition)
    yield Heading(engine.name)
    yield Paragraph(tuple(_facts(engine, flow, material)))
    yield Picture(f"workflows/{flow.name}.svg", engine.name, workflow_svg(flow, material.graph), "text")


def _facts(engine: WorkflowEngine, flow: Workflow, material: Material) -> Iterator[Span | str]:
    steps = walk(flow.steps)
    undone = [step.name for step in steps if getattr(step, "compensate", None)]
    if flow.description:
        yield f"{sentence(flow.description)} "
    yield f"{raised(engine.durability)} workflow of {len(steps)} steps"
    if undone:
        yield f", of which {len(undone)} are undone when a later one fails"
    yield ". One execution takes "
    yield material.figure(f"workflow/{flow.name}/duration")
    yield " on average and "
    yield material.figure(f"workflow/{flow.name}/transitions")
    yield " where nothing fails."
