"""Inputs of tools as hostile as they come: each is a problem told to the model, none is run, nothing is raised."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planners.claude.strict import DEEPEST, InputProblemError, read_input
from tests.agent.planners.claude.asking import talking
from tests.messages.steps import tool, tools

HOSTILE: dict[str, tuple[str, str]] = {
    "a name twice": ('{"n": 1, "n": 2}', '"n" stands twice'),
    "a name twice, deep": ('{"a": [{"b": {"n": 1, "n": 1}}]}', '"n" stands twice'),
    "a name twice, escaped": ('{"n": 1, "\\u006e": 2}', '"n" stands twice'),
    "a long name twice": (f'{{"{"n" * 90}": 1, "{"n" * 90}": 2}}', 'nnn"… stands twice'),
    "not a number": ('{"n": NaN}', "NaN is no number"),
    "infinity": ('{"n": Infinity}', "Infinity is no number"),
    "minus infinity": ('{"n": -Infinity}', "-Infinity is no number"),
    "infinity in disguise": ('{"n": 1e999}', "too large a number"),
    "minus infinity in disguise": ('{"n": -1e999}', "too large a number"),
    "a float of many digits": (f'{{"n": {"9" * 5000}.0}}', "too large a number"),
    "65 bits": ('{"n": 18446744073709551616}', "64 bits"),
    "64 bits and a half": ('{"n": 9223372036854775808}', "64 bits"),
    "minus 64 bits": ('{"n": -9223372036854775809}', "64 bits"),
    "a million digits": (f'{{"n": {"9" * 900_000}}}', "64 bits"),
    "deep lists": ('{"a": ' + "[" * 10_000 + "]" * 10_000 + "}", "levels deep"),
    "deep objects": ('{"a": ' * 10_000 + "1" + "}" * 10_000, "levels deep"),
    "deep and open": ("[" * 900_000, "levels deep"),
    "ten megabytes": (json.dumps({"a": "x" * 10_000_000}), "longer than"),
    "just too long": (json.dumps({"a": "x" * 1_000_000}), "longer than"),
    "half a pair": ('{"a": "\\ud800"}', "surrogate"),
    "the other half": ('{"a": "\\udc00"}', "surrogate"),
    "halves in the wrong order": ('{"a": "\\udc00\\ud800"}', "surrogate"),
    "half a pair in a name": ('{"\\ud800": 1}', "surrogate"),
    "a list": ("[1, 2]", "must be an object"),
    "a text": ('"check"', "must be an object"),
    "a number": ("5", "must be an object"),
    "nothing": ("null", "must be an object"),
    "true": ("true", "must be an object"),
    "words": ("please check", "no JSON"),
    "python": ("{'a': 1}", "no JSON"),
    "a comment": ('{"a": 1} // done', "no JSON"),
    "a comma too many": ('{"a": 1,}', "no JSON"),
    "a comma too few": ('{"a": 1 "b": 2}', "no JSON"),
    "no colon": ('{"a" 1}', "no JSON"),
    "no name": ('{"a": 1, : 2}', "no JSON"),
    "no end": ('{"a": {"b": 1}', "no JSON"),
    "an open text": ('{"a": "b', "no JSON"),
    "an open escape": ('{"a": "\\', "no JSON"),
    "a bad escape": ('{"a": "\\x41"}', "no JSON"),
    "a line end in text": ('{"a": "b\nc"}', "no JSON"),
    "a nul": ('{"a": "\x00"}', "no JSON"),
    "a leading zero": ('{"a": 007}', "no JSON"),
    "hexadecimal": ('{"a": 0x10}', "no JSON"),
    "a byte order mark": ('\ufeff{"a": 1}', "no JSON"),
    "two objects": ('{"a": 1}{"a": 2}', "no JSON"),
    "many quotes": ('{"a": "' + '\\"' * 400_000, "no JSON"),
    "other blanks": ("\u00a0{}", "no JSON"),
}


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_input_is_refused_quickly_and_says_why(name: str) -> None:
    written, reason = HOSTILE[name]
    begun = time.process_time()
    with pytest.raises(InputProblemError) as caught:
        read_input(written)
    assert time.process_time() - begun < 0.5
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("name", [name for name in HOSTILE if len(HOSTILE[name][0]) < 100_000 and "nul" not in name])
def test_a_hostile_input_is_never_run(name: str) -> None:
    """Over the wire: the reply is whole, the call is a problem, and what is sent back is an object again."""
    written, reason = HOSTILE[name]
    with talking(tools(tool("check", written), tool("cost", target="api")).in_pieces(997)) as talk:
        refused, good = talk.ask().calls
    assert (refused.input, good.input, good.problem) == ({}, {"target": "api"}, "")
    assert reason in refused.problem


PLAIN: dict[str, tuple[str, Any]] = {
    "nothing at all": ("", {}),
    "blanks": (" \n\t\r ", {}),
    "an empty object": ("{}", {}),
    "63 bits": ('{"n": 9223372036854775807, "m": -9223372036854775807}', {"n": 2**63 - 1, "m": 1 - 2**63}),
    "a whole pair": ('{"a": "\\ud83d\\ude00"}', {"a": "\U0001f600"}),
    "deep enough": ('{"a": ' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + "}", None),
    "brackets in text": (json.dumps({"a": "[" * 1000 + '"' + "{" * 1000}), {"a": "[" * 1000 + '"' + "{" * 1000}),
    "one name in two objects": ('{"a": {"n": 1}, "b": {"n": 2}}', {"a": {"n": 1}, "b": {"n": 2}}),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_input_is_what_was_written(name: str) -> None:
    written, meant = PLAIN[name]
    assert read_input(written) == (json.loads(written) if meant is None else meant)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), VALUES, max_size=4), st.booleans())
def test_whatever_can_be_written_plainly_is_read(value: dict[str, Any], is_ascii: bool) -> None:
    assert read_input(json.dumps(value, ensure_ascii=is_ascii)) == value


@given(st.text(st.sampled_from('{}[]":,\\ud800 10e-.NaI\n')))
def test_whatever_is_written_is_read_or_refused(written: str) -> None:
    try:
        assert isinstance(read_input(written), dict)
    except InputProblemError as error:
        refusal = str(error)
        assert refusal.startswith("The input cannot be used: ")
