"""Whether edits leave a sound design: one that holds together, with nothing wrong in it that was not wrong before."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from agent.planners.embedded.revising.carrying import carried
from agent.planners.remedies import remedied
from tools.blueprint.plan import complete
from tools.checks import Finding, judge
from tools.design.design import Design
from tools.design.edits import Edit, EditError, apply


class Tried(NamedTuple):
    """What becomes of a design by edits: they and those that mend what they leave behind, or why they cannot be."""

    design: Design
    edits: tuple[Edit, ...]
    problem: str = ""


def tried(design: Design, edits: tuple[Edit, ...]) -> Tried:
    """The design after edits, supporting parts added and new errors mended; itself where that cannot be done."""
    if not edits:
        return Tried(design, ())
    try:
        after = apply(design, *edits)
    except EditError as error:
        return Tried(design, (), str(error))
    worse = _worse(design, after)
    if not worse:
        return Tried(after, edits)
    mended = remedied(complete(after), worse)
    worse = _worse(design, mended)
    if worse:
        return Tried(design, (), worse[0].message)
    more = carried(after, mended, after)
    return Tried(apply(after, *more), (*edits, *more))


def _worse(before: Design, after: Design) -> list[Finding]:
    """Errors that were not there before."""
    known = Counter(_what(finding) for finding in _errors(before))
    found: list[Finding] = []
    for finding in _errors(after):
        known[_what(finding)] -= 1
        if known[_what(finding)] < 0:
            found.append(finding)
    return found


def _what(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.subject


def _errors(design: Design) -> list[Finding]:
    return [finding for finding in judge(design).report.findings if finding.severity == "error"]
