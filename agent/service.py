"""The use cases. Every face calls these and nothing below them."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.planners.claude.exchange import ModelError
    from agent.planners.claude.making import Surroundings
    from agent.planners.claude.planner import ClaudePlanner
    from agent.planners.claude.settings import Settings
    from agent.planners.protocol import Planner
    from agent.state import Say, State
    from agent.summary import Summary
    from knowledge.knowledge import Knowledge
    from tools.bundle.evidence import Evidence
    from tools.bundle.model import Cited, Dossier
    from tools.design.design import Design
    from tools.design.requirements import Requirements

PLANNERS: dict[str, str] = {
    "embedded": "Without a model, a key or a network.",
    "claude": "With Claude, from the embedded planner's draft on.",
}
"""Planner to how it plans."""

MOST_BYTES = 200_000
"""Largest brief, in bytes. A book of 100 pages has about as many, and is read in a few seconds."""


class BriefError(ValueError):
    """A brief that cannot be designed from. The message says what is wrong with it and what to do."""


class UnknownPlannerError(ValueError):
    """A planner that does not exist."""


@dataclass(frozen=True)
class Outcome:
    """A finished run. What is told besides the evidence is worked out when somebody asks."""

    brief: str
    state: State
    knowledge: Knowledge
    targets: tuple[str, ...]
    say: Say

    @property
    def evidence(self) -> Evidence:
        """The design that is delivered, and what is proven of it."""
        return self.state["evidence"]

    @cached_property
    def dossier(self) -> Dossier:
        """Everything a bundle is made from, with the options compared."""
        from agent.options import compared
        from tools.bundle.model import Dossier

        return Dossier(
            brief=self.brief,
            evidence=self.evidence,
            options=compared(self.state, self.say),
            fitness=self.state["fitness"],
            patterns=_cited(self.evidence.design, self.knowledge),
            targets=self.targets,
        )

    @cached_property
    def summary(self) -> Summary:
        """What one screen says of it."""
        from agent.summary import summary_of

        return summary_of(self.dossier)


def read_brief(data: bytes, source: str) -> str:
    """The text of a brief. Raises BriefError for what is no text, too large or empty; `source` names it in messages."""
    if len(data) > MOST_BYTES:
        raise BriefError(
            f"{source}: larger than the {MOST_BYTES:,} bytes a brief may have. "
            "Keep what the system must do; leave logs, dumps and code out"
        )
    text = _decoded(data, source)
    if "\0" in text or sum(letter < " " and letter not in "\t\n\r\f\x1b" for letter in text) * 20 > len(text):
        raise BriefError(f"{source}: not a text file. Give the brief as plain text or Markdown")
    if not text.strip():
        raise BriefError(f"{source}: the brief is empty. Say what the system must do, for whom, how often and how fast")
    return text


def _decoded(data: bytes, source: str) -> str:
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise BriefError(f"{source}: not a text file. Give the brief as plain text or Markdown") from None
        line = data[: error.start].count(b"\n") + 1
        raise BriefError(f"{source}:{line}: not UTF-8 text. Save the file as UTF-8") from None


def planner_named(
    name: str,
    *,
    knowledge: Knowledge | None = None,
    settings: Settings | None = None,
    around: Surroundings | None = None,
) -> Planner:
    """The planner of this name; all but the name is for one that asks a model.

    Raises UnknownPlannerError, and ModelError for a model that cannot be asked.
    """
    if name not in PLANNERS:
        raise UnknownPlannerError(f"there is no planner '{name}'; there is: {', '.join(PLANNERS)}")
    if name == "claude":
        return _asking_claude(knowledge, settings, around)
    from agent.planners.embedded.planner import EmbeddedPlanner

    return EmbeddedPlanner()


def _asking_claude(
    knowledge: Knowledge | None, settings: Settings | None, around: Surroundings | None
) -> ClaudePlanner:
    from agent.planners.claude.making import Surroundings, claude_planner
    from agent.planners.claude.settings import Settings

    shelf = knowledge or open_knowledge(lambda _: None)
    return claude_planner(settings or Settings(), shelf, around or Surroundings())


def design(
    brief: str,
    answers: Mapping[str, str],
    *,
    planner: Planner,
    knowledge: Knowledge,
    say: Say,
    targets: tuple[str, ...] = (),
) -> Outcome:
    """From a brief to a verified design with its evidence. What looks like a credential is left out of the words.

    Raises UnclearBriefError, BadAnswerError and UnknownTargetError before anything costly is done.
    """
    from agent.clarity import ensure_language
    from tools.blueprint.targets import target
    from tools.checks.credentials import redacted

    for name in targets:
        target(name)
    brief, said = redacted(brief), {redacted(name): redacted(words) for name, words in answers.items()}
    ensure_language(brief)
    from agent.garbage import kept_for_later
    from agent.graph import run
    from agent.state import Deps

    with kept_for_later():
        state = run(brief, said, Deps(planner, knowledge, say))
    return Outcome(brief, state, knowledge, targets or _printable(state["evidence"].design.requirements), say)


def dossier_of(
    brief: str,
    made: Design,
    knowledge: Knowledge,
    *,
    options: Sequence[Mapping[str, Any]] = (),
    messages: tuple[str, ...] = (),
) -> Dossier:
    """Everything a bundle of a design that was kept is made from; `options` are kept figures as plain data.

    `messages` are what was said after the brief, whose words `brief` holds as well.
    """
    from agent.nodes.assess import judged
    from tools.bundle.evidence import gather
    from tools.bundle.model import Dossier, OptionFigures

    return Dossier(
        brief=brief,
        evidence=gather(made),
        options=tuple(OptionFigures(**option) for option in options),
        fitness=tuple(judged(made.requirements)),
        patterns=_cited(made, knowledge),
        targets=_printable(made.requirements),
        messages=messages,
    )


def _cited(made: Design, knowledge: Knowledge) -> tuple[Cited, ...]:
    """The patterns that a design rests on, as far as the library has them."""
    from tools.bundle.model import Cited

    used = dict.fromkeys(pattern for part in (*made.decisions, *made.components) for pattern in part.patterns)
    found = [pattern for name in used if (pattern := knowledge.get(name)) is not None]
    return tuple(Cited(p.id, p.title, p.summary, p.sources[0].url if p.sources else "") for p in found)


def _printable(asked: Requirements) -> tuple[str, ...]:
    """The infrastructure languages asked for that can be printed; the usual one where none can."""
    from tools.blueprint.targets import DEFAULT, meant

    found = (meant(word, asked.languages.value) for word in asked.targets.value)
    return tuple(dict.fromkeys(name for name in found if name is not None)) or (DEFAULT,)


def check_place(directory: Path, *, replace: bool = False) -> None:
    """Raises BundleError where a bundle may not be written, before any work is done."""
    from tools.bundle import writing

    writing.check_place(directory, replace=replace)


def write(dossier: Dossier, directory: Path, *, replace: bool = False) -> tuple[str, ...]:
    """Writes the bundle, whole or not at all; the paths written, relative. Raises BundleError.

    `replace` lets a bundle go that was edited since it was written.
    """
    from tools.bundle.files import bundle_files
    from tools.bundle.writing import write_bundle

    files = bundle_files(dossier)
    write_bundle(files, directory, replace=replace)
    return tuple(files)


def refusals() -> tuple[type[Exception], ...]:
    """What is raised for input that cannot be worked with; each message says what is wrong and what to do."""
    from agent.planners.claude.settings import SettingError
    from agent.planners.protocol import BadAnswerError, UnclearBriefError
    from tools.blueprint.targets import UnknownTargetError

    return BriefError, SettingError, UnknownPlannerError, BadAnswerError, UnclearBriefError, UnknownTargetError


def model_failure() -> type[ModelError]:
    """What is raised where a model cannot be asked or does not answer; its `sentence` says what and what to do."""
    from agent.planners.claude.exchange import ModelError

    return ModelError


def open_knowledge(progress: Callable[[str], None]) -> Knowledge:
    """The patterns and their index, built first where it has to be."""
    from knowledge.knowledge import Knowledge

    return Knowledge.open(progress=progress)
