"""What may not be in the project, and how large its parts may be. Speaks of the files under version control."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("tools/", "knowledge/", "prompts/", "agent/", "evals/", "tui/")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
LONGER = {
    "agent/planners/embedded/deciding/front_doors.py:cold_starts": 62,
}
"""What is over the bound today and may not grow; a new entry needs a reason in its review."""

TABLES = ("agent/planners/embedded/lexicon/",)
"""Modules that are rows of words; they are as long as the words are many."""

DOTTED = r"{}\.{}"
FORBIDDEN = {
    "a folder of one machine": re.compile(r"(?<![\w.~$}])/(work|root|tmp|home|opt|Users)/\w"),
    "the host of a package registry": re.compile(
        "|".join(DOTTED.format(*host) for host in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "(org|com)")))
    ),
    "an address in a lock file": re.compile(r'"resolved":'),
    "a private key": re.compile(r"^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----\s*$"),
    "an access key": re.compile(
        r"\b(AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b|\bsk-ant-[\w-]{20,}|\bgh[pousr]_\w{30,}"
    ),
    "work left undone": re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b"),
}


@cache
def tracked() -> tuple[str, ...]:
    """The files under version control that are there."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no checkout")
    return tuple(sorted(name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()))


@cache
def texts() -> dict[str, str]:
    """The text files among them."""
    found = {name: (ROOT / name).read_bytes() for name in tracked()}
    return {name: data.decode() for name, data in found.items() if b"\0" not in data}


@cache
def modules() -> dict[str, ast.Module]:
    """The modules of the product."""
    return {
        name: ast.parse((ROOT / name).read_bytes())
        for name in tracked()
        if name.endswith(".py") and name.startswith(PRODUCT)
    }


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_holds(what: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts().items()
        for number, line in enumerate(text.split("\n"), 1)
        if FORBIDDEN[what].search(line) and name != "tests/test_hygiene.py"
    ]
    assert found == []


def test_the_patterns_find_what_they_are_for() -> None:
    planted = {
        "a folder of one machine": "see /" + "home/ada/notes",
        "the host of a package registry": "https://registry." + "npmjs" + ".org/",
        "an address in a lock file": '  "resolved": "x"',
        "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
        "an access key": "AKIA" + "Q" * 16,
        "work left undone": "# TO" + "DO: later",
    }
    assert planted.keys() == FORBIDDEN.keys()
    assert [what for what, line in planted.items() if not FORBIDDEN[what].search(line)] == []


def test_text_ends_with_a_line_and_has_one_kind_of_line_end() -> None:
    kept = {name: text for name, text in texts().items() if text and not name.startswith("tests/")}
    assert [name for name, text in kept.items() if "\r" in text or not text.endswith("\n")] == []


def test_modules_are_short() -> None:
    lengths = {name: (ROOT / name).read_bytes().count(b"\n") for name in modules() if not name.startswith(TABLES)}
    assert {name: length for name, length in lengths.items() if length > LONGER.get(name, MOST_LINES)} == {}


def test_functions_are_short() -> None:
    found = {
        f"{name}:{node.name}": node.end_lineno - node.lineno + 1
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    over = {name: lines for name, lines in found.items() if lines > LONGER.get(name, MOST_LINES_OF_A_FUNCTION)}
    assert over == {}


def test_every_package_says_what_it_owns() -> None:
    packages = {name: tree for name, tree in modules().items() if name.endswith("/__init__.py")}
    assert [name for name, tree in packages.items() if not ast.get_docstring(tree)] == []


def test_no_module_is_an_attic() -> None:
    assert [name for name in modules() if Path(name).stem in ("utils", "util", "misc", "common", "helpers")] == []


def test_nothing_is_left_unbuilt() -> None:
    left = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "NotImplementedError"
    ]
    assert left == []


def test_documents_keep_their_length() -> None:
    at_most = {"CONTRIBUTING.md": 100} | {name: 60 for name in tracked() if name.startswith("docs/adr/")}
    lengths = {
        name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name in at_most if (ROOT / name).exists()
    }
    assert {name: length for name, length in lengths.items() if length > at_most[name]} == {}


def test_fetched_things_stay_outside() -> None:
    kept_out = (".venv", ".oracles", "build/", "dist/", "node_modules/")
    assert [name for name in tracked() if name.startswith(kept_out) or "/node_modules/" in name] == []


def test_constraints_name_versions_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.!+]+", line)] == []
    assert len({line.partition("==")[0].lower() for line in pins}) == len(pins) > 100
