"""The follow-up as a whole: what is heard becomes what is asked now, and the difference becomes edits."""

from __future__ import annotations

from agent.planners.embedded.material import fragments_of
from agent.planners.embedded.reading.asides import blanked
from agent.planners.embedded.revising.asked import Asked, asked_before, composed, quotes_in
from agent.planners.embedded.revising.carrying import carried
from agent.planners.embedded.revising.statements import settled_questions, statements_in, with_statements
from agent.planners.protocol import Known, Revision
from tools.design.design import Design

UNCLEAR = (
    "I could not tell what to change. Name what should be different: a figure (“50,000 orders a day”), a product"
    " (“use Kinesis instead of SQS”), a place, a need, or a part and its setting; nothing was changed."
)


def revise(design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
    """What a message asks for, as edits of the design that stands; none where it is not understood, which is said."""
    fragments = fragments_of(frozenset(patterns))
    before = asked_before(design, brief, fragments)
    start = _beginning(design, brief)
    after = _with_message(before, blanked(message), start)
    edits = carried(composed(before, fragments), composed(after, fragments), design)
    return Revision(edits, "" if edits else UNCLEAR)


def _with_message(before: Asked, text: str, start: int) -> Asked:
    said = with_statements(before.with_words(text, start), statements_in(text), start)
    return settled_questions(before, said)


def _beginning(design: Design, brief: str) -> int:
    """Where in the conversation a message begins: behind the brief and everything that was quoted since."""
    return max((len(brief), *(quote.end for quote in quotes_in(design.requirements)))) + 2
