"""The design as a picture in text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.planners.claude.schemas import choice, record
from agent.planners.claude.telling import fitted, outline_lines
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench
from tools.diagram import architecture_mermaid

TOKENS = 2500


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """Mermaid, or an outline."""
    if given["form"] == "outline":
        return bench, {"outline": fitted(outline_lines(bench.design), TOKENS)}
    return bench, {"mermaid": fitted(architecture_mermaid(bench.design).splitlines(), TOKENS)}


TOOL = Tool(
    "draw",
    "Draws the design as Mermaid text or as an outline. The person gets pictures anyway; draw only to see the whole.",
    record(form=choice(("outline", "mermaid"))),
    run,
)
