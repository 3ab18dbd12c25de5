"""The ledger: every figure a bundle shows, with its formula, its inputs, its source and the date of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isinf
from typing import Any

from tools.bundle.model import Dossier
from tools.cost import Line, Sensitivity
from tools.design.components import WorkflowEngine
from tools.design.decisions import Decision
from tools.design.design import Design
from tools.design.queries import Graph
from tools.design.requirements import Answered, Origin, Quoted, Requirements
from tools.scaling.model import EntryLatency, Figure, FunctionScaling, Limit, QueueScaling, ScalingReport
from tools.workload.executions import duration, transitions

DESIGN, WORKLOAD, BILL = "design.yaml", "design.yaml and the workload carried along its links", "reports/cost.json"

MOST_SUMS = 12
"""Components and services whose cost is told one by one; the others are summed up."""

Input = tuple[str, float | str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure."""

    id: str
    value: float | Decimal | None
    """None where nobody knows it; infinite where there is no bound."""
    unit: str
    formula: str
    inputs: tuple[Input, ...]
    source: str
    as_of: str = ""
    """Date of the source; empty where the figure is computed from the design."""


Ledger = dict[str, Entry]


def ledger_of(dossier: Dossier, growth: Sensitivity) -> Ledger:
    """Every figure by its id, in the order of the reports."""
    evidence = dossier.evidence
    found = [
        *_asked(evidence.design.requirements, dossier),
        *_counts(dossier),
        *_costs(dossier, growth),
        *_options(dossier),
        *(entry for decision in evidence.design.decisions for entry in _decision(decision)),
        *_workflows(evidence.design),
        *_scaling(evidence.scaling),
    ]
    ledger: Ledger = {}
    for entry in found:
        ledger.setdefault(entry.id, entry)
    return ledger


def plain_ledger(ledger: Ledger) -> list[dict[str, Any]]:
    """The ledger as plain data; sums of money are strings, because they are exact decimals."""
    return [
        {
            "id": entry.id,
            "value": _plain(entry.value),
            "unit": entry.unit,
            "formula": entry.formula,
            "inputs": {name: _plain(value, _digits(entry)) for name, value in entry.inputs},
            "source": entry.source,
            "as_of": entry.as_of,
        }
        for entry in ledger.values()
    ]


def _digits(entry: Entry) -> int:
    """Inputs of the bill's lines are as exact as its quantities, so that it can be recomputed from them."""
    return 12 if entry.id.startswith("cost/line/") else 6


def _plain(value: float | Decimal | str | None, digits: int = 6) -> float | str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return "unlimited" if isinf(value) else float(f"{value:.{digits}g}")


def _asked(found: Requirements, dossier: Dossier) -> Iterator[Entry]:
    for load in found.loads:
        yield _said(f"asked/loads/{load.id}", load.count, f"{load.what}/{load.per}", load.origin, dossier)
        for peak in load.peaks:
            yield _said(f"asked/loads/{load.id}/{peak.name}", peak.multiplier, "times the mean", peak.origin, dossier)
    for group in found.populations:
        yield _said(f"asked/populations/{group.what}", group.count, group.what, group.origin, dossier)
    for volume in found.volumes:
        yield _said(f"asked/volumes/{volume.what}", volume.gigabytes, "GB", volume.origin, dossier)
    for work in found.durations:
        yield _said(f"asked/durations/{work.what}", work.seconds, "s", work.origin, dossier)
    for goal in found.latencies:
        yield _said(f"asked/latencies/{goal.what}/{goal.percentile:g}", goal.milliseconds, "ms", goal.origin, dossier)
    for kept in found.retentions:
        yield _said(f"asked/retentions/{kept.what}", kept.days, "days", kept.origin, dossier)
    yield from _promised(found, dossier)


def _promised(found: Requirements, dossier: Dossier) -> Iterator[Entry]:
    if found.availability:
        yield _said("asked/availability", found.availability.value, "% of the time", found.availability.origin, dossier)
    if found.recovery:
        yield _said("asked/recovery/rpo", found.recovery.rpo_s, "s", found.recovery.origin, dossier)
        yield _said("asked/recovery/rto", found.recovery.rto_s, "s", found.recovery.origin, dossier)
    if found.budget:
        yield _said("asked/budget", found.budget.value, "USD/month", found.budget.origin, dossier)


def _said(key: str, value: float | None, unit: str, origin: Origin, dossier: Dossier) -> Entry:
    if isinstance(origin, Quoted):
        formula, source = _place(origin, dossier)
        return Entry(key, value, unit, formula, (("words", origin.text),), source)
    if isinstance(origin, Answered):
        return Entry(key, value, unit, "as answered", (("question", origin.question),), "answer of the user")
    return Entry(key, value, unit, "assumed", (("because", origin.reason),), "assumption; see design.yaml")


LONGEST_MESSAGE = 80
"""Characters of a message by which it is named."""


def _place(quote: Quoted, dossier: Dossier) -> tuple[str, str]:
    """Whether the brief or a later message says it, and where."""
    brief = dossier.brief[: len(dossier.brief) - sum(len(message) + 2 for message in dossier.messages)]
    if not dossier.messages or brief[quote.start : quote.end] == quote.text:
        return "as the brief says", f"brief.md, characters {quote.start} to {quote.end}"
    for number, message in reversed(list(enumerate(dossier.messages, 1))):
        if quote.text in message:
            line = " ".join(message.split())
            shown = line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE].rpartition(' ')[0]}…"
            return "as a later message says", f"message {number} after the brief: “{shown}”"
    return "as a later message says", "a message after the brief; its words are beside"


def _counts(dossier: Dossier) -> Iterator[Entry]:
    design, report = dossier.evidence.design, dossier.evidence.report
    for name, items in (("components", design.components), ("events", design.events), ("workflows", design.workflows)):
        yield Entry(f"count/{name}", len(items), name, f"number of {name}", (), DESIGN)
    source = "reports/findings.sarif"
    yield Entry("findings/rules", report.rules, "rules", "rules that ran", (), source)
    broken = len({finding.rule for finding in report.at_least("warning")})
    yield Entry("findings/held", report.rules - broken, "rules", "rules without error or warning", (), source)
    for severity in ("error", "warning", "info"):
        yield Entry(f"findings/{severity}", report.count(severity), "findings", f"findings of {severity}", (), source)


def _costs(dossier: Dossier, growth: Sensitivity) -> Iterator[Entry]:
    bill = dossier.evidence.bill
    unit, month = (
        "USD/month",
        (("hours a month", float(bill.hours_per_month)), ("region", bill.region), ("provider", bill.provider)),
    )
    yield Entry("cost/total", bill.total, unit, "sum of the lines, free allowances deducted", month, BILL)
    yield Entry("cost/total-without-free", bill.total_without_free, unit, "sum of the lines", month, BILL)
    yield Entry("cost/free", bill.free_tier, unit, "always-free allowances", month, BILL)
    yield Entry("cost/unpriced", len(bill.unpriced), "lines", "lines without a known rate", (), BILL)
    yield from _sums("component", bill.by_component)
    yield from _sums("service", bill.by_service)
    for point in growth.points:
        formula = "bill of the same design under so much more traffic"
        yield Entry(f"cost/at/{point.factor:g}", point.total, unit, formula, (("times", point.factor),), BILL)
    yield Entry("cost/standing", growth.standing, unit, "bill of the same design without traffic", (), BILL)
    for key, line in line_keys(bill.lines):
        where = (("sku", f"{line.service}/{line.usage.sku}"), ("region", line.region)) if line.usage.sku else ()
        inputs = (*line.usage.inputs, *where)
        formula, source = line.usage.formula or line.title, line.source or line.note or "no rate is known"
        yield Entry(key, line.amount, unit, formula, inputs, source, line.as_of)


def _sums(family: str, sums: Mapping[str, Decimal]) -> Iterator[Entry]:
    """The sum of each component or service, and that of all after the dearest."""
    for name, amount in sums.items():
        yield Entry(f"cost/{family}/{name or 'system'}", amount, "USD/month", "sum of its lines", (), BILL)
    rest = sum(list(sums.values())[MOST_SUMS:], Decimal(0))
    formula = f"sum of all after the {MOST_SUMS} dearest"
    yield Entry(f"cost/{family}-rest", rest, "USD/month", formula, (), BILL)


def line_keys(lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    """Every line of a bill with its id in the ledger; those of the same name are numbered."""
    seen: dict[str, int] = {}
    for line in lines:
        key = f"cost/line/{line.component or 'system'}/{line.service}/{line.title}"
        seen[key] = seen.get(key, 0) + 1
        yield (key if seen[key] == 1 else f"{key}/{seen[key]}"), line


def _options(dossier: Dossier) -> Iterator[Entry]:
    for option in dossier.options:
        source = f"the design of this option: {option.difference or 'the recommended one'}"
        key = f"option/{option.id}"
        yield Entry(f"{key}/cost", option.monthly_cost, "USD/month", "sum of the lines of its bill", (), source)
        yield Entry(f"{key}/p99", option.p99_ms, "ms", "slowest entry point, 99th percentile", (), source)
        yield Entry(f"{key}/load", option.operational_load, "points", "points for what has to be run", (), source)
        yield Entry(f"{key}/parts", option.parts, "components", "number of components", (), source)


def _decision(decision: Decision) -> Iterator[Entry]:
    source = f"design.yaml, decision {decision.id}"
    for measure in decision.measures:
        key = f"decision/{decision.id}/{measure.name}"
        yield Entry(key, measure.value, measure.unit, measure.name, (), source)
    for flip in decision.flips:
        if flip.threshold is not None:
            key = f"decision/{decision.id}/flip/{flip.to}"
            yield Entry(key, flip.threshold, flip.unit, f"threshold of {flip.measure or flip.when}", (), source)
            yield Entry(f"{key}/now", flip.current, flip.unit, flip.measure or flip.when, (), source)


def _workflows(design: Design) -> Iterator[Entry]:
    graph = Graph(design)
    for engine in graph.all(WorkflowEngine):
        flow = graph.workflow(engine.definition)
        source = f"design.yaml, workflow {flow.name}"
        formula = "sum over the steps, each as often as it is passed, nothing fails"
        yield Entry(f"workflow/{flow.name}/duration", duration(flow), "s", formula, (), source)
        yield Entry(f"workflow/{flow.name}/transitions", transitions(flow), "transitions", formula, (), source)


def _scaling(report: ScalingReport) -> Iterator[Entry]:
    yield _figure("concurrency/account", report.account, WORKLOAD)
    for found in report.functions:
        yield from _function(found)
    for queue in report.queues:
        yield from _queue(queue)
    for limit in report.limits:
        yield from _limit(limit)
    for latency in report.latencies:
        yield from _latency(latency)


def _function(found: FunctionScaling) -> Iterator[Entry]:
    key = f"concurrency/{found.component}"
    for name in ("duration_ms", "mean", "p99", "worst", "turned_away"):
        yield _figure(f"{key}/{name}", getattr(found, name), WORKLOAD)
    for name, value in (("peak_rps", found.peak_rps), ("mean_rps", found.mean_rps)):
        yield Entry(f"{key}/{name}", value, "runs/s", "loads carried along the links", (), WORKLOAD)
    cold = found.cold
    if cold is not None:
        for name in ("per_month", "environments"):
            yield _figure(f"cold-starts/{found.component}/{name}", getattr(cold, name), cold.source, cold.as_of)
        share = "runs that meet a cold start / all runs"
        yield Entry(f"cold-starts/{found.component}/share", cold.share, "of 1", share, (), cold.source, cold.as_of)
        for name in ("p50_ms", "p99_ms"):
            value = getattr(cold, name)
            yield Entry(f"cold-starts/{found.component}/{name}", value, "ms", "measured", (), cold.source, cold.as_of)


def _queue(queue: QueueScaling) -> Iterator[Entry]:
    key = f"queue/{queue.component}/{queue.consumer}"
    for name in ("capacity_rps", "backlog", "delay_s"):
        yield _figure(f"{key}/{name}", getattr(queue, name), WORKLOAD)
    arrivals = queue.arrivals_peak_rps
    yield Entry(f"{key}/arrivals_rps", arrivals, "messages/s", "loads carried along the links", (), WORKLOAD)


def _limit(limit: Limit) -> Iterator[Entry]:
    key = f"limit/{limit.id}"
    yield _figure(f"{key}/use", limit.use, WORKLOAD)
    yield Entry(f"{key}/limit", limit.limit, limit.use.unit, "as published", (), limit.source, limit.as_of)
    inputs = (("limit", limit.limit), ("use", limit.use.value))
    yield Entry(f"{key}/multiple", limit.multiple, "times the peak", "limit / use", inputs, limit.source, limit.as_of)


def latency_key(latency: EntryLatency) -> str:
    """What the latency of one kind of request at one way in is called in the ledger."""
    return f"latency/{latency.load}/{'+'.join(latency.route)}"


def _latency(latency: EntryLatency) -> Iterator[Entry]:
    key = latency_key(latency)
    for name in ("p50_ms", "p99_ms"):
        yield _figure(f"{key}/{name}", getattr(latency, name), "reports/concurrency.json, parts of the latency")
    yield Entry(
        f"{key}/later_p99_ms", latency.later_p99_ms, "ms", "the slowest way that goes on after the answer", (), WORKLOAD
    )
    for goal in latency.objectives:
        values = (("expected", goal.expected_ms),)
        yield Entry(f"{key}/goal/{goal.percentile:g}", goal.milliseconds, "ms", "objective", values, "the brief")


def _figure(key: str, figure: Figure, source: str, as_of: str = "") -> Entry:
    return Entry(key, figure.value, figure.unit, figure.formula, tuple(figure.inputs), source, as_of)
