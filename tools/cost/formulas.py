"""Formulas of the bill, read and computed: what a line says it comes from must come to what the line says.

A formula is written in the names of its inputs, numbers, `+ - x / ( )` and a few functions: `started(a / b)` are
started steps, at least one; `ceil`, `max`, `min`, `exp` are as everywhere. The longest name that fits is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

MOST_CHARACTERS = 2_000
MOST_DEPTH = 40


class FormulaError(ValueError):
    """A formula that cannot be computed. The message says where it stops making sense."""


def started(size: float) -> float:
    """Started steps, at least one. What binary fractions add beyond a step does not start another."""
    return float(max(1, math.ceil(size - 1e-9)))


def _ceil(size: float) -> float:
    return float(math.ceil(size - 1e-9))


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "started": started,
    "ceil": _ceil,
    "max": max,
    "min": min,
    "exp": math.exp,
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_SIGNS = "+-/(),"


def compute(formula: str, inputs: Mapping[str, float]) -> float:
    """The value of a formula. Raises FormulaError, which says at which word it stops making sense."""
    tokens = _tokens(formula, tuple(sorted(inputs)))
    reader = _Reader(formula, tokens, inputs)
    try:
        value = reader.sum(0)
    except (ArithmeticError, TypeError, ValueError) as error:
        if isinstance(error, FormulaError):
            raise
        raise FormulaError(f"'{formula}' has no value: {error}") from None
    if reader.at < len(tokens):
        raise FormulaError(f"'{formula}' stops making sense at '{tokens[reader.at]}'")
    return value


@lru_cache(maxsize=1024)
def _tokens(formula: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if len(formula) > MOST_CHARACTERS:
        raise FormulaError(f"a formula of {len(formula):,} characters; at most {MOST_CHARACTERS:,} are read")
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    found: list[str] = []
    at = 0
    while at < len(formula):
        if formula[at] == " ":
            at += 1
            continue
        word = _word_at(formula, at, longest_first)
        found.append(word)
        at += len(word)
    return tuple(found)


def _word_at(formula: str, at: int, names: Sequence[str]) -> str:
    for name in (*names, *_FUNCTIONS, "x"):
        end = at + len(name)
        if formula.startswith(name, at) and not (name[-1].isalnum() and formula[end : end + 1].isalnum()):
            return name
    number = _NUMBER.match(formula, at)
    if number is not None:
        return number.group()
    if formula[at] in _SIGNS:
        return formula[at]
    raise FormulaError(f"'{formula}' stops making sense at '{formula[at : at + 20]}'")


class _Reader:
    """One pass over the words of a formula: sums of products of parts."""

    def __init__(self, formula: str, tokens: Sequence[str], inputs: Mapping[str, float]) -> None:
        self.formula, self.tokens, self.inputs, self.at = formula, tokens, inputs, 0

    def sum(self, depth: int) -> float:
        if depth > MOST_DEPTH:
            raise FormulaError(f"a formula nested deeper than {MOST_DEPTH}")
        value = self._product(depth)
        while (sign := self._next_of("+", "-")) is not None:
            other = self._product(depth)
            value = value + other if sign == "+" else value - other
        return value

    def _product(self, depth: int) -> float:
        value = self._part(depth)
        while (sign := self._next_of("x", "/")) is not None:
            other = self._part(depth)
            value = value * other if sign == "x" else value / other
        return value

    def _part(self, depth: int) -> float:
        if self.at >= len(self.tokens):
            raise FormulaError(f"'{self.formula}' ends where a figure is missing")
        word = self.tokens[self.at]
        self.at += 1
        if word in self.inputs:
            return self.inputs[word]
        if word in _FUNCTIONS:
            return _FUNCTIONS[word](*self._arguments(depth))
        if word == "(":
            value = self.sum(depth + 1)
            self._expect(")")
            return value
        if _NUMBER.fullmatch(word) is None:
            raise FormulaError(f"'{self.formula}' stops making sense at '{word}'")
        return float(word)

    def _arguments(self, depth: int) -> list[float]:
        self._expect("(")
        values = [self.sum(depth + 1)]
        while self._next_of(",") is not None:
            values.append(self.sum(depth + 1))
        self._expect(")")
        return values

    def _next_of(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in signs and self.tokens[self.at] not in self.inputs:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def _expect(self, sign: str) -> None:
        if self._next_of(sign) is None:
            raise FormulaError(f"'{self.formula}' lacks a '{sign}'")
