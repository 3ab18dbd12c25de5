"""Small changes to the design, many at once; the answer says what they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.planners.claude.editing import PARTS, Wire, edited
from agent.planners.claude.schemas import choice, either, flag, many, record, text
from agent.planners.claude.telling import component_line, count_line, cut, fitted
from agent.planners.claude.tooling import Told, Tool, finished
from agent.planners.claude.workbench import Bench, RefusalError, change_told, laid_out
from tools.design.design import Design

MOST_EDITS = 40
MOST_PARTS = 1500
"""Components, links, events and steps of a design. One that large is no longer planned in a talk."""


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """The bench after the edits, all or none, and what changed by them."""
    wires: list[Wire] = given["edits"]
    before = bench.proven
    if not wires:
        return _ended(bench, given), {"findings": count_line(before)}
    design = edited(before.design, wires, before.report.findings)
    _ensure_size(design)
    after = laid_out(bench, design)
    noted = after.noted(cut("edited: " + "; ".join(_line(wire) for wire in wires), 600))
    told = {"applied": len(wires), **_added(design, after.design), **change_told(before, after.proven)}
    return _ended(noted, given), told


def _ended(bench: Bench, given: Mapping[str, Any]) -> Bench:
    summary = given["summary"] or bench.summary
    return finished(bench, summary) if given["finish"] else replace(bench, summary=summary)


def _ensure_size(design: Design) -> None:
    steps = sum(len(workflow.steps) for workflow in design.workflows)
    parts = len(design.components) + len(design.links) + len(design.events) + steps
    if parts > MOST_PARTS:
        raise RefusalError(f"the design would have {parts:,} parts; {MOST_PARTS:,} are taken")


def _added(wanted: Design, made: Design) -> dict[str, object]:
    """What had to be added so that it can be deployed."""
    known = {component.name for component in wanted.components}
    lines = [component_line(component) for component in made.components if component.name not in known]
    return {"added for you": fitted(lines, 300)} if lines else {}


def _line(wire: Wire) -> str:
    match wire["edit"]:
        case "set":
            fields = ", ".join(f"{each['field']}={cut(str(each['value']), 40)}" for each in wire["fields"][:6])
            return f"set {wire['part']} {wire['name']} {wire['kind']} {fields}".strip()
        case "rename":
            return f"rename {wire['name']} to {wire['to']}"
        case "mend":
            return f"mend {wire['rule']} {wire['name']}"
        case _:
            return f"remove {wire['part']} {wire['name']}"


_NAME = text(
    "Name of the part; of a link 'kind source target', with its load where several are alike",
    most=160,
    least=1,
)
_VALUE = either(
    text(most=12_000), {"type": "number"}, {"type": "boolean"}, many(text(most=400), most=60), {"type": "null"},
    about="null takes it away; records and lists of records as JSON text",
)  # fmt: skip
_FIELD = record(field=text("memory_mb, idempotency.store, indexes[0].name", most=80, least=1), value=_VALUE)

TOOL = Tool(
    "edit",
    "Changes the design by small edits, all of the batch or none, and answers with what that did to findings, cost,"
    " latency and limits. set adds a part or changes the given fields of it, all others stay; mend applies the ready"
    " remedy of a finding; remove takes a part away with its links. Put all that belongs together into one batch."
    " Fields of an event: ['orderId:uuid','note:string?']. Steps of a workflow: JSON.",
    record(
        edits=many(
            either(
                record(
                    edit=choice(("set",)),
                    part=choice(PARTS),
                    name=_NAME,
                    kind=text("Kind of a new component, or of one that becomes another; else empty", most=40),
                    fields=many(_FIELD, most=40),
                ),
                record(edit=choice(("remove",)), part=choice(PARTS), name=_NAME),
                record(edit=choice(("rename",)), name=text(most=48, least=1), to=text(most=48, least=1)),
                record(
                    edit=choice(("mend",)),
                    rule=text("Id of the rule", most=40, least=1),
                    name=text("What the finding is about", most=160),
                ),
            ),
            most=MOST_EDITS,
        ),
        finish=flag("Whether the design is done with this batch; it is not while errors are left"),
        summary=text(
            "With finish: what you changed and why, in a few sentences for the person, without figures", most=1500
        ),
    ),
    run,
)
