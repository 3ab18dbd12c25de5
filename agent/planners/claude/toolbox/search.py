"""Patterns by what they are for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.planners.claude.schemas import record, text, whole
from agent.planners.claude.telling import cut
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench

MOST_HITS = 8


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """The patterns nearest to the query, a line each."""
    found = bench.library.search(given["query"], min(int(given["limit"]), MOST_HITS))
    lines = [cut(f"{page.id}: {page.title}. {page.summary}") for page in found]
    return bench.noted(f"searched {cut(given['query'], 60)}"), {"patterns": lines or "none found"}


TOOL = Tool(
    "search",
    "Finds patterns of serverless design by meaning. Ask in the words of the trouble, not of a product. `show` has"
    " the whole page of one.",
    record(
        query=text("What the pattern should answer", most=300, least=2),
        limit=whole("How many", least=1, most=MOST_HITS),
    ),
    run,
)
