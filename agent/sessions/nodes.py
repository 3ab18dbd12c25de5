"""The nodes of one turn. Each may be run again at any time: what it leaves behind is found by its content.

What they hand on is slim: numbers, hashes and words. Designs and edits stand beside, under their hashes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, NotRequired, TypedDict

from pydantic import TypeAdapter

from agent.clarity import ensure_language
from agent.garbage import kept_for_later
from agent.graph import hold, run
from agent.nodes.intake import intake
from agent.nodes.propose import known_patterns
from agent.options import compared
from agent.planners.protocol import BadAnswerError, Revision
from agent.planners.quoting import with_answers
from agent.sessions.desk import Desk, plain_in
from agent.sessions.fidelity import MOST_NAME, one_line
from agent.sessions.replying import replied
from agent.sessions.rows import Turn
from agent.sessions.telling import answer_to
from agent.sessions.versions import brief_of, versions_of
from agent.state import Step
from tools.blueprint.plan import complete
from tools.bundle.evidence import Evidence
from tools.design.codec import plain
from tools.design.edits import Edit, apply
from tools.design.requirements import Question

ASKED_AT_LEAST = 0.4
"""Impact from which a question is worth holding somebody up."""

MOST_QUESTIONS = 3

Interrupt = Callable[[Any], Any]
"""Stops the turn until somebody replies; comes back when the turn goes on."""


class Talk(TypedDict):
    """The state of one turn."""

    turn: int
    base: NotRequired[str]
    """Hash of the design that stood before; empty where none did."""
    revision: NotRequired[str]
    """Hash of the planner's edits, where a design stood."""
    questions: NotRequired[list[dict[str, Any]]]
    answers: NotRequired[dict[str, str]]
    design: NotRequired[str]
    extra: NotRequired[str]
    answer: NotRequired[str]


def take(state: Talk, desk: Desk) -> Talk:
    """Takes the turn out of the inbox: which design stands before it."""
    base = versions_of(_earlier(state, desk)).standing or ""
    desk.note("begin", status="running", base=base or None)
    return {"turn": state["turn"], "base": base}


def read(state: Talk, desk: Desk) -> Talk:
    """Reads what was said, as far as it takes to know what has to be asked."""
    if state.get("base"):
        return _revised(state, desk)
    return {"turn": state["turn"], "questions": [plain(question) for question in _wondered(desk)]}


def _wondered(desk: Desk) -> Sequence[Question]:
    """The questions that a brief leaves open and that are worth asking."""
    ensure_language(desk.turn.text)
    if not desk.turn.asks:
        return ()
    quiet = dataclasses.replace(desk.deps, say=_unsaid)
    requirements = intake({"brief": desk.turn.text, "answers": {}}, quiet)["requirements"]
    worth = [question for question in requirements.questions if question.impact >= ASKED_AT_LEAST]
    return sorted(worth, key=lambda question: -question.impact)[:MOST_QUESTIONS]


def _unsaid(step: Step, text: str) -> None:
    """Says nothing: the run says it in a moment."""


def _revised(state: Talk, desk: Desk) -> Talk:
    """The planner's edits by hash, and what it would like to know first; defaults hold where nobody can be asked."""
    revision = _asked_to_revise(state, desk, desk.turn.text)
    questions = revision.questions[:MOST_QUESTIONS]
    found: Talk = {
        "turn": state["turn"],
        "revision": desk.put("revision", _plain_revision(revision)),
        "questions": [plain(question) for question in questions],
    }
    return found if desk.turn.asks else {**found, "answers": {question.id: question.default for question in questions}}


def clarify(state: Talk, desk: Desk, interrupt: Interrupt) -> Talk:
    """Asks what would change the design, until each question is answered or left to us.

    What was replied is read from the inbox each time; an interruption is only a place to wait at. A planner whose
    questions about a change were left to it is told its own defaults.
    """
    questions = state.get("questions", []) if desk.turn.asks else []
    heard = _heard(questions, state, desk)
    while heard.left:
        interrupt({"questions": heard.left, "problem": heard.problem, "heard": heard.replies})
        heard = _heard(questions, state, desk)
    if not questions:
        return {"turn": state["turn"]}
    defaults = {question["id"]: question["default"] for question in questions} if state.get("base") else {}
    return {"turn": state["turn"], "answers": defaults | heard.answers}


class _Heard(NamedTuple):
    """Answers so far, questions still open, why the last reply was no answer, and how many replies there were."""

    answers: dict[str, str]
    left: list[dict[str, Any]]
    problem: str
    replies: int


def _heard(questions: list[dict[str, Any]], state: Talk, desk: Desk) -> _Heard:
    answers: dict[str, str] = {}
    left, problem = questions, ""
    replies = desk.store.replies(state["turn"]) if questions else ()
    for reply in replies:
        said = replied(reply, left)
        problem = "" if state.get("base") else _problem_with({**answers, **said.answers}, desk)
        if not problem:
            answers |= said.answers
            left = [question for question in left if question["id"] not in said.answers.keys() | said.decided]
    return _Heard(answers, left, problem, len(replies))


def _problem_with(answers: Mapping[str, str], desk: Desk) -> str:
    try:
        desk.deps.planner.read(desk.turn.text, answers)
    except BadAnswerError as error:
        return str(error)
    return ""


def plan(state: Talk, desk: Desk) -> Talk:
    """The design: a first one from the brief, or the one that stands after the edits."""
    with kept_for_later():
        evidence, extra = _changed(state, desk) if state.get("base") else _begun(state, desk)
    return {"turn": state["turn"], "design": desk.keep_design(evidence), "extra": desk.put("extra", extra)}


def _begun(state: Talk, desk: Desk) -> tuple[Evidence, dict[str, Any]]:
    run_state = run(desk.turn.text, state.get("answers", {}), desk.deps)
    options = compared(run_state, desk.deps.say)
    return run_state["evidence"], {"said": "", "options": [dataclasses.asdict(option) for option in options]}


def _changed(state: Talk, desk: Desk) -> tuple[Evidence, dict[str, Any]]:
    answers = state.get("answers", {})
    if answers:
        revision = _asked_to_revise(state, desk, _with_answers(desk.turn.text, state.get("questions", []), answers))
    else:
        revision = _stored_revision(plain_in(desk.store, state.get("revision", "")))
    before = desk.evidence(state.get("base", ""))
    extra: dict[str, Any] = {"said": revision.said, "options": []}
    if not revision.edits:
        return before, extra
    after = apply(before.design, *revision.edits)
    return (before if after == before.design else hold(complete(after), desk.deps)), extra


def _asked_to_revise(state: Talk, desk: Desk, message: str) -> Revision:
    turns = _earlier(state, desk)
    design = desk.evidence(state.get("base", "")).design
    brief = brief_of(turns, versions_of(turns))
    return desk.deps.planner.revise(design, message, brief, known_patterns(desk.deps.knowledge))


def _earlier(state: Talk, desk: Desk) -> tuple[Turn, ...]:
    return tuple(turn for turn in desk.store.turns() if turn.number < state["turn"])


def _with_answers(message: str, questions: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> str:
    texts = {question["id"]: question["text"] for question in questions}
    return with_answers(message, ((texts[name], words) for name, words in answers.items()))


_EDITS: TypeAdapter[tuple[Edit, ...]] = TypeAdapter(tuple[Edit, ...])


def _plain_revision(revision: Revision) -> dict[str, Any]:
    return {"said": revision.said, "edits": [plain(edit) for edit in revision.edits]}


def _stored_revision(value: Mapping[str, Any]) -> Revision:
    return Revision(_EDITS.validate_python(tuple(value["edits"])), value["said"])


def keep(state: Talk, desk: Desk) -> Talk:
    """Has the turn lead to its design."""
    desk.note("design", design=state.get("design"), extra=state.get("extra"))
    return {"turn": state["turn"]}


def answer(state: Talk, desk: Desk) -> Talk:
    """Says what changed, and ends the turn."""
    base = state.get("base")
    before = desk.evidence(base) if base else None
    after = desk.evidence(state.get("design", ""))
    said = plain_in(desk.store, state.get("extra", ""))["said"]
    name = desk.put("answer", answer_to(before, after, said))
    desk.store.rename(one_line(after.design.title)[:MOST_NAME], only_if_nameless=True)
    desk.note("answer", status="answered", answer=name, sentence="", code="", questions="[]")
    return {"turn": state["turn"], "answer": name}
