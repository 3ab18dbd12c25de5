"""The documents say what is so: generated ones are current, and every command they quote works."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/adr/{p.name}" for p in (ROOT / "docs/adr").iterdir()),
)
QUOTED = re.compile(r"`cloudwright ([^`\n]+)`")
OPTION = re.compile(r"(?<=[ `])--[a-z][a-z-]+")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generator()


@pytest.mark.parametrize("name", GENERATE.GENERATED)
def test_what_is_generated_is_current(name: str) -> None:
    found = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert found == GENERATE.GENERATED[name](), "run: .venv/bin/python docs/generate.py"


def test_every_command_of_the_readme_works(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    quoted = dict(GENERATE.commands(README))
    printed = {command: GENERATE.shown(command, tmp_path) for command in quoted}
    assert len(quoted) >= 6
    assert [command for command, text in (*quoted.items(), *printed.items()) if not text.strip()] == []
    first_words = {command: (quoted[command].split()[0], printed[command].split()[0]) for command in quoted}
    assert {command: pair for command, pair in first_words.items() if pair[0] != pair[1]} == {}, "run: make docs"
    written = {path.name for path in (tmp_path / "build" / "ecommerce-orders").iterdir()}
    assert written - {"design.schema.json"} == set(_files_of_the_bundle())


def _files_of_the_bundle() -> list[str]:
    """The names at the top of a bundle, as the README tells them."""
    listed = README[README.index("build/ecommerce-orders/\n") :].split("```")[0]
    return [line.split()[0].partition("/")[0] for line in listed.splitlines()[1:]]


def test_the_commands_and_options_in_the_text_exist() -> None:
    from tui.main import COMMANDS

    quoted = [(name, line) for name in DOCUMENTS for line in QUOTED.findall((ROOT / name).read_text(encoding="utf-8"))]
    unknown = [f"{name}: {line}" for name, line in quoted if line.split()[0] not in (*COMMANDS, "--help", "--version")]
    assert unknown == []
    assert quoted


def test_the_options_in_the_text_exist() -> None:
    from click import Context, Group

    from tui.group import command_line
    from tui.main import COMMANDS

    def options(group: Group) -> set[str]:
        context = Context(group)
        found: set[str] = set()
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found |= {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
            found |= options(command) if isinstance(command, Group) else set()
        return found

    known = options(command_line(COMMANDS)) | {"--help", "--version"}
    assert set(OPTION.findall(README)) - known == set()


def test_the_targets_of_make_in_the_text_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for name in DOCUMENTS
        for target in re.findall(r"\bmake ([a-z][a-z-]+)(?=[ `\n]|$)", _code((ROOT / name).read_text(encoding="utf-8")))
    }
    assert named - targets == set()
    assert {"demo", "test"} <= named


def _code(text: str) -> str:
    """What stands in code of a Markdown text, a line each."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)]) + "\n"


def test_links_inside_lead_somewhere() -> None:
    links = [
        (name, link)
        for name in (
            *DOCUMENTS,
            "docs/rules.md",
            "docs/patterns.md",
            "docs/constraints.md",
            "docs/templates.md",
            "evals/cases/README.md",
        )
        for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    ]
    assert [f"{name}: {link}" for name, link in links if not ((ROOT / name).parent / link).exists()] == []
    assert len(links) > 100


def test_the_cases_are_described() -> None:
    described = (ROOT / "evals" / "cases" / "README.md").read_text(encoding="utf-8")
    files = sorted((ROOT / "evals" / "cases").glob("*.jsonl"))
    counts = {path.name: path.read_bytes().count(b"\n") for path in files}
    assert [
        name for name, count in counts.items() if not re.search(rf"`{re.escape(name)}` \({count}\b", described)
    ] == []


def test_the_generator_runs_as_a_program() -> None:
    code = "import runpy; runpy.run_path('docs/generate.py', run_name='documents')"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
