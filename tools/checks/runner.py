"""Runs the rules over a design, honours its waivers, and applies the fixes that are safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tools.catalog.runtimes import AS_OF
from tools.checks.figures import Figures
from tools.checks.findings import SEVERITIES, Finding, Place, Report, Waived
from tools.checks.registry import Registered, registered
from tools.checks.subject import Subject
from tools.design.decisions import Waiver
from tools.design.design import Design

if TYPE_CHECKING:
    from tools.design.edits import Edit

MOST_PASSES = 25
"""Bound on rounds of automatic fixes; a chain of fixes that enable one another is far shorter."""


class Judged(NamedTuple):
    """What the rules that weigh nothing say of a design."""

    subject: Subject
    report: Report


def judge(design: Design, *, on: date | None = None) -> Judged:
    """What can be said of a design before anything is weighed."""
    subject = Subject(design, on=on or AS_OF)
    rules = _light()
    return Judged(subject, _reported(subject, _said(subject, rules), len(rules)))


def check(
    design: Design,
    figures: Figures | None = None,
    *,
    on: date | None = None,
    rules: Iterable[Registered] | None = None,
    judged: Judged | None = None,
) -> Report:
    """What every rule (or these) says about a design, on a day: the day of the catalog's data where none is given.

    `judged` is what the rules that weigh nothing said of the same design, on that day: they are not asked again. Never
    raises on a design: a rule that fails becomes a finding of its own, and the others still run.
    """
    subject = judged.subject.weighed(figures) if judged else Subject(design, figures, on=on or AS_OF)
    running = tuple(registered() if rules is None else rules)
    known = judged.report.findings if judged is not None and not design.waivers else None
    asked = running if known is None else tuple(entry for entry in running if entry.rule.weighs)
    return _reported(subject, [*(known or ()), *_said(subject, asked)], len(running))


@cache
def _light() -> tuple[Registered, ...]:
    return tuple(entry for entry in registered() if not entry.rule.weighs)


def _said(subject: Subject, rules: Iterable[Registered]) -> list[Finding]:
    """What these rules find; one that fails keeps what it found before, and its failure is found too."""
    found: list[Finding] = []
    for entry in rules:
        try:
            for finding in entry.findings(subject):
                found.append(finding)  # noqa: PERF402
        except Exception as error:
            found.append(_failure(entry, subject, error))
    return found


def fix_all(design: Design, figures: Figures | None = None, *, on: date | None = None) -> Design:
    """The design with every automatic fix applied, until nothing changes."""
    from tools.design.edits import apply

    for _ in range(MOST_PASSES):
        edits = _compatible(f.edits for f in check(design, figures, on=on).findings if f.fix == "auto")
        after = apply(design, *edits) if edits else design
        if after == design:
            break
        design = after
    return design


def _failure(entry: Registered, subject: Subject, error: Exception) -> Finding:
    return Finding(
        rule=entry.rule.id,
        severity="error",
        place=Place(subject.design.name, ()),
        message=f"Rule {entry.rule.id} failed: {type(error).__name__}: {error}.",
        reason="What the rule guards against was not looked for.",
        fix="ask",
        remedy="Report the failure with the design that causes it; the other rules ran.",
        evidence=type(error).__name__,
    )


def _order(design: Design) -> Callable[[Finding], tuple[int, int, tuple[str, ...], str]]:
    fields = {name: index for index, name in enumerate(type(design).model_fields)}

    def key(finding: Finding) -> tuple[int, int, tuple[str, ...], str]:
        path = finding.path
        top = fields.get(str(path[0]), 0) if path else -1
        rest = tuple(f"{part:06d}" if isinstance(part, int) else part for part in path[1:])
        return SEVERITIES.index(finding.severity), top, rest, finding.rule

    return key


def _reported(subject: Subject, said: Iterable[Finding], rules: int) -> Report:
    found = sorted(said, key=_order(subject.design))
    waivers = subject.design.waivers
    expired = tuple(waiver for waiver in waivers if not in_force(waiver, subject.on))
    living = [waiver for waiver in waivers if waiver not in expired]
    pairs = [(finding, _waiver_of(finding, living)) for finding in found]
    used = [waiver for _, waiver in pairs if waiver is not None]
    return Report(
        design=subject.design.name,
        findings=tuple(finding for finding, waiver in pairs if waiver is None),
        waived=tuple(Waived(finding, waiver) for finding, waiver in pairs if waiver is not None),
        expired=expired,
        idle=tuple(waiver for waiver in living if waiver not in used),
        rules=rules,
    )


def in_force(waiver: Waiver, on: date) -> bool:
    """Whether a waiver still holds on a day. One whose expiry is no date does not."""
    try:
        return on < date.fromisoformat(waiver.expires)
    except ValueError:
        return False


def _waiver_of(finding: Finding, waivers: list[Waiver]) -> Waiver | None:
    for waiver in waivers:
        if waiver.rule != finding.rule:
            continue
        if waiver.component in finding.place.components or (waiver.component is None and not finding.place.components):
            return waiver
    return None


def _compatible(remedies: Iterable[tuple[Edit, ...]]) -> list[Edit]:
    """Edits of as many remedies as can be applied at once: no two replace the same part differently."""
    chosen: dict[tuple[str, ...], Edit] = {}
    for edits in remedies:
        keyed = [(_part(edit), edit) for edit in edits]
        if all(_agrees(key, edit, chosen) for key, edit in keyed):
            chosen.update(keyed)
    return list(chosen.values())


def _part(edit: Edit) -> tuple[str, ...]:
    """The part of the design that an edit replaces; a part lies within another where the other is its beginning."""
    match edit.edit:
        case "set-field":
            return ("component", edit.name, edit.field)
        case "put-component":
            return ("component", edit.component.name)
        case "remove-component":
            return ("component", edit.name)
        case "put-link":
            return ("link", edit.link.kind, edit.link.source, edit.link.target)
        case "put-event":
            return ("event", edit.event.name)
        case "put-workflow":
            return ("workflow", edit.workflow.name)
        case _:
            return ()


def _agrees(key: tuple[str, ...], edit: Edit, chosen: dict[tuple[str, ...], Edit]) -> bool:
    if key in chosen:
        return chosen[key] == edit
    return not any(key[: len(other)] == other or other[: len(key)] == key for other in chosen)
