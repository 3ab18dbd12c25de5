"""The collection of rules: complete, unique, said in full, and quick to load."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.checks import Rule, all_rules, registered

HERE = Path(__file__).resolve().parents[3] / "tools" / "checks" / "rules"
COUNT = 140
PROMISES = {
    "no-long-running-function",
    "no-single-point-of-failure",
    "no-ignored-cold-start",
    "idempotency",
    "single-concern",
    "coordination",
    "event-schema",
    "ttl-state",
    "data-ownership",
    "recovery",
    "cost-budget",
    "scale-to-zero",
    "least-privilege",
    "portability",
}


def test_every_file_is_found() -> None:
    files = [file for file in HERE.glob("*/*.py") if file.name != "__init__.py"]
    assert len(registered()) == len(files) == COUNT


def test_ids_are_unique_and_ordered() -> None:
    ids = [rule.id for rule in all_rules()]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"SL-[A-Z]\d\d", one) for one in ids)


def test_titles_are_unique() -> None:
    assert len({rule.title for rule in all_rules()}) == COUNT


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_says_all_there_is_to_say(rule: Rule) -> None:
    assert not rule.title.endswith(".")
    assert rule.reason.endswith(".")
    assert rule.remedy.endswith(".")
    assert set(rule.proves) <= PROMISES


def test_every_promise_is_held_to_account() -> None:
    assert {promise for rule in all_rules() for promise in rule.proves} == PROMISES


def test_rules_that_ask_for_figures_say_so() -> None:
    root = Path(str(sys.modules["tools.checks"].__file__)).parent / "rules"
    words = re.compile(r"subject\.(?:figures|peak_rps|held_gb)\b")
    asking = {path.stem for path in root.rglob("*.py") if words.search(path.read_text(encoding="utf-8"))}
    assert {entry.findings.__module__.rpartition(".")[2] for entry in registered() if entry.rule.weighs} == asking


def test_a_report_loads_neither_edits_nor_the_traffic_model_when_figures_are_given() -> None:
    code = (
        "import sys\n"
        "from tools.checks import all_rules\n"
        "assert all_rules()\n"
        "heavy = {'tools.design.edits', 'tools.workload.flow', 'numpy', 'hypothesis', 'click'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
