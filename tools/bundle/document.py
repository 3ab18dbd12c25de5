"""README.md of a bundle: the architecture document."""

from __future__ import annotations

from collections.abc import Iterator

from tools.blueprint.plan import Plan
from tools.bundle.chapters import (
    engines,
    failure_points,
    flip_text,
    option_rows,
    part_line,
    reasoning,
    requirement_rows,
    role_rows,
)
from tools.bundle.model import Dossier
from tools.design.decisions import Decision
from tools.design.markdown import escaped, table


def architecture_document(dossier: Dossier, made: Plan) -> str:
    """The document: overview, picture, requirements, options, decisions, parts, cost, limits, security, deployment, runbook."""
    chapters = (
        _overview, _requirements, _options, _decisions, _parts, _workflows, _events, _cost, _limits, _security, _deployment,
        _runbook, _open_points, _findings, _patterns,
    )  # fmt: skip
    lines = [line for chapter in chapters for line in chapter(dossier, made)]
    return "\n".join(lines).rstrip() + "\n"


def _overview(dossier: Dossier, made: Plan) -> Iterator[str]:
    evidence, design = dossier.evidence, dossier.evidence.design
    yield f"# {escaped(design.title)}"
    yield ""
    if design.summary:
        yield f"> {escaped(design.summary)}"
        yield ""
    first = evidence.scaling.first_limit
    rows = [
        (
            "Parts",
            f"{len(design.components)} components, {len(design.events)} events, {len(design.workflows)} workflows",
        ),
        ("Cost", f"{evidence.bill.total:,.2f} US dollars a month in {evidence.bill.region}"),
        (
            "First limit",
            f"{first.title} of {first.component}, at {first.multiple:,.1f} times the expected peak"
            if first
            else "none within reach",
        ),
    ]
    if evidence.slowest_p99_ms is not None:
        rows.append(("Latency", f"{evidence.slowest_p99_ms:,.0f} ms at the 99th percentile of the slowest entry"))
    rows.append(
        (
            "Rules",
            f"{evidence.report.rules} checked: {evidence.report.count('error')} errors, {evidence.report.count('warning')} warnings",
        )
    )
    yield from table(("", ""), [(f"**{name}**", escaped(text)) for name, text in rows])
    yield ""
    yield "![Architecture](pictures/architecture.svg)"
    yield ""


def _requirements(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "## What was asked"
    yield ""
    yield "Each statement is quoted from the brief, answered by you, or assumed; assumptions are marked."
    yield ""
    rows = [
        (
            escaped(row.name),
            escaped(row.value),
            f"*assumed*: {escaped(row.said)}" if row.kind == "assumed" else escaped(row.said),
        )
        for row in requirement_rows(dossier.evidence.design)
    ]
    yield from table(("Statement", "Value", "From"), rows)
    yield ""
    for fit in dossier.fitness:
        yield f"- **{escaped(fit.workload)}** belongs in {fit.verdict}: {escaped(fit.because)}"
    yield ""


def _options(dossier: Dossier, made: Plan) -> Iterator[str]:
    if len(dossier.options) < 2:
        return
    yield "## Options compared"
    yield ""
    yield from table(
        ("Option", "USD a month", "p99 ms", "Operational load", "Parts"),
        [tuple(escaped(cell) for cell in row) for row in option_rows(dossier)],
    )
    yield ""


def _decisions(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "## Decisions"
    yield ""
    for title, decisions in reasoning(dossier.evidence.design):
        yield f"### {title}"
        yield ""
        for decision in decisions:
            yield from _decision(decision)


def _decision(decision: Decision) -> Iterator[str]:
    yield f"**{escaped(decision.question)}** {escaped(decision.chosen)}: {escaped(decision.because)}."
    yield ""
    for measure in decision.measures:
        yield f"- {escaped(measure.name)}: {measure.value:,g} {escaped(measure.unit)}".rstrip()
    for rejected in decision.rejected:
        yield f"- not {escaped(rejected.option)}: {escaped(rejected.why)}"
    for flip in decision.flips:
        yield f"- would change to {escaped(flip_text(flip))}"
    yield ""


def _parts(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "## Parts"
    yield ""
    yield from table(
        ("Component", "Kind", "What it does", "Serves"),
        [
            (f"`{c.name}`", c.kind, escaped(part_line(c)), escaped(", ".join(c.serves)) or "*supports*")
            for c in dossier.evidence.design.components
        ],
    )
    yield ""


def _workflows(dossier: Dossier, made: Plan) -> Iterator[str]:
    found = engines(dossier.evidence.design)
    if not found:
        return
    yield "## Workflows"
    yield ""
    for engine in found:
        yield f"### {engine.name}"
        yield ""
        yield f"![{engine.name}](workflows/{engine.definition}.svg)"
        yield ""


def _events(dossier: Dossier, made: Plan) -> Iterator[str]:
    events = dossier.evidence.design.events
    if events:
        yield "## Events"
        yield ""
        yield "Schemas and examples lie in [events/](events/README.md)."
        yield ""
        yield from table(
            ("Event", "Owner", "Identified by", "Meaning"),
            [(f"`{e.name}` v{e.version}", f"`{e.owner}`", ", ".join(e.key), escaped(e.description)) for e in events],
        )
        yield ""


def _cost(dossier: Dossier, made: Plan) -> Iterator[str]:
    bill = dossier.evidence.bill
    yield "## Cost"
    yield ""
    yield f"{bill.total:,.2f} US dollars a month; {bill.total_without_free:,.2f} without the always-free allowances. Every line with its formula, source and date is in [reports/cost.md](reports/cost.md)."
    yield ""
    rows = [
        (escaped(name or "the system as a whole"), f"{amount:,.2f}")
        for name, amount in bill.by_component.items()
        if amount >= 0.005
    ]
    yield from table(("Component", "USD a month"), rows[:15])
    yield ""


def _limits(dossier: Dossier, made: Plan) -> Iterator[str]:
    scaling = dossier.evidence.scaling
    yield "## Limits"
    yield ""
    yield "![Headroom](reports/headroom.svg)"
    yield ""
    rows = [
        (
            f"{limit.multiple:,.1f}",
            escaped(limit.component),
            escaped(limit.title),
            f"{limit.use.value:,.4g} of {limit.limit:,.10g} {escaped(limit.use.unit)}",
            escaped(limit.effect),
        )
        for limit in scaling.limits[:8]
        if limit.is_certain and limit.multiple < 1e6
    ]
    yield from table(("Times the peak", "Component", "Limit", "In use", "Then"), rows)
    yield ""
    yield "The whole report is in [reports/concurrency.md](reports/concurrency.md)."
    yield ""


def _security(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "## Who may do what"
    yield ""
    yield "One role for each part that acts; every permission follows from a link of the design."
    yield ""
    rows = [(f"`{owner}`", f"`{actions}`", escaped(about)) for owner, actions, about in role_rows(made)]
    yield from table(("Part", "Actions", "On"), rows)
    yield ""


def _deployment(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "## Deploy"
    yield ""
    for name in dossier.targets:
        yield f"```sh\ncd blueprint/{name}\nsam build && sam deploy --guided\n```"
        yield ""
    for parameter in made.parameters:
        default = f" (default `{parameter.default}`)" if parameter.default else ""
        yield f"- `{parameter.name}`{default}: {escaped(parameter.text)}"
    yield ""


def _runbook(dossier: Dossier, made: Plan) -> Iterator[str]:
    design = dossier.evidence.design
    yield "## Runbook"
    yield ""
    yield "Alarms go to the alarm topic; each names what to look at:"
    yield ""
    for alarm in made.alarms[:40]:
        yield f"- `{alarm.component}`: {escaped(alarm.text)}"
    yield ""
    points = failure_points(design)
    if points:
        yield "What could not be handled waits 14 days. Mend the cause, then redrive the queue to its source:"
        yield ""
        yield from table(("Queue", "Holds failures of"), [(f"`{queue}`", escaped(owners)) for queue, owners in points])
        yield ""


def _open_points(dossier: Dossier, made: Plan) -> Iterator[str]:
    found = dossier.evidence.design.requirements
    if found.questions:
        yield "## Open questions"
        yield ""
        for question in found.questions:
            yield f"- **{escaped(question.text)}** Until answered: {escaped(question.default)}. {escaped(question.why)} (`{question.id}`)"
        yield ""
    if found.conflicts:
        yield "## Contradictions"
        yield ""
        for conflict in found.conflicts:
            yield f"- {escaped(conflict.text)} {escaped(conflict.resolution)}"
        yield ""


def _findings(dossier: Dossier, made: Plan) -> Iterator[str]:
    report = dossier.evidence.report
    yield "## Findings"
    yield ""
    if not report.findings:
        yield f"None: all {report.rules} rules hold."
    for finding in report.findings:
        yield f"- **{finding.severity}** {finding.rule} `{escaped(finding.subject)}`: {escaped(finding.message)} {escaped(finding.remedy)}"
    yield ""


def _patterns(dossier: Dossier, made: Plan) -> Iterator[str]:
    if dossier.patterns:
        yield "## Patterns used"
        yield ""
        for pattern in dossier.patterns:
            title = (
                f"[{escaped(pattern.title)}]({pattern.url})"
                if pattern.url.startswith("https://")
                else escaped(pattern.title)
            )
            yield f"- {title}: {escaped(pattern.summary)}"
        yield ""
