"""Documents held against validators and an interpreter that others wrote; each must also reject a planted fault."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.checks import check, registered
from tools.design.design import Design
from tools.design.queries import Graph
from tools.design.workflows import Workflow
from tools.workflow import Resolver, to_asl
from tools.workflow.lint import lint

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_EC2_METADATA_DISABLED": "true",
}

Judge = Callable[[list[Any]], list[Any]]


def judge_of(name: str, needed: str, *command: str) -> Judge:
    """Sends cases to a validator as JSON and reads its verdicts; the test is skipped where it is not installed."""
    folder = ROOT / ".oracles" / name
    if not (folder / needed).exists():
        pytest.skip(f"{name}: {needed} is not installed in .oracles/{name} (see tests/oracles)")

    def judge(cases: list[Any]) -> list[Any]:
        words = [word.format(folder=folder, scripts=ROOT / "tests" / "oracles" / "asl") for word in command]
        done = subprocess.run(
            words, input=json.dumps(cases), capture_output=True, text=True, env={**os.environ, **ENVIRONMENT}
        )
        assert done.returncode == 0, done.stderr[-2000:]
        verdicts: list[Any] = json.loads(done.stdout)
        return verdicts

    return judge


@pytest.fixture(scope="module")
def validator() -> Judge:
    """asl-validator: what is wrong with each definition, empty text for nothing."""
    return judge_of("asl", "node_modules/asl-validator", "node", "{scripts}/validate.mjs", "{folder}")


@pytest.fixture(scope="module")
def interpreter() -> Judge:
    """moto: how each case ends."""
    return judge_of("moto", "bin/python", "{folder}/bin/python", "{scripts}/execute.py")


@pytest.fixture(scope="module")
def documents(samples: dict[str, Workflow], system: Callable[..., Graph], arns: Resolver) -> dict[str, Any]:
    return {name: to_asl(workflow, system(workflow), arns) for name, workflow in samples.items()}


@pytest.mark.oracle("asl")
def test_the_validator_accepts_the_samples(validator: Judge, documents: dict[str, Any]) -> None:
    fault = json.loads(json.dumps(documents["saga"]))
    fault["States"]["Charge"]["Next"] = "Nowhere"
    *verdicts, planted = validator([*documents.values(), fault])
    assert dict(zip(documents, verdicts, strict=True)) == dict.fromkeys(documents, "")
    assert "Nowhere" in planted


def endless(design: Design) -> list[str]:
    """Steps from which, by the design rules, a workflow never ends."""
    rules = [entry for entry in registered() if entry.rule.id == "SL-W04"]
    return [finding.message for finding in check(design, rules=rules).findings if "never ends" in finding.message]


@pytest.mark.oracle("asl")
def test_the_validator_accepts_what_lint_and_the_design_rules_do(
    validator: Judge, any_workflow: st.SearchStrategy[Workflow], system: Callable[..., Graph], arns: Resolver
) -> None:
    documents: list[Any] = []

    @settings(max_examples=70, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(workflow=any_workflow)
    def collect(workflow: Workflow) -> None:
        graph = system(workflow)
        if all(issue.severity != "error" for issue in lint(workflow, graph)) and not endless(graph.design):
            documents.append(to_asl(workflow, graph, arns))

    collect()
    assert len(documents) > 15
    assert [verdict for verdict in validator(documents) if verdict] == []


CASES: list[tuple[str, Any, dict[str, str], list[str], str]] = [
    ("saga", {}, {}, ["reserve", "charge", "pack", "notify"], ""),
    ("saga", {}, {"reserve": "OutOfStock"}, ["reserve"], "OutOfStock"),
    ("saga", {}, {"pack": "OutOfBoxes"}, ["reserve", "charge", "pack", "refund", "release"], "OutOfBoxes"),
    (
        "saga",
        {},
        {"pack": "OutOfBoxes", "refund": "BankClosed"},
        ["reserve", "charge", "pack", "refund", "release"],
        "CompensationFailed",
    ),
    ("winding-saga", {"total": 5}, {"charge": "CardDeclined"}, ["reserve", "charge", "release"], "OrderRefused"),
    ("winding-saga", {"total": 500}, {}, ["reserve", "check", "notify", "release"], "OrderRefused"),
    ("winding-saga", {"total": 5}, {"pack": "Broken"}, ["reserve", "charge", "pack", "refund", "release"], "Broken"),
    (
        "nested-saga",
        {"lines": [{"sku": "a"}]},
        {"charge": "CardDeclined"},
        ["reserve", "check", "pack", "charge", "unpack", "release"],
        "CardDeclined",
    ),
]


@pytest.mark.oracle("moto")
def test_the_interpreter_ends_as_ours_does(
    interpreter: Judge, documents: dict[str, Any], machine: Any, failed: Any
) -> None:
    cases = [{"definition": documents[name], "input": data, "errors": errors} for name, data, errors, _, _ in CASES]
    for (name, data, errors, calls, error), verdict in zip(CASES, interpreter(cases), strict=True):
        # Branches of a parallel step, the first two calls where there is one, run in any order.
        made = [*sorted(verdict["calls"][:2], key=calls.index), *verdict["calls"][2:]]
        assert (made, verdict["error"]) == (calls, error), (name, verdict)
        assert (verdict["status"] == "FAILED") == bool(error)
        ours = machine(
            documents[name], {function: planted(failed, planted_error) for function, planted_error in errors.items()}
        )
        if error:
            with pytest.raises(failed):
                ours.run(data)
        else:
            assert ours.run(data) == verdict["output"]
        assert ours.calls == made


def planted(failed: Any, error: str) -> Callable[[Any], Any]:
    def function(_: Any) -> Any:
        raise failed(error, "planted")

    return function


@pytest.mark.oracle("moto")
def test_the_interpreter_creates_what_it_knows(interpreter: Judge, documents: dict[str, Any]) -> None:
    # moto knows no distributed maps and no calls over HTTP.
    known = json.loads(json.dumps(documents["everything"]))
    for name, state in known["States"].items():
        if state["Type"] == "Map" or "http:invoke" in state.get("Resource", ""):
            known["States"][name] = {"Type": "Pass", "Next": state["Next"]}
    fault = json.loads(json.dumps(documents["saga"]))
    fault["States"]["Charge"]["Retry"][0]["Attempts"] = 3  # there is no such field
    cases = [{"definition": d, "input": {}, "errors": {}, "run": False} for d in (known, documents["waiting"], fault)]
    verdicts = [(verdict["status"], verdict["error"]) for verdict in interpreter(cases)]
    assert verdicts[:2] == [("CREATED", ""), ("CREATED", "")]
    assert verdicts[2][0] == "REFUSED"
