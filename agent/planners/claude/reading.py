"""What a model made of a brief, kept for when its questions are answered; and what the answers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.planners.claude.exchange import Journal
from agent.planners.claude.workbench import Source
from agent.planners.protocol import BadAnswerError
from tools.design.codec import plain
from tools.design.requirements import Answered, Constraint, Question, Requirements

LONGEST_ANSWER = 2000
"""Characters of an answer that are taken."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A brief as the model read it before anything was answered."""

    requirements: Requirements
    questions: tuple[Question, ...] = ()
    """What the model would like to know."""

    def keep(self, journal: Journal, key: str) -> None:
        """Keeps it for the turn that goes on with the answers, maybe in another process."""
        journal.keep(key, {"requirements": plain(self.requirements), "questions": [plain(q) for q in self.questions]})


def kept_reading(journal: Journal, key: str) -> Reading | None:
    """The reading that was kept; None where there is none, or it is no reading."""
    kept = journal.recall(key)
    if kept is None:
        return None
    try:
        asked = tuple(Question.model_validate(question) for question in kept["questions"])
        return Reading(Requirements.model_validate(kept["requirements"]), asked)
    except (KeyError, TypeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to questions of the model: each a text that may be quoted, and on record whatever is made of it."""

    given: tuple[tuple[str, str, str], ...]
    """Id of the question, its text, and the words of the answer."""

    @property
    def message(self) -> str:
        """All of it as the model is told, a line each."""
        return "\n".join(
            f"{name} ({asked}): {words}" if asked else f"{name}: {words}" for name, asked, words in self.given
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The words of the person alone; what was asked is not theirs."""
        return tuple(Source(f"answer to {name}", words, overrules=True, question=name) for name, _, words in self.given)

    def on_record(self, found: Requirements) -> Requirements:
        """The requirements with every answer as it was given: nothing that was said gets lost."""
        said = tuple(
            Constraint(id=name, text=f"{asked} {words}".strip(), origin=Answered(question=name))
            for name, asked, words in self.given
        )
        known = tuple(limit for limit in found.constraints if limit.id not in {one.id for one in said})
        return found.model_copy(update={"constraints": (*known, *said)})


def answers_to(answers: Mapping[str, str], questions: tuple[Question, ...]) -> Answers:
    """Answers to questions that the model asked or, in a run that begins with answers, may have asked before.

    Raises BadAnswerError for a name that no question can have.
    """
    texts = {question.id: question.text for question in questions}
    for name in answers:
        try:
            Answered(question=name)
        except ValueError:
            names = "names are lower case words joined by hyphens"
            raise BadAnswerError(f"there is no question '{name[:60]}'; {names}") from None
    given = ((name, texts.get(name, ""), words.strip()[:LONGEST_ANSWER]) for name, words in answers.items())
    return Answers(tuple(one for one in given if one[2]))
