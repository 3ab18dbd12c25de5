"""Conditions of a choice as rules of the Amazon States Language."""

from __future__ import annotations

from typing import Any

from tools.design.workflows import AllOf, AnyOf, Compare, Condition, Not

Rule = dict[str, Any]

_COMPARATORS = {
    "less": "LessThan",
    "less-or-equal": "LessThanEquals",
    "greater": "GreaterThan",
    "greater-or-equal": "GreaterThanEquals",
}


def rule_of(condition: Condition) -> Rule:
    """The rule of a condition. A comparison with a place that the data lacks does not hold, rather than fail."""
    if isinstance(condition, AllOf):
        return {"And": [rule_of(part) for part in condition.conditions]}
    if isinstance(condition, AnyOf):
        return {"Or": [rule_of(part) for part in condition.conditions]}
    if isinstance(condition, Not):
        return {"Not": rule_of(condition.condition)}
    return _comparison(condition)


def _comparison(compare: Compare) -> Rule:
    if compare.operator == "present":
        return {"Variable": compare.path, "IsPresent": bool(compare.value)}
    if compare.operator == "not-equals":
        return {"Not": _guarded(compare.path, *_equals(compare.value))}
    if compare.operator == "equals":
        return _guarded(compare.path, *_equals(compare.value))
    if compare.operator == "matches":
        return _guarded(compare.path, "StringMatches", str(compare.value))
    return _guarded(compare.path, *_ordered(compare.operator, compare.value))


def _equals(value: bool | float | str) -> tuple[str, Any]:
    if isinstance(value, bool):
        return "BooleanEquals", value
    return ("StringEquals", value) if isinstance(value, str) else ("NumericEquals", value)


def _ordered(operator: str, value: bool | float | str) -> tuple[str, Any]:
    comparator = _COMPARATORS[operator]
    if isinstance(value, str):
        return f"String{comparator}", value
    return f"Numeric{comparator}", int(value) if isinstance(value, bool) else value


def _guarded(path: str, comparator: str, value: Any) -> Rule:
    # A reference to a place that is not there ends the execution with States.Runtime, which nothing can catch.
    if path == "$":
        return {"Variable": path, comparator: value}
    return {"And": [{"Variable": path, "IsPresent": True}, {"Variable": path, comparator: value}]}
