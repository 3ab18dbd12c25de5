"""Programs for the CDK: synthesised in both languages without a warning, and held against CloudFormation's template."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.tools.blueprint import designs
from tests.tools.blueprint.hostile import injected
from tests.tools.blueprint.test_cloudformation import HOSTILE
from tests.tools.blueprint.test_oracles import asked
from tests.tools.blueprint.test_serverless import DISAGREED, READ, linted, worded
from tools.blueprint import plan, render
from tools.blueprint.reading import Reading, differences, read_document, read_template
from tools.blueprint.reading.model import is_list, is_mapping
from tools.blueprint.reading.templates import many
from tools.design.design import Design

LANGUAGES = ("python", "typescript")

Templates = Mapping[str, str]


def program_of(made: Design, language: str) -> dict[str, str]:
    """The printed files, without code."""
    return render(plan(made), f"cdk-{language}", code=False)


def synthesised(made: Mapping[str, Design], language: str, **more: dict[str, str]) -> dict[str, Any]:
    """What becomes of programs: template, and what compiler and library say. All in one app; the names are letters."""
    programs = {name: {"files": program_of(design, language)} for name, design in made.items()}
    programs |= {name: {"files": files} for name, files in more.items()}
    (verdicts,) = (asked("cdk", "synth.py", programs, language),)  # type: ignore[arg-type]
    return verdicts  # type: ignore[return-value]


def aligned(text: str) -> dict[str, Any]:
    """The template with the plan's names for the constructs, and without what every stack of the library has."""
    document: dict[str, Any] = json.loads(text, object_hook=_plain)
    names = {
        identity: resource["Metadata"]["aws:cdk:path"].split("/")[1]
        for identity, resource in document["Resources"].items()
        if "aws:cdk:path" in resource.get("Metadata", {})
    }
    document = _renamed(document, names)
    document["Resources"].pop("CDKMetadata", None)
    document.get("Parameters", {}).pop("BootstrapVersion", None)
    document.pop("Rules", None)
    if "Stage" in document.get("Parameters", {}):
        document["Parameters"]["Stage"]["Default"] = "prod"
    for resource in document["Resources"].values():
        _tidy(resource)
    return document


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if is_list(value):
        return [_renamed(item, names) for item in value]
    if not is_mapping(value):
        return value
    if list(value) == ["Ref"]:
        if value["Ref"] == "AWS::Partition":
            return "aws"  # as the reader has it for CloudFormation
        return {"Ref": names.get(value["Ref"], value["Ref"])}
    if list(value) == ["Fn::GetAtt"]:
        return {"Fn::GetAtt": [names.get(value["Fn::GetAtt"][0], value["Fn::GetAtt"][0]), *value["Fn::GetAtt"][1:]]}
    return {names.get(key, key): _renamed(item, names) for key, item in value.items()}


def _plain(found: dict[str, Any]) -> Any:
    """Definitions that are text, and statements that hold one action or one resource."""
    if isinstance(found.get("DefinitionString"), str):
        found["Definition"] = json.loads(found.pop("DefinitionString"))
    return found


_OURS = ("system", "stage")


def _tidy(resource: dict[str, Any]) -> None:
    """Takes out the tags that the program puts on everything."""
    properties = resource.get("Properties", {})
    for word in ("Tags", "HostedZoneTags", "FileSystemTags", "UserPoolTags"):
        tags = properties.get(word)
        if is_mapping(tags):
            tags = {key: value for key, value in tags.items() if key not in _OURS}
        elif is_list(tags):
            tags = [tag for tag in tags if tag.get("Key") not in _OURS]
        if word in properties:
            properties[word] = tags
            if not tags:
                del properties[word]


def settled(reading: Reading) -> Reading:
    """A reading in which order and shape that mean nothing are the same: permissions are compared as a set of their
    own, one item is a list of one, and attributes and dimensions have no order."""
    resources = {
        name: resource._replace(settings=_settle(resource.settings, resource.kind))
        for name, resource in reading.resources.items()
    }
    return reading._replace(resources=resources)


def _settle(settings: dict[str, Any], kind: str) -> dict[str, Any]:
    found = {key: value for key, value in settings.items() if key not in ("Policies", "ManagedPolicyArns")}
    for key in ("AttributeDefinitions", "Dimensions", "Layers"):  # no two of our layers hold the same path
        if key in found:
            found[key] = _sorted(found[key])
    for key in ("AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy"):
        if key in found:
            found[key] = {**found[key], "Statement": _sorted(_statements(found[key]["Statement"]))}
    if kind == "AWS::DynamoDB::Table":
        found.setdefault("BillingMode", "PROVISIONED")  # which it is where nothing is said
    return found


def _sorted(items: Any) -> Any:
    return sorted(items, key=lambda one: json.dumps(one, sort_keys=True)) if is_list(items) else items


def _statements(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each statement for one principal."""
    found: list[dict[str, Any]] = []
    for one in said:
        principal = one.get("Principal")
        services: list[Any] = many(principal["Service"]) if is_mapping(principal) and "Service" in principal else []
        for service in services or [None]:
            shaped: dict[str, Any] = {"Principal": {"Service": service} if service else principal}
            shaped["Action"] = sorted(many(one["Action"]))
            if "Resource" in one:
                shaped["Resource"] = many(one["Resource"])
            found.append({**one, **shaped})
    return found


def unexplained(made: Design, template: str) -> list[str]:
    """How what was synthesised differs from CloudFormation's."""
    plain = read_template(read_document(render(plan(made), "cloudformation", code=False)["template.yaml"]))
    return list(differences(settled(plain), settled(read_template(aligned(template)))))


FAULTS = {
    "python": ("infrastructure/messaging.py", "visibility_timeout=", "visibility_timeoutt="),
    "typescript": ("lib/messaging.ts", "visibilityTimeout:", "visibilityTimeoutt:"),
}


def faulty(language: str) -> dict[str, str]:
    """A program with a misspelt property."""
    path, right, wrong = FAULTS[language]
    files = program_of(designs.notes(), language)
    assert right in files[path]
    return {**files, path: files[path].replace(right, wrong, 1)}


BAD = {"python": ("timeout=Duration.seconds(", 99999), "typescript": ("timeout: Duration.seconds(", 99999)}


def check(made: Mapping[str, Design], language: str) -> Templates:
    """Every program synthesised without a word from the library, and the same system as CloudFormation's."""
    verdicts = synthesised(made, language)
    assert {name: found["wrong"] for name, found in verdicts.items() if found["wrong"]} == {}
    templates = {name: found["template"] for name, found in verdicts.items()}
    other = {name: unexplained(design, templates[name]) for name, design in made.items()}
    assert {name: found for name, found in other.items() if found} == {}
    return templates


def lettered(made: Mapping[str, Design]) -> dict[str, Design]:
    """Designs under names that Python takes as modules'."""
    return {re.sub(r"[^a-z0-9]", "", name): design for name, design in made.items()}


def judged(templates: Templates) -> dict[str, list[str]]:
    """What cloudformation-validate finds, without what it is wrong about."""
    verdicts = asked("cfv", "judge.py", list(templates.values()))
    found = {
        name: [line for line in verdict if line.split()[0] not in DISAGREED]
        for name, verdict in zip(templates, verdicts, strict=True)
    }
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.slow
@pytest.mark.oracle("cdk")
def test_programs_of_every_brief_are_the_same_system(shipped: dict[str, Design]) -> None:
    made = lettered(shipped)
    found = [check(made, language) for language in LANGUAGES]
    assert [json.loads(text) for text in found[0].values()] == [json.loads(text) for text in found[1].values()]
    assert judged(found[0]) == {}
    assert linted(list(found[0].values())) == []


@pytest.mark.slow
@pytest.mark.oracle("cdk")
@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_of_every_pair_are_the_same_system(language: str) -> None:
    made = lettered({one.name: one for one in (*designs.examples(), *designs.stars())})
    assert judged(check(made, language)) == {}


@pytest.mark.slow
@pytest.mark.oracle("cdk")
@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_found(language: str) -> None:
    misspelt = synthesised({}, language, misspelt=faulty(language))["misspelt"]
    assert misspelt["template"] is None
    assert "imeoutt" in misspelt["wrong"][0]
    files = program_of(designs.notes(), language)
    path = next(path for path in files if path.endswith(("code.py", "code.ts")))
    start, seconds = BAD[language]
    files[path] = re.sub(re.escape(start) + r"\d+", f"{start}{seconds}", files[path], count=1)
    assert any("imeout" in line for line in synthesised({}, language, long=files)["long"]["wrong"])


@pytest.mark.slow
@pytest.mark.oracle("cdk")
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_words_stay_words(language: str, dev_data: Path) -> None:
    found = injected(dev_data)
    assert len(found) > 200
    strings = [*HOSTILE, *READ, *TOKENS, *found]
    made = {f"w{start}": worded(strings[start : start + 40]) for start in range(0, len(strings), 40)}
    check(made, language)


TOKENS = (
    "${Token[AWS.Region.4]}",
    "#{Token[TOKEN.1]}",
    "a ${Token[TOKEN.12]} b",
    "{f} {{f}}",
    "`${1}`",
    "\\u0041",
    '"""',
)
"""Words in which the construct library or one of the languages would read something."""


def test_python_is_python(shipped: dict[str, Design]) -> None:
    for design in (*shipped.values(), *designs.examples(), worded([*HOSTILE, *READ, *TOKENS])):
        for path, text in program_of(design, "python").items():
            if path.endswith(".py"):
                compile(text, path, "exec")


def test_both_languages_make_the_same(shipped: dict[str, Design]) -> None:
    """Every resource is made once in either, under the same id, by the same class."""
    for design in (*shipped.values(), *designs.examples()):
        python, typescript = (program_of(design, language) for language in LANGUAGES)
        assert made_in(python, r"(\w+)\(\s*stack,\s*\"(\w+)\"") == made_in(typescript, r"(\w+)\(stack, \"(\w+)\"")


def made_in(files: Mapping[str, str], pattern: str) -> list[tuple[str, str]]:
    """Class and id of everything a program makes in its stack."""
    texts = [text for path, text in files.items() if path.endswith((".py", ".ts"))]
    found = sorted(pair for text in texts for pair in re.findall(pattern, text))
    assert len(found) == len(set(found))
    return found


def test_the_same_bytes_twice() -> None:
    for language in LANGUAGES:
        assert program_of(designs.shop(), language) == program_of(designs.shop(), language)
