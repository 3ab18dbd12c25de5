"""The tokens of TypeScript: words, signs, literals as what they stand for, templates as their parts."""

from __future__ import annotations

import re
from typing import Any

from tools.blueprint.reading.hcl import UnreadableError

_TOKEN = re.compile(
    r"""(?P<left>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<number>\d+(?:\.\d+)?)|(?P<regular>/-\$/)
    |(?P<word>[A-Za-z_$][\w$]*)|(?P<sign>===|!==|=>|\.\.\.|\?\.|\?\?|&&|\|\||[^\s\w"`])|(?P<template>`)""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}

Token = tuple[str, Any]
"""Its kind, and what it is: the parts of a template."""


def _decoded(literal: str) -> str:
    def meant(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3])

    return _ESCAPE.sub(meant, literal)


def tokens_of(source: str, at: int = 0, inside: bool = False) -> tuple[list[Token], int]:
    """The tokens of a text, or those up to the brace that ends a part of a template, and the place after them."""
    found: list[Token] = []
    depth = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise UnreadableError(f"not understood: {source[at : at + 40]}")
        kind, token, at = str(match.lastgroup), match[0], match.end()
        if kind == "template":
            parts, at = _template(source, at)
            found.append((kind, parts))
            continue
        if kind == "sign":
            depth += {"{": 1, "}": -1}.get(token, 0)
            if inside and depth < 0:
                return found, at
        if kind != "left":
            found.append((kind, _decoded(token[1:-1]) if kind == "text" else token))
    if inside:
        raise UnreadableError("a template does not end")
    return found, at


def _template(source: str, at: int) -> tuple[list[str | list[Token]], int]:
    parts: list[str | list[Token]] = []
    text = re.compile(r"(?:[^`\\$]|\\u\{[0-9a-f]+\}|\\.|\$(?!\{))*", re.DOTALL)
    while True:
        match = text.match(source, at)
        assert match
        parts.append(_decoded(match[0]))
        at = match.end()
        if source.startswith("`", at):
            return parts, at + 1
        if not source.startswith("${", at):
            raise UnreadableError("a template does not end")
        inner, at = tokens_of(source, at + 2, True)
        parts.append(inner)
