"""Parts of what is on the bench, in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from agent.planners.claude.schemas import choice, many, record, text, whole
from agent.planners.claude.telling import (
    component_line,
    decision_line,
    event_line,
    finding_line,
    fitted,
    link_line,
    outline_lines,
    requirement_lines,
    workflow_lines,
)
from agent.planners.claude.tooling import Told, Tool
from agent.planners.claude.workbench import Bench, RefusalError

TOKENS = 2000
BRIEF_PAGE = 4000
"""Characters of the brief on one page."""


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """The lines asked for, from a place on."""
    what, start = given["what"], int(given["start"])
    if what == "brief":
        return bench, _brief(bench, start)
    lines = list(_LINES[what](bench, tuple(given["names"])))
    if start and start >= len(lines):
        raise RefusalError(f"there are {len(lines)} lines; start below that")
    return bench, {what: fitted(lines[start:], TOKENS) or "none", "lines": len(lines)}


def _brief(bench: Bench, start: int) -> Told:
    return {"brief": bench.brief[start : start + BRIEF_PAGE], "from": start, "characters": len(bench.brief)}


def _outline(bench: Bench, names: tuple[str, ...]) -> Iterable[str]:
    return outline_lines(bench.design)


def _components(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    """The components named, with their links; all of them where none is named."""
    design, wanted = bench.design, frozenset(names)
    known = {component.name for component in design.components}
    if wanted - known:
        missing = ", ".join(sorted(wanted - known)[:5])
        raise RefusalError(f"there is no component {missing!r}; there is: {', '.join(sorted(known)[:80])}")
    yield from (component_line(c) for c in design.components if not wanted or c.name in wanted)
    yield from (link_line(link) for link in design.links if wanted & {link.source, link.target})


def _links(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    wanted = frozenset(names)
    return (link_line(link) for link in bench.design.links if not wanted or wanted & {link.source, link.target})


def _events(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    return (event_line(event) for event in bench.design.events if not names or event.name in names)


def _workflows(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    return (line for flow in bench.design.workflows if not names or flow.name in names for line in workflow_lines(flow))


def _decisions(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    return (decision_line(decision) for decision in bench.design.decisions if not names or decision.id in names)


def _requirements(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    return (line for line in requirement_lines(bench.requirements) if not names or line.split(" ")[0] in names)


def _findings(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    found = bench.proven.report.findings
    return (finding_line(finding) for finding in found if not names or {finding.rule, finding.subject} & {*names})


def _pattern(bench: Bench, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        page = bench.library.page(name)
        if page is None:
            raise RefusalError(f"there is no pattern {name[:48]!r}; `search` finds them")
        yield from page.split("\n")


_LINES: dict[str, Callable[[Bench, tuple[str, ...]], Iterable[str]]] = {
    "outline": _outline,
    "components": _components,
    "links": _links,
    "events": _events,
    "workflows": _workflows,
    "decisions": _decisions,
    "requirements": _requirements,
    "findings": _findings,
    "pattern": _pattern,
}

TOOL = Tool(
    "show",
    "Shows parts of the design, the requirements, the findings, a pattern or the brief. The draft you were given is"
    " complete: ask only for what was left out of it or has changed since.",
    record(
        what=choice((*_LINES, "brief"), "components come with their links; outline is names and links alone"),
        names=many(text(most=64), "Which of them: names, rule ids, pattern ids; empty for all", most=20),
        start=whole("Line to begin with, for the brief character; 0 for the first"),
    ),
    run,
)
