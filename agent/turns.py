"""The answer to a turn: what changed, why, in numbers. Everything is worked out from the evidence of both designs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from agent.changes import (
    NO_PERMISSIONS,
    Asked,
    Change,
    FieldChange,
    Permissions,
    RoleChange,
    Turned,
    asked_otherwise,
    part_changes,
    permission_changes,
    turned_decisions,
)
from agent.summary import FirstLimit, reached_limit
from tools.bundle.asked import Statement, assumptions
from tools.bundle.evidence import Evidence
from tools.bundle.wording import counted, listed, lowered, milliseconds, money, owner, sentence, times
from tools.checks import Finding, Severity
from tools.design.plaintext import one_line
from tools.design.requirements import Question

MOST_MOVED = 5
"""Components of the bill that are told, those that moved most."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a component cost a month, and costs now, in US dollars; the empty name is the system as a whole."""

    component: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in a sentence."""

    rule: str
    severity: Severity
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One turn. Before the first design there is nothing to compare with: what was before is None then."""

    said: str
    """What the planner says of it."""
    is_first: bool
    asked: tuple[Asked, ...]
    changes: tuple[Change, ...]
    decisions: tuple[Turned, ...]
    permissions: Permissions
    cost_before: float | None
    cost: float | None
    """US dollars a month; None where no rate is known."""
    moved: tuple[Moved, ...]
    """What moved the bill, the largest difference first."""
    budget: float | None
    p99_before_ms: float | None
    p99_ms: float | None
    """99th percentile of the slowest entry point; None where nobody waits for an answer."""
    limit_before: FirstLimit | None
    limit: FirstLimit | None
    """What is reached first, and at how many times the expected traffic."""
    findings_new: tuple[Told, ...]
    findings_gone: tuple[Told, ...]
    questions_new: tuple[Question, ...]
    assumptions_new: tuple[Statement, ...]

    @property
    def is_same(self) -> bool:
        """Whether the design is as it was."""
        return not (self.is_first or self.asked or self.changes or self.decisions)


def told(before: Evidence | None, after: Evidence, said: str) -> Answer:
    """The answer to a turn that made one design of another, or the first one."""
    old = before.design if before is not None else None
    new = after.design
    is_other = old is not None and old != new
    return Answer(
        said=said,
        is_first=old is None,
        asked=tuple(asked_otherwise(old, new)) if old is not None and is_other else (),
        changes=tuple(part_changes(old, new)) if old is not None and is_other else (),
        decisions=tuple(turned_decisions(old, new)) if old is not None and is_other else (),
        permissions=permission_changes(old, new) if old is not None and is_other else NO_PERMISSIONS,
        cost_before=_cost(before) if before is not None else None,
        cost=_cost(after),
        moved=_moved(before, after) if before is not None else (),
        budget=new.requirements.budget.value if new.requirements.budget else None,
        p99_before_ms=before.slowest_p99_ms if before is not None else None,
        p99_ms=after.slowest_p99_ms,
        limit_before=reached_limit(before.scaling.first_limit) if before is not None else None,
        limit=reached_limit(after.scaling.first_limit),
        findings_new=_findings(after, before),
        findings_gone=_findings(before, after) if before is not None else (),
        questions_new=_questions(before, after),
        assumptions_new=_assumptions(before, after),
    )


def _cost(evidence: Evidence) -> float | None:
    return round(float(evidence.bill.total), 2) if evidence.bill.is_known else None


def _moved(before: Evidence, after: Evidence) -> tuple[Moved, ...]:
    old, new = before.bill.by_component, after.bill.by_component
    names = dict.fromkeys((*old, *new))
    found = [Moved(n, round(float(old.get(n, 0)), 2), round(float(new.get(n, 0)), 2)) for n in names]
    differing = [moved for moved in found if moved.before != moved.after]
    return tuple(sorted(differing, key=lambda moved: (-abs(moved.after - moved.before), moved.component)))


def _findings(here: Evidence, there: Evidence | None) -> tuple[Told, ...]:
    """Errors and warnings that are only here."""
    known = {_key(finding) for finding in there.report.findings} if there is not None else set[tuple[str, str]]()
    found = [finding for finding in here.report.at_least("warning") if _key(finding) not in known]
    return tuple(Told(f.rule, f.severity, f.subject, f.message) for f in found)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.subject


def _questions(before: Evidence | None, after: Evidence) -> tuple[Question, ...]:
    known = {q.id for q in before.design.requirements.questions} if before is not None else set[str]()
    return tuple(question for question in after.design.requirements.questions if question.id not in known)


def _assumptions(before: Evidence | None, after: Evidence) -> tuple[Statement, ...]:
    known = {(s.id, s.value) for s in assumptions(before.design)} if before is not None else set[tuple[str, str]]()
    return tuple(said for said in assumptions(after.design) if (said.id, said.value) not in known)


def plain(answer: Answer) -> dict[str, Any]:
    """The answer as plain data, for JSON."""
    found = {name: getattr(answer, name) for name in Answer.__dataclass_fields__ if name != "questions_new"}
    return {name: _plain(value) for name, value in found.items()} | {
        "questions_new": [question.model_dump(mode="json") for question in answer.questions_new]
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [asdict(item) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return asdict(value) if isinstance(value, Permissions | FirstLimit) else value


WIDTH, LABEL = 100, 10
MOST_ITEMS = 6
"""Items of a row that are told; of a whole answer all are."""

Row = tuple[str, str]


def lines(answer: Answer, *, whole: bool = False) -> list[str]:
    """The answer for a terminal, in plain lines of 100 columns; `whole` leaves nothing out, quiet changes included."""
    found: list[str] = []
    for label, text in _rows(answer, 10**6 if whole else MOST_ITEMS, whole):
        wrapped = textwrap.wrap(one_line(text), WIDTH - LABEL, break_on_hyphens=False) or [""]
        found += [f"{label if index == 0 else '':<{LABEL}}{line}".rstrip() for index, line in enumerate(wrapped)]
    return found


def _rows(answer: Answer, most: int, whole: bool) -> Iterator[Row]:
    if answer.said:
        yield "", answer.said
    if answer.is_same:
        yield "changed", "nothing"
    yield from _limited([_asked(asked) for asked in answer.asked], "asked", most)
    yield from _part_rows(answer, most, whole)
    yield from _limited([_decided(turned) for turned in answer.decisions], "decided", most)
    if answer.permissions.roles:
        yield from _permission_rows(answer.permissions, most)
    yield from _figure_rows(answer, most)
    yield from _limited(
        [f"{f.severity}: {sentence(f.message)} [{f.rule}]" for f in answer.findings_new], "finding", most
    )
    yield from _limited([f"{f.message} [{f.rule}]" for f in answer.findings_gone], "mended", most)
    yield from _limited([f"{a.about.lower()}: {a.value} ({a.said})" for a in answer.assumptions_new], "assumed", most)
    asking = [f"{q.text} Until answered: {q.default} [{q.id}]" for q in answer.questions_new]
    yield from _limited(asking, "ask", most)


def _limited(texts: list[str], label: str, most: int) -> Iterator[Row]:
    for index, text in enumerate(texts[:most]):
        yield label if index == 0 else "", text
    if len(texts) > most:
        yield "", f"and {len(texts) - most} more"


def _asked(asked: Asked) -> str:
    if not asked.after:
        return f"{lowered(asked.about)}: no longer {lowered(asked.before)}"
    return f"{lowered(asked.about)}: {asked.after}{f', before: {asked.before}' if asked.before else ''}"


def _part_rows(answer: Answer, most: int, whole: bool) -> Iterator[Row]:
    changes = [change for change in answer.changes if whole or not change.is_quiet]
    for how in ("added", "removed"):
        some = [_part(change) for change in changes if change.how == how and change.what != "link"]
        if some:
            yield how, listed(some, most if whole else 2 * most)
    changed = [_changed(change, whole) for change in changes if change.how == "changed"]
    yield from _limited(_united(changed), "changed", most)
    links = [
        f"{'' if change.how == 'added' else 'no longer: '}{change.name}"
        for change in changes
        if change.what == "link" and change.how != "changed"
    ]
    yield from _limited(links, "links", most)


def _part(change: Change) -> str:
    """What came or went: its kind and its name, once where they are the same."""
    return change.name if change.what == change.name else f"{change.what} {change.name}"


def _changed(change: Change, whole: bool) -> tuple[str, str]:
    """Which part, and what is different about it."""
    fields = [_field(changed) for changed in change.fields if whole or changed.field not in _QUIET_WORDS]
    name = change.name if change.what != "link" else f"link {change.name}"
    return name, "; ".join(fields)


_QUIET_WORDS = frozenset({"serves", "patterns", "description", "title", "group"})


def _field(changed: FieldChange) -> str:
    if changed.before == "none":
        return f"{changed.field} {changed.after}"
    return f"{changed.field} {changed.before} -> {changed.after}"


def _united(changes: list[tuple[str, str]]) -> list[str]:
    """Parts that changed alike told together."""
    by_text: dict[str, list[str]] = {}
    for name, text in changes:
        by_text.setdefault(text, []).append(name)
    return [f"{listed(names, 4)}: {text}" for text, names in by_text.items()]


def _decided(turned: Turned) -> str:
    if not turned.after:
        return f"{turned.question} No longer asked; it was {turned.before}."
    before = f" (before: {turned.before})" if turned.before else ""
    return f"{turned.question} {turned.after}{before}: {sentence(lowered(turned.because))}"


def _permission_rows(found: Permissions, most: int) -> Iterator[Row]:
    yield "rights", f"+{found.added} and -{found.removed} actions on resources, of {counted(len(found.roles), 'role')}"
    yield from _limited([_role(role) for role in found.roles], "", most)


def _role(role: RoleChange) -> str:
    purpose = "" if role.purpose == "run" else f" ({role.purpose})"
    parts = [f"+{len(role.added)}: {listed(role.added, 2)}" if role.added else ""]
    parts.append(f"-{len(role.removed)}: {listed(role.removed, 2)}" if role.removed else "")
    return f"{role.owner}{purpose} {'; '.join(filter(None, parts))}"


def _figure_rows(answer: Answer, most: int) -> Iterator[Row]:
    yield "cost", _cost_text(answer, most)
    if answer.p99_ms is not None:
        now = milliseconds(answer.p99_ms)
        then = milliseconds(answer.p99_before_ms) if answer.p99_before_ms is not None else now
        yield (
            "latency",
            f"{f'{then} -> ' if then != now else ''}{now} at the 99th percentile of the slowest entry point",
        )
    limit = _limit_text(answer.limit)
    is_other = not answer.is_first and _limit_text(answer.limit_before) != limit
    yield "limit", f"{limit}, before: {_limit_text(answer.limit_before)}" if is_other else limit


def _cost_text(answer: Answer, most: int) -> str:
    if answer.cost is None:
        return "not known: no rate is known for any of it"
    over = answer.budget is not None and answer.cost > answer.budget
    budget = f", OVER the budget of {money(answer.budget or 0)}" if over else ""
    if answer.cost_before is None or answer.cost_before == answer.cost:
        return f"{money(answer.cost)} a month{budget}"
    moved = [f"{m.component or 'the system as a whole'} {_signed(m.after - m.before)}" for m in answer.moved]
    difference = _signed(answer.cost - answer.cost_before)
    most = min(most, MOST_MOVED)
    return f"{money(answer.cost_before)} -> {money(answer.cost)} a month ({difference}){budget}: {listed(moved, most)}"


def _signed(amount: float) -> str:
    return f"{'+' if amount >= 0 else '-'}{money(abs(round(amount, 2)))}"


def _limit_text(limit: FirstLimit | None) -> str:
    if limit is None:
        return "no known limit is within reach of the expected traffic"
    return f"{limit.title} of {owner(limit.component)} at {times(limit.multiple)} the expected peak"
