"""Answers questions that only figures answer: what it costs, how long it takes, where it breaks, now or with more.

Every figure is worked out by the tools; what would be is worked out on a design that nobody keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.planners.embedded.revising.asked import Asked
from agent.planners.embedded.revising.asking import asked_for
from agent.planners.embedded.revising.hearing.figures import factor_in
from agent.planners.embedded.revising.hearing.parts import CERTAIN, kinds_named, parts_named
from agent.planners.embedded.revising.hearing.small import SMALL
from agent.planners.embedded.revising.statements import is_said, statements_in, with_statements
from agent.planners.embedded.revising.wishes import Heard, Scaled
from tools.bundle.evidence import Evidence, gather
from tools.bundle.wording import counted, listed, milliseconds, money, number, times
from tools.design.design import Design
from tools.design.requirements import Requirements

_COST = re.compile(
    r"\b(?:costs?|price[ds]?|bill|expensive|cheap|dollars?|money|spend(?:ing)?|pay(?:ing)?|(?:how\s+much(?!\s+(?:traffic|load|data|memory|time|storage|longer|users))))\b"
)
_TIME = re.compile(
    r"\b(?:how\s+(?:long|fast|quick\w*|slow)|latenc\w+|p99|p50|p95|response\s+times?|slow\w*|milliseconds|how\s+many\s+(?:ms|seconds))\b"
)
_KEPT = re.compile(r"\b(?:kept|keep|stored?|retained|retention)\b")
_ROOM = re.compile(
    r"\b(?:limits?|scales?|scal(?:e|ing)|breaks?|breaking|handle|cope|bottlenecks?|how\s+(?:far|many|much)|survive|withstand|support|takes?|peaks?|crash\w*|collapse|overload\w*)\b"
)
_IF = re.compile(
    r"\b(?:at|with|for|if|when|under|given|assuming|once|suppose|would|handle|cope\s+with|survive|support|serve|take)\b"
)
_NUMBERS = re.compile(r"\d|\b(?:hundreds?|thousands?|millions?|billions?|dozens?)\b")
_PEOPLE = re.compile(r"\b(?:users?|customers?|people|visitors?|members?|tenants?|clients?|subscribers?|devices?)\b")

AsIf = Callable[[Asked], Design]
"""The design that would stand if this were asked."""

MOST_PARTS = 5


def figured(question: str, design: Design, asked: Asked, as_if: AsIf) -> str:
    """What the tools say to a question; empty where it asks for no figure."""
    text = question.lower()
    is_cost, is_time = bool(_COST.search(text)), bool(_TIME.search(text)) and not _KEPT.search(text)
    counted_parts = _count(text, design)
    if counted_parts:
        return counted_parts
    if not (is_cost or is_time or _ROOM.search(text)):
        return ""
    now = gather(design)
    if _IF.search(text) and (_NUMBERS.search(text) or factor_in(text) is not None):
        supposed = _supposed(question, asked, design)
        if isinstance(supposed, str):
            return supposed
        if supposed is not None:
            return _compared(question, now, gather(as_if(supposed)))
    told = [_cost(text, now) if is_cost else "", _time(now) if is_time else ""]
    return " ".join(filter(None, told)) or _room(now)


_HOW_MANY = re.compile(r"\bhow\s+many\s+(?P<what>[a-z -]+?)\s*(?:are|do|does|is|has|have|will|there|in)\b")


def _count(text: str, design: Design) -> str:
    """How many parts of a kind there are; empty where no kind is counted."""
    match = _HOW_MANY.search(text)
    kinds = kinds_named(match["what"]) if match is not None else ()
    named = [c.name for c in design.components if c.kind in kinds]
    if match is None or not kinds:
        return ""
    return (
        f"There are {len(named)}: {listed(named, 12)}."
        if named
        else f"There is none, of {len(design.components)} parts."
    )


def _supposed(question: str, asked: Asked, design: Design) -> Asked | str | None:
    """What would be asked; a sentence where it cannot be told from what was said, None where nothing is supposed."""
    text = question.lower()
    factor = factor_in(text)
    if factor is not None and not re.search(r"\b(?:percentile|p\d\d)\b", text):
        return _scaled(asked, factor, design)
    found = statements_in(question)
    known = asked.requirements
    if any(is_said(load) for load in found.requirements.loads):
        return with_statements(asked, found, 0)
    people = next((group for group in found.requirements.populations if is_said(group)), None)
    if people is None:
        return _no_measure(known) if _PEOPLE.search(text) else None
    before = next((group for group in known.populations if group.what == people.what), None) or next(
        (group for group in known.populations if _PEOPLE.search(group.what)), None
    )
    if before is not None and before.count:
        return _scaled(asked, people.count / before.count, design)
    if any(is_said(load) for load in known.loads):
        return _no_measure(known)
    return with_statements(asked, found, 0)


def _scaled(asked: Asked, factor: float, design: Design) -> Asked:
    return asked_for(asked, Heard(Scaled(factor), "", 0, 0), 0, design) if factor > 0 else asked


def _no_measure(known: Requirements) -> str:
    loads = listed([f"{number(load.count)} {load.what} a {load.per}" for load in known.loads])
    return (
        f"Traffic is known as {loads or 'nothing yet'}, and nobody said how much one of them does. Ask with such a"
        " figure, or with a multiple (“at ten times the traffic”); nothing was changed."
    )


def _cost(text: str, now: Evidence) -> str:
    bill, design = now.bill, now.design
    if not bill.is_known:
        return "No price is known for this cloud; nothing was changed."
    of = {name or "the system as a whole": float(amount) for name, amount in bill.by_component.items()}
    about = " ".join(word for word in text.rstrip(" ?.!").split() if word not in SMALL and not _COST.search(word))
    named = parts_named(about, design, least=CERTAIN) if about else ()
    if named:
        told = listed([f"{name} {money(of.get(name, 0.0))}" for name in named], MOST_PARTS)
        return f"A month of {told}, of {money(bill.total)} in all."
    most = sorted(of, key=lambda name: (-of[name], name))[:MOST_PARTS]
    parts = listed([f"{name} {money(of[name])}" for name in most if of[name] >= 0.01], MOST_PARTS)
    budget = design.requirements.budget
    bound = f" The budget is {money(budget.value)}." if budget is not None else " No budget was stated."
    return f"It costs {money(bill.total)} a month{f': most for {parts}' if parts else ''}.{bound}"


def _time(now: Evidence) -> str:
    answers = sorted(now.scaling.answers, key=lambda latency: -latency.p99_ms.value)
    if not answers:
        later = max((latency.later_p99_ms for latency in now.scaling.latencies), default=0.0)
        done = f" What is handed in is worked off after {milliseconds(later)} in 99 of 100 cases." if later else ""
        return f"Nobody waits for an answer.{done}"
    told: list[str] = []
    for latency in answers[:2]:
        goal = next((goal for goal in latency.objectives), None)
        held = f" (asked: {milliseconds(goal.milliseconds)})" if goal is not None else ""
        route = f" by way of {', '.join(latency.route)}" if latency.route else ""
        told.append(
            f"{latency.load}: half of the answers within {milliseconds(latency.p50_ms.value)}, 99 of 100 within"
            f" {milliseconds(latency.p99_ms.value)}{held}{route}."
        )
    return " ".join(told)


def _room(now: Evidence) -> str:
    limit = now.scaling.first_limit
    if limit is None:
        return "No limit is reached at any traffic that was looked at."
    raised = {True: "It can be raised on request.", False: "It cannot be raised.", None: ""}[limit.adjustable]
    own = "The design sets it itself." if limit.is_own else raised
    return (
        f"The first limit is {limit.title} ({limit.component}), reached at {times(limit.multiple)} the expected peak:"
        f" {limit.effect}. {own}"
    ).strip()


def _compared(question: str, now: Evidence, then: Evidence) -> str:
    before, after = now.bill.total, then.bill.total
    told = [f"It would cost {money(after)} a month, where it costs {money(before)} now."]
    slow = (now.slowest_p99_ms, then.slowest_p99_ms)
    if slow[0] is not None and slow[1] is not None:
        told.append(f"99 of 100 answers would come within {milliseconds(slow[1])} ({milliseconds(slow[0])} now).")
    limit = then.scaling.first_limit
    if limit is not None and limit.multiple < 1:
        told.append(
            f"It would not hold: {limit.title} ({limit.component}) breaks at {times(limit.multiple)} that peak."
        )
    elif limit is not None:
        told.append(f"It would hold: the first limit, {limit.title}, lies at {times(limit.multiple)} that peak.")
    errors = then.report.count("error") - now.report.count("error")
    if errors > 0:
        worst = next(finding for finding in then.report.findings if finding.severity == "error")
        told.append(f"{counted(errors, 'error')} more would be found, as: {worst.message.rstrip('.')}.")
    return " ".join([*told, "Nothing was changed; say it as a statement to have it so."])
