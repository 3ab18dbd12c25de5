"""The floors and the doors, read from the imports as they are written."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("tools", "knowledge", "prompts", "agent", "evals", "tui")

DOORS = {
    "anthropic": ("agent.planners.claude.clients", "agent.planners.claude.boundary"),
    "httpcore2": ("agent.planners.claude.wire",),
    "httpx2": ("agent.planners.claude.wire", "agent.planners.claude.clients"),
    "chromadb": ("knowledge.store",),
    "langgraph": ("agent.graph", "agent.strictness", "agent.sessions.checkpoints", "agent.sessions.graph"),
    "langsmith": ("agent.graph", "agent.sessions.graph"),
    "pg8000": ("agent.sessions.server",),
    "ormsgpack": ("agent.sessions.checkpoints",),
    "Stemmer": ("knowledge.terms",),
    "numpy": ("knowledge.embedding", "evals.training", "tools.scaling.simulation"),
    "click": ("tui",),
    "jinja2": ("prompts.executing",),
    "plotext": ("tui.plotting",),
    "prompt_toolkit": ("tui.filling", "tui.listening"),
    "yaml": ("tools.design.codec", "tools.blueprint.reading.documents"),
    "pydantic": ("tools", "knowledge", "prompts", "agent.sessions.nodes"),
    "pydantic_core": ("tools.design.base", "tools.design.design", "tools.design.schema"),
}
"""Every package from outside to the modules (with what lies below them) through which it may come in."""

DISK = ("tools.bundle.writing", "tools.catalog.tables", "tools.blueprint.source")
"""The rooms of tools that may touch files: one writes bundles, the others read the package's own data."""

EFFECTS = (
    "asyncio", "getpass", "glob", "http", "locale", "multiprocessing", "platform", "random", "secrets",
    "select", "shelve", "signal", "socket", "sqlite3", "ssl", "subprocess", "threading", "time", "urllib", "uuid",
)  # fmt: skip
"""Standard library that reaches outside, waits, or answers differently each time."""


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports what, functions' own imports included, those for type checkers alone left out."""
    return grimp.build_graph(
        *PACKAGES, include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def test_the_contracts_of_the_project_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " 0 broken" in done.stdout


def test_vendors_come_in_through_their_doors(imports: grimp.ImportGraph) -> None:
    outside = {name for name in imports.modules if name.partition(".")[0] not in PACKAGES} - set(
        sys.stdlib_module_names
    )
    broken = [
        f"{importer} imports {name}"
        for name in sorted(outside)
        for importer in sorted(imports.find_modules_that_directly_import(name))
        if not any(importer == door or importer.startswith(f"{door}.") for door in DOORS.get(name, ()))
    ]
    assert broken == []
    assert set(DOORS) <= outside, "a door nobody uses"


def test_tools_reach_for_nothing_outside(imports: grimp.ImportGraph) -> None:
    found = [
        f"{importer} imports {name}"
        for name in EFFECTS
        if name in imports.modules
        for importer in sorted(imports.find_modules_that_directly_import(name))
        if importer.startswith("tools.")
    ]
    assert found == []


def test_files_are_touched_by_few_of_the_tools(imports: grimp.ImportGraph) -> None:
    found = {
        importer
        for name in ("os", "pathlib", "shutil", "tempfile")
        for importer in imports.find_modules_that_directly_import(name)
        if importer.startswith("tools.") and not importer.startswith(DISK)
    }
    assert found == set()


def test_nothing_in_tools_asks_for_the_day() -> None:
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "tools").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
    ]
    assert asked == []


def test_there_is_no_circle(imports: grimp.ImportGraph) -> None:
    """Takes away, again and again, what imports nothing that is left; what stays is a circle or rests on one."""
    todo: dict[str, int] = {}
    waiting: dict[str, list[str]] = {}
    for module in imports.modules:
        ours = {
            name for name in imports.find_modules_directly_imported_by(module) if name.partition(".")[0] in PACKAGES
        }
        todo[module] = len(ours)
        for name in ours:
            waiting.setdefault(name, []).append(module)
    free = [module for module, count in todo.items() if not count]
    while free:
        module = free.pop()
        del todo[module]
        for importer in waiting.get(module, ()):
            todo[importer] -= 1
            if not todo[importer]:
                free.append(importer)
    assert sorted(todo) == []
