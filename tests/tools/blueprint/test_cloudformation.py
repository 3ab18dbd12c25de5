"""Plain CloudFormation: what SAM would have made by itself is written out, and words of people stay words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.designs import design, made
from tests.tools.blueprint.test_reading import front_door, text_of
from tools.blueprint import plan, render
from tools.blueprint.reading import read_document, read_template
from tools.blueprint.targets import target, targets
from tools.blueprint.targets.cloudformation.kinds import PRINTERS, module_of
from tools.blueprint.targets.cloudformation.printing import PLAIN
from tools.design.components import COMPONENT_TYPES
from tools.design.design import Design
from tools.design.links import Link

ROOT = Path(__file__).resolve().parents[3]


def resources_of(made_design: Design) -> dict[str, Any]:
    """The printed resources, as they are read."""
    return read_document(text_of(made_design))["Resources"]


def test_the_target_is_found_and_needs_no_transform() -> None:
    assert target("cloudformation").entry == "template.yaml"
    for make in (designs.shop, designs.clinic, designs.fleet):
        document = read_document(text_of(make()))
        assert "Transform" not in document
        kinds = {resource["Type"] for resource in document["Resources"].values()}
        assert not any(kind.startswith("AWS::Serverless") for kind in kinds)


def test_every_kind_has_its_printer() -> None:
    assert set(COMPONENT_TYPES) - set(PRINTERS) == {"ai-service"}
    for _, module, name in PRINTERS.values():
        assert callable(getattr(module_of(module, PLAIN), name))
    assert set(targets()) >= {"cloudformation", "sam"}


def test_a_release_publishes_a_version_and_the_alias_follows() -> None:
    warm = design("x", [made("function", "pay", cold_start="provisioned"), made("function", "idle")], [])
    found = resources_of(warm)
    assert found["PayFunctionVersion"]["Properties"]["Description"] == {"Ref": "Release"}
    assert found["PayFunctionVersion"]["DeletionPolicy"] == "Retain"
    alias = found["PayFunctionAlias"]["Properties"]
    assert alias["FunctionVersion"] == {"Fn::GetAtt": ["PayFunctionVersion", "Version"]}
    assert alias["ProvisionedConcurrencyConfig"] == {"ProvisionedConcurrentExecutions": 1}
    assert "${Release}" in str(found["PayFunction"]["Properties"]["Description"])
    assert "IdleFunctionVersion" not in found
    cold = design("x", [made("function", "idle")], [])
    assert "Release" not in text_of(cold)


def test_a_changed_definition_is_deployed_and_an_unchanged_one_is_not() -> None:
    doors = [front_door("rest", "iam"), front_door("rest", "iam"), front_door("rest", "none")]
    ids = [next(i for i in resources_of(d) if i.startswith("LiveApiDeployment")) for d in doors]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("style", ["http", "rest"])
@pytest.mark.parametrize("auth", ["jwt", "iam", "function"])
def test_every_route_is_guarded_but_those_that_are_open(style: str, auth: str) -> None:
    body = resources_of(front_door(style, auth))["LiveApi"]["Properties"]["Body"]
    guards = {
        (path, method): operation["security"]
        for path, operations in body["paths"].items()
        for method, operation in operations.items()
    }
    names = {name for guard in guards.values() for each in guard for name in each}
    assert names == set(body["components"]["securitySchemes"])
    assert {key for key, guard in guards.items() if not guard} >= {("/hook", "options")}
    assert all(guard for (_, method), guard in guards.items() if method != "options")


def test_an_image_is_asked_for() -> None:
    packed = design("x", [made("function", "crop", package="image")], [])
    document = read_document(text_of(packed))
    properties = document["Resources"]["CropFunction"]["Properties"]
    assert properties["PackageType"] == "Image"
    assert properties["Code"] == {"ImageUri": {"Ref": "CropImageUri"}}
    assert "CropImageUri" in document["Parameters"]


HOSTILE = (
    "${AWS::AccountId}", "${!a}", "!Ref X", "a: b\n- c", "\"}\nResources:\n  X: {}", "#{x}", "*a &b",
    "%TAG ! x", "--- \n...", "a\u2028b", "\x07\x1b[31m", "'\"\\", "${", "<<: *x", "| \n x", "\ufeffa", "2026-01-01",
    "0x1f", "{{resolve}}",
)  # fmt: skip


def check_spoken(strings: tuple[str, ...]) -> None:
    """Whoever reads the template reads the same words, in every place that takes words."""
    parts: list[Any] = []
    for number, words in enumerate(strings):
        parts += [
            made("function", f"f{number}", title=words[:80], description=words),
            made("api", f"a{number}", title=words[:80], description=words, style="rest" if number % 2 else "http"),
            made("key", f"k{number}", description=words),
            made("secret", f"s{number}", purpose=words),
            made("parameter", f"p{number}", description=words, value=words),
        ]
    links = [Link(kind="trigger", source=f"a{n}", target=f"f{n}") for n in range(len(strings))]
    whole = design("x", parts, links).model_copy(update={"title": strings[0][:80]})
    read = read_template(read_document(text_of(whole))).resources
    for number, words in enumerate(strings):
        said = words.replace("${", "${!")
        for name, key, most in _PLACES:
            found = read[name.format(number)].settings[key]
            assert found == (words[:most].replace("${", "${!") if most else said), (name, words)


_PLACES = (
    ("F{}Function", "Description", 256),
    ("A{}Api", "Description", 1024),
    ("K{}Key", "Description", 0),
    ("P{}Parameter", "Value", 0),
)


def test_words_of_people_stay_words() -> None:
    check_spoken(HOSTILE)


def test_nobody_has_secrets_resolved_by_writing_their_address() -> None:
    words = "{{resolve:secretsmanager:prod}} ${x}{{resolve:ssm:a}}"
    parts = [made("function", "f", description=words), made("parameter", "p", description=words, value=words)]
    whole = design("x", [*parts, made("key", "k", description="{{resolve:ssm:a}}")], [])
    for language in ("cloudformation", "sam"):
        assert "{{resolve:" not in text_of(whole.model_copy(update={"title": words}), language)


def test_another_process_prints_the_same_bytes() -> None:
    script = (
        "import hashlib\nfrom tests.tools.blueprint import designs\nfrom tools.blueprint import plan, render\n"
        "for make in (designs.shop, designs.clinic, designs.fleet, designs.chat):\n"
        "    text = render(plan(make()), 'cloudformation', code=False)['template.yaml']\n"
        "    print(hashlib.sha256(text.encode()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(printed) == 1


def test_what_is_said_for_all_functions_is_said_for_each() -> None:
    for name, resource in resources_of(designs.shop()).items():
        if resource["Type"] == "AWS::Lambda::Function":
            assert resource["Properties"]["TracingConfig"] == {"Mode": "Active"}, name
            assert resource["Properties"]["LoggingConfig"]["LogFormat"] == "JSON", name


def test_render_gives_the_code_beside_the_template() -> None:
    files = render(plan(designs.notes()), "cloudformation")
    made_of = resources_of(designs.notes()).values()
    codes = {resource["Properties"]["Code"] for resource in made_of if resource["Type"] == "AWS::Lambda::Function"}
    assert codes
    assert all(any(path.startswith(code) for path in files) for code in codes)
