"""Asking a person for the values of a template, field by field, on a terminal: the only door to prompt_toolkit.

Questions and answers go to stderr, so that the filled text can be piped on.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from prompts.asking import Form, begun, objection
from tools.design.plaintext import harmless
from tui.console import say
from tui.progress import is_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output
    from prompt_toolkit.validation import Validator

    from prompts.template import Declared, Template

WIDTH = 96
KEYS = "Shift-Tab: back · Ctrl-C: stop, nothing is lost"


class StoppedError(Exception):
    """The person stopped, or was stopped."""

    def __init__(self, values: Mapping[str, str], unfit: str = "") -> None:
        super().__init__()
        self.values = values
        """What was given until then."""
        self.unfit = unfit
        """What was being typed and would not do."""

    @property
    def ending(self) -> KeyboardInterrupt:
        """How the program ends."""
        return self.__cause__ if isinstance(self.__cause__, KeyboardInterrupt) else KeyboardInterrupt()


def can_ask() -> bool:
    """Whether a person sits at both ends: keys come from a terminal, and questions can be shown on one."""
    return sys.stdin is not None and sys.stdin.isatty() and is_terminal()  # pyright: ignore[reportUnnecessaryComparison]


def ask_values(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """Asks for every field that has no value; the values of all. Raises StoppedError."""
    form, screen = begun(template, values), _Screen()
    say(f"{template.title}: {template.summary}")
    while form.field is not None:
        answer = screen.ask(form)
        form = form.back() if answer is None else form.answered(answer)
    return form.given()


class _Screen:
    """The terminal, as questions are put on it."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.input import create_input

        self._session: PromptSession[str | None] = PromptSession(input=create_input(sys.stdin), output=_output())

    def ask(self, form: Form) -> str | None:
        """The answer to the form's question; None for the way back. Raises StoppedError."""
        field = form.field
        assert field is not None
        say(_question(field, form.place + 1, len(form.asked)))
        session = self._session
        try:
            return session.prompt(
                "> ",
                default=form.draft,
                multiline=field.type == "text",
                prompt_continuation="  ",
                completer=_completer(field),
                complete_while_typing=field.is_closed,
                validator=_validator(field),
                validate_while_typing=False,
                key_bindings=_keys(is_text=field.type == "text"),
                bottom_toolbar=_toolbar(field),
                handle_sigint=True,
            )
        except (KeyboardInterrupt, EOFError) as end:
            raise _stopped(form, field, session.default_buffer.text) from end


def _stopped(form: Form, field: Declared, typed: str) -> StoppedError:
    """What is kept of a form that was left: all answers, and what was just being typed where it will do."""
    if not typed.strip():
        return StoppedError(form.given())
    if objection(field, typed):
        return StoppedError(form.given(), typed)
    return StoppedError(form.answered(typed).given())


def _output() -> Output:
    from prompt_toolkit.output import create_output
    from prompt_toolkit.output.vt100 import Vt100_Output

    made = create_output(stdout=sys.stderr)
    if isinstance(made, Vt100_Output):
        made.enable_cpr = False  # questions need not know where on the screen they stand, and some terminals never say
    return made


def _question(field: Declared, number: int, count: int) -> str:
    need = "required" if field.required else f"empty for: {field.default}" if field.default else "may be empty"
    lines = [f"\n{field.name} ({number} of {count}, {need})", *textwrap.wrap(field.help, WIDTH)]
    if field.is_closed:
        several = "some of" if field.type == "choices" else "one of"
        lines += textwrap.wrap(f"{several}: {', '.join(field.choices)}", WIDTH, subsequent_indent="  ")
    return harmless("\n".join(lines))


def _toolbar(field: Declared) -> str:
    end = "Enter on an empty line: next" if field.type == "text" else "Enter: next"
    return f"{end} · {'Tab: complete · ' if field.choices or field.suggestions else ''}{KEYS}"


def _keys(*, is_text: bool) -> KeyBindings:
    from prompt_toolkit.filters import has_completions
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("s-tab", filter=~has_completions)
    def go_back(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    @keys.add("c-d", filter=_is_empty())
    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    if is_text:

        @keys.add("enter")
        def end_line(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if buffer.document.is_cursor_at_the_end and not buffer.document.current_line.strip():
                buffer.validate_and_handle()
            else:
                buffer.newline()

    return keys


def _is_empty() -> Any:
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition

    return Condition(lambda: not get_app().current_buffer.text)


def _validator(field: Declared) -> Validator:
    from prompt_toolkit.document import Document
    from prompt_toolkit.validation import ValidationError, Validator

    class Objecting(Validator):
        def validate(self, document: Document) -> None:
            reason = objection(field, document.text)
            if reason:
                raise ValidationError(len(document.text), harmless(reason))

    return Objecting()


def _completer(field: Declared) -> Completer:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Offering(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
            typed = document.text_before_cursor.rpartition(",")[2].lstrip()
            for offer in (*field.choices, *field.suggestions):
                if offer.lower().startswith(typed.lower()):
                    yield Completion(offer, start_position=-len(typed))

    return Offering()
