"""What a turn says while it runs and at its end, in plain lines: for terminals, pipes and screen readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tools.design.plaintext import one_line
from tui.console import show
from tui.progress import Progress

if TYPE_CHECKING:
    from agent.sessions.events import Ending, Event

HOW_TO_ANSWER = 'Answer by number, in words, or say "you decide".'

MODEL = "claude"
"""Who speaks where a model does."""


class Teller:
    """Listens to a turn: steps and drafts go to stderr, what it ends with to stdout."""

    def __init__(self) -> None:
        self._progress = Progress()

    def __call__(self, event: Event) -> None:
        """Tells an event as it comes; endings are told by `end`."""
        from agent.sessions.events import Accepted, Stepped, Streamed

        if isinstance(event, Streamed):
            self._overhear(event.kind, event.text)
        elif isinstance(event, Stepped):
            self._progress(event.step, event.text)
        elif isinstance(event, Accepted) and event.is_queued:
            show("Stored. Somebody else is at this conversation, and goes on with it.")

    def done(self) -> None:
        """Clears what changes on a terminal."""
        self._progress.done()

    def end(self, ending: Ending) -> None:
        """Tells how a turn ended, or what it waits for."""
        from agent.sessions.events import Accepted

        self.done()
        if not isinstance(ending, Accepted):
            show("\n".join(lines_of(ending)))

    def _overhear(self, kind: str, text: str) -> None:
        match kind:
            case "discarded":
                self._progress.forget()
            case "tool":
                self._progress(MODEL, text)
            case _:
                self._progress.hear(MODEL, text, is_thought=kind == "thinking")


def lines_of(ending: Ending) -> Iterator[str]:
    """An ending in lines."""
    from agent.sessions.events import Answered, Asked, Failed, Parked

    if isinstance(ending, Answered):
        yield from ending.answer["lines"]
    elif isinstance(ending, Asked):
        yield from _questions(ending.questions, ending.problem)
    elif isinstance(ending, Parked):
        yield f"Parked: {ending.sentence}"
        later = "Go on with /resume" if ending.is_resumable else "Go on with /resume when that is mended"
        yield f"{later}, or finish with the embedded planner: /resume embedded. Nothing is lost."
    elif isinstance(ending, Failed):
        yield ending.sentence[:1].upper() + ending.sentence[1:]


def _questions(questions: tuple[Mapping[str, Any], ...], problem: str) -> Iterator[str]:
    if problem:
        yield one_line(problem)
    for number, question in enumerate(questions, 1):
        yield one_line(f"{number}. {question['text']} {question['why']}")
        for option in question.get("options", ()):
            yield f"   {one_line(option['id'])}) {one_line(option['text'])}"
        yield f"   Until answered: {one_line(question['default'])}"
    yield HOW_TO_ANSWER if len(questions) == 1 else f'{HOW_TO_ANSWER} "2: ..." answers the second.'
