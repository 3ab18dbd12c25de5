"""What a module loads when it is imported, seen in a fresh process: what is slow comes in only where it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SLOW = (
    "anthropic",
    "chromadb",
    "fastapi",
    "httpcore2",
    "httpx",
    "httpx2",
    "jinja2",
    "langchain_core",
    "langgraph",
    "mcp",
    "numpy",
    "pg8000",
    "prompt_toolkit",
    "Stemmer",
    "textual",
)
"""Packages that cost a tenth of a second to two seconds of CPU to import."""

WORDS = frozenset({"Stemmer"})
INDEX = WORDS | {"numpy"}
GRAPH = INDEX | {"anthropic", "httpcore2", "httpx", "httpx2", "langchain_core", "langgraph"}
LINE = frozenset({"httpcore2", "httpx2"})
MAY_LOAD: dict[str, frozenset[str]] = {
    "agent.graph": GRAPH,
    "agent.nodes": INDEX,
    "agent.planners.claude.making": WORDS,
    "agent.planners.claude.planner": WORDS,
    "agent.planners.claude.wire": LINE,
    "agent.strictness": GRAPH,
    "agent.sessions.checkpoints": GRAPH,
    "agent.sessions.desk": INDEX,
    "agent.sessions.graph": GRAPH,
    "agent.sessions.nodes": GRAPH,
    "agent.planners.embedded": WORDS,
    "agent.state": INDEX,
    "evals": INDEX,
    "knowledge": INDEX,
    "tools.scaling.simulation": frozenset({"numpy"}),
}
"""Module, with what lies below it, to the slow packages it may load; all others load none."""

SCRIPT = """
import importlib, json, sys
slow, blamed = json.loads(sys.argv[1]), {}
for name in sys.argv[2:]:
    before = {package for package in slow if package in sys.modules}
    importlib.import_module(name)
    new = sorted({package for package in slow if package in sys.modules} - before)
    if new:
        blamed[name] = new
print(json.dumps(blamed))
"""


def modules() -> list[str]:
    """Every module of the product."""
    packages = ("tools", "knowledge", "prompts", "agent", "evals", "tui")
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    names = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in paths]
    return [name.removesuffix(".__init__") for name in names if not name.endswith("__main__")]


def loaded_by(*names: str) -> dict[str, list[str]]:
    """Imports modules one after the other in a fresh process: module to the slow packages that came with it."""
    command = [sys.executable, "-c", SCRIPT, json.dumps(SLOW), *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def allowed_to(name: str) -> frozenset[str]:
    """The slow packages a module may load."""
    return next((MAY_LOAD[door] for door in MAY_LOAD if name == door or name.startswith(f"{door}.")), frozenset())


@pytest.mark.parametrize(
    "allowed", [frozenset(), WORDS, INDEX, LINE, GRAPH], ids=["nothing", "words", "index", "line", "graph"]
)
def test_modules_load_only_what_they_may(allowed: frozenset[str]) -> None:
    loaded = loaded_by(*(name for name in modules() if allowed_to(name) == allowed))
    assert {name: packages for name, packages in loaded.items() if set(packages) - allowed} == {}


def test_the_guard_sees_what_is_loaded() -> None:
    assert loaded_by("tools", "knowledge.embedding") == {"knowledge.embedding": ["Stemmer", "numpy"]}
