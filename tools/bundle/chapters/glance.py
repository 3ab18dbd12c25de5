"""At a glance: the figures everybody asks for first, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bundle.asked import assumptions
from tools.bundle.blocks import Bullets, Card, Cards, Chapter, Paragraph, Span, Words, strong, text
from tools.bundle.material import Material
from tools.bundle.wording import counted, listed, lowered, owner, plural, sentence, times
from tools.design.components import External
from tools.diagram.wording import words_of

SYSTEM = "system"
KINDS = 6
"""Kinds of parts named; the others are counted."""


def chapter(material: Material) -> Chapter:
    """Four figures and a few sentences."""
    cards = (_cost(material), _limit(material), _latency(material), _rules(material))
    return Chapter("glance", "At a glance", (Cards(cards), Bullets(tuple(_points(material))), _dates(material)))


def _cost(material: Material) -> Card:
    budget = material.design.requirements.budget
    bill = material.dossier.evidence.bill
    if not bill.is_known:
        return Card("Cost a month", Span("not known"), "no rate is known for what it uses")
    note = f"in {bill.region}"
    mood = "plain"
    if budget is not None:
        within = float(bill.total) <= budget.value
        note = f"{'within' if within else 'over'} the budget of {material.figure('asked/budget').text}"
        mood = "good" if within else "bad"
    if bill.unpriced:
        note += f"; {counted(len(bill.unpriced), 'line')} without a known rate not in it"
    return Card("Cost a month", material.figure("cost/total"), note, mood)


def _limit(material: Material) -> Card:
    first = material.dossier.evidence.scaling.first_limit
    if first is None:
        return Card("First limit", Span("none"), "within reach of the expected traffic", "good")
    mood = "bad" if first.multiple < 1 else "warn" if first.multiple < 2 else "good"
    value = material.figure(f"limit/{first.id}/multiple", f"{times(first.multiple).removesuffix(' times')}×")
    return Card("First limit", value, f"the expected peak: {first.title} of {owner(first.component)}", mood)


def _latency(material: Material) -> Card:
    latencies = material.dossier.evidence.scaling.answers
    if not latencies:
        return Card("Slowest answer, p99", Span("–"), "nobody waits for an answer")
    slowest = max(latencies, key=lambda latency: latency.p99_ms.value)
    missed = any(not goal.is_met for latency in latencies for goal in latency.objectives)
    promised = any(latency.objectives for latency in latencies)
    note = "an objective is missed" if missed else "every objective is kept" if promised else "no objective was given"
    mood = "bad" if missed else "good" if promised else "plain"
    key = f"latency/{slowest.load}/{'+'.join(slowest.route)}/p99_ms"
    return Card("Slowest answer, p99", material.figure(key), note, mood)


def _rules(material: Material) -> Card:
    report = material.dossier.evidence.report
    errors, warnings = report.count("error"), report.count("warning")
    value = material.figure("findings/held", f"{material.ledger['findings/held'].value:g} of {report.rules}")
    note = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}" if errors or warnings else "nothing to mend"
    return Card("Design rules held", value, note, "bad" if errors else "warn" if warnings else "good")


def _points(material: Material) -> Iterator[Words]:
    yield _built(material)
    yield from _spent(material)
    yield _breaks(material)
    unfit = [fit for fit in material.dossier.fitness if fit.verdict != "functions"]
    for fit in unfit:
        yield text(strong("Better elsewhere. "), sentence(f"{fit.workload} belongs in {fit.verdict}: {fit.because}"))
    yield _open(material)


def _built(material: Material) -> Words:
    counts: dict[str, int] = {}
    for component in material.design.components:
        if not isinstance(component, External):
            kind = lowered(words_of(component.kind))
            counts[kind] = counts.get(kind, 0) + 1
    kinds = sorted(counts, key=lambda kind: -counts[kind])
    named = [f"{counts[kind]} {kind if counts[kind] == 1 else plural(kind)}" for kind in kinds[:KINDS]]
    rest = sum(counts[kind] for kind in kinds[KINDS:])
    parts = [*named, f"{counted(rest, 'more part')}"] if rest else named
    count = material.figure("count/components", counted(len(material.design.components), "part"))
    return text(strong("What it is. "), count, f": {listed(parts, KINDS + 1)}.")


def _spent(material: Material) -> Iterator[Words]:
    bill = material.dossier.evidence.bill
    dearest = [(name, amount) for name, amount in bill.by_component.items() if amount > 0][:3]
    if dearest:
        names = [
            f"{name or 'the system as a whole'} {material.figure(f'cost/component/{name or SYSTEM}').text}"
            for name, _ in dearest
        ]
        standing = material.figure("cost/standing")
        tenfold = material.figure("cost/at/10")
        yield text(
            strong("What it costs. "),
            f"Most of it: {listed(names)}. Idle it costs ",
            standing,
            ", under ten times the traffic ",
            tenfold,
            " a month.",
        )


def _breaks(material: Material) -> Words:
    first = material.dossier.evidence.scaling.first_limit
    if first is None:
        return text(strong("Where it breaks first. "), "No known limit is within reach of the expected traffic.")
    multiple = material.figure(f"limit/{first.id}/multiple")
    raised = {True: " It can be raised.", False: " It cannot be raised.", None: ""}[first.adjustable]
    return text(
        strong("Where it breaks first. "),
        f"{sentence(first.title).rstrip('.')} of {owner(first.component)}, at ",
        multiple,
        f" the expected peak: then {lowered(first.effect)}.{raised}",
    )


def _open(material: Material) -> Words:
    found = material.design.requirements
    taken, asked = len(assumptions(material.design)), len(found.questions)
    parts = [counted(taken, "assumption")]
    if asked:
        parts.append(counted(asked, "open question"))
    if found.conflicts:
        parts.append(counted(len(found.conflicts), "contradiction"))
    return text(
        strong("What to look at. "), f"{sentence(listed(parts))} Each is named below with what it would change."
    )


def _dates(material: Material) -> Paragraph:
    years = sorted({line.as_of[:4] for line in material.dossier.evidence.bill.lines if line.as_of})
    when = f"in {years[0]}" if len(years) == 1 else f"between {years[0]} and {years[-1]}" if years else ""
    said = f"Prices and limits were published {when}. " if when else ""
    return Paragraph(
        text(f"{said}Every figure is computed from design.yaml; evidence.json has its formula, inputs and source."),
        "note",
    )
