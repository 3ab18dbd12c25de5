"""Programs in Python and TypeScript: whole, in order, the same every time, with words that stay words."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.blueprint import designs
from tests.tools.blueprint.literals import Said, decoded, texts
from tests.tools.blueprint.test_terraform import HOSTILE, spoken
from tools.blueprint import plan, render, target
from tools.blueprint.bridged.program import ARCHIVE, Program, expressions, key_of, program_of
from tools.blueprint.resources.kinds import PRINTERS
from tools.blueprint.resources.tree import Attr
from tools.blueprint.targets.pulumi_python import writing as python
from tools.blueprint.targets.pulumi_typescript import writing as typescript
from tools.design.design import Design


def corners() -> list[Design]:
    """Designs of what the others have none of: ways out, several names for an API, capacity that is scaled."""
    keys = {"partition_key": "id", "capacity": "provisioned"}
    parts = [
        designs.made("network", "net", nat=True),
        designs.made("function", "f", network="net"),
        designs.made("table", "shelf", **keys),
        designs.made("api", "edge", style="rest", endpoint="edge", domain="x.example"),
        designs.made("api", "graph", style="graphql", auth="api-key"),
        designs.made("dns-failover", "names", policy="latency"),
    ]
    calls = [("edge", "f", "trigger"), ("graph", "f", "trigger"), ("f", "shelf", "write"), ("names", "edge", "call")]
    links = [designs.Link(kind=kind, source=source, target=target) for source, target, kind in calls]  # type: ignore[arg-type]
    return [designs.design("corners", parts, links)]


LANGUAGES = ("pulumi-python", "pulumi-typescript")


def disordered(program: Program) -> list[str]:
    """What refers to something that is not declared before it, or in a file that is loaded after its own."""
    files = list(program.files())
    before: dict[Any, int] = {}
    found: list[str] = []
    for key, declared in program.declared.items():
        for node in expressions(declared.entry.body):
            if isinstance(node, Attr) and node.kind != ARCHIVE and key_of(node) != key:
                place = before.get(key_of(node))
                if place is None or place > files.index(declared.file):
                    found.append(f"{key} -> {node}")
        before[key] = files.index(declared.file)
    return found


@pytest.mark.parametrize(
    "design", [*designs.examples(), designs.notes(), *corners(), *designs.stars()[::12]], ids=lambda d: d.name
)
def test_everything_is_declared_before_it_is_referred_to(design: Design) -> None:
    assert disordered(program_of(plan(design), "src")) == []


def test_shipped_designs_are_in_order_and_parse(shipped: Mapping[str, Design]) -> None:
    for design in shipped.values():
        made = plan(design)
        assert disordered(program_of(made, "src")) == []
        for path, text in render(made, "pulumi-python", code=False).items():
            if path.endswith(".py"):
                ast.parse(text, path)
        for path, text in render(made, "pulumi-typescript", code=False).items():
            if path.endswith(".ts"):
                texts(text)


@pytest.mark.slow
@pytest.mark.parametrize("source", designs.every_part(), ids=lambda part: part.name)
def test_every_two_parts_are_in_order(source: Any) -> None:
    parts = [other for other in designs.every_part() if other.name != source.name]
    made = {other.name: program_of(plan(designs.pair(source, other)), "src") for other in parts}
    assert {name: found for name, program in made.items() if (found := disordered(program))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_printed(language: str) -> None:
    assert set(target(language).kinds()) == set(PRINTERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_printing_is_the_same_every_time(language: str) -> None:
    assert render(plan(designs.shop()), language) == render(plan(designs.shop()), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_resource_of_the_configuration_is_declared(language: str) -> None:
    made = plan(designs.fleet())
    program = program_of(made, "src")
    written = "\n".join(render(made, language, code=False).values())
    labels = [(k, label) for word, k, label in program.declared if word == "resource"]
    assert len(labels) > 100
    assert [pair for pair in labels if f'"{pair[1].replace("_", "-")}' not in written] == []


def test_projects_say_where_they_stand_and_ask_for_secrets_by_name() -> None:
    made = plan(designs.clinic())
    files = render(made, "pulumi-typescript", code=False)
    project, stage = yaml.safe_load(files["Pulumi.yaml"]), yaml.safe_load(files["Pulumi.prod.yaml"])
    assert project["name"] == made.design.name
    assert stage["config"]["aws:region"] == made.region
    assert stage["config"]["aws:defaultTags"]["tags"] == {"system": made.design.name, "stage": "prod"}
    for parameter in program_of(made, "src").parameters:
        how = "requireSecret" if parameter.secret else "get" if parameter.default is not None else "require"
        assert f"config.{how}" in next(
            line for line in files["resources/settings.ts"].splitlines() if f'("{_key(parameter.name)}")' in line
        )


def _key(name: str) -> str:
    return name[0].lower() + name[1:]


def given_in_python(files: Mapping[str, str]) -> dict[tuple[str, str], dict[str, Any]]:
    """What everything declared in a program is given, by class and name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path, text in files.items():
        if path.startswith("resources/"):
            found |= dict(_calls(ast.parse(text)))
    return found


def _calls(tree: ast.AST) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name(kind) | ast.Attribute(_, kind), [ast.Constant(str(name)), *_], keywords):
                constants = {k.arg: k.value.value for k in keywords if k.arg and isinstance(k.value, ast.Constant)}
                yield (kind, name), constants
            case _:
                pass


_WHERE = {
    "f": ("LambdaFunction", "description", 256),
    "a": ("RestApi", "description", 1024),
    "k": ("Key", "description", 8192),
    "s": ("Secret", "description", 2048),
    "p": ("Parameter", "value", 0),
    "c": ("Distribution", "comment", 128),
    "e": ("Job", "description", 2048),
}


def meant_by(design: Design) -> dict[str, str]:
    """The words of each component as they have to come back."""
    found: dict[str, str] = {}
    for component in design.components:
        if component.name in _WHERE:
            words = getattr(component, "purpose", "") or component.description
            found[component.name] = str(getattr(component, "value", words[: _WHERE[component.name][2]]))
    return {name: words for name, words in found.items() if words}


def check_spoken(words: str) -> None:
    design = spoken(words)
    made, meant = plan(design), meant_by(design)
    in_python = given_in_python(render(made, "pulumi-python", code=False))
    said = {name: in_python[kind, name][argument] for name, (kind, argument, _) in _WHERE.items() if name in meant}
    assert said == meant
    files = render(made, "pulumi-typescript", code=False)
    in_typescript = {each for path, text in files.items() if path.endswith(".ts") for each in texts(text)}
    assert {Said(_WHERE[name][1], text) for name, text in meant.items()} <= in_typescript
    for path in ("Pulumi.yaml", "Pulumi.dev.yaml"):
        yaml.safe_load(files[path])


MORE = ("`${process.exit()}`", '"""', "{stack}", "*/ x /*", "\\u{41}", "\U0001f600")


@pytest.mark.parametrize("words", [*HOSTILE, *MORE])
def test_words_of_people_stay_words(words: str) -> None:
    check_spoken(words)


AWKWARD = st.one_of(
    st.text("\"'`$\\{}%\n\r\t\u2028\x00a ", max_size=12), st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
)


@settings(max_examples=200, deadline=None)
@given(AWKWARD)
def test_what_is_read_is_what_was_quoted(text: str) -> None:
    assert ast.literal_eval(python.quoted(text)) == text
    assert decoded(typescript.quoted(text)[1:-1]) == text
    assert texts(typescript.quoted(text)) == [Said("", text)]
