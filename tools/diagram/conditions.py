"""Conditions of a choice in words."""

from __future__ import annotations

from tools.design.plaintext import one_line
from tools.design.workflows import AllOf, AnyOf, Compare, Condition, Not

_SIGNS = {
    "equals": "=",
    "not-equals": "≠",
    "less": "<",
    "less-or-equal": "≤",
    "greater": ">",
    "greater-or-equal": "≥",
    "matches": "matches",
}


def condition_text(condition: Condition) -> str:
    """A condition as people read it: `total > 1000 and approved`."""
    if isinstance(condition, AllOf):
        return " and ".join(_part(part) for part in condition.conditions)
    if isinstance(condition, AnyOf):
        return " or ".join(_part(part) for part in condition.conditions)
    if isinstance(condition, Not):
        return f"not {_part(condition.condition)}"
    return _comparison(condition)


def _part(condition: Condition) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def _comparison(compare: Compare) -> str:
    place = compare.path.removeprefix("$.") if compare.path != "$" else "the data"
    if compare.operator == "present":
        return f"{place} is there" if compare.value else f"{place} is missing"
    if isinstance(compare.value, bool) and compare.operator in ("equals", "not-equals"):
        return place if compare.value == (compare.operator == "equals") else f"not {place}"
    value = f"“{one_line(compare.value)}”" if isinstance(compare.value, str) else f"{compare.value:g}"
    return f"{place} {_SIGNS[compare.operator]} {value}"


def error_text(errors: tuple[str, ...]) -> str:
    """Which errors a catch is for."""
    if "all" in errors:
        return "on any error"
    return f"on {', '.join('a passing fault' if error == 'transient' else one_line(error) for error in errors)}"
