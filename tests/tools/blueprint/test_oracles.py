"""Printed templates held against validators others wrote, all in one go each; every validator must reject a fault."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tools.blueprint import plan, render
from tools.design.design import Design

ROOT = Path(__file__).resolve().parents[3]
SUBSCRIBED = {"AWS::SNS::Subscription"}
"""Made by moto, but not listed."""

Templates = Mapping[str, str]


@pytest.fixture(scope="module")
def printed(shipped: dict[str, Design]) -> Templates:
    """The templates of the shipped briefs."""
    return {name: template_of(design) for name, design in shipped.items()}


@pytest.fixture(scope="module")
def plain(shipped: dict[str, Design]) -> Templates:
    """The same without a transform."""
    return {name: template_of(design, "cloudformation") for name, design in shipped.items()}


def template_of(design: Design, target: str = "sam") -> str:
    """The printed template of a design."""
    return render(plan(design), target, code=False)["template.yaml"]


def asked(family: str, script: str, cases: list[Any], *options: str) -> list[Any]:
    """The verdicts of a validator, all cases in one process; the test is skipped where it is not installed."""
    python = ROOT / ".oracles" / family / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{family}: not installed in .oracles/{family} (make oracles)")
    path = ROOT / "tests" / "oracles" / family / script
    done = subprocess.run([str(python), str(path), *options], input=json.dumps(cases), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts: list[Any] = json.loads(done.stdout)
    return verdicts


FAULTY = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Inbox:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeoutt: 60}
  Shelf:
    Type: AWS::S3::Bucket
"""
REFUSED = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: ./src, Runtime: python3.13, Handler: app.handler, Events: {Never: {Type: Nothing}}}
"""


@pytest.mark.oracle("cfn")
def test_templates_are_clean_and_accepted(printed: Templates) -> None:
    *verdicts, faulty, refused = asked("cfn", "judge.py", [*printed.values(), FAULTY, REFUSED])
    assert {name: v["wrong"] for name, v in zip(printed, verdicts, strict=True) if v["wrong"]} == {}
    assert any("VisibilityTimeoutt" in text and text.startswith("translated") for text in faulty["wrong"])
    assert refused["translated"] is None
    assert any(text.startswith("translator") for text in refused["wrong"])


FAULTY_PLAIN = FAULTY.replace("Transform: AWS::Serverless-2016-10-31", "")


@pytest.mark.oracle("cfn")
def test_plain_templates_are_clean(plain: Templates) -> None:
    *verdicts, faulty = asked("cfn", "judge.py", [*plain.values(), FAULTY_PLAIN])
    assert {name: v["wrong"] for name, v in zip(plain, verdicts, strict=True) if v["wrong"]} == {}
    assert any("VisibilityTimeoutt" in text for text in faulty["wrong"])


DISAGREED = {
    "W3002": "Code lies beside the template until it is packaged, as its deployment says.",
    "E3620": "DocumentDB has the class db.serverless, which this validator does not know and cfn-lint does.",
    "W9002": "The ARN of a bucket whose name is made before the bucket is: a reference would close a circle.",
}
"""Rules of cloudformation-validate that we hold to be wrong here, and why."""


def _wrong(verdict: list[str]) -> list[str]:
    return [line for line in verdict if line.split()[0] not in DISAGREED]


@pytest.mark.oracle("cfv")
def test_plain_templates_are_clean_by_a_second_validator(plain: Templates) -> None:
    *verdicts, faulty = asked("cfv", "judge.py", [*plain.values(), FAULTY_PLAIN])
    assert {name: wrong for name, v in zip(plain, verdicts, strict=True) if (wrong := _wrong(v))} == {}
    assert any("VisibilityTimeoutt" in line for line in _wrong(faulty))


@pytest.mark.slow
@pytest.mark.oracle("cfv")
def test_plain_templates_of_every_pair_are_clean_by_a_second_validator() -> None:
    made = by_hand("cloudformation")
    verdicts = asked("cfv", "judge.py", list(made.values()))
    assert {name: wrong for name, v in zip(made, verdicts, strict=True) if (wrong := _wrong(v))} == {}
    assert {line.split()[0] for v in verdicts for line in v} == set(DISAGREED)


@pytest.mark.oracle("moto")
@pytest.mark.parametrize("which", ["printed", "plain"])
def test_templates_are_deployed(which: str, request: pytest.FixtureRequest) -> None:
    printed: Templates = request.getfixturevalue(which)
    translated = asked("cfn", "translate.py", list(printed.values()))
    fault = {"Resources": {"Out": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Nobody"}}}}}
    cases = [{"template": template, "parameters": parameters_of(template)} for template in translated]
    *verdicts, planted = asked("moto", "deploy.py", [*cases, {"template": fault, "parameters": {}}])
    assert {name: v["wrong"] for name, v in zip(printed, verdicts, strict=True) if v["wrong"]} == {}
    missing = {name: left_out(t, v) for name, t, v in zip(printed, translated, verdicts, strict=True)}
    assert {name: found for name, found in missing.items() if found} == {}
    assert planted["wrong"]


def parameters_of(template: dict[str, Any]) -> dict[str, str]:
    """What somebody would say at deployment, for every parameter that must be said."""
    wanted = (name for name, about in template.get("Parameters", {}).items() if "Default" not in about)
    return {name: "https://example.org" if name.endswith(("Url", "Issuer")) else "example.org" for name in wanted}


def left_out(template: dict[str, Any], verdict: dict[str, Any]) -> dict[str, int]:
    """Resources without a condition that do not stand, by type."""
    wanted = Counter(r["Type"] for r in template["Resources"].values() if "Condition" not in r)
    return {kind: n for kind, n in wanted.items() if verdict["stands"].get(kind, 0) < n and kind not in SUBSCRIBED}


@pytest.mark.oracle("checkov")
@pytest.mark.parametrize("which", ["printed", pytest.param("plain", marks=pytest.mark.slow)])
def test_no_check_fails_and_every_suppression_has_its_reason(which: str, request: pytest.FixtureRequest) -> None:
    printed: Templates = request.getfixturevalue(which)
    *verdicts, faulty = asked("checkov", "judge.py", [*printed.values(), FAULTY])
    assert [name for name, v in zip(printed, verdicts, strict=True) if v["unread"]] == []
    assert {name: v["failed"] for name, v in zip(printed, verdicts, strict=True) if v["failed"]} == {}
    reasons = {check: reason for v in verdicts for check, _, reason in v["suppressed"]}
    assert {check: reason for check, reason in reasons.items() if len(reason.split()) < 5} == {}
    assert any(text.startswith("CKV_AWS_27 ") for text in faulty["failed"])


@cache
def by_hand(target: str) -> dict[str, str]:
    """The templates of designs made by hand, and of those in which one component is linked to every other."""
    return {design.name: template_of(design, target) for design in (*designs.examples(), *designs.stars())}


@pytest.mark.slow
@pytest.mark.oracle("cfn")
def test_templates_as_written_are_clean(printed: Templates) -> None:
    *verdicts, faulty = asked("cfn", "judge.py", [*printed.values(), FAULTY], "--as-written")
    assert {name: v["wrong"] for name, v in zip(printed, verdicts, strict=True) if v["wrong"]} == {}
    assert any("VisibilityTimeoutt" in text and text.startswith("template") for text in faulty["wrong"])


@pytest.mark.slow
@pytest.mark.oracle("cfn")
@pytest.mark.parametrize("target", ["sam", "cloudformation"])
def test_templates_of_every_pair_are_clean_and_accepted(target: str) -> None:
    made = by_hand(target)
    verdicts = asked("cfn", "judge.py", list(made.values()))
    assert {name: v["wrong"] for name, v in zip(made, verdicts, strict=True) if v["wrong"]} == {}


@pytest.mark.slow
@pytest.mark.oracle("checkov")
@pytest.mark.parametrize("target", ["sam", "cloudformation"])
def test_no_check_fails_for_any_pair(target: str) -> None:
    verdicts = asked("checkov", "judge.py", list(by_hand(target).values()))
    failed = [text for v in verdicts for text in v["failed"]]
    assert len(failed) <= len(verdicts), failed
