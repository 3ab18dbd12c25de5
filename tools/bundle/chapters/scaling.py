"""How far the system scales: the day, the limits, the answers people wait for, functions and queues."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.blocks import Block, Chapter, Fold, Grid, Heading, Paragraph, Picture, Span, Words, code, strong, text
from tools.bundle.ledger import latency_key
from tools.bundle.material import Material
from tools.bundle.wording import milliseconds, number, owner, sentence, times
from tools.scaling.model import EntryLatency, FunctionScaling, Limit
from tools.scaling.plot import concurrency_svg, headroom_svg

MOST_LIMITS = 8
FAR = 1000.0
"""Times the expected peak beyond which a limit is out of sight."""

RAISED = {True: "yes", False: "no", None: "not known"}


def chapter(material: Material) -> Chapter:
    """Pictures, limits, latencies; functions and queues folded."""
    report = material.dossier.evidence.scaling
    blocks: list[Block] = [_opening(material)]
    if report.series:
        blocks.append(Picture("reports/concurrency.svg", "Functions at work over the day", concurrency_svg(report)))
    if any(limit.is_certain for limit in report.limits):
        blocks.append(Picture("reports/headroom.svg", "How far away each limit is", headroom_svg(report)))
    blocks += [*_limits(material), *_latencies(material), *_functions(material), *_queues(material), _rest()]
    return Chapter("scaling", "How far it scales", tuple(blocks))


def _opening(material: Material) -> Paragraph:
    report = material.dossier.evidence.scaling
    words: list[Span | str] = []
    if report.functions and report.account_limit:
        words += ["All functions together need ", material.figure("concurrency/account")]
        words += [" at once in the worst second; an account starts with ", number(report.account_limit), ". "]
    first = report.first_limit
    if first is None:
        return Paragraph((*words, "No known limit is within reach of the expected traffic."))
    words += ["The first limit is reached at ", material.figure(f"limit/{first.id}/multiple"), " the expected peak."]
    return Paragraph(tuple(words))


def _limits(material: Material) -> Iterator[Block]:
    near = [limit for limit in material.dossier.evidence.scaling.limits if limit.is_certain and limit.multiple < FAR]
    if near:
        yield Heading("Limits, the nearest first")
        heads = ("At times the peak", "Limit", "In use at the peak", "What then", "Can be raised")
        yield Grid(heads, tuple(_limit(limit, material) for limit in near[:MOST_LIMITS]), numbers=(0,))


def _limit(limit: Limit, material: Material) -> tuple[Words, ...]:
    used = material.figure(f"limit/{limit.id}/use", number(limit.use.value))
    most = material.figure(f"limit/{limit.id}/limit")
    return (
        text(material.figure(f"limit/{limit.id}/multiple", times(limit.multiple).removesuffix(" times"))),
        text(strong(sentence(limit.title).rstrip(".")), f" of {owner(limit.component)}"),
        text(used, " of ", most),
        text(sentence(limit.effect)),
        text(RAISED[limit.adjustable]),
    )


def _latencies(material: Material) -> Iterator[Block]:
    found = material.dossier.evidence.scaling.latencies
    if found:
        yield Heading("How long people wait")
        heads = ("Request", "On its way", "Typical", "99 of 100 within", "Asked for", "All it sets off, 99 of 100")
        yield Grid(heads, tuple(_latency(latency, material) for latency in found), numbers=(2, 3, 5))


def _latency(latency: EntryLatency, material: Material) -> tuple[Words, ...]:
    key = latency_key(latency)
    asked: list[Span | str] = []
    for goal in latency.objectives:
        asked += ["; "] if asked else []
        asked += [material.figure(f"{key}/goal/{goal.percentile:g}"), f" for {number(goal.percentile)} % "]
        asked.append(Span("kept", "mark", "good") if goal.is_met else Span("missed", "mark", "error"))
    later = text(material.figure(f"{key}/later_p99_ms")) if latency.later else text("–")
    return (
        text(latency.load.replace("-", " ")),
        text(" → ".join(latency.route)),
        text(material.figure(f"{key}/p50_ms")),
        text(material.figure(f"{key}/p99_ms")),
        tuple(asked) or text("–"),
        later,
    )


def _functions(material: Material) -> Iterator[Block]:
    found = [function for function in material.dossier.evidence.scaling.functions if function.invocations_per_month]
    if found:
        heads = (
            "Function",
            "Runs at the peak",
            "One run",
            "At once, mean",
            "At once, worst",
            "Cold starts",
            "A cold start, p99",
        )
        grid = Grid(heads, tuple(_function(one, material) for one in found), numbers=(1, 2, 3, 4, 5, 6))
        yield Fold(f"Functions under their traffic ({len(found)})", (grid,))


def _function(found: FunctionScaling, material: Material) -> tuple[Words, ...]:
    key, cold = f"concurrency/{found.component}", found.cold
    share = f"{number(cold.share * 100)} %" if cold else "–"
    return (
        text(code(found.component)),
        text(material.figure(f"{key}/peak_rps", f"{number(found.peak_rps)} a second")),
        text(material.figure(f"{key}/duration_ms")),
        text(material.figure(f"{key}/mean", number(found.mean.value))),
        text(material.figure(f"{key}/worst", number(found.worst.value))),
        text(material.figure(f"cold-starts/{found.component}/share", share) if cold else share),
        text(material.figure(f"cold-starts/{found.component}/p99_ms") if cold else milliseconds(0)),
    )


def _queues(material: Material) -> Iterator[Block]:
    found = material.dossier.evidence.scaling.queues
    if found:
        rows: list[tuple[Words, ...]] = []
        for queue in found:
            key = f"queue/{queue.component}/{queue.consumer}"
            rows.append(
                (
                    text(code(queue.component)),
                    text(code(queue.consumer)),
                    text(material.figure(f"{key}/arrivals_rps", f"{number(queue.arrivals_peak_rps)} a second")),
                    text(material.figure(f"{key}/capacity_rps", f"{number(queue.capacity_rps.value)} a second")),
                    text(material.figure(f"{key}/backlog", number(queue.backlog.value))),
                    text(material.figure(f"{key}/delay_s")),
                )
            )
        heads = (
            "Queue or stream",
            "Consumer",
            "Arrives at the peak",
            "Handled at most",
            "Waiting at worst",
            "Longest wait",
        )
        yield Fold(f"Queues and streams at the peak ({len(rows)})", (Grid(heads, tuple(rows), numbers=(2, 3, 4, 5)),))


def _rest() -> Paragraph:
    link = Span("reports/concurrency.md", "link", "reports/concurrency.md")
    return Paragraph(text("Limits farther away, formulas, sources and what was assumed: ", link, "."), "note")
