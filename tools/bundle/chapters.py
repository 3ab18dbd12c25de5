"""What the architecture document and the report both say, said once: rows and sentences, not yet in any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tools.blueprint.plan import Plan
from tools.blueprint.plan.values import Joined, Ref
from tools.bundle.model import Dossier
from tools.design.base import Model
from tools.design.components import Component, Queue, Topic, WorkflowEngine
from tools.design.decisions import Decision, Flip
from tools.design.design import Design
from tools.design.queries import Graph
from tools.design.requirements import Answered, Quoted, Stated

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Event source and schema", ("object-events", "message-carrier", "api-style", "api-auth")),
    ("Function granularity", ("function-granularity", "request-compute", "long-work")),
    ("Choreography or orchestration", ("coordination", "workflow-durability")),
    ("Database and state", ("state-store", "table-capacity", "tenancy", "encryption-keys")),
    ("Observability, resilience and cost", ("cold-starts", "regions")),
)
"""The five steps of the reasoning, and the decisions that belong to each."""


@dataclass(frozen=True, slots=True)
class Row:
    """A statement of the requirements and where it came from."""

    name: str
    value: str
    said: str
    """Words of the brief, or why it was assumed."""
    kind: str
    """`quoted`, `answered` or `assumed`."""


def requirement_rows(design: Design) -> list[Row]:
    """Everything that was asked or assumed, in the order of the language."""
    rows: list[Row] = []
    found = design.requirements
    for name in type(found).model_fields:
        if name in ("title", "summary", "questions", "conflicts", "technologies"):
            continue
        value: object = getattr(found, name)
        items = value if isinstance(value, tuple) else (value,)
        rows += [_requirement(name, item) for item in items if isinstance(item, Model) and hasattr(item, "origin")]
    return rows


def _requirement(name: str, item: Model) -> Row:
    origin = getattr(item, "origin")  # noqa: B009  (every statement has one; the base class does not say so)
    if isinstance(origin, Quoted):
        said = origin.text
    else:
        said = f"answer to '{origin.question}'" if isinstance(origin, Answered) else origin.reason
    return Row(
        name.replace("_", " ").rstrip("s") if name != "durations" else "duration", statement(item), said, origin.kind
    )


def statement(item: Model) -> str:
    """A requirement in words: "50,000 orders per day, 12 times that at Black Friday"."""
    if isinstance(item, Stated):
        value: object = item.value
        return ", ".join(map(str, value)) if isinstance(value, tuple) else _number(value)
    shown: list[str] = []
    for field in type(item).model_fields:
        value = getattr(item, field)
        if field in ("origin", "id", "need", "kind", "profile", "fields", "access", "capability") or value in (
            None,
            (),
            0.0,
            "",
        ):
            continue
        shown.append(_part(field, value))
    return ", ".join(shown)


def _part(field: str, value: object) -> str:
    if field in ("text", "what", "name", "plural", "role", "service", "stance", "entity"):
        return str(value)
    if field == "peaks" and isinstance(value, tuple):
        return "; ".join(f"{peak.multiplier:g} times that at {peak.name}" for peak in value)
    if field == "per":
        return f"a {value}"
    return f"{_number(value)} {field.replace('_', ' ')}" if field != "count" else _number(value)


def _number(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def reasoning(design: Design) -> Iterator[tuple[str, list[Decision]]]:
    """The decisions under the five steps; what belongs to none comes last."""
    left = {decision.id: decision for decision in design.decisions}
    for title, ids in STEPS:
        taken = [left.pop(name) for name in ids if name in left]
        if taken:
            yield title, taken
    if left:
        yield "Further decisions", list(left.values())


def flip_text(flip: Flip) -> str:
    """What would make us choose otherwise, with its number."""
    number = ""
    if flip.threshold is not None:
        now = f", {flip.current:,g} now" if flip.current is not None else ""
        number = f" ({flip.measure} {flip.threshold:,g} {flip.unit}{now})".replace("  ", " ").replace(" ,", ",")
    return f"{flip.to} when {flip.when}{number}"


def failure_points(design: Design) -> list[tuple[str, str]]:
    """Where failed work ends up, and whose it is: for the runbook."""
    graph = Graph(design)
    return [
        (queue.name, ", ".join(_served_by(graph, queue.name)) or "nothing yet")
        for queue in graph.all(Queue)
        if queue.role == "dead-letter"
    ]


def _served_by(graph: Graph, queue: str) -> list[str]:
    owners = [link.target for link in graph.design.links if link.delivery and link.delivery.dead_letter == queue]
    for component in graph.design.components:
        if queue in (getattr(component, "dead_letter", None), getattr(component, "on_failure", None)):
            owners.append(component.name)
    return list(dict.fromkeys(owners))


def people_topics(design: Design) -> list[str]:
    """Topics by which people are told."""
    return [topic.name for topic in Graph(design).all(Topic) if topic.audience == "people"]


def engines(design: Design) -> list[WorkflowEngine]:
    """The state machines of a design."""
    return Graph(design).all(WorkflowEngine)


def role_rows(made: Plan) -> list[tuple[str, str, str]]:
    """Who may do what on what: a row for each statement of each role."""
    rows: list[tuple[str, str, str]] = []
    for role in made.roles.values():
        for statement_ in role.statements:
            about = ", ".join(dict.fromkeys(map(resource_text, statement_.resources))) or f"any: {statement_.reason}"
            rows.append((role.owner, ", ".join(statement_.actions), about))
    return rows


def part_line(component: Component) -> str:
    """A component in a line."""
    return component.title or component.description or component.kind.replace("-", " ")


def option_rows(dossier: Dossier) -> list[tuple[str, str, str, str, str]]:
    """Options in figures: title and difference, cost, latency, load, parts."""
    return [
        (
            f"{option.title}{': ' + option.difference if option.difference else ''}",
            f"{option.monthly_cost:,.2f}",
            "" if option.p99_ms is None else f"{option.p99_ms:,.0f}",
            str(option.operational_load),
            str(option.parts),
        )
        for option in dossier.options
    ]


def resource_text(value: object) -> str:
    """What a permission is about, in words: the components whose attributes it names."""
    found = (value,) if isinstance(value, Ref) else value.parts if isinstance(value, Joined) else ()
    names = dict.fromkeys(part.component for part in found if isinstance(part, Ref))
    return ", ".join(names) or "a fixed name"
