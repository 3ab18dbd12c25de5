"""report.html of a bundle: the architecture document to look at, one file with its pictures inside."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from importlib.resources import files

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
from tools.design.queries import Graph
from tools.diagram.architecture import architecture_svg
from tools.diagram.workflow import workflow_svg
from tools.scaling.plot import concurrency_svg, headroom_svg


def report_page(dossier: Dossier, made: Plan) -> str:
    """The page. No script, no network, nothing but itself."""
    style = files("tools.bundle").joinpath("report.css").read_text(encoding="utf-8")
    title = _text(dossier.evidence.design.title)
    body = "\n".join(part for chapter in _CHAPTERS for part in chapter(dossier, made))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>\n{style}</style>\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    """The text as HTML shows it; characters no document may hold are left out."""
    allowed = "".join(
        c
        for c in text
        if c in "\t\n" or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0 and ord(c) not in (0xFFFE, 0xFFFF))
    )
    return html.escape(allowed)


def _head(dossier: Dossier, made: Plan) -> Iterator[str]:
    evidence, design = dossier.evidence, dossier.evidence.design
    first = evidence.scaling.first_limit
    yield f"<header><p class=kicker>Architecture report</p><h1>{_text(design.title)}</h1><p class=lead>{_text(design.summary)}</p></header>"
    cards = [
        ("a month", f"${evidence.bill.total:,.2f}", f"in {evidence.bill.region}, always-free allowances deducted"),
        (
            "first limit",
            f"{first.multiple:,.1f}×" if first else "none",
            f"{first.title} of {first.component}" if first else "within reach of the expected traffic",
        ),
        (
            "p99",
            f"{evidence.slowest_p99_ms:,.0f} ms" if evidence.slowest_p99_ms is not None else "–",
            "slowest entry point",
        ),
        (
            "rules",
            f"{evidence.report.rules - len({f.rule for f in evidence.report.findings if f.severity != 'info'})} of {evidence.report.rules}",
            "hold without a warning",
        ),
    ]
    yield (
        '<section class="cards">'
        + "".join(
            f"<div class=card><p class=label>{_text(label)}</p><p class=value>{_text(value)}</p><p class=note>{_text(note)}</p></div>"
            for label, value, note in cards
        )
        + "</section>"
    )


def _picture(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield f'<section><h2>Architecture</h2><figure class="wide">{architecture_svg(dossier.evidence.design)}</figure></section>'


def _asked(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "<section><h2>What was asked</h2><p>Quoted from the brief, answered, or assumed where nothing was said.</p>"
    rows = [
        (_text(row.name), _text(row.value), f'<span class="{row.kind}">{row.kind}</span> {_text(row.said)}')
        for row in requirement_rows(dossier.evidence.design)
    ]
    yield _table(("Statement", "Value", "From"), rows)
    yield (
        "<ul>"
        + "".join(
            f"<li><b>{_text(f.workload)}</b> belongs in {f.verdict}: {_text(f.because)}</li>" for f in dossier.fitness
        )
        + "</ul></section>"
    )


def _options(dossier: Dossier, made: Plan) -> Iterator[str]:
    if len(dossier.options) > 1:
        rows = [tuple(_text(cell) for cell in row) for row in option_rows(dossier)]
        yield (
            "<section><h2>Options compared</h2>"
            + _table(("Option", "USD a month", "p99 ms", "Operational load", "Parts"), rows, numbers=(1, 2, 3, 4))
            + "</section>"
        )


def _decisions(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "<section><h2>Decisions</h2>"
    for title, decisions in reasoning(dossier.evidence.design):
        yield f"<h3>{_text(title)}</h3>"
        yield from (_decision(decision) for decision in decisions)
    yield "</section>"


def _decision(decision: Decision) -> str:
    facts = "".join(f"<li>{_text(m.name)}: <b>{m.value:,g}</b> {_text(m.unit)}</li>" for m in decision.measures)
    against = "".join(f"<li>not <b>{_text(r.option)}</b>: {_text(r.why)}</li>" for r in decision.rejected)
    flips = "".join(f"<li>would become {_text(flip_text(flip))}</li>" for flip in decision.flips)
    return (
        f"<article class=decision><p class=question>{_text(decision.question)}</p>"
        f"<p><b class=chosen>{_text(decision.chosen)}</b> {_text(decision.because)}.</p><ul>{facts}{against}{flips}</ul></article>"
    )


def _workflows(dossier: Dossier, made: Plan) -> Iterator[str]:
    design = dossier.evidence.design
    graph = Graph(design)
    found = engines(design)
    if found:
        yield "<section><h2>Workflows</h2>"
        for engine in found:
            yield f"<h3>{_text(engine.name)}</h3><figure>{workflow_svg(graph.workflow(engine.definition), graph)}</figure>"
        yield "</section>"


def _cost(dossier: Dossier, made: Plan) -> Iterator[str]:
    bill = dossier.evidence.bill
    shown = [
        (name or "the system as a whole", float(amount))
        for name, amount in bill.by_component.items()
        if amount >= 0.005
    ]
    most = max((amount for _, amount in shown), default=1.0)
    rows = [
        (_text(name), f"{amount:,.2f}", f'<span class=bar style="width:{max(amount / most * 100, 0.5):.1f}%"></span>')
        for name, amount in shown[:20]
    ]
    yield (
        f"<section><h2>Cost</h2><p>{bill.total:,.2f} US dollars a month; {bill.total_without_free:,.2f} without the always-free"
        " allowances. Each line, its formula, source and date: <code>reports/cost.md</code>.</p>"
    )
    yield _table(("Component", "USD a month", ""), rows, numbers=(1,))
    yield "</section>"


def _limits(dossier: Dossier, made: Plan) -> Iterator[str]:
    scaling = dossier.evidence.scaling
    yield "<section><h2>How far it scales</h2>"
    yield f"<figure class=wide>{concurrency_svg(scaling)}</figure><figure class=wide>{headroom_svg(scaling)}</figure>"
    rows = [
        (
            f"{limit.multiple:,.1f}",
            _text(limit.component),
            _text(limit.title),
            f"{limit.use.value:,.4g} of {limit.limit:,.10g} {_text(limit.use.unit)}",
            _text(limit.effect),
        )
        for limit in scaling.limits[:10]
        if limit.is_certain and limit.multiple < 1e6
    ]
    yield _table(("Times the peak", "Component", "Limit", "In use", "Then"), rows, numbers=(0,))
    yield "</section>"


def _parts(dossier: Dossier, made: Plan) -> Iterator[str]:
    rows = [
        (f"<code>{c.name}</code>", c.kind, _text(part_line(c)), _text(", ".join(c.serves)) or "<i>supports</i>")
        for c in dossier.evidence.design.components
    ]
    yield "<section><h2>Parts</h2>" + _table(("Component", "Kind", "What it does", "Serves"), rows) + "</section>"


def _events(dossier: Dossier, made: Plan) -> Iterator[str]:
    events = dossier.evidence.design.events
    if events:
        rows = [
            (f"<code>{e.name}</code> v{e.version}", f"<code>{e.owner}</code>", ", ".join(e.key), _text(e.description))
            for e in events
        ]
        yield "<section><h2>Events</h2>" + _table(("Event", "Owner", "Identified by", "Meaning"), rows) + "</section>"


def _security(dossier: Dossier, made: Plan) -> Iterator[str]:
    rows = [
        (f"<code>{_text(owner)}</code>", f"<code>{_text(actions)}</code>", _text(about))
        for owner, actions, about in role_rows(made)
    ]
    yield "<section><h2>Who may do what</h2><p>One role for each part that acts; every permission follows from a link of the design.</p>"
    yield _table(("Part", "Actions", "On"), rows)
    yield "</section>"


def _runbook(dossier: Dossier, made: Plan) -> Iterator[str]:
    yield "<section><h2>Runbook</h2><ul>"
    yield "".join(f"<li><code>{_text(alarm.component)}</code>: {_text(alarm.text)}</li>" for alarm in made.alarms)
    yield "</ul>"
    points = failure_points(dossier.evidence.design)
    if points:
        yield "<p>What could not be handled waits 14 days. Mend the cause, then redrive the queue to its source.</p>"
        yield _table(
            ("Queue", "Holds failures of"), [(f"<code>{queue}</code>", _text(owners)) for queue, owners in points]
        )
    yield "</section>"


def _open_points(dossier: Dossier, made: Plan) -> Iterator[str]:
    found = dossier.evidence.design.requirements
    if found.questions:
        rows = [(_text(q.text), _text(q.default), _text(q.why), f"<code>{q.id}</code>") for q in found.questions]
        yield (
            "<section><h2>Open questions</h2>"
            + _table(("Question", "Until answered", "Why it matters", "Id"), rows)
            + "</section>"
        )
    if found.conflicts:
        yield (
            "<section><h2>Contradictions</h2><ul>"
            + "".join(f"<li>{_text(c.text)} <i>{_text(c.resolution)}</i></li>" for c in found.conflicts)
            + "</ul></section>"
        )


def _findings(dossier: Dossier, made: Plan) -> Iterator[str]:
    report = dossier.evidence.report
    yield "<section><h2>Findings</h2>"
    if report.findings:
        rows = [
            (
                f'<span class="{f.severity}">{f.severity}</span>',
                f.rule,
                _text(f.subject),
                _text(f.message),
                _text(f.remedy),
            )
            for f in report.findings
        ]
        yield _table(("", "Rule", "Where", "What", "Remedy"), rows)
    else:
        yield f"<p>None: all {report.rules} rules hold.</p>"
    yield "</section>"


def _patterns(dossier: Dossier, made: Plan) -> Iterator[str]:
    if dossier.patterns:
        items = "".join(f"<li><b>{_text(p.title)}</b>: {_text(p.summary)}</li>" for p in dossier.patterns)
        yield f"<section><h2>Patterns used</h2><ul>{items}</ul></section>"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: tuple[int, ...] = ()) -> str:
    """A table whose cells are HTML already."""
    head = "".join(f"<th>{_text(text)}</th>" for text in heads)
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=number' if i in numbers else ''}>{cell}</td>" for i, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


_CHAPTERS = (
    _head, _picture, _options, _decisions, _workflows, _cost, _limits, _asked, _parts, _events, _security, _runbook,
    _open_points, _findings, _patterns,
)  # fmt: skip
