"""Printed handlers of the languages that are built: they build, and their tests pass, where their tools are found."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.designs import design, made
from tests.tools.blueprint.hostile import injected
from tests.tools.blueprint.toolchains import TOOLCHAINS, Toolchain, plant_fault, spoken, write_code
from tools.blueprint import plan, render
from tools.catalog import newest
from tools.design.components import Idempotency
from tools.design.design import Design
from tools.design.events import Event, EventField
from tools.design.links import Link
from tools.design.requirements import Language

SAMPLE = "chat"
"""The hand-made design in which handlers are called in most ways."""

LANGUAGES = [pytest.param(name, marks=pytest.mark.oracle(each.family)) for name, each in TOOLCHAINS.items()]


def found(language: str) -> Toolchain:
    """The tools of a language; the test is skipped where they are absent."""
    toolchain = TOOLCHAINS[language]
    if reason := toolchain.missing():
        pytest.skip(reason)
    return toolchain


def sample() -> Design:
    """The design of the sample."""
    return next(each for each in designs.examples() if each.name == SAMPLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_builds_and_passes_its_tests(language: str, tmp_path: Path) -> None:
    toolchain = found(language)
    write_code({SAMPLE: sample()}, language, tmp_path)
    assert toolchain.failures(tmp_path) == ""


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planted_fault_is_seen(language: str, tmp_path: Path) -> None:
    toolchain = found(language)
    write_code({SAMPLE: sample()}, language, tmp_path)
    plant_fault(language, tmp_path / SAMPLE)
    assert toolchain.failures(tmp_path) != ""


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_design_builds_and_passes_its_tests(language: str, shipped: dict[str, Design], tmp_path: Path) -> None:
    toolchain = found(language)
    write_code(shipped | {each.name: each for each in designs.examples()}, language, tmp_path)
    assert toolchain.failures(tmp_path, packed=True) == ""


def hostile_design(texts: list[str]) -> Design:
    """A consumer of events each of whose fields may hold one text only, and that is called by such a text."""
    fields = tuple(EventField(name=f"field{n}", choices=(text,), description=text) for n, text in enumerate(texts))
    event = Event(name="Said", owner="jobs", fields=fields, description=texts[0])
    work = made("function", "work", title=texts[0], description=texts[-1], language="nodejs")
    once = Idempotency(key=tuple(texts[:20]), store="seen")
    return design(
        "hostile",
        [
            work.model_copy(update={"idempotency": once}),
            made("queue", "jobs"),
            made("topic", "news"),
            made("table", "seen", role="idempotency", partition_key="id"),
        ],
        [
            Link(kind="trigger", source="jobs", target="work", events=("Said",)),
            Link(kind="send", source="work", target="news"),
            Link(kind="write", source="work", target="seen", ratio=2),
        ],
        events=[event],
    )


def hostile_texts(dev_data: Path) -> list[str]:
    """Texts that try to leave the place they are put in."""
    own = [
        '"""',
        "*/ `${1}` {{1}} %{1}",
        "\\",
        "'\"",
        "\u2028\u2029\x00\x7f\n\r\t",
        "\U0001f600",
        "\\u000a",
        "$(1) #{1}",
    ]
    return own + list(dict.fromkeys(injected(dev_data)))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_come_back_as_they_are(language: str, dev_data: Path, tmp_path: Path) -> None:
    """The sample event holds each text as JSON, the handler as a literal of its language: it accepts no other."""
    toolchain = found(language)
    texts = hostile_texts(dev_data)
    chunks = [texts[first : first + 90] for first in range(0, len(texts), 90)]
    write_code({f"hostile{n}": hostile_design(each) for n, each in enumerate(chunks)}, language, tmp_path)
    assert toolchain.failures(tmp_path) == ""


@pytest.mark.parametrize("language", list(TOOLCHAINS))
def test_the_chain_takes_every_language(language: str) -> None:
    asked = spoken(sample(), language)
    made_plan = plan(asked)
    assert made_plan.notes == ()
    runtimes = {each.runtime for each in made_plan.functions.values()}
    assert runtimes == {newest(cast("Language", language)).id}
    for target in ("sam", "cloudformation", "terraform"):
        printed = "".join(render(made_plan, target, code=False).values())
        assert all(runtime in printed for runtime in runtimes)


@pytest.mark.parametrize("language", ["rust", "dotnet", "ruby"])
def test_a_language_nothing_is_printed_in_is_noted(language: str) -> None:
    made_plan = plan(spoken(sample(), language))
    assert {each.language for each in made_plan.functions.values()} == {"python"}
    assert len(made_plan.notes) == len(made_plan.functions)
    assert all(f"asked for in {language}; its printed handler is Python" in note for note in made_plan.notes)


def test_what_runs_at_the_edge_is_printed_in_a_language_of_the_edge() -> None:
    at_the_edge = made("function", "rewrite", language="go", placement="edge")
    made_plan = plan(design("edge", [at_the_edge], []))
    assert made_plan.functions["rewrite"].language == "nodejs"
    assert made_plan.notes == ("rewrite is asked for in go; its printed handler at the edge is TypeScript.",)
