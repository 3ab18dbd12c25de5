"""A design and what the tools say of it, in few tokens: one line for each part, the same line for the same part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any, cast

from agent.planners.claude.estimating import tokens_of_text
from tools.bundle.evidence import Evidence
from tools.checks import Finding
from tools.design.base import Model
from tools.design.codec import plain
from tools.design.components import Component
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Requirements
from tools.design.workflows import Step, Workflow, inner_sequences
from tools.scaling.model import Limit

MOST_OF_A_LINE = 240
"""Characters; longer texts of people are cut, and say so."""

_APART = {"origin", "kind", "name", "patterns", "source", "target"}


def design_lines(design: Design) -> list[str]:
    """Every part in a line of its own, fields that differ from their defaults included."""
    return [
        *map(component_line, design.components),
        *map(link_line, design.links),
        *map(event_line, design.events),
        *(line for workflow in design.workflows for line in workflow_lines(workflow)),
        *map(decision_line, design.decisions),
    ]


def outline_lines(design: Design) -> list[str]:
    """The parts by name and kind, and who is joined to whom."""
    links: dict[str, list[str]] = {}
    for link in design.links:
        links.setdefault(link.source, []).append(f"{link.kind} {link.target}")
    return [
        *(
            _joined([c.kind, c.name, "->" if c.name in links else "", ", ".join(links.get(c.name, ()))])
            for c in design.components
        ),
        *(f"event {event.name} of {event.owner}" for event in design.events),
        *(f"workflow {workflow.name}, {len(workflow.steps)} steps" for workflow in design.workflows),
        *(f"decision {decision.id}: {cut(decision.chosen, 60)}" for decision in design.decisions),
    ]


def component_line(component: Component) -> str:
    """`function place-order memory_mb=1024 serves=[orders]`."""
    return _joined([component.kind, component.name, *_fields(component)])


def link_line(link: Link) -> str:
    """`trigger api place-order matches=["POST /orders"]`."""
    return _joined(["link", link.kind, link.source, link.target, *_fields(link)])


def event_line(event: Event) -> str:
    """`event OrderPlaced v1 owner=orders key=[orderId] fields=orderId:uuid,note:string?`."""
    fields = ",".join(map(_event_field, event.fields))
    return _joined(
        ["event", event.name, f"owner={event.owner}", *_fields(event, {"owner", "fields"}), f"fields={fields}"]
    )


def _event_field(field: EventField) -> str:
    inner = f"({','.join(map(_event_field, field.fields))})" if field.fields else ""
    return f"{field.name}:{field.type}{'!' * field.sensitive}{'?' * (not field.required)}{inner}"


def workflow_lines(workflow: Workflow) -> Iterator[str]:
    """The workflow and each of its steps, those inside others indented."""
    yield _joined(["workflow", workflow.name, *_fields(workflow, {"steps"})])
    yield from _step_lines(workflow.steps, "  ")


def _step_lines(steps: Sequence[Step], indent: str) -> Iterator[str]:
    for step in steps:
        said = _joined(
            [
                "step",
                step.kind,
                json.dumps(step.name),
                *_fields(step, {"body", "branches"} if inner_sequences(step) else set()),
            ]
        )
        yield indent + said
        for number, sequence in enumerate(inner_sequences(step), 1):
            yield f"{indent}  sequence {number}"
            yield from _step_lines(sequence.steps, f"{indent}    ")


def decision_line(decision: Decision) -> str:
    """What was chosen and why, in short."""
    against = ", ".join(rejected.option for rejected in decision.rejected)
    return cut(
        _joined(
            [f"decision {decision.id}: {decision.chosen}; {decision.because}", f"(not {against})" if against else ""]
        )
    )


def requirement_lines(found: Requirements) -> list[str]:
    """Every requirement in a line: its list, what is asked, and whether it was said, answered or assumed."""
    lines: list[str] = []
    for name in type(found).model_fields:
        value = getattr(found, name)
        items: tuple[Any, ...] = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
        lines += [_requirement_line(name, item) for item in items if item is not None]
    return lines


def _requirement_line(name: str, item: Any) -> str:
    return _joined([name, *_fields(item, {"options", "why"}, keep={"kind", "name", "source", "target"}), _origin(item)])


def _origin(item: Any) -> str:
    origin = getattr(item, "origin", None)
    if origin is None:
        return ""
    return {"quoted": f"said:{_scalar(getattr(origin, 'text', ''))}", "answered": "answered"}.get(
        origin.kind, "assumed"
    )


def finding_line(finding: Finding) -> str:
    """`error SL-X86 payment-provider: what is wrong | what to do | mend`."""
    ready = "mend" if finding.mend is not None and finding.edits else ""
    said = (f"{finding.severity} {finding.rule} {finding.subject}: {finding.message}", finding.remedy, ready)
    return cut(" | ".join(part for part in said if part), 2 * MOST_OF_A_LINE)


def count_line(evidence: Evidence) -> str:
    """How many findings there are."""
    report = evidence.report
    return f"{report.count('error')} errors, {report.count('warning')} warnings, {report.count('info')} remarks"


def cost_line(evidence: Evidence) -> str:
    """What it costs a month, against the budget where there is one."""
    if not evidence.bill.is_known:
        return "not known: no rate is known for any of it"
    asked = evidence.design.requirements.budget
    budget = f", budget {asked.value:,.2f}" if asked else ""
    return f"{evidence.bill.total:,.2f} dollars a month{budget}"


def limit_line(limit: Limit | None) -> str:
    """What is reached first."""
    if limit is None or limit.multiple == inf:
        return "none within reach"
    return cut(f"{limit.component}: {limit.title} at {limit.multiple:.2f} times the expected peak; then {limit.effect}")


def latency_line(evidence: Evidence) -> str:
    """The slowest entry point."""
    slowest = evidence.slowest_p99_ms
    return "nobody waits" if slowest is None else f"{slowest:,.0f} ms"


def _fields(model: Model, without: Iterable[str] = (), keep: Iterable[str] = ()) -> Iterator[str]:
    apart = (_APART | set(without)) - set(keep)
    for name, value in plain(model).items():
        if name not in apart and value not in ("", [], None):
            yield f"{name}={_scalar(value)}"


def _scalar(value: Any) -> str:
    """A value as short as it can be told from others: bare words, JSON for the rest."""
    if isinstance(value, str):
        return value if _is_bare(value) else json.dumps(cut(value), ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join(map(_scalar, cast('list[Any]', value)))}]"
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return f"{{{','.join(f'{name}:{_scalar(inner)}' for name, inner in pairs if name != 'origin')}}}"
    return json.dumps(value)


def _is_bare(text: str) -> bool:
    return text.replace("-", "").replace("_", "").replace(".", "").isalnum() and text.isascii()


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def cut(text: str, most: int = MOST_OF_A_LINE) -> str:
    """The text, its end left out where it is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def fitted(lines: Sequence[str], tokens: int) -> list[str]:
    """As many of the first lines as fit, and how many more there are."""
    kept: list[str] = []
    room = tokens
    for number, line in enumerate(lines):
        room -= tokens_of_text(line) + 2
        if room < 0:
            return [*kept, f"… and {len(lines) - number} more"]
        kept.append(line)
    return kept
