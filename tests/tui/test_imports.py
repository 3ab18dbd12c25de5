"""Which packages each command loads, seen in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs import ROOT, called, environment
from tui.main import COMMANDS

HEAVY = ("langgraph", "langchain_core", "chromadb", "numpy", "Stemmer", "jinja2", "prompt_toolkit", "httpx",
         "pandas")  # fmt: skip
SCRIPT = """
import json, sys
from tui.main import main
try:
    main()
except SystemExit as end:
    print("LOADED" + json.dumps([end.code, sorted(set({names!r}) & set(sys.modules))]), file=sys.stderr)
"""


def loaded(*arguments: str, folder: Path, names: tuple[str, ...] = HEAVY) -> tuple[int, list[str]]:
    """Exit code of a command, and which of these modules are in memory at its end."""
    line = [sys.executable, "-c", SCRIPT.format(names=names), *arguments]
    done = subprocess.run(line, cwd=folder, capture_output=True, env=environment(folder), timeout=60)
    code, found = json.loads(done.stderr.decode().split("LOADED")[-1])
    return code, found


@pytest.fixture(scope="module")
def shop(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two designs in it."""
    folder = tmp_path_factory.mktemp("light")
    for name in ("ecommerce-orders", "avatar-pipeline"):
        brief = str(ROOT / "examples" / f"{name}.md")
        assert called("design", brief, "-o", name, home=home, folder=folder).returncode in (0, 1)
    return folder


@pytest.mark.parametrize(
    "line",
    ["--help", "--version", "check ecommerce-orders", "cost ecommerce-orders", "scale ecommerce-orders",
     "render ecommerce-orders", "render ecommerce-orders -o sam", "explain ecommerce-orders",
     "explain ecommerce-orders api", "diff ecommerce-orders avatar-pipeline", "targets", "rules", "rules SL-L08",
     "schema", "prompt list", "prompt show brief", "completion bash", "sessions list"],
)  # fmt: skip
def test_light_commands_load_nothing_heavy(line: str, shop: Path) -> None:
    code, found = loaded(*line.split(), folder=shop)
    assert code in (0, 1)
    assert found == []


@pytest.mark.parametrize("name", ["check", "cost", "scale", "render", "explain"])
def test_plugins_are_not_looked_for(name: str, shop: Path) -> None:
    _, found = loaded(name, "ecommerce-orders", folder=shop, names=("email", "importlib.metadata", "pydantic"))
    assert found == ["pydantic"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_loads_nothing_heavy(name: str, tmp_path: Path) -> None:
    assert loaded(name, "--help", folder=tmp_path) == (0, [])


def test_the_guard_sees_what_is_loaded(home: Path, tmp_path: Path) -> None:
    _, found = loaded("knowledge", "search", "lost messages", folder=tmp_path)
    assert "numpy" in found
