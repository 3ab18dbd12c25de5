"""Whatever an exchange with a model can raise, as one of the failures that have a name."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from agent.planners.claude.assembly import BrokenReplyError
from agent.planners.claude.clients import Provider, unconfigured
from agent.planners.claude.exchange import FailureCode, ModelError
from agent.planners.claude.watching import AddressError, OverdueError, StoppedError, UnreadableError, WireError

LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, in words, and what may be done about it."""

    code: FailureCode
    sentence: str
    is_resumable: bool = False
    is_passing: bool = False
    """Whether another try may be made at once."""
    asked_wait: str | None = None
    """What `retry-after` says, as it was written."""

    def error(self, retry_after_s: float | None = None) -> ModelError:
        """The error that is raised of it."""
        return ModelError(self.code, self.sentence, is_resumable=self.is_resumable, retry_after_s=retry_after_s)


class FailedError(Exception):
    """An attempt that failed."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


STOPPED = Failure("cancelled", "The call was stopped; nothing of its reply is used.", is_resumable=True)

_DEADLINES = {
    "total": "The reply was not complete in the time there was",
    "first": "The model did not begin to answer in time",
    "idle": "The model stopped answering in the middle of its reply",
}

_NAMED = {
    401: Failure("bad-key", "The key was refused (401): set one that is valid."),
    402: Failure("billing", "The account cannot pay for the call (402): settle its billing, then resume."),
    413: Failure("too-large", "The request is too large for the service (413)."),
    429: Failure("rate-limited", "The account asks more than it may at the moment (429).", True, True),
    529: Failure("overloaded", "The model's service is overloaded (529).", True, True),
}

_STATUSES = {
    "overloaded_error": 529, "rate_limit_error": 429, "timeout_error": 504, "api_error": 500,
    "invalid_request_error": 400, "authentication_error": 401, "billing_error": 402, "permission_error": 403,
    "not_found_error": 404, "conflict_error": 409, "request_too_large": 413,
}  # fmt: skip
"""What the type of an error that comes within a stream would have been as a status."""


def failure_of(error: Exception, model: str, provider: Provider, *, is_begun: bool) -> Failure:
    """The failure that an exception stands for. `is_begun` says whether an answer had begun by then."""
    from anthropic import APIConnectionError, APIStatusError, CredentialsError

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, WireError):
            return _given_up(cause)
    if isinstance(error, BrokenReplyError):
        sentence = f"The reply {error}; nothing of it is used."
        return Failure("broken-reply", sentence, error.is_passing, error.is_passing)
    if isinstance(error, APIStatusError):
        return _refused(error, model)
    if isinstance(error, APIConnectionError):
        return _unreachable(error, causes)
    if is_begun:
        return Failure("broken-reply", "The reply broke off before its end; nothing of it is used.", True, True)
    if isinstance(error, CredentialsError) or _is_about_keys(error, provider):
        found = unconfigured(provider)
        return Failure(found.code, found.sentence)
    return Failure("bad-request", f"The request could not be written ({type(error).__name__}).")


def _is_about_keys(error: Exception, provider: Provider) -> bool:
    """Without a key the SDK raises a TypeError; clouds look for their credentials only when a request is made."""
    if isinstance(error, TypeError):
        return "authentication" in str(error)
    return provider in ("bedrock", "vertex") and not isinstance(error, UnicodeError)


def quoted(text: object) -> str:
    """Words of a service on one line: no control characters, no key, not too many."""
    told = text if isinstance(text, str) else ""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in told).split())
    plain = re.sub(r"sk-ant-[\w-]+|(?i:bearer)\s+\S+", "(a key)", plain)
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE]}…"


def _given_up(cause: WireError) -> Failure:
    match cause:
        case StoppedError():
            return STOPPED
        case OverdueError():
            sentence = f"{_DEADLINES[cause.deadline]}; nothing of it is used."
            return Failure("timed-out", sentence, True, cause.deadline != "total")
        case AddressError():
            return Failure("unreachable", f"The model cannot be reached: {cause}.")
        case UnreadableError():
            return Failure("broken-reply", f"The reply {cause}; nothing of it is used.")
        case _:
            return Failure("broken-reply", "The line was given up.", True)


def _unreachable(error: Any, causes: list[BaseException]) -> Failure:
    host = error.request.url.host
    sentence = f"The model cannot be reached at {host}: {_reason(causes[-1])}."
    is_passing = not any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
    return Failure("unreachable", sentence, is_passing, is_passing)


def _reason(cause: BaseException) -> str:
    """What the system says, without the number it has for it."""
    said = cause.strerror if isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError) else None
    told = quoted(said or str(cause)).rstrip(".") or type(cause).__name__
    return f"{told[:1].lower()}{told[1:]}" if said else told


def _refused(error: Any, model: str) -> Failure:
    """What an error of the service says, before a reply or in the middle of one."""
    status = error.status_code
    if status == 200:
        status = _STATUSES.get(error.type, 500) if isinstance(error.type, str) else 500
    failure = _limit(error) or _told(status, model, quoted(error.api_message), error)
    headers = error.response.headers
    if headers.get("x-should-retry") == "false":
        failure = replace(failure, is_passing=False)
    # Headers of a reply that had begun well say nothing of the error in it.
    return failure if error.status_code == 200 else replace(failure, asked_wait=headers.get("retry-after"))


def _limit(error: Any) -> Failure | None:
    """A limit of what may be spent, whatever the status."""
    if "spend_limit" not in (error.error_code or ""):
        return None
    sentence = "The limit of what this account may spend is reached: raise it, or resume when it begins anew."
    return Failure("spend-limit", sentence, is_resumable=True)


def _told(status: int, model: str, said: str, error: Any) -> Failure:
    host, because = error.request.url.host, f": {said}" if said else ""
    if status == 404 and error.type == "not_found_error":
        return Failure("unknown-model", f"The service knows no model '{model}' (404): choose another.")
    if status in _NAMED:
        return _NAMED[status]
    if status in (404, 405):
        return Failure("bad-request", f"Nothing at {host} speaks to models: check the base URL.")
    if status in (408, 409) or status >= 500:
        return Failure("unreachable", f"The model's service failed ({status}){because}", True, True)
    if status < 400:
        sentence = f"{host} sends requests elsewhere ({status}), which is not followed: check the base URL."
        return Failure("bad-request", sentence)
    if status == 403:
        return Failure("not-allowed", f"The key may not do this with {model} (403){because}")
    return Failure("bad-request", f"The service refused the request ({status}){because}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what caused it, down to the first cause."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
