"""The follow-up as a whole: what is heard becomes what is asked now, and the difference becomes edits."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from agent.planners.embedded.material import fragments_of
from agent.planners.embedded.revising import telling
from agent.planners.embedded.revising.aligning import aligned, renamed_parts, with_names
from agent.planners.embedded.revising.answering import answer_all, which_part, with_parts_meant
from agent.planners.embedded.revising.asked import Asked, composed
from agent.planners.embedded.revising.asking import asked_for, option_meant
from agent.planners.embedded.revising.carrying import carried
from agent.planners.embedded.revising.clauses import Clause
from agent.planners.embedded.revising.commands import commanded
from agent.planners.embedded.revising.coverage import is_half_heard, left_over
from agent.planners.embedded.revising.ground import Ground, Outcome
from agent.planners.embedded.revising.hearing.message import Message, assembled, hear
from agent.planners.embedded.revising.hearing.talk import is_courtesy
from agent.planners.embedded.revising.statements import (
    Statements,
    figure_spans,
    need_spans,
    settled_questions,
    spans_of,
    statements_in,
    with_statements,
)
from agent.planners.embedded.revising.storing import Move, hindrance, move_of, moved
from agent.planners.embedded.revising.swapping import Swap, problem_of, swap_of, swapped
from agent.planners.embedded.revising.telling import meaning
from agent.planners.embedded.revising.thrift import forgone, thriftier
from agent.planners.embedded.revising.wishes import (
    Budgeted,
    Chosen,
    Courtesy,
    Delivering,
    Excused,
    Given,
    Heard,
    Product,
    Question,
    Removed,
    Renamed,
    Setting,
    Spread,
    TakenBack,
    Thriftier,
    Unclear,
    Warmed,
    Wish,
)
from agent.planners.protocol import Known, Revision
from tools.bundle.evidence import weigh
from tools.bundle.wording import lowered
from tools.design.components import Component
from tools.design.design import Design
from tools.design.edits import EditError, PutRequirements
from tools.design.links import Link

COMMANDS = (Setting, Delivering, Warmed, Renamed, Removed)
Swaps = list[tuple[Heard, Swap | Move]]
"""What gets another kind once all else is done, and the words that ask for it."""

TALK = (Question, Given, TakenBack, Excused, Courtesy)


_OTHER_MONEY = re.compile(r"€|£|¥|\b(?:euros?|eur|pounds?|gbp|francs?|chf|yen|jpy)\b", re.IGNORECASE)


def revise(design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
    """What a message asks for, as edits of the design that stands; none where it is not understood, which is said."""
    ground = Ground(design, brief, fragments_of(frozenset(patterns)))
    message = with_parts_meant(message)
    heard = hear(message, design)
    outcome = Outcome(design)
    answer_all(heard, ground, outcome, partial(_as_if, ground))
    _ask(heard, ground, outcome)
    _command(heard, ground, outcome)
    if not message.strip() or (not heard.heard and not heard.clauses and not heard.asides):
        outcome.note("unclear", message)
    if _OTHER_MONEY.search(message) and outcome.design.requirements.budget != design.requirements.budget:
        outcome.note("told", "", telling.DOLLARS)
    said = telling.told(outcome.notes, is_changed=bool(outcome.edits))
    return Revision(tuple(outcome.edits), said, tuple(outcome.questions))


def _as_if(ground: Ground, asked: Asked) -> Design:
    """The design that would stand if this were asked."""
    trial = Outcome(ground.design)
    _carry(asked, [], ground, trial)
    return trial.design


def _ask(message: Message, ground: Ground, outcome: Outcome) -> None:
    """What changes what is asked: composed anew, and the difference carried over."""
    wishes = [heard for heard in message.heard if heard.wish is not None and _is_asking(heard.wish)]
    message, found = _wholly_heard(message, ground, outcome)
    _note_unclear(message, found, outcome)
    asked = ground.before
    swaps: Swaps = []
    for heard in wishes:
        asked = _after_wish(asked, heard, ground, outcome, swaps)
    asked = _after_statements(asked, message, found, ground, outcome)
    _carry(asked, wishes, ground, outcome)
    for heard, swap in swaps:
        _swap(heard, swap, ground, outcome)


def _wholly_heard(message: Message, ground: Ground, outcome: Outcome) -> tuple[Message, Statements]:
    """The message without clauses of which only a part was understood, which is said, and what it states then."""
    found = statements_in(message.rest)
    figures, needs = figure_spans(found), need_spans(found)
    wishes = [(h.start, h.end) for h in message.heard]
    kept: list[Clause] = []
    for clause in message.clauses:
        own = [span for span in needs if _is_in(span, clause)]
        left, understood = left_over(clause, [*own, *wishes], ground.design, ground.brief)
        if not own or any(_is_in(span, clause) for span in figures) or not is_half_heard(left, understood):
            kept.append(clause)
            continue
        made_out = "”, “".join(dict.fromkeys(message.text[start:end] for start, end in sorted(own)))
        outcome.note("unclear", clause.words, f"I made out no more than “{made_out}”, and not “{' '.join(left)}”")
    if len(kept) == len(message.clauses):
        return message, found
    message = replace(message, clauses=tuple(kept), rest=assembled(len(message.text), kept))
    return message, statements_in(message.rest)


def _unknown(stating: list[Clause], found: Statements, ground: Ground) -> str:
    """What of clauses that were understood for the most part was not."""
    plain = (c for c in stating if not any(_is_in(span, c) for span in figure_spans(found)))
    left = [left_over(clause, spans_of(found), ground.design, ground.brief)[0] for clause in plain]
    words = [word for each in left if len(each) > 1 for word in each]
    return f"; I know nothing of “{', '.join(words)}”" if words else ""


def _is_in(span: tuple[int, int], clause: Clause) -> bool:
    return clause.start <= span[0] < clause.start + len(clause.text)


def _is_asking(wish: Wish) -> bool:
    return not isinstance(wish, (*COMMANDS, *TALK, Unclear))


def _after_wish(asked: Asked, heard: Heard, ground: Ground, outcome: Outcome, swaps: Swaps) -> Asked:
    """What is asked after a wish; what cannot be, or is so already, is noted."""
    heard = _resolved(heard, asked, ground)
    match heard.wish:
        case Chosen() as wish:
            return _after_choice(asked, heard, wish, ground, outcome)
        case Product(kinds=(kind, *_), is_added=False) if kind in ("container", "load-balancer", "network"):
            outcome.note("unclear", heard.words, "say which part shall run in it, or be reached by it")
            return asked
        case Product() as wish:
            swap = swap_of(wish, outcome.design)
            if isinstance(swap, Unclear):
                outcome.note("unclear", heard.words, swap.why)
                outcome.questions += which_part(heard.words, swap.why, swap.options)
                return asked
            if swap is not None:
                swaps.append((heard, swap))
                return asked
            makes_way = not wish.instead_of or _makes_way(asked, heard, wish, ground)
            move = None if makes_way else move_of(wish, outcome.design)
            if move is not None:
                swaps.append((heard, move))
                return asked
            if not makes_way:
                outcome.note(
                    "refused", heard.words, f"I do not know how to take the {wish.instead_of[0]} out for it here"
                )
                return asked
        case Thriftier():
            return _after_thrift(asked, heard, ground, outcome)
        case Budgeted(amount=amount) if amount is not None and weigh(ground.design)[0] > amount:
            asked = _after_thrift(asked, heard, ground, outcome, is_asked=False)
        case _:
            pass
    after = asked_for(asked, heard, ground.start, ground.design)
    is_same = after.requirements == asked.requirements and after.instead == asked.instead
    outcome.note(
        "already" if is_same else "done", heard.words, meaning(heard.wish, ground.design) if heard.wish else ""
    )
    return after


def _resolved(heard: Heard, asked: Asked, ground: Ground) -> Heard:
    """A multiple of the budget as an amount: of what it may cost, else of what it costs."""
    wish = heard.wish
    if not isinstance(wish, Budgeted) or wish.factor is None:
        return heard
    budget = asked.requirements.budget
    base = budget.value if budget is not None else weigh(ground.design)[0]
    return replace(heard, wish=Budgeted(amount=round(base * wish.factor, 2)))


def _after_choice(asked: Asked, heard: Heard, wish: Chosen, ground: Ground, outcome: Outcome) -> Asked:
    option = option_meant(wish, ground.design)
    decision = next((d for d in ground.design.decisions if d.id == wish.decision), None)
    if decision is None or not option:
        question = wish.decision.replace("-", " ")
        outcome.note("refused", heard.words, f"there is nothing to decide about {question} in this design")
        return asked
    if asked.instead.get(wish.decision, decision.chosen) == option:
        outcome.note("already", heard.words)
        return asked
    after = asked_for(asked, heard, ground.start, ground.design)
    if _parts_of(after, ground) == _parts_of(asked, ground):
        outcome.note("refused", heard.words, f"no part of this design would change by “{option}”")
        return asked
    outcome.note("done", heard.words, meaning(wish, ground.design))
    return after


def _parts_of(asked: Asked, ground: Ground) -> tuple[tuple[Component, ...], tuple[Link, ...]]:
    """What would be composed; nothing where that cannot be."""
    try:
        made = composed(asked, ground.fragments)
    except Exception:
        return (), ()
    return made.components, made.links


def _makes_way(asked: Asked, heard: Heard, wish: Product, ground: Ground) -> bool:
    """Whether parts of the kinds that shall go do go, or are of another sort, where a product comes."""
    after = asked_for(asked, heard, ground.start, ground.design)
    before, made = _parts_of(asked, ground), _parts_of(after, ground)
    return any(part.kind in wish.instead_of and part not in made[0] for part in before[0])


def _after_thrift(asked: Asked, heard: Heard, ground: Ground, outcome: Outcome, *, is_asked: bool = True) -> Asked:
    """What is asked with decisions turned that save; that there are none is told to those who asked for just that."""
    after, savings = thriftier(asked, ground.fragments, ground.design)
    for saving in savings:
        outcome.note("done", heard.words, f"{saving.option} in the place of {saving.instead_of} ({saving.decision})")
    if is_asked:
        more = telling.forgone_told(forgone(after, ground.fragments, ground.design), is_more=bool(savings))
        outcome.note("told" if savings else "refused", heard.words, more)
    return after


def _after_statements(asked: Asked, message: Message, found: Statements, ground: Ground, outcome: Outcome) -> Asked:
    """What is asked after what the message states outright."""
    after = with_statements(asked, found, ground.start)
    spans = spans_of(found)
    if not spans:
        return asked
    news = telling.news_of(ground.design, asked.requirements, after.requirements)
    stating = [c for c in message.clauses if any(c.start <= s < c.start + len(c.text) for s, _ in spans)]
    if not news:  # what a wish was heard in repeats nothing that is so already
        stating = [c for c in stating if all(not c.start <= h.start < c.start + len(c.text) for h in message.heard)]
    if news:
        outcome.note("done", "; ".join(clause.words for clause in stating), news + _unknown(stating, found, ground))
        return after.with_words(message.rest, ground.start)
    known = ", ".join(lowered(evidence.need.title) for evidence in found.needs)
    for clause in stating:
        left, _ = left_over(clause, spans, ground.design, ground.brief)
        is_whole = not left or any(_is_in(span, clause) for span in figure_spans(found))
        why = known if is_whole else f"what I made out is asked for already; “{' '.join(left)}” is not a thing I know"
        outcome.note("already" if is_whole else "unclear", clause.words, why)
    return after.with_words(message.rest, ground.start)


def _note_unclear(message: Message, found: Statements, outcome: Outcome) -> None:
    """Clauses in which nothing was heard and nothing is stated."""
    heard = [(h.start, h.end) for h in message.heard]
    spans = (*heard, *spans_of(found))
    for clause in message.clauses:
        end = clause.start + len(clause.text)
        if not any(clause.start <= start < end for start, _ in spans) and not is_courtesy(clause.words):
            outcome.note("unclear", clause.words)


def _carry(asked: Asked, wishes: list[Heard], ground: Ground, outcome: Outcome) -> None:
    if _is_same(asked, ground.before):
        return
    asked = settled_questions(ground.before, asked)
    try:
        new = composed(asked, ground.fragments)
    except Exception as error:
        _refuse(outcome, f"what is asked then does not hold together ({type(error).__name__})")
        return
    if not new.components:
        _refuse(outcome, "nothing would be left of the design")
        return
    new = aligned(_explained(new, asked, wishes, ground), ground.base)
    by_hand = renamed_parts(ground.base, outcome.design)
    base, new = with_names(ground.base, by_hand), with_names(new, by_hand)
    problem = outcome.take(carried(base, new, outcome.design))
    if problem:
        _refuse(outcome, problem)


def _is_same(after: Asked, before: Asked) -> bool:
    return (
        after.requirements == before.requirements
        and after.instead == before.instead
        and after.facts.certainty == before.facts.certainty
        and after.facts.steps == before.facts.steps
    )


def _refuse(outcome: Outcome, problem: str) -> None:
    """What was to be done is told as not done, and why."""
    outcome.notes = [n._replace(kind="refused", text=problem) if n.kind == "done" else n for n in outcome.notes]


def _explained(new: Design, asked: Asked, wishes: list[Heard], ground: Ground) -> Design:
    """The design with the decisions that were turned resting on what was said."""
    said = {h.wish.decision: h.words for h in wishes if isinstance(h.wish, Chosen)}
    other = next((h.words for h in wishes if isinstance(h.wish, Product | Thriftier | Budgeted | Spread)), "")
    known = ground.before.instead
    turned = {d: said.get(d, other) for d, option in asked.instead.items() if known.get(d) != option}
    decisions = tuple(
        d.model_copy(update={"because": _asked_in(turned[d.id])}) if d.id in turned else d for d in new.decisions
    )
    return new.model_copy(update={"decisions": decisions})


def _asked_in(words: str) -> str:
    return f"it was asked for: “{telling.shortened(words)}”"


def _swap(heard: Heard, swap: Swap | Move, ground: Ground, outcome: Outcome) -> None:
    """Parts get another kind, and the product is on record."""
    design = outcome.design
    problem = problem_of(swap, design) if isinstance(swap, Swap) else hindrance(swap, design)
    if not problem:
        problem = outcome.take(swapped(swap, design) if isinstance(swap, Swap) else moved(swap, design))
    if problem:
        outcome.note("refused", heard.words, problem)
        return
    outcome.note("done", heard.words, meaning(heard.wish, ground.design) if heard.wish else "")
    asked = Asked(replace(ground.before.facts, requirements=outcome.design.requirements), {})
    after = asked_for(asked, heard, ground.start, ground.design).requirements
    if after != outcome.design.requirements:
        outcome.take((PutRequirements(requirements=after),))


def _command(message: Message, ground: Ground, outcome: Outcome) -> None:
    """Commands about named parts, one after the other on the design as it is by then; parts get other names last."""
    commands = [heard for heard in message.heard if isinstance(heard.wish, COMMANDS)]
    for heard in sorted(commands, key=lambda heard: isinstance(heard.wish, Renamed)):
        assert heard.wish is not None
        try:
            edits = commanded(heard.wish, outcome.design, _warm(heard.wish, ground))
        except EditError as error:
            outcome.note("refused", heard.words, str(error))
            continue
        problem = outcome.take(edits)
        kind: telling.Kind = "refused" if problem else "done" if edits else "already"
        outcome.note(kind, heard.words, problem or (meaning(heard.wish, ground.design) if edits else ""))


def _warm(wish: Wish, ground: Ground) -> dict[str, int]:
    """How much warm capacity each function would have if all had some."""
    if not isinstance(wish, Warmed):
        return {}
    warm = composed(
        replace(ground.before, instead={**ground.before.instead, "cold-starts": "provisioned"}), ground.fragments
    )
    return {c.name: c.provisioned_concurrency for c in warm.components if c.kind == "function"}
