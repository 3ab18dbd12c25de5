"""Conditions: the rule printed holds exactly where the condition does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tools.design.workflows import AllOf, AnyOf, Compare, Condition, Not
from tools.workflow.conditions import rule_of

PLACES = ("$.a", "$.b.c", "$.d[0]")
VALUES = st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "x", "yes", "x*"])
OPERATORS = ("equals", "not-equals", "less", "less-or-equal", "greater", "greater-or-equal", "present", "matches")


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    operator = draw(st.sampled_from(OPERATORS))
    value: Any = draw(VALUES)
    if operator == "present":
        value = draw(st.booleans())
    elif operator == "matches":
        value = draw(st.sampled_from(["x*", "*", "yes"]))
    elif operator.startswith(("less", "greater")):
        value = draw(st.integers(-3, 3) | st.sampled_from(["a", "x"]))
    return {"kind": "compare", "path": draw(st.sampled_from(PLACES)), "operator": operator, "value": value}


CONDITIONS = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"kind": st.just("all"), "conditions": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"kind": st.just("any"), "conditions": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"kind": st.just("not"), "condition": inner}),
    ),
    max_leaves=6,
)
DATA = st.fixed_dictionaries(
    {},
    optional={"a": VALUES, "b": st.fixed_dictionaries({}, optional={"c": VALUES}), "d": st.lists(VALUES, max_size=1)},
)
ADAPTER: TypeAdapter[Condition] = TypeAdapter(Condition)
MISSING = object()


def meaning(condition: Condition, data: dict[str, Any]) -> bool:
    """What a condition says, by the language of the design."""
    match condition:
        case AllOf():
            return all(meaning(part, data) for part in condition.conditions)
        case AnyOf():
            return any(meaning(part, data) for part in condition.conditions)
        case Not():
            return not meaning(condition.condition, data)
        case Compare():
            return compared(condition, at(condition.path, data))


def at(path: str, data: dict[str, Any]) -> Any:
    try:
        return {"$.a": lambda: data["a"], "$.b.c": lambda: data["b"]["c"], "$.d[0]": lambda: data["d"][0]}[path]()
    except (KeyError, IndexError):
        return MISSING


def compared(compare: Compare, found: Any) -> bool:
    wanted = compare.value
    if compare.operator == "present":
        return (found is not MISSING) == wanted
    alike = found is not MISSING and (type(found) is type(wanted))
    if compare.operator == "equals":
        return alike and found == wanted
    if compare.operator == "not-equals":
        return not (alike and found == wanted)
    if not alike:
        return False
    if compare.operator == "matches":
        return found.startswith(wanted[:-1]) if wanted.endswith("*") else found == wanted
    return {
        "less": found < wanted,
        "less-or-equal": found <= wanted,
        "greater": found > wanted,
        "greater-or-equal": found >= wanted,
    }[compare.operator]


@given(written=CONDITIONS, data=DATA)
def test_the_rule_says_what_the_condition_says(written: Any, data: Any, judged: Callable[[Any, Any], bool]) -> None:
    condition = ADAPTER.validate_python(written)
    assert judged(rule_of(condition), data) == meaning(condition, data)


@pytest.mark.parametrize(
    ("operator", "value", "comparator"),
    [
        ("equals", True, "BooleanEquals"),
        ("equals", 1.5, "NumericEquals"),
        ("equals", "x", "StringEquals"),
        ("less", 3, "NumericLessThan"),
        ("greater-or-equal", "b", "StringGreaterThanEquals"),
        ("matches", "a*", "StringMatches"),
    ],
)
def test_comparators_follow_the_value(operator: Any, value: Any, comparator: str) -> None:
    rule = rule_of(Compare(path="$.a", operator=operator, value=value))
    assert rule == {"And": [{"Variable": "$.a", "IsPresent": True}, {"Variable": "$.a", comparator: value}]}
