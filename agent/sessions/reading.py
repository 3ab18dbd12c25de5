"""What a planner read in a turn's brief, kept with the turn: a model is not paid twice for the same reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.planners.claude.exchange import Journal
from agent.planners.protocol import BadAnswerError, Known, Planner, Proposal, Revision
from agent.sessions.fidelity import checked_json
from agent.sessions.rows import digest_of
from tools.checks import Finding
from tools.design.codec import plain
from tools.design.design import Design
from tools.design.requirements import Requirements


@dataclass(frozen=True, slots=True)
class WellRead:
    """A planner that reads the same words and answers once in a turn; all else is its own."""

    planner: Planner
    journal: Journal
    note_spending: Callable[[], None]
    """Called when a reading is kept: nothing is asked again for it, and what it took has to be remembered here."""

    @property
    def name(self) -> str:
        """That of the planner."""
        return self.planner.name

    @property
    def takes_remedies(self) -> bool:
        """As the planner does."""
        return self.planner.takes_remedies

    def read(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        """What was read before, or is read now. Raises BadAnswerError, before as now."""
        key = f"reading:{self.name}:{digest_of(checked_json([brief, dict(answers)]))}"
        kept = self.journal.recall(key)
        if kept is None:
            kept = self._read(brief, answers)
            self.journal.keep(key, kept)
            self.note_spending()
        if "problem" in kept:
            raise BadAnswerError(kept["problem"])
        return Requirements.model_validate(kept["requirements"])

    def _read(self, brief: str, answers: Mapping[str, str]) -> Mapping[str, object]:
        try:
            return {"requirements": plain(self._heard(brief, answers) if answers else self.planner.read(brief, {}))}
        except BadAnswerError as error:
            return {"problem": str(error)}

    def _heard(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        """What is asked with the answers; those to questions that another planner had are on record as they are."""
        from agent.planners.claude.reading import answers_to

        known = {question.id for question in self.read(brief, {}).questions}
        found = self.planner.read(brief, {name: words for name, words in answers.items() if name in known})
        return answers_to({name: answers[name] for name in answers if name not in known}, ()).on_record(found)

    def propose(self, brief: str, requirements: Requirements, patterns: tuple[Known, ...]) -> tuple[Proposal, ...]:
        """The planner's options."""
        return self.planner.propose(brief, requirements, patterns)

    def repair(self, design: Design, findings: tuple[Finding, ...]) -> Design:
        """The planner's repair."""
        return self.planner.repair(design, findings)

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        """The planner's edits."""
        return self.planner.revise(design, message, brief, patterns)
