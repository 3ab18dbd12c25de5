"""The catalogue of a design's events, for people."""

from __future__ import annotations

from collections.abc import Iterator

from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.markdown import escaped
from tools.design.queries import Graph


def catalogue_markdown(design: Design) -> str:
    """A table of all events, and one of the fields of each. Empty text where there are none."""
    if not design.events:
        return ""
    graph = Graph(design)
    lines = ["| Event | Version | Owner | Consumers | Key | Sensitivity |", "|---|---|---|---|---|---|"]
    lines += [_summary(event, graph) for event in design.events]
    for event in design.events:
        lines += ["", f"## {escaped(event.name)}", ""]
        if event.description:
            lines += [escaped(event.description), ""]
        lines += ["| Field | Type | Required | Sensitive | Description |", "|---|---|---|---|---|"]
        lines += _rows(event.fields, "")
    return "\n".join(lines) + "\n"


def _summary(event: Event, graph: Graph) -> str:
    consumers = ", ".join(f"`{name}`" for name in graph.consumers(event.name)) or "none"
    key = ", ".join(f"`{name}`" for name in event.key) or "none"
    name = escaped(event.name)
    return f"| {name} | {event.version} | `{event.owner}` | {consumers} | {key} | {event.sensitivity} |"


def _rows(fields: tuple[EventField, ...], above: str) -> Iterator[str]:
    for field in fields:
        path = f"{above}{field.name}"
        required = "yes" if field.required else "no"
        sensitive = "yes" if field.sensitive else ""
        choices = f"One of: {', '.join(field.choices)}." if field.choices else ""
        text = escaped(" ".join(part for part in (field.description, choices) if part))
        yield f"| `{path}` | {_kind(field)} | {required} | {sensitive} | {text} |"
        yield from _rows(field.fields, f"{path}[]." if field.type == "list" else f"{path}.")


def _kind(field: EventField) -> str:
    if field.type != "list":
        return field.type
    return f"list of {'object' if field.fields else field.items or 'string'}"
