"""Every way a command can end: an exit code and at most one line, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from tui.console import (
    BAD_INPUT,
    DEFECT,
    DONE,
    INTERRUPTED,
    NO_MODEL,
    TERMINATED,
    InputError,
    ModelFailedError,
    reason_of,
    say,
)

DEBUG = "CLOUDWRIGHT_DEBUG"
"""Environment variable; set, a defect shows where in the code it is."""


class Terminated(KeyboardInterrupt):
    """The system asked for an end (SIGTERM, SIGHUP)."""


def ended(call: Callable[[], Any]) -> int:
    """Runs a command; the exit code it ended with."""
    try:
        _listen()
        return int(call() or DONE)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    except BaseException as error:
        _deafen()
        return code_of(error)
    finally:
        _deafen()


def _listen() -> None:
    """Ends in good order where the system asks for an end, and where Ctrl-C hits code that swallows it."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _terminate)
    sys.unraisablehook = _again


def _deafen() -> None:
    """Lets nothing disturb the last steps: what is left is to say how it ended."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _again(unraisable: sys.UnraisableHookArgs) -> None:
    """An interrupt that fell into a destructor or a callback is lost there; it is sent once more."""
    if unraisable.exc_type is KeyboardInterrupt:
        os.kill(os.getpid(), signal.SIGINT)
    elif unraisable.exc_type is Terminated:
        os.kill(os.getpid(), signal.SIGTERM)


def code_of(error: BaseException) -> int:
    """Says in a line how a command ended that raised; its exit code."""
    if isinstance(error, InputError):
        say(f"cloudwright: {error}")
        return BAD_INPUT
    if isinstance(error, ModelFailedError):
        say(f"cloudwright: {error}")
        return NO_MODEL
    if isinstance(error, KeyboardInterrupt):
        say("cloudwright: interrupted; nothing was left half written")
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if isinstance(error, OSError):
        say(f"cloudwright: {_said(error)}")
        return BAD_INPUT
    return _code_of_click(error)


def _said(error: OSError) -> str:
    return f"{error.filename}: {reason_of(error)}" if error.filename else reason_of(error)


def _code_of_click(error: BaseException) -> int:
    import click

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return code_of(error.__cause__ if isinstance(error.__cause__, KeyboardInterrupt) else KeyboardInterrupt())
    if isinstance(error, click.ClickException):
        error.show(sys.stderr)
        return BAD_INPUT
    return _code_of_defect(error)


def _code_of_defect(error: BaseException) -> int:
    if os.environ.get(DEBUG):
        import traceback

        say("".join(traceback.format_exception(error)))
    text = " ".join(str(error).split())
    say(
        f"cloudwright: a defect of ours, not of your input: {type(error).__name__}: {text[:200]}. "
        f"Please report it; {DEBUG}=1 shows where it is"
    )
    return DEFECT
