"""What is printed for the Serverless Framework, packaged by its living fork and held against CloudFormation's."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.hostile import injected
from tests.tools.blueprint.test_cloudformation import HOSTILE
from tests.tools.blueprint.test_oracles import ROOT, asked
from tools.blueprint import plan, render
from tools.blueprint.reading import differences, read_document, read_template
from tools.blueprint.targets.serverless.texts import is_read
from tools.design.design import Design

Service = dict[str, str]


def service_of(design: Design) -> Service:
    """The printed files, without code."""
    return render(plan(design), "serverless", code=False)


def said_for(files: Service) -> list[str]:
    """What somebody would say at deployment, for everything that must be said."""
    document = read_document(files["serverless.yml"])
    stated = {**document.get("params", {}).get("default", {}), **document.get("params", {}).get("dev", {})}
    wanted = [one["ParameterKey"] for one in document["provider"].get("stackParameters", [])]
    return [f"--param={name}={_VALUES.get(name[-5:], 'https://example.org')}" for name in wanted if name not in stated]


_VALUES = {"geUri": f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:{'0' * 64}"}


def packaged(services: Iterable[Service]) -> list[dict[str, Any]]:
    """What osls makes of services: template and words, one after the other in one process."""
    folder = ROOT / ".oracles" / "osls"
    if not (folder / "node_modules" / "osls").exists():
        pytest.skip("osls: not installed in .oracles/osls (make oracles)")
    script = ROOT / "tests" / "oracles" / "osls" / "package.mjs"
    secret = re.compile(r"\$\{env:(\w+)\}")
    cases = [
        {
            "files": files,
            "arguments": said_for(files),
            "environment": dict.fromkeys(secret.findall(files["serverless.yml"]), "x"),
        }
        for files in services
    ]
    words = ["node", str(script), str(folder)]
    done = subprocess.run(words, input=json.dumps(cases), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts: list[dict[str, Any]] = json.loads(done.stdout)
    return verdicts


DISAGREED = {
    "W3005": "osls makes a function wait for its role, which it refers to anyway.",
    "E3620": "DocumentDB has the class db.serverless, which this validator does not know and cfn-lint does.",
    "W9002": "The ARN of a bucket whose name is made before the bucket is: a reference would close a circle.",
}
"""Rules of cloudformation-validate that we hold to be wrong here, and why."""


def judged(templates: list[str]) -> list[list[str]]:
    """What cloudformation-validate finds, without what it is wrong about."""
    verdicts = asked("cfv", "judge.py", templates)
    return [[line for line in verdict if line.split()[0] not in DISAGREED] for verdict in verdicts]


_ITS_OWN = ("ServerlessDeploymentBucket", "ServerlessDeploymentBucketPolicy")
_EXPLAINED = re.compile(
    r"\w+\.settings\.FunctionName: nothing in the first"  # a function has a name to be called by from a terminal
    r"|\w+\.settings\.LoggingConfig\.LogGroup: "  # by its name: no reference is taken there
    r"|\w+Mapping\.settings\.Enabled: nothing in the first, true in the second"
    r"|\w+\.settings\.FunctionName: \S+ in the first, \S+ in the second"
)


def _put_together(found: dict[str, Any]) -> Any:
    """Text that is joined because osls would read it in one piece; definitions that are text because of nulls; filters
    that osls spaces otherwise."""
    if list(found) == ["Fn::Join"] and all(isinstance(part, str) for part in found["Fn::Join"][1]):
        return "".join(found["Fn::Join"][1])
    if isinstance(found.get("DefinitionString"), str):
        found["Definition"] = json.loads(found.pop("DefinitionString"))
    if list(found) == ["Pattern"]:
        found["Pattern"] = json.dumps(json.loads(found["Pattern"]))
    return found


def aligned(text: str, made: Design) -> dict[str, Any]:
    """The template with the plan's names for what osls names, and without what it adds for its own work."""
    for name, identity in plan(made).ids.items():
        if plan(made).graph[name].kind in ("function", "layer"):
            word = identity.removesuffix("Function") if plan(made).graph[name].kind == "function" else identity
            text = re.sub(rf"(?<![A-Za-z0-9]){word}Lambda(Function|Layer)(?![A-Za-z0-9])", identity, text)
    text = re.sub(r"\b(SharedCode|SharedModules)LambdaLayer\b", r"\1", text)
    document: dict[str, Any] = json.loads(text, object_hook=_put_together)
    for name in _ITS_OWN:
        document["Resources"].pop(name, None)
    document["Outputs"] = {
        name: output
        for name, output in document.get("Outputs", {}).items()
        if not re.search(r"ServerlessDeploymentBucket|QualifiedArn$|Hash$|S3Key$", name)
    }
    return document


def unexplained(made: Design, template: str) -> list[str]:
    """How what osls packaged differs from CloudFormation's, but for what `_EXPLAINED` names."""
    plain = read_template(read_document(render(plan(made), "cloudformation", code=False)["template.yaml"]))
    found = differences(plain, read_template(aligned(template, made)))
    return [line for line in found if not _EXPLAINED.match(line)]


FAULT = {"serverless.yml": "service: x\nconfigValidationMode: error\nprovider: {name: aws, runtme: python3.13}\n"}


def check(made: dict[str, Design]) -> list[str]:
    """Every design packaged without a warning, judged, and the same system as CloudFormation's: the templates."""
    *verdicts, faulty = packaged([*map(service_of, made.values()), FAULT])
    assert {name: v["said"] for name, v in zip(made, verdicts, strict=True) if v["template"] is None} == {}
    assert faulty["template"] is None
    assert "runtme" in faulty["said"]
    templates = [verdict["template"] for verdict in verdicts]
    wrong = dict(zip(made, judged(templates), strict=True))
    assert {name: found for name, found in wrong.items() if found} == {}
    other = {name: unexplained(design, text) for (name, design), text in zip(made.items(), templates, strict=True)}
    assert {name: found for name, found in other.items() if found} == {}
    return templates


REDUNDANT = "W3005"
"""cfn-lint's finding that a function waits for its role, which osls and the construct library both have it do."""


def linted(templates: Sequence[str]) -> list[str]:
    """What cfn-lint finds, without what is redundant."""
    verdicts = asked("cfn", "judge.py", list(templates))
    return [line for verdict in verdicts for line in verdict["wrong"] if REDUNDANT not in line]


@pytest.mark.slow
@pytest.mark.oracle("osls")
def test_services_of_every_brief_are_packaged(shipped: dict[str, Design]) -> None:
    assert linted(check(shipped)) == []


@pytest.mark.slow
@pytest.mark.oracle("osls")
def test_services_of_every_pair_are_packaged() -> None:
    check({made.name: made for made in (*designs.examples(), *designs.stars())})


READ = (
    "${self:service}", "a \\${self:service}", "$${sls:stage}", "$\\${env:PATH}", "\\\\${file(x)}", "${A ${self:b}}",
    "${topic()}",     "{{x}} ${", "\\$${opt:x, 'y'}", "${param:x}${param:y}", "${AWS::Region} ${env:HOME}", "@{self:x}",
    "$ref", "${!x} ${x}",     "# ${cf:x.y}\n- a: ${ssm:/x}", "\\\\\\${a:b}", "${self:}", "${strToBool(true)}",
)  # fmt: skip
"""Words in which the framework would read something, or leave something out."""


def worded(strings: Iterable[str]) -> Design:
    """A design in which everything that takes words says these."""
    parts: list[Any] = []
    for number, words in enumerate(strings):
        parts += [
            designs.made("function", f"f{number}", title=words[:80], description=words),
            designs.made("layer", f"l{number}", title=words[:80], description=words),
            designs.made("key", f"k{number}", description=words),
            designs.made("secret", f"s{number}", purpose=words),
            designs.made("parameter", f"p{number}", description=words, value=words),
        ]
    return designs.design("x", parts, []).model_copy(update={"title": str(parts[0].title)})


@pytest.mark.oracle("osls")
def test_services_are_packaged_and_words_stay_words() -> None:
    check({"shop": designs.shop(), "x": worded((*HOSTILE, *READ))})


@pytest.mark.slow
@pytest.mark.oracle("osls")
def test_hostile_words_stay_words(dev_data: Path) -> None:
    found = injected(dev_data)
    assert len(found) > 200
    check({str(start): worded(found[start : start + 40]) for start in range(0, len(found), 40)})


def test_text_is_read_by_nobody() -> None:
    assert not any(map(is_read, ("", "$", "{a}", "${AWS::Region}", "${Orders.Arn}", "${!self:x}", "$ {self:x}")))
    assert all(map(is_read, ("${self:x}", "a ${env:B}", "${topic()}", "\\${X}", "${A ${b:c}}")))


def test_the_same_bytes_twice() -> None:
    assert service_of(designs.shop()) == service_of(designs.shop())


def test_archives_hold_what_handlers_find() -> None:
    files = render(plan(designs.shop()), "serverless")
    document = read_document(files["serverless.yml"])
    folders = dict(re.findall(r'"(\S+\.zip)": "(\S+)"', files["pack.py"]))
    taken = [one["package"]["artifact"] for part in ("functions", "layers") for one in document[part].values()]
    assert sorted(taken) == sorted(folders)
    built = {function.folder for function in plan(designs.shop()).functions.values() if function.build is not None}
    assert built
    assert "npm run build" in json.loads(files["package.json"])["scripts"]["deploy"]
    written = [folder for folder in folders.values() if folder.removeprefix("src/") not in built]
    assert all(any(path.startswith(folder) for path in files) for folder in written)
