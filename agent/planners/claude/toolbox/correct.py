"""Requirements put right, in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.planners.claude.correcting import KEYS, SINGLE, corrected
from agent.planners.claude.schemas import choice, either, flag, many, record, text
from agent.planners.claude.telling import fitted, requirement_lines
from agent.planners.claude.tooling import Told, Tool, finished
from agent.planners.claude.workbench import Bench, RefusalError, change_told, laid_out
from tools.design.edits import EditError, PutRequirements, apply
from tools.design.requirements import Requirements

MOST_CHANGES = 30
TOKENS = 900


def run(bench: Bench, given: Mapping[str, Any]) -> tuple[Bench, Told]:
    """The bench after the changes, all or none."""
    asked = corrected(bench.requirements, given["changes"], bench.sources)
    known = frozenset(requirement_lines(bench.requirements))
    told = {"now": fitted([line for line in requirement_lines(asked) if line not in known], TOKENS)}
    after = _laid_out(bench, asked).noted(f"corrected: {', '.join(change['list'] for change in given['changes'])}")
    if given["finish"]:
        after = finished(after, after.summary)
    if bench.evidence is not None:
        told = {**told, **change_told(bench.evidence, after.proven)}
    return after, told


def _laid_out(bench: Bench, asked: Requirements) -> Bench:
    if bench.evidence is None:
        return replace(bench, requirements=asked)
    try:
        return laid_out(bench, apply(bench.design, PutRequirements(requirements=asked)))
    except EditError as error:
        raise RefusalError(str(error)) from None


_VALUE = either(
    text(most=4000), {"type": "number"}, {"type": "boolean"}, many(text(most=200), most=40), {"type": "null"},
    about="records as JSON text",
)  # fmt: skip

TOOL = Tool(
    "correct",
    "Puts right how the brief was read, or takes in what the person says now. Every change carries a quote that stands"
    " letter by letter in their own words; figures must stand in it. What they said is dropped only by a later word of"
    " theirs. Not for wishes of yours: those are questions.",
    record(
        changes=many(
            record(
                list_=choice((*KEYS, *SINGLE)),
                act=choice(("put", "drop")),
                name=text("Its id, name, what or service; empty where there is only one", most=120),
                fields=many(
                    record(field=text(most=80, least=1), value=_VALUE),
                    "For put: 'value' where there is only one",
                    most=20,
                ),
                quote=text("The person's words", most=600, least=2),
            ),
            least=1,
            most=MOST_CHANGES,
        ),
        finish=flag("Whether that is all there is to do"),
    ),
    run,
)
