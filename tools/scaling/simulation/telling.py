"""A study as Markdown for people and as JSON for programs. Pure functions of the study."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import inf, isfinite
from typing import Any

from tools.design import markdown
from tools.scaling.simulation.breaking import Break
from tools.scaling.simulation.drills import Drilled
from tools.scaling.simulation.outcome import EntryFigures, FunctionFigures, LineFigures
from tools.scaling.simulation.study import Study
from tools.scaling.wording import clock_text, multiple_text, number_text, span_text
from tools.workload.profiles import DAY_S

_MOST_ALARMS = 40


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table as text."""
    return "\n".join(markdown.table(heads, rows))


def study_markdown(study: Study) -> str:
    """The study as a document of its own."""
    sections = [
        _opening(study),
        _breaks(study),
        _functions(study),
        _lines(study),
        _entries(study),
        _gates(study),
        _requests(study),
        _alarms(study),
        *(_drill(found) for found in study.drills),
        _remarks(study),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def study_json(study: Study) -> str:
    """The study as JSON; what never happens is null."""
    return json.dumps(_plain(study._replace(outcome=study.outcome)), indent=1, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        fields: Sequence[str] = getattr(value, "_fields", ())  # pyright: ignore[reportUnknownArgumentType]
        if fields:
            return {name: _plain(getattr(value, name)) for name in fields}  # pyright: ignore[reportUnknownArgumentType]
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, float):
        return float(f"{value:.6g}") if isfinite(value) else None
    return value


def moment_text(t_s: float) -> str:
    """A second of the simulation: `14:05`, `day 3, 14:05`, `never`."""
    if t_s == inf:
        return "never"
    day = int(t_s // DAY_S)
    return f"day {day + 1}, {clock_text(t_s)}" if day else clock_text(t_s)


def breaking_text(study: Study) -> str:
    """The breaking points in one sentence."""
    if not study.breaks:
        return "Nothing gives way at up to 1,000 x this traffic."
    parts = [f"{multiple_text(one.multiple)} at {moment_text(one.at_s)}: {one.text}" for one in study.breaks]
    verb = "Breaks at " if study.breaks[0].multiple > 1 else "Is broken from "
    return verb + "; then at ".join(parts) + "."


def _opening(study: Study) -> str:
    seen = study.outcome
    method = "every request followed" if seen.engine == "events" else "amounts in bins, chance in closed form"
    peak = f"highest {number_text(seen.account.peak)} at {moment_text(study.begin_s + seen.account.peak_at_s)}"
    return (
        f"# {study.design} under simulated traffic\n\n**{breaking_text(study)}**\n\n"
        f"{number_text(seen.requests)} arrivals in {span_text(seen.span_s)} ({study.region}, seed {seen.seed}; "
        f"{method}). "
        f"All functions together: mean {number_text(seen.account.mean)}, 99 % {number_text(seen.account.p99)}, {peak}."
    )


def _breaks(study: Study) -> str:
    if not study.breaks:
        return ""
    rows = [_break_row(one) for one in study.breaks]
    heads = ("at", "when", "what gives way", "what raises it")
    text = (
        f"Each row is what gives way next once the one above is mended, until {number_text(study.target)} x the "
        "traffic holds."
    )
    return f"## Where it breaks\n\n{text}\n\n{table(heads, rows)}"


def _break_row(one: Break) -> tuple[str, ...]:
    fixes = "; ".join(fix.text for fix in one.fixes) or "nothing that this design sets"
    return multiple_text(one.multiple), moment_text(one.at_s), one.text, fixes


def _functions(study: Study) -> str:
    rows = [_function_row(study, found) for found in study.outcome.functions]
    heads = ("function", "runs", "mean", "99 %", "peak", "at", "throttled", "failed", "cold starts")
    return f"## Functions\n\nConcurrency in environments busy at once.\n\n{table(heads, rows)}" if rows else ""


def _function_row(study: Study, found: FunctionFigures) -> tuple[str, ...]:
    return (
        found.name,
        number_text(found.runs),
        number_text(found.busy.mean),
        number_text(found.busy.p99),
        number_text(found.busy.peak),
        moment_text(study.begin_s + found.busy.peak_at_s),
        _share(found.throttled_share),
        number_text(found.failed),
        f"{number_text(found.cold)} ({_share(found.cold_share)})",
    )


def _lines(study: Study) -> str:
    rows = [_line_row(study, line) for line in study.outcome.lines]
    heads = ("queue > function", "messages", "deepest", "at", "oldest", "at once", "empty again", "dead", "repeated")
    return f"## Queues and streams\n\n{table(heads, rows)}" if rows else ""


def _line_row(study: Study, line: LineFigures) -> tuple[str, ...]:
    return (
        line.name,
        number_text(line.arrived),
        number_text(line.deepest),
        moment_text(study.begin_s + line.deepest_at_s),
        span_text(line.oldest_s),
        number_text(line.pollers),
        moment_text(study.begin_s + line.drained_at_s),
        number_text(line.dead),
        number_text(line.repeated),
    )


def _entries(study: Study) -> str:
    rows = [
        (
            entry.source,
            " > ".join(entry.route),
            number_text(entry.requests),
            _share(entry.refused / entry.requests if entry.requests else 0.0),
            *(span_text(mark / 1000) for mark in (entry.p50_ms, entry.p95_ms, entry.p99_ms)),
        )
        for entry in study.outcome.entries
    ]
    if not rows:
        return ""
    heads = ("traffic", "way", "requests", "refused", "p50", "p95", "p99")
    budgets = [_budget(entry) for entry in study.outcome.entries if entry.hops]
    return "\n\n".join([f"## Answers\n\n{table(heads, rows)}", *budgets])


def _budget(entry: EntryFigures) -> str:
    rows = [
        (hop.what, span_text(hop.mean_ms / 1000), span_text(hop.p50_ms / 1000), span_text(hop.p99_ms / 1000))
        for hop in entry.hops
    ]
    name = f"{entry.source}: {' > '.join(entry.route)}"
    return f"### Where the time goes, {name}\n\n{table(('part', 'mean', 'p50', 'p99'), rows)}"


def _gates(study: Study) -> str:
    rows = [
        (gate.title, number_text(gate.asked), number_text(gate.refused), _share(gate.refused_share),
         moment_text(study.begin_s + gate.first_at_s), span_text(gate.longest_s))
        for gate in study.outcome.gates
        if gate.refused > 0 or gate.longest_s > 0
    ]  # fmt: skip
    heads = ("limit", "asked", "refused", "share", "first at", "longest delay")
    return f"## Limits that were met\n\n{table(heads, rows)}" if rows else ""


def _requests(study: Study) -> str:
    parts: list[str] = []
    if study.requests:
        rows = [(one.quota, number_text(one.current), number_text(one.wanted), one.reason) for one in study.requests]
        parts.append("## Quotas to ask for\n\n" + table(("quota", "now", "ask for", "why"), rows))
    if study.ready:
        rows = [
            (one.function, number_text(one.environments), _dollars(one.usd_per_month), one.reason)
            for one in study.ready
        ]
        parts.append("## Environments to keep ready\n\n" + table(("function", "how many", "a month", "why"), rows))
    return "\n\n".join(parts)


def _dollars(amount: float | None) -> str:
    return f"${amount:,.2f}" if amount is not None else "no price known here"


def _alarms(study: Study) -> str:
    rows = [
        (one.component, one.metric, f"{number_text(one.above)} {one.unit}", one.reason)
        for one in study.alarms[:_MOST_ALARMS]
    ]
    return f"## Alarms\n\n{table(('component', 'metric', 'above', 'why'), rows)}" if rows else ""


_TITLES = {
    "outage": "{0.component} is gone for {0.minutes:g} minutes",
    "poison": "A message that always fails, in {0.component}",
    "storm": "{0.component} is gone for {0.minutes:g} minutes, and callers try again",
    "failover": "All traffic at once on a cold region",
}


def _drill(found: Drilled) -> str:
    title = _TITLES[found.drill.kind].format(found.drill)
    text = (
        f"From {moment_text(found.at_s)} on. Because of it {number_text(found.refused)} requests are answered with an "
        f"error, {number_text(found.lost)} messages given up, {number_text(found.extra_runs)} runs added; concurrency "
        f"reaches {number_text(found.peak)} (else {number_text(found.usual_peak)}). "
    )
    if found.lines and found.drained_s < inf:
        text += f"The last line is empty again {span_text(found.drained_s)} after its end."
    elif found.lines:
        text += "Not all lines are empty again in the hours simulated."
    rows = [
        (
            line.name,
            number_text(line.deepest),
            span_text(line.oldest_s),
            number_text(line.repeated),
            number_text(line.dead),
        )
        for line in found.lines
    ]
    heads = ("queue > function", "deepest", "oldest", "delivered again", "given up")
    parts = [f"## Drill: {title}\n\n{text.strip()}", table(heads, rows) if rows else "", found.advice]
    return "\n\n".join(part for part in parts if part)


def _remarks(study: Study) -> str:
    return "## Remarks\n\n" + "\n".join(f"* {remark}" for remark in _all_remarks(study))


def _all_remarks(study: Study) -> Iterator[str]:
    yield from study.remarks
    yield "The simulation starts with no environment warm and nothing waiting."
    yield "A run lasts as long as the design says, or as its calls in turn take; durations are log-normal."
    yield "One region of one account with the default quotas carries everything."


def _share(value: float) -> str:
    return "0" if value <= 0 else f"{number_text(100 * value)} %"
