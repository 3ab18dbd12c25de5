"""Recognises what looks like a credential: known beginnings, passwords beside their names, and random tokens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log2
from typing import Any, cast

from tools.design.base import Model
from tools.design.design import Design, Path

_ADDRESS = "an address with a password"
_KNOWN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("an access key of AWS", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("a private key", ("-----BEGIN ",), r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    (
        "a token of GitHub",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
    ),
    ("a token of GitLab", ("glpat-",), r"\bglpat-[A-Za-z0-9_-]{16,}"),
    ("a token of Slack", ("xox",), r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("an API key", ("sk-", "sk_"), r"\bsk[-_](?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{16,}"),
    ("a key of Google", ("AIza",), r"\bAIza[A-Za-z0-9_-]{30,}"),
    ("a key of SendGrid", ("SG.",), r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a signed token", ("eyJ",), r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    (_ADDRESS, ("://",), r"://[^\s/:@\"]+:[^\s/@\"]{3,}@"),
)
_PATTERNS = tuple((what, marks, re.compile(pattern)) for what, marks, pattern in _KNOWN)
"""What it is, texts with one of which any such credential begins (which are looked for), and what it looks like."""
_BROKEN = tuple(entry for entry in _PATTERNS if entry[0] != "a token of GitHub")
"""Those that need no long token: all but the ones of GitHub are shorter, or hold other signs."""

_NAMES = re.compile(r"(?<![a-z0-9])(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token)", re.IGNORECASE)
_GIVEN = r"(?=[^\s\"']*[0-9])(?=[^\s\"']*[A-Za-z])[^\s\"'<>{}$()\\,]{8,}"
_VALUE = re.compile(rf"[\"'\\]*\s*[=:]\s*[\"'\\]*({_GIVEN})")
"""What follows the name of a password: a sign, and something with letters and digits that is no placeholder."""
_NAMED_VALUE = re.compile(rf"((?:{_NAMES.pattern})[\"'\\]*\s*[=:]\s*[\"'\\]*)(?:{_GIVEN})", re.IGNORECASE)
_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^-]{0,16000}-----END [A-Z ]*PRIVATE KEY-----|(?:\s+[A-Za-z0-9+/=]{40,})*)"
)
"""A key to its end, or as many lines of it as there are."""
REDACTED = "REMOVED"
_NAMED = ("passw", "pwd", "secret", "api_key", "api-key", "apikey", "access_token", "access-token", "accesstoken")
"""Texts with one of which every such name begins."""

_LONG = 24
_TOKEN = re.compile(rf"[A-Za-z0-9+_=]{{{_LONG},}}")
_RUNS = {code: "a" if re.match(r"[A-Za-z0-9+_=]", chr(code)) else " " for code in range(128)}
"""Turns letters of tokens into one and the same, so that long tokens become runs of it."""
_RUN = "a" * _LONG
_DIGEST = re.compile(r"[0-9a-f]+|[0-9A-F]+")

RANDOM_BITS = 4.0
"""Bits a character from which a token of letters of both cases and digits counts as random. Drawn at random, 87 in 100
tokens of 24 letters and digits have more, and 99 of 40; words run together have about 3.5."""
SHOWN = 4
_REMEMBERED = 12
"""Texts of parts kept: a design that was mended has most of its parts from before."""


@lru_cache(maxsize=_REMEMBERED)
def suspects(text: str) -> bool:
    """Whether anything in a text looks like a credential. One pass, for the text of a whole part of a design."""
    return credential(text) is not None


def credential(text: str) -> tuple[str, str] | None:
    """What a text holds that looks like a credential, in words, and the credential itself."""
    runs = text.translate(_RUNS)
    has_long = _RUN in runs
    for what, marks, pattern in _PATTERNS if has_long else _BROKEN:
        found = next(_matches(pattern, marks, text), None)
        if found:
            return what, found.group()
    password = _password(text)
    if password is not None:
        return "a password", password
    return next((("a random token", token) for token in _tokens(text, runs) if _is_random(token)), None)


def redacted(text: str) -> str:
    """The text with everything that looks like a credential taken out: it may be kept, printed and sent.

    What is put in its place is a word in every language that is printed. A key's whole block goes, not its first line
    alone.
    """
    if credential(text) is None:
        return text
    text = _KEY_BLOCK.sub(REDACTED, text)
    for what, _, pattern in _PATTERNS:
        text = pattern.sub(f"://{REDACTED}@" if what == _ADDRESS else REDACTED, text)
    text = _NAMED_VALUE.sub(rf"\g<1>{REDACTED}", text)
    return _TOKEN.sub(lambda token: REDACTED if _is_random(token.group()) else token.group(), text)


def cleaned(design: Design) -> Design:
    """The design with credentials taken out of its texts; as it is where one is a name that others refer to."""
    try:
        return Design.model_validate(_cleaned(design.model_dump(mode="json")))
    except ValueError:
        return design


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return redacted(value)
        case dict():
            return {key: _cleaned(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_cleaned(item) for item in cast("list[Any]", value)]
        case _:
            return value


def literals(model: Model, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Every text within a model that looks like a credential: its path, what it looks like, and the credential."""
    for name in type(model).model_fields:
        yield from _within(getattr(model, name), (*path, name))


def shown(literal: str) -> str:
    """The beginning of a credential, enough to find it and not to use it."""
    return f"{literal[:SHOWN]}... ({len(literal)} characters)"


def _within(value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, str):
        found = credential(value)
        if found is not None:
            yield path, *found
    elif isinstance(value, Model):
        yield from literals(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(cast("tuple[Any, ...]", value)):
            yield from _within(item, (*path, index))


def _password(text: str) -> str | None:
    lower = text.lower()
    named = _NAMES.finditer(text) if len(lower) != len(text) else _matches(_NAMES, _NAMED, text, lower)
    values = (_VALUE.match(text, name.end()) for name in named)
    return next((value.group(1) for value in values if value), None)


def _matches(
    pattern: re.Pattern[str], marks: Sequence[str], text: str, folded: str | None = None
) -> Iterator[re.Match[str]]:
    """Where a pattern matches that begins with one of these marks, in order; they are looked for in `folded`."""
    places = sorted(at for mark in marks for at in _places(text if folded is None else folded, mark))
    return filter(None, (pattern.match(text, at) for at in places))


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _tokens(text: str, runs: str) -> Iterator[str]:
    """Long tokens of a text, found by its runs."""
    at = runs.find(_RUN)
    while at >= 0 and (token := _TOKEN.match(text, at)):
        yield token.group()
        at = runs.find(_RUN, token.end())


def _is_random(token: str) -> bool:
    if _DIGEST.fullmatch(token) or not _is_mixed(token):
        return False
    count, size = Counter(token), len(token)
    return -sum(n / size * log2(n / size) for n in count.values()) >= RANDOM_BITS


def _is_mixed(token: str) -> bool:
    digits = sum(letter.isdigit() for letter in token)
    return digits >= 2 and any(map(str.islower, token)) and any(map(str.isupper, token))
