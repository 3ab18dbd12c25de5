"""Mermaid text: safe names, safe words, and a parser that others wrote."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.design.design import Design
from tools.design.workflows import Workflow
from tools.diagram import architecture_mermaid, workflow_mermaid
from tools.diagram.mermaid import quoted

ROOT = Path(__file__).resolve().parents[3]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ATTACKS = [
    '"]; click n1 "x"',
    "end",
    "`*bold*`",
    "1. first",
    "- item",
    "<script>",
    "a|b",
    "%%{init: {}}%%",
    "#quot;",
    "$$x$$",
]

Parse = Callable[[list[str]], list[str]]


@given(text=TEXT)
def test_quoted_text_cannot_leave_its_quotes(text: str) -> None:
    inner = quoted(text)[1:-1]
    bare = re.sub(r"#\d+;", "", inner)
    assert not re.search(r'["#;<>&`{}\[\]|\\%$\n]', bare)
    decoded = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), inner)
    assert " ".join(text.split())[:1] in ("", decoded[:1]) or not text.isprintable()


def test_a_flowchart_holds_every_component_once(designs: dict[str, Design]) -> None:
    text = architecture_mermaid(designs["shop"])
    nodes = re.findall(r"^ *(n\d+)[\[(]", text, re.MULTILINE)
    assert len(nodes) == len(set(nodes)) == 22
    assert text.count("subgraph ") == 5
    assert text == architecture_mermaid(designs["shop"])


@pytest.fixture(scope="module")
def parse() -> Parse:
    """mermaid.parse: what is wrong with each diagram, empty text for nothing."""
    folder = ROOT / ".oracles" / "pictures"
    if not (folder / "node_modules" / "mermaid").exists():
        pytest.skip("mermaid: not installed in .oracles/pictures (see tests/oracles)")

    def run(texts: list[str]) -> list[str]:
        script = ROOT / "tests" / "oracles" / "pictures" / "parse.mjs"
        done = subprocess.run(
            ["node", str(script), str(folder)], input=json.dumps(texts), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        verdicts: list[str] = json.loads(done.stdout)
        return verdicts

    return run


@pytest.mark.oracle("pictures")
def test_mermaid_parses_what_we_write(parse: Parse, designs: dict[str, Design], compose: Callable[..., Design]) -> None:
    texts = [architecture_mermaid(design, detail) for design in designs.values() for detail in ("overview", "full")]
    for attack in ATTACKS:
        parts = [("function", "work", {"title": attack, "group": "end"}), ("bucket", "store")]
        attacked = compose("Plain", parts, [("trigger", "store", "work")])
        link = attacked.links[0].model_copy(update={"matches": (attack,)})
        texts.append(architecture_mermaid(attacked.model_copy(update={"links": (link,)})))
    *verdicts, planted = parse([*texts, "flowchart LR\n  a[b --> c"])
    assert [verdict for verdict in verdicts if verdict] == []
    assert planted


@pytest.mark.oracle("pictures")
def test_mermaid_parses_any_words(parse: Parse, compose: Callable[..., Design]) -> None:
    texts: list[str] = []

    @settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(title=TEXT, label=TEXT)
    def collect(title: str, label: str) -> None:
        parts = [("function", "work", {"title": title}), ("bucket", "store", {"title": label})]
        design = compose("Plain", parts, [("trigger", "store", "work")])
        link = design.links[0].model_copy(update={"matches": (label,)})
        texts.append(architecture_mermaid(design.model_copy(update={"links": (link,)})))

    collect()
    assert [(text, verdict) for text, verdict in zip(texts, parse(texts), strict=True) if verdict] == []


@pytest.mark.oracle("pictures")
def test_mermaid_parses_workflows(parse: Parse) -> None:
    task = {"kind": "task", "component": "work"}
    steps = [
        {**task, "name": "end", "compensate": "undo", "next": "Both", "catch": [{"next": "Sorry", "errors": ['a"b']}]},
        {
            "kind": "parallel",
            "name": "Both",
            "next": "Sorry",
            "branches": [{"steps": [{**task, "name": "One"}]}, {"steps": [{"kind": "succeed", "name": "Two"}]}],
        },
        {"kind": "fail", "name": "Sorry", "error": "x"},
    ]
    text = workflow_mermaid(Workflow.model_validate({"name": "flow", "steps": steps}))
    sound, planted = parse([text, text.replace("subgraph", "subgraf", 1)])
    assert sound == ""
    assert planted
