"""Claude as a planner: what the embedded planner reads and drafts, refined in a talk with the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from agent.clarity import ensure_substance
from agent.planners.claude.blocks import canonical
from agent.planners.claude.budget import Meter, Spending
from agent.planners.claude.exchange import Endpoint, Forgetful, Journal, Limits, Listen
from agent.planners.claude.keeping import digest_of
from agent.planners.claude.prompting import Task
from agent.planners.claude.reading import Reading, answers_to, kept_reading
from agent.planners.claude.talk import Line, Past, Talk
from agent.planners.claude.workbench import Bench, Library, RefusalError, Source, laid_out
from agent.planners.embedded.planner import EmbeddedPlanner
from agent.planners.embedded.revising.asked import quotes_in
from agent.planners.embedded.revising.carrying import carried
from agent.planners.merging import merged
from agent.planners.protocol import Known, Proposal, Revision, UnclearBriefError
from agent.planners.quoting import own_words
from agent.planners.remedies import remedied
from tools.blueprint.plan import complete
from tools.checks import Finding
from tools.design.design import Design
from tools.design.edits import PutRequirements, apply
from tools.design.plaintext import harmless
from tools.design.requirements import Question, Requirements

CALLS_TO_READ = 3
CALLS_TO_PROPOSE = 8
CALLS_TO_REPAIR = 3
CALLS_TO_REVISE = 6
"""Most calls of a talk; what stands after the last one is the answer."""

LONGEST_SAID = 4000

CUT_SHORT = f"The model came to no end within {CALLS_TO_REVISE} calls; what changed is what it had done by then."


def _silent(text: str) -> None:
    """Says nothing to nobody."""


@dataclass(frozen=True, slots=True)
class Model:
    """Which model is asked, and how hard it thinks."""

    id: str
    effort: str


@dataclass
class ClaudePlanner:
    """Plans with a model behind an endpoint. The same replies give the same design."""

    endpoint: Endpoint
    model: Model
    library: Library
    meter: Meter
    journal: Journal = field(default_factory=Forgetful)
    turn: str = "turn"
    """What replies are kept under; another for every turn of a conversation."""
    listen: Listen = lambda delta: None
    note: Callable[[str], None] = _silent
    """Told what tools did, a line each."""
    limits: Limits = field(default_factory=Limits)
    drafter: EmbeddedPlanner = field(default_factory=EmbeddedPlanner)
    past: Past | None = None
    """The talk that the next one goes on from, so that it stays cached."""
    remember: Callable[[Past], None] = lambda past: None
    """Told of every talk that ended well, for who plans the next turn."""
    _vain: set[bytes] = field(default_factory=set[bytes])

    name = "claude"
    takes_remedies = False

    @property
    def spent(self) -> Spending:
        """What the session has spent until now."""
        return self.meter.spent

    def close(self) -> None:
        """Lets go of the line to the model. It is taken up again where something is asked."""
        close = getattr(self.endpoint, "close", None)
        if close is not None:
            close()

    def read(self, brief: str, answers: Mapping[str, str]) -> Requirements:
        """The embedded reading, put right by the model in the brief's own words.

        What is answered of the model's own questions is put before it; answers to others are read as ever, on top of
        what it made of the brief before. Raises BadAnswerError, ModelError. A brief without substance is not shown to
        the model.
        """
        plain_reading = self.drafter.read(brief, {})
        try:
            ensure_substance(brief, plain_reading)
        except UnclearBriefError:
            return plain_reading
        own = {question.id for question in plain_reading.questions}
        found = self.drafter.read(brief, {name: words for name, words in answers.items() if name in own})
        theirs = {name: answers[name] for name in answers if name not in own}
        # Without answers the talk itself is gone through, out of the journal where it was had: that is what counts it.
        kept = kept_reading(self.journal, self._reading_key(brief, theirs)) if answers else None
        told = kept or self._read(brief, plain_reading, theirs)
        asked = tuple(question for question in told.questions if question.id not in answers)
        return _with_questions(merged(plain_reading, found, told.requirements), asked)

    def _reading_key(self, brief: str, theirs: Mapping[str, str]) -> str:
        return f"{self.turn}/reading:{digest_of([brief, dict(theirs)])}"

    def _read(self, brief: str, found: Requirements, theirs: Mapping[str, str]) -> Reading:
        """What the model makes of a reading, or of answers to its questions on top of it."""
        first = (kept_reading(self.journal, self._reading_key(brief, {})) if theirs else None) or Reading(found)
        answers = answers_to(theirs, first.questions)
        sources = (Source("brief", brief), *answers.sources)
        bench = Bench(answers.on_record(first.requirements), self.library, brief, sources)
        task = Task("answers", answers.message) if answers.given else Task("read")
        after = self._talked("read", task, bench, CALLS_TO_READ).bench
        made = Reading(after.requirements, (*first.questions, *after.questions))
        made.keep(self.journal, self._reading_key(brief, theirs))
        return made

    def propose(self, brief: str, requirements: Requirements, patterns: tuple[Known, ...]) -> tuple[Proposal, ...]:
        """The draft refined by the model, then the draft itself where it differs, then its alternatives.

        Where tools cannot work with the draft, the drafts as they are. Raises ModelError.
        """
        drafts = self.drafter.propose(brief, requirements, patterns)
        draft = complete(drafts[0].design)
        if not draft.components:
            return drafts
        try:
            bench = laid_out(Bench(requirements, self.library, brief), draft)
        except RefusalError:
            return drafts
        after = self._talked("propose", Task("propose"), bench, CALLS_TO_PROPOSE).bench
        design = _asking(after.design, after.questions)
        first = Proposal("recommended", "Recommended", "", partial(_given, design))
        if design.components == draft.components and design.links == draft.links:
            return first, *drafts[1:]
        kept = Proposal("draft", "The draft", "As composed before the model refined it", partial(_given, draft))
        return first, kept, *drafts[1:]

    def repair(self, design: Design, findings: tuple[Finding, ...]) -> Design:
        """The design after ready remedies; where there are none, after the model mended errors. Raises ModelError."""
        mended = remedied(design, findings)
        if mended != design:
            return mended
        if not any(finding.severity == "error" for finding in findings) or self._is_vain(design, findings):
            return design
        bench = laid_out(Bench(design.requirements, self.library), design)
        return self._talked("repair", Task("repair"), bench, CALLS_TO_REPAIR).bench.design

    def revise(self, design: Design, message: str, brief: str, patterns: tuple[Known, ...]) -> Revision:
        """What a message asks for, as edits of the design that stands. Raises ModelError, RefusalError."""
        said = Source("message", own_words(message), overrules=True, offset=beginning_of(design, brief))
        sources = (Source("brief", brief), said)
        bench = laid_out(Bench(design.requirements, self.library, brief, sources), design)
        start = bench.design
        talk = self._talked("revise", Task("revise", message), bench, CALLS_TO_REVISE)
        after = talk.bench
        wanted = _asking(after.design, after.questions)
        edits = carried(design, wanted, design) if wanted != start else ()
        said = _bounded(after.summary or talk.said)
        return Revision(edits, f"{said} {CUT_SHORT}".strip() if talk.is_cut_short else said, after.questions)

    def _talked(self, phase: str, task: Task, bench: Bench, most_calls: int) -> Talk:
        line = Line(
            endpoint=self.endpoint,
            journal=self.journal,
            meter=self.meter,
            listen=self.listen,
            model=self.model.id,
            effort=self.model.effort,
            limits=self.limits,
            note=self.note,
        )
        talk = Talk(line, f"{self.turn}/{phase}", task, bench, most_calls, self.past)
        talk.run()
        self.past = talk.ended()
        self.remember(self.past)
        return talk

    def _is_vain(self, design: Design, findings: tuple[Finding, ...]) -> bool:
        """Whether the model was asked about these findings of this design before; it is asked once."""
        key = canonical([design.model_dump(), [[finding.rule, finding.where] for finding in findings]])
        if key in self._vain:
            return True
        self._vain.add(key)
        return False


def beginning_of(design: Design, brief: str) -> int:
    """Where in all that was said a new message begins: behind the brief and everything that was quoted since."""
    return max((len(brief), *(quote.end for quote in quotes_in(design.requirements)))) + 2


def _asking(design: Design, questions: tuple[Question, ...]) -> Design:
    """The design with questions that came up on the way."""
    if not questions:
        return design
    return apply(design, PutRequirements(requirements=_with_questions(design.requirements, questions)))


def _with_questions(found: Requirements, questions: tuple[Question, ...]) -> Requirements:
    known = {question.id for question in found.questions}
    new = tuple(question for question in questions if question.id not in known)
    return found.model_copy(update={"questions": (*found.questions, *new)}) if new else found


def _given(design: Design) -> Design:
    return design


def _bounded(text: str) -> str:
    return harmless(text).strip()[:LONGEST_SAID]
