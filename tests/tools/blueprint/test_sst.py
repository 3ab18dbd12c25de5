"""SST apps: components where one says what the plan says, words that stay words, types that hold."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.literals import Said, texts
from tests.tools.blueprint.test_oracles import ROOT
from tests.tools.blueprint.test_pulumi import MORE, corners, meant_by
from tests.tools.blueprint.test_terraform import HOSTILE, spoken
from tools.blueprint import plan, render, target
from tools.blueprint.bridged.program import program_of
from tools.blueprint.resources.kinds import PRINTERS
from tools.blueprint.targets.sst.components import COMPONENTS, component_of
from tools.design.design import Design

HEAD = '/// <reference path="./.sst/platform/config.d.ts" />\n'

WRONG = (
    ('new sst.aws.Queue("A", { fifoo: true });', "fifoo"),
    ('new sst.aws.Queue("A", { visibilityTimeout: "10 secs" });', "10 secs"),
    ('new sst.aws.Dynamo("T", { fields: { id: "string" } });', "DynamoArgs"),
    ('new aws.sqs.Queue("a", { nam: "a" });', "nam"),
    ('export const x = new sst.aws.SnsTopic("T").nodes.topic.arnn;', "arnn"),
    ('new random.RandomPassword("p", { lenght: 3 });', "lenght"),
)
"""Planted faults, and what has to be said of each."""


def app_of(design: Design) -> dict[str, str]:
    """The printed app of a design, without its code."""
    return render(plan(design), "sst", code=False)


def test_every_kind_is_printed() -> None:
    assert set(target("sst").kinds()) == set(PRINTERS)


def test_printing_is_the_same_every_time() -> None:
    assert app_of(designs.shop()) == app_of(designs.shop())


def test_shipped_designs_parse(shipped: Mapping[str, Design]) -> None:
    for design in shipped.values():
        for path, text in app_of(design).items():
            if path.endswith(".ts"):
                texts(text.replace(HEAD, ""))


@pytest.mark.parametrize("design", designs.examples(), ids=lambda design: design.name)
def test_resources_that_have_a_component_are_printed_as_one(design: Design) -> None:
    program = program_of(plan(design), "src")
    code = "\n".join(text for path, text in app_of(design).items() if path.startswith("infra/"))
    for kind, component in COMPONENTS.items():
        entries = [declared.entry for declared in program.declared.values() if declared.entry.kind == kind]
        count = sum(component_of(entry) is not None for entry in entries)
        assert code.count(f"new sst.aws.{component.name}(") == count


def test_components_say_what_they_can_and_the_rest_is_said_for_them() -> None:
    queue = designs.made("queue", "orders", fifo=True, dead_letter="lost", max_receives=3)
    table = designs.made("table", "shelf", change_stream=True)
    lost = designs.made("queue", "lost", fifo=True, role="dead-letter")
    files = app_of(designs.design("x", [queue, table, lost], []))
    messaging, data = files["infra/messaging.ts"], files["infra/data.ts"]
    assert "fifo: { contentBasedDeduplication: true }" in messaging
    assert "dlq: { queue: lostQueue.nodes.queue.arn, retry: 3 }" in messaging
    assert 'visibilityTimeout: "30 seconds"' in messaging
    assert "redrivePolicy" not in messaging
    assert 'stream: "new-and-old-images"' in data
    assert "primaryIndex: { hashKey:" in data


def test_a_table_whose_capacity_is_scaled_is_the_resource_itself() -> None:
    table = designs.made("table", "shelf", capacity="provisioned")
    data = app_of(designs.design("x", [table], []))["infra/data.ts"]
    assert "new aws.dynamodb.Table(" in data
    assert 'ignoreChanges: ["readCapacity", "writeCapacity"]' in data


def test_secrets_are_secrets_and_what_has_to_be_said_is_named() -> None:
    made = plan(designs.clinic())
    files = render(made, "sst", code=False)
    for parameter in program_of(made, "src").parameters:
        line = next(line for line in files["infra/settings.ts"].splitlines() if _constant(parameter.name) in line)
        assert ("new sst.Secret(" in line) == parameter.secret
        if parameter.default is None:
            assert _constant(parameter.name)
            assert parameter.text.split(":")[0] in files[".env.prod"]


def _constant(name: str) -> str:
    return f"export const {name[0].lower()}{name[1:]} ="


@pytest.mark.parametrize("words", [*HOSTILE, *MORE])
def test_words_of_people_stay_words(words: str) -> None:
    design = spoken(words)
    files = {path: text.replace(HEAD, "") for path, text in app_of(design).items() if path.endswith(".ts")}
    said = {each for text in files.values() for each in texts(text)}
    where = {"p": "value", "c": "comment"}
    assert {Said(where.get(name, "description"), text) for name, text in meant_by(design).items()} <= said


def compiled(cases: Mapping[str, Design]) -> dict[str, list[str]]:
    """What the compiler finds wrong with each, after it has found every planted fault."""
    environment = ROOT / ".oracles" / "sst"
    if not (environment / ".installed").exists() or not sys.platform.startswith("linux"):
        pytest.skip("sst: not installed in .oracles/sst (make oracles), on Linux")
    if shutil.which("node") is None:
        pytest.skip("sst: there is no node to compile with")
    planted: list[Any] = [{"sst.config.ts": f"{HEAD}{text}\nexport {{}};\n"} for text, _ in WRONG]
    apps = json.dumps([*(app_of(design) for design in cases.values()), *planted])
    script = ROOT / "tests" / "oracles" / "sst" / "compile.py"
    command = [sys.executable, str(script), str(environment)]
    done = subprocess.run(command, input=apps, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts: list[Any] = json.loads(done.stdout)
    for (text, word), verdict in zip(WRONG, verdicts[len(cases) :], strict=True):
        assert any(word in problem for problem in verdict["wrong"]), (text, verdict)
    return {name: v["wrong"] for name, v in zip(cases, verdicts, strict=False) if v["wrong"]}


@pytest.mark.slow
@pytest.mark.oracle("sst")
def test_apps_have_the_types_of_the_platform(shipped: Mapping[str, Design]) -> None:
    by_hand = {design.name: design for design in (*designs.examples(), designs.notes(), *corners(), *designs.stars())}
    words = {str(number): spoken(text) for number, text in enumerate(HOSTILE)}
    assert compiled({**shipped, **by_hand, **words}) == {}
