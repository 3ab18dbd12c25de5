"""`design --planner claude`, from outside: against a server that speaks the Messages API over a real socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.messages.server import Script, Server, serving
from tests.messages.steps import text, thinking, tool, tools
from tests.runs import ROOT, called, cloudwright
from tools.design.codec import loads
from tools.design.queries import Graph

SHOP = str(ROOT / "examples" / "ecommerce-orders.md")
LONGER = {
    "edits": [
        {
            "edit": "set",
            "part": "component",
            "name": "api",
            "kind": "",
            "fields": [{"field": "log_retention_days", "value": 60}],
        }
    ],
    "finish": True,
    "summary": "Logs are kept longer.",
}


def asking(server: Server, home: Path, folder: Path, *more: str, **variables: str) -> Any:
    """The command with a model behind the server."""
    found: Mapping[str, str] = {"CLOUDWRIGHT_BASE_URL": server.url, "ANTHROPIC_API_KEY": server.key, **variables}
    return cloudwright("design", SHOP, "-o", "out", "--planner", "claude", *more, home=home, folder=folder, more=found)


def test_a_design_is_refined_streamed_and_metered(home: Path, tmp_path: Path) -> None:
    look = thinking("Hm, let me look.").then(
        tools(tool("check", severity="info"), tool("search", query="lost", limit=3))
    )
    change = text("I keep logs longer.\nSo that people can look.").then(tools(tool("edit", LONGER)))
    with serving(Script(text("It will do."), look, change)) as server:
        done = asking(server, home, tmp_path, "--effort", "low", "--json", CLOUDWRIGHT_MODEL="sonnet")
    said = done.stderr.decode()
    assert done.returncode == 0, said
    design = loads((tmp_path / "out" / "design.yaml").read_text(encoding="utf-8"))
    assert getattr(Graph(design)["api"], "log_retention_days") == 60  # noqa: B009
    assert "claude    So that people can look." in said
    report = json.loads(done.stdout)["model"]
    assert (report["calls"], report["tokens_cached"]) == (3, sum(asked.counted.read for asked in server.requests))
    assert float(report["dollars"]) > 0
    assert "3 calls, " in said
    assert " dollars, " in said
    assert {body["model"] for body in server.bodies} == {"claude-sonnet-5-5"}
    assert {body["output_config"]["effort"] for body in server.bodies} == {"low"}
    assert [asked.counted.read > 0 for asked in server.requests] == [False, True, True]
    prefixes = {json.dumps([body["tools"], body["system"]]) for body in server.bodies}
    assert len(prefixes) == 1


ENDS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a retired model": (("--model", "claude-2.1"), 3, "was retired on 2025-07-21; use claude-sonnet-5-5"),
    "a budget of nothing": (("--budget", "0"), 2, "CLOUDWRIGHT_BUDGET: must be a number above 0"),
    "a budget of words": (("--budget", "much"), 2, "CLOUDWRIGHT_BUDGET: must be a number above 0"),
    "no effort of that name": (("--effort", "heroic"), 3, "takes no effort 'heroic'; it takes low, medium, high"),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_cannot_be_asked_is_said_in_one_line(name: str, home: Path, tmp_path: Path) -> None:
    arguments, code, why = ENDS[name]
    done = called("design", SHOP, "--planner", "claude", *arguments, home=home, folder=tmp_path)
    told = [line for line in done.stderr.decode().splitlines() if line.startswith("cloudwright: ")]
    assert (done.returncode, done.stdout, len(told)) == (code, b"", 1)
    assert why in told[0]


def test_the_embedded_planner_asks_nobody(home: Path, tmp_path: Path) -> None:
    done = called("design", SHOP, "-o", "out", home=home, folder=tmp_path)
    assert done.returncode == 0
    assert b"claude" not in done.stderr
