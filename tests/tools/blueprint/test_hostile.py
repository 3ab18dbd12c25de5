"""Words of people are data in every language: all that is printed parses, and the words are read as they were said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from tests.tools.blueprint import designs
from tests.tools.blueprint.hostile import (
    OWN,
    READ,
    Place,
    free_places,
    fuzzed,
    in_line,
    in_words,
    injected,
    strings_of,
    told,
    with_texts,
)
from tools.blueprint import Plan, plan, print_source, render, targets
from tools.design.design import Design

PROSE = {"title": in_line, "description": in_words, "purpose": in_words, "comment": in_words}
"""Last name of a place, and how what is said there is read. Other free text may be cut into names."""

SHORTEST = 120
"""Characters of a description that every service takes."""


def check(design: Design, texts: Sequence[str], start: int = 0) -> set[str]:
    """Every place says one of the texts, in turn; those that came back from every target."""
    places = free_places(design)
    marks = {place: f"Marker {number} of it" for number, place in enumerate(places)}
    said = {place: texts[(start + number) % len(texts)] for number, place in enumerate(places)}
    calm, wild = plan(with_texts(design, marks)), plan(with_texts(design, said))
    back = [_came_back(name, calm, wild, marks, said) for name in targets()]
    strings_of({path: text for path, text in print_source(wild).items() if path.endswith(READ)})
    return set.intersection(*back)


def _came_back(name: str, calm: Plan, wild: Plan, marks: dict[Place, str], said: dict[Place, str]) -> set[str]:
    before, after = (strings_of(render(made, name, code=False)) for made in (calm, wild))
    printed = {place for place in said if told(place).rpartition(".")[2] in PROSE and marks[place] in before}
    assert printed, f"{name} says nothing"
    found = {kind: {read(text) for text in after} for kind, read in PROSE.items()}
    kinds = {place: told(place).rpartition(".")[2] for place in printed}
    lost = {place: said[place] for place, kind in kinds.items() if not _is_in(PROSE[kind](said[place]), found[kind])}
    assert lost == {}, name
    return {said[place] for place in printed}


def _is_in(text: str, found: set[str]) -> bool:
    """Whether a text was read, or as much of it as the service takes."""
    return text in found or any(len(each) >= SHORTEST and text.startswith(each) for each in found)


@pytest.mark.parametrize("design", designs.examples(), ids=lambda design: design.name)
def test_hostile_words_stay_words_in_every_target(design: Design) -> None:
    check(design, (*OWN, *fuzzed(20, seed=len(design.components))))


def test_a_text_that_got_out_is_seen() -> None:
    """The readers do not take anything."""
    for path, text in {
        "a.yaml": 'a: "b"\n c: d',
        "a.json": '{"a": "b" c"}',
        "a.py": 'a = "b" c"',
        "a.ts": 'const a = "b\n";',
        "a.tf": 'a = "%{ for x in [1] }"',
        "a.toml": 'a = "b" c"',
    }.items():
        with pytest.raises((ValueError, SyntaxError, AssertionError, yaml.YAMLError)):
            strings_of({path: text})


@pytest.mark.parametrize("design", designs.examples(), ids=lambda design: design.name)
def test_no_word_is_too_long_for_a_reader(design: Design) -> None:
    check(design, ("word " * 500 + "end",))


@pytest.mark.slow
@pytest.mark.devdata
def test_all_hostile_words_stay_words_in_every_target(dev_data: Path) -> None:
    design = designs.fleet()
    texts = (*OWN, *injected(dev_data), *fuzzed(400, seed=1))
    assert len(texts) > 620
    back = [check(design, texts, start) for start in range(0, len(texts), 6)]
    assert len(set.union(*back)) > 300


@pytest.mark.devdata
def test_a_sample_of_the_injection_set_stays_words(dev_data: Path) -> None:
    check(designs.shop(), injected(dev_data)[::4])
