"""Printed Pulumi programs held against what others wrote: run with a recording provider, compiled with its types."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.evaluated import Evaluation, attributes_of, differences, said
from tests.tools.blueprint.test_oracles import asked
from tests.tools.blueprint.test_pulumi import corners
from tests.tools.blueprint.test_terraform import HOSTILE, spoken
from tools.blueprint import plan, render
from tools.blueprint.bridged.program import Program, program_of
from tools.design.design import Design

QUEUE = "import pulumi\nimport pulumi_aws as aws\nqueue = aws.sqs.Queue('a', name='a')\n"

FAULTS = (
    (QUEUE.replace("name=", "nam="), "nam"),
    (QUEUE.replace("sqs.Queue", "sqs.Kue"), "Kue"),
    (QUEUE + "pulumi.export('x', queue.arnn)\n", "arnn"),
    (QUEUE + "aws.lambda_.Function('f', runtime='python3.13')\n", "role"),
    (QUEUE + "aws.sqs.QueuePolicy('p', queue_url=queue.url, policy=pulumi.Output.concat(1, queue.arn))\n", ""),
)

WRONG = (
    ('new aws.sqs.Queue("a", { nam: "a" });', "nam"),
    ('new aws.sqs.Kue("a");', "Kue"),
    ('new aws.sqs.Queue("a", { delaySeconds: "soon" });', "not assignable"),
    ('new aws.lambda.Function("f", { runtime: "python3.13" });', "FunctionArgs"),
    ('export const x = new aws.sqs.Queue("a").arnn;', "arnn"),
    ('new aws.dynamodb.Table("t", { attributes: [{ name: "a" }] });', "type"),
)
"""Planted faults, and what has to be said of each."""


SCRIPTS = {"pulumi-python": "judge.py", "pulumi-typescript": "execute.py"}


def ran(cases: Mapping[str, Design], language: str) -> dict[str, list[str]]:
    """How what each program declares differs from what its resources say, after every planted fault is found."""
    programs = {name: program_of(plan(design), "src") for name, design in cases.items()}
    given = [_program(cases[name], program, language) for name, program in programs.items()]
    faults = FAULTS if language == "pulumi-python" else ()
    planted = [
        {"files": {"__main__.py": text}, "attributes": {}, "config": {}, "project": "x", "stack": "dev"}
        for text, _ in faults
    ]
    *verdicts, changed = asked("pulumi", SCRIPTS[language], [*given, *planted, _changed(given[0])])
    for (text, word), verdict in zip(faults, verdicts[len(given) :], strict=True):
        assert verdict["wrong"], text
        assert word in verdict["wrong"], verdict
    found = {name: _compared(p, v) for (name, p), v in zip(programs.items(), verdicts, strict=False)}
    assert any("retentionInDays" in text for text in _compared(next(iter(programs.values())), changed))
    return {name: wrong for name, wrong in found.items() if wrong}


def _changed(given: dict[str, Any]) -> dict[str, Any]:
    """A program in which one setting is not what was meant."""
    files = {path: _KEPT.sub(r"\g<1>4321", text) for path, text in given["files"].items()}
    return {**given, "files": files}


_KEPT = re.compile(r"(retention_in_days=|retentionInDays: )\d+")


def _program(design: Design, program: Program, language: str) -> dict[str, Any]:
    return {
        "files": {**_built(program), **render(program.plan, language)},
        "attributes": attributes_of(program),
        "config": said(program),
        "project": design.name,
        "stack": "dev",
    }


def _built(program: Program) -> dict[str, str]:
    """Something in the folder of each function whose code is built before it is packed."""
    folders = (plan.folder for plan in program.plan.functions.values() if plan.build is not None)
    return {f"src/{folder}/built": "" for folder in folders}


def _compared(program: Program, verdict: Any) -> list[str]:
    if verdict["wrong"]:
        return [verdict["wrong"]]
    evaluation = Evaluation(program, said(program))
    meant = evaluation.resources()
    own = [r for r in verdict["resources"] if not r["type"].startswith(("system:", "pulumi:"))]
    given = {(resource["type"], resource["name"]): resource["inputs"] for resource in own}
    assert len(given) == len(own)
    found = [f"{key} is missing" for key in meant if key not in given]
    found += [f"{key} was not meant" for key in given if key not in meant]
    for key in meant:
        found += [f"{key}{text}" for text in differences(meant[key], given.get(key))]
    return found + list(differences(evaluation.outputs(), verdict["outputs"], "outputs"))


@pytest.mark.oracle("pulumi")
def test_programs_declare_what_the_resources_say(shipped: Mapping[str, Design]) -> None:
    assert ran({"ticket-rush": shipped["ticket-rush"], "corners": corners()[0]}, "pulumi-python") == {}


@pytest.mark.slow
@pytest.mark.oracle("pulumi")
def test_programs_of_every_kind_declare_what_the_resources_say(shipped: Mapping[str, Design]) -> None:
    by_hand = {design.name: design for design in (*designs.examples(), designs.notes(), *corners(), *designs.stars())}
    words = {str(number): spoken(text) for number, text in enumerate(HOSTILE)}
    assert ran({**shipped, **by_hand, **words}, "pulumi-python") == {}


@pytest.mark.slow
@pytest.mark.oracle("pulumi")
def test_programs_in_typescript_declare_the_same(shipped: Mapping[str, Design]) -> None:
    if shutil.which("node") is None:
        pytest.skip("pulumi: there is no node to run with")
    by_hand = {design.name: design for design in (*designs.examples(), designs.notes(), *corners())}
    words = {str(number): spoken(text) for number, text in enumerate(HOSTILE)}
    assert ran({**shipped, **by_hand, **words}, "pulumi-typescript") == {}


def compiled(cases: Mapping[str, Design]) -> dict[str, list[str]]:
    """What the compiler finds wrong with each, after it has found every planted fault."""
    if shutil.which("node") is None:
        pytest.skip("pulumi: there is no node to compile with")
    programs = [render(plan(design), "pulumi-typescript", code=False) for design in cases.values()]
    planted = [{"index.ts": f'import * as aws from "@pulumi/aws";\n{text}\n'} for text, _ in WRONG]
    verdicts = asked("pulumi", "compile.py", [*programs, *planted])
    for (text, word), verdict in zip(WRONG, verdicts[len(programs) :], strict=True):
        assert any(word in problem for problem in verdict["wrong"]), (text, verdict)
    return {name: v["wrong"] for name, v in zip(cases, verdicts, strict=False) if v["wrong"]}


@pytest.mark.oracle("pulumi")
def test_programs_have_the_types_of_the_provider(shipped: Mapping[str, Design]) -> None:
    assert compiled({"ticket-rush": shipped["ticket-rush"], "corners": corners()[0], "words": spoken(HOSTILE[2])}) == {}


@pytest.mark.slow
@pytest.mark.oracle("pulumi")
def test_programs_of_every_kind_have_the_types_of_the_provider(shipped: Mapping[str, Design]) -> None:
    by_hand = {design.name: design for design in (*designs.examples(), designs.notes(), *corners(), *designs.stars())}
    words = {str(number): spoken(text) for number, text in enumerate(HOSTILE)}
    assert compiled({**shipped, **by_hand, **words}) == {}
