"""A report as Markdown for people and as JSON for programs. Pure functions of the report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any

from tools.design.markdown import linked, table
from tools.scaling.model import EntryLatency, Figure, FunctionScaling, Limit, Objective, ScalingReport
from tools.scaling.wording import clock_text, multiple_text, number_text, share_text, span_text, used_text

_BEYOND = 100.0
"""Limits farther away than so many times the traffic are counted, not listed."""


def report_markdown(report: ScalingReport) -> str:
    """The report as a document of its own."""
    sections = [
        _opening(report),
        _limits(report),
        _functions(report),
        _queues(report),
        _latencies(report),
        _formulas(report),
        _assumptions(report),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _opening(report: ScalingReport) -> str:
    breaks = _breaking(report.first_limit)
    worst = f"All functions together need {number_text(report.account.value)} environments in the worst second"
    of = f" of the {number_text(report.account_limit)} an account has by default" if report.account_limit else ""
    lost = report.account_turned_away.value
    if lost >= 1:
        of += f" (it throttles about {number_text(lost)} requests then)"
    moment = f"at {clock_text(report.account_at_s)} ({report.region})"
    return f"# How far {report.design} scales\n\n{breaks}\n\n{worst}{of}, {moment}."


def _breaking(first: Limit | None) -> str:
    """What breaks first, in a sentence or two."""
    if first is None:
        return "No limit is in reach of this traffic."
    when = f"It breaks first at {multiple_text(first.multiple)} the expected traffic"
    if first.multiple == 0:
        when = "It is broken without any traffic, by what is kept ready or starts by itself"
    elif first.multiple < 1:
        when = f"It breaks before the expected peak, at {multiple_text(first.multiple)} of it"
    return f"**{when}**: {first.component}, {first.title} ({used_text(first)}). Then {first.effect}."


def _limits(report: ScalingReport) -> str:
    near = [limit for limit in report.limits if limit.is_certain and limit.multiple <= _BEYOND]
    cases = [limit for limit in report.limits if not limit.is_certain and limit.multiple <= _BEYOND]
    far = len(report.limits) - len(near) - len(cases)
    parts = ["## Limits"]
    if near:
        parts.append(_limit_table(near))
    if cases:
        parts.append("In certain cases only:\n\n" + _limit_table(cases))
    if far:
        parts.append(f"{far} further limits lie beyond {number_text(_BEYOND)} x the expected traffic.")
    if report.unmeasured:
        parts.append("No published limit is known for: " + ", ".join(report.unmeasured) + ".")
    return "\n\n".join(parts)


def _limit_table(limits: Sequence[Limit]) -> str:
    rows = [
        (
            limit.component,
            limit.title,
            number_text(limit.use.value),
            f"{number_text(limit.limit)} {limit.use.unit}",
            multiple_text(limit.multiple),
            {True: "yes", False: "no", None: "unknown"}[limit.adjustable],
            "; ".join(text for text in (limit.effect, limit.note) if text),
            f"{limit.source} ({limit.as_of})" if limit.as_of else limit.source,
        )
        for limit in limits
    ]
    heads = ("component", "limit", "use at peak", "of", "reached at", "can be raised", "what then", "source")
    return _table(heads, rows)


def _functions(report: ScalingReport) -> str:
    running = [found for found in report.functions if found.invocations_per_month > 0]
    if not running:
        return ""
    heads = ("function", "runs a month", "peak 1/s", "duration", "mean", "99 %", "worst second", "at", "turned away")
    table = _table(heads, [_function_row(found) for found in running])
    cold = _table(
        ("function", "cold starts a month", "share", "initialisation p50 / p95 / p99", "environments kept", "remark"),
        [row for found in running for row in _cold_row(found)],
    )
    return f"## Functions\n\nConcurrency in environments busy at once.\n\n{table}\n\n### Cold starts\n\n{cold}"


def _function_row(found: FunctionScaling) -> tuple[str, ...]:
    ceiling = f" (at most {number_text(found.ceiling)}: {found.ceiling_reason})" if found.ceiling < inf else ""
    return (
        found.component,
        number_text(found.invocations_per_month),
        number_text(found.peak_rps),
        span_text(found.duration_ms.value / 1000),
        number_text(found.mean.value),
        number_text(found.p99.value),
        number_text(found.worst.value) + ceiling,
        clock_text(found.worst_at_s),
        number_text(found.turned_away.value),
    )


def _cold_row(found: FunctionScaling) -> Iterator[tuple[str, ...]]:
    cold = found.cold
    if cold is not None:
        times = " / ".join(span_text(ms / 1000) for ms in (cold.p50_ms, cold.p95_ms, cold.p99_ms))
        kept = number_text(cold.environments.value)
        per_month = number_text(cold.per_month.value)
        yield found.component, per_month, share_text(cold.share), times, kept, cold.note


def _queues(report: ScalingReport) -> str:
    if not report.queues:
        return ""
    heads = ("queue or stream", "consumer", "peak 1/s", "capacity 1/s", "backlog", "longest wait", "gone after")
    rows = [
        (
            queue.component,
            queue.consumer,
            number_text(queue.arrivals_peak_rps),
            number_text(queue.capacity_rps.value),
            number_text(queue.backlog.value),
            span_text(queue.delay_s.value),
            span_text(queue.drained_after_s),
        )
        for queue in report.queues
    ]
    return f"## Queues and streams\n\nIn the worst peak.\n\n{_table(heads, rows)}"


def _latencies(report: ScalingReport) -> str:
    if not report.latencies:
        return ""
    heads = ("load", "way", "p50", "p99", "objective", "all done, p50 / p99", "slowest way after the answer")
    rows = [_latency_row(entry) for entry in report.latencies]
    parts = "\n".join(_latency_parts(entry) for entry in report.latencies)
    return f"## Latency\n\n{_table(heads, rows)}\n\n### Parts\n\n{parts}"


def _latency_row(entry: EntryLatency) -> tuple[str, ...]:
    later = f"{span_text(entry.later_p50_ms / 1000)} / {span_text(entry.later_p99_ms / 1000)}" if entry.later else ""
    held = "; ".join(
        f"p{number_text(o.percentile)} {span_text(o.milliseconds / 1000)}: {'met' if o.is_met else 'missed'}"
        for o in entry.objectives
    )
    return (
        entry.load,
        " → ".join(entry.route),
        span_text(entry.p50_ms.value / 1000),
        span_text(entry.p99_ms.value / 1000),
        held,
        later,
        " → ".join(entry.later),
    )


def _latency_parts(entry: EntryLatency) -> str:
    terms = "; ".join(
        f"{term.what} {span_text(term.p50_ms / 1000)} / {span_text(term.p99_ms / 1000)} ({term.source})"
        for term in entry.terms
    )
    return f"* {entry.load}, {' → '.join(entry.route)}: {terms}"


def _formulas(report: ScalingReport) -> str:
    """Each formula once, with the figures of the first place it was used."""
    seen: dict[str, tuple[str, Figure]] = {}
    for name, figure in _figures(report):
        seen.setdefault(figure.formula, (name, figure))
    lines = [f"* {figure.formula} ({figure.unit}). {name}: {_inputs(figure)}" for name, figure in seen.values()]
    return "## How the figures are made\n\n" + "\n".join(lines)


def _figures(report: ScalingReport) -> Iterator[tuple[str, Figure]]:
    for found in report.functions:
        for figure in (found.duration_ms, found.mean, found.p99, found.worst, found.turned_away):
            yield found.component, figure
        if found.cold is not None:
            yield found.component, found.cold.per_month
            yield found.component, found.cold.environments
    yield "account", report.account
    for queue in report.queues:
        for figure in (queue.capacity_rps, queue.backlog, queue.delay_s):
            yield queue.component, figure
    for limit in report.limits:
        yield limit.component, limit.use
    for entry in report.latencies:
        yield entry.load, entry.p50_ms
        yield entry.load, entry.p99_ms


def _inputs(figure: Figure) -> str:
    given = ", ".join(f"{name} = {_input_text(value)}" for name, value in figure.inputs)
    return f"{given} gives {number_text(figure.value)}" if given else number_text(figure.value)


def _input_text(value: float | str) -> str:
    return value if isinstance(value, str) else number_text(value)


def _assumptions(report: ScalingReport) -> str:
    lines = "\n".join(f"* {assumption.text} ({assumption.as_of})" for assumption in report.assumptions)
    return f"## Assumptions\n\n{lines}"


def _table(heads: tuple[str, ...], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(table(heads, [tuple(map(linked, row)) for row in rows]))


def report_json(report: ScalingReport) -> str:
    """The report as JSON: every figure with unit, formula and inputs; what is infinite is null."""
    document = _plain(report)
    first = report.first_limit
    document["first_limit"] = first.id if first is not None else None
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Figure):
        return {
            "value": _plain(value.value),
            "unit": value.unit,
            "formula": value.formula,
            "inputs": {name: _plain(given) for name, given in value.inputs},
        }
    if hasattr(value, "_fields"):
        return {name: _plain(getattr(value, name)) for name in (*value._fields, *_computed(value))}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, float):
        return None if value in (inf, -inf) else float(f"{value:.6g}")
    return value


def _computed(value: object) -> tuple[str, ...]:
    """Properties that belong into the document."""
    return ("share",) if isinstance(value, Limit) else ("is_met",) if isinstance(value, Objective) else ()
