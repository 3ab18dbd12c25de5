"""Printed Terraform held against what others wrote: the provider's schema, Terraform itself, a scanner."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.test_oracles import asked
from tests.tools.blueprint.test_terraform import HOSTILE, spoken
from tools.blueprint import plan, render
from tools.design.design import Design

Configuration = dict[str, str]
MIRROR = "CLOUDWRIGHT_TF_MIRROR"

FAULTS = (
    ('resource "aws_sqs_queue" "a" {\n  visibility_timeout = 60\n}\n', "no such argument"),
    ('resource "aws_sqs_kue" "a" {}\n', "no such resource"),
    ('resource "aws_kinesis_stream" "a" {\n  shard_count = 1\n}\n', "name is missing"),
    ('resource "aws_sqs_queue" "a" {\n  fifo_queue = "perhaps"\n}\n', "needs true or false"),
    ('resource "aws_dynamodb_table" "a" {\n  name = "a"\n  ttl  = { enabled = true }\n}\n', "is a block"),
    ('resource "aws_sqs_queue" "a" {\n  name = "b\n}\n', ""),
)


def configuration_of(design: Design) -> Configuration:
    """The printed files of a design, without its code."""
    return render(plan(design), "terraform", code=False)


@pytest.fixture(scope="module")
def printed(shipped: dict[str, Design]) -> Mapping[str, Configuration]:
    """The configurations of the shipped briefs."""
    return {name: configuration_of(design) for name, design in shipped.items()}


def unclean(cases: Mapping[str, Configuration]) -> dict[str, list[str]]:
    """What the provider's schema finds in each, after it has found every planted fault."""
    planted = [{"main.tf": text} for text, _ in FAULTS]
    verdicts = asked("terraform", "judge.py", [*cases.values(), *planted])
    for (text, said), verdict in zip(FAULTS, verdicts[len(cases) :], strict=True):
        assert any(said in problem for problem in verdict["wrong"]), (text, verdict)
    return {name: v["wrong"] for name, v in zip(cases, verdicts, strict=False) if v["wrong"]}


@pytest.mark.oracle("terraform")
def test_configurations_are_what_the_provider_takes(printed: Mapping[str, Configuration]) -> None:
    some = {name: printed[name] for name in sorted(printed)[::4]}
    words = {str(number): configuration_of(spoken(text)) for number, text in enumerate(HOSTILE[:2])}
    assert unclean({**some, **words}) == {}


@pytest.mark.slow
@pytest.mark.oracle("terraform")
def test_configurations_of_every_kind_are_what_the_provider_takes(printed: Mapping[str, Configuration]) -> None:
    by_hand = {d.name: configuration_of(d) for d in (*designs.examples(), *designs.stars())}
    words = {str(number): configuration_of(spoken(text)) for number, text in enumerate(HOSTILE)}
    assert unclean({**printed, **by_hand, **words}) == {}


def terraform() -> str:
    """The program; the test is skipped where there is none."""
    found = shutil.which("terraform") or shutil.which("tofu")
    if found is None:
        pytest.skip("terraform: neither terraform nor tofu is installed")
    return found


def written(files: Configuration, folder: Path) -> None:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@pytest.mark.oracle("terraform-cli")
def test_layout_is_the_formatters(printed: Mapping[str, Configuration], tmp_path: Path) -> None:
    program = terraform()
    for name, files in (*printed.items(), *((d.name, configuration_of(d)) for d in designs.examples())):
        written(files, tmp_path / name)
    written(configuration_of(designs.stars()[0]), tmp_path / "star")
    command = [program, "fmt", "-check", "-diff", "-recursive", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHECKPOINT_DISABLE": "1"})
    assert done.stdout == ""
    (tmp_path / "bad.tf").write_text("locals {\n  a = 1\n  bb = 2\n}\n")
    assert subprocess.run(command, capture_output=True).returncode == 3


def mirror() -> Path:
    """A folder with the AWS provider; the test is skipped where there is none."""
    folders = [Path(os.environ[MIRROR])] if os.environ.get(MIRROR) else []
    for folder in (*folders, Path.home() / ".terraform.d" / "plugins"):
        if any(folder.glob("*/hashicorp/aws/*/*_*")):
            return folder.resolve()
    pytest.skip(f"terraform: no AWS provider found: set {MIRROR} to a Terraform filesystem mirror")


_ARCHIVES = re.compile(r'^data "archive_file" "(\w+)" \{.*?^\}$', re.DOTALL | re.MULTILINE)
_PROVIDER = re.compile(r"    archive = \{.*?\n    \}\n\n?", re.DOTALL)


def unpacked(text: str, version: str) -> str:
    """A file for a mirror that has one version of one provider: archives stand for themselves."""
    text = _PROVIDER.sub("", text).replace('version = "~> 6.0"', f'version = "{version}"')
    counted = '\n  count = local.packaged ? 1 : 0\n  input = "x"\n}'
    once = '\n  input = "x"\n}'
    text = _ARCHIVES.sub(lambda m: f'resource "terraform_data" "{m[1]}" {{{counted if m[1] == "code" else once}', text)
    return re.sub(r"data\.archive_file\.(\w+)(\[0\])?\.\w+", r"terraform_data.\1\2.output", text)


_SAID = {"arn": "arn:aws:iam::123456789012:role/x", "issuer": "https://id.example", "url": "https://x.example"}


def joined(cases: Mapping[str, Configuration], folder: Path, version: str) -> None:
    """The configurations as modules of one, so that the provider starts once."""
    calls: list[str] = []
    for name, files in cases.items():
        written({p: unpacked(t, version) if p.endswith(".tf") else t for p, t in files.items()}, folder / name)
        asked_for = re.findall(r'^variable "(\w+)" \{(.*?)^\}', files["variables.tf"], re.DOTALL | re.MULTILINE)
        wanted = [variable for variable, about in asked_for if "\n  default" not in about]
        values = "".join(f'  {v} = "{_SAID.get(v.rpartition("_")[2], "example.org")}"\n' for v in wanted)
        calls.append(f'module "{name}" {{\n  source = "./{name}"\n{values}}}\n')
    (folder / "main.tf").write_text("".join(calls), encoding="utf-8")


NEWER = ("serverless_v2_scaling_configuration", "runtime to be one of", "runtimes to be one of", "runtimes.")
"""What providers of the major version before do not know."""


def validated(cases: Mapping[str, Configuration], folder: Path) -> list[str]:
    """What Terraform finds wrong."""
    program, providers = terraform(), mirror()
    version = sorted(p.parent.name for p in providers.glob("*/hashicorp/aws/*/*_*"))[-1]
    joined(cases, folder, version)
    settings = folder / "cli.tfrc"
    settings.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{providers}"\n  }}\n}}\n')
    environment = {
        **os.environ,
        "TF_CLI_CONFIG_FILE": str(settings),
        "CHECKPOINT_DISABLE": "1",
        "TF_IN_AUTOMATION": "1",
    }
    started = [program, "init", "-backend=false", "-no-color"]
    done = subprocess.run(started, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    asking = [program, "validate", "-json", "-no-color"]
    done = subprocess.run(asking, cwd=folder, env=environment, capture_output=True, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
    texts = [f"{d.get('range', {}).get('filename')}: {d['summary']}: {d['detail']} {d.get('snippet')}" for d in found]
    return [text for text in texts if not any(newer in text for newer in NEWER)]


@pytest.mark.slow
@pytest.mark.oracle("terraform-cli")
def test_configurations_are_valid(printed: Mapping[str, Configuration], tmp_path: Path) -> None:
    by_hand = {design.name: configuration_of(design) for design in designs.examples()}
    fault: Configuration = {
        "main.tf": 'resource "aws_sqs_queue" "a" {\n  name = aws_sqs_queue.nobody.name\n}\n',
        "variables.tf": "",
    }
    found = validated({**printed, **by_hand, "planted-fault": fault}, tmp_path)
    assert [text for text in found if not text.startswith("planted-fault")] == []
    assert any(text.startswith("planted-fault") for text in found)


@pytest.mark.slow
@pytest.mark.oracle("checkov")
def test_hardly_a_check_fails_and_every_suppression_has_its_reason(printed: Mapping[str, Configuration]) -> None:
    by_hand = {design.name: configuration_of(design) for design in designs.examples()}
    cases = {**printed, **by_hand}
    fault = {"main.tf": 'resource "aws_sqs_queue" "a" {\n  name = "a"\n}\n'}
    *verdicts, faulty = asked("checkov", "judge.py", [*cases.values(), fault], "--terraform")
    assert [name for name, v in zip(cases, verdicts, strict=True) if v["unread"]] == []
    assert {name: v["failed"] for name, v in zip(cases, verdicts, strict=True) if len(v["failed"]) > 1} == {}
    reasons = {check: reason for v in verdicts for check, _, reason in v["suppressed"]}
    assert len(reasons) > 20
    assert {check: reason for check, reason in reasons.items() if len(reason.split()) < 5} == {}
    assert any(text.startswith("CKV_AWS_27 ") for text in faulty["failed"])
