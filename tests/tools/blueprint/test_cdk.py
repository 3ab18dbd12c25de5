"""Programs for the CDK: synthesised in both languages without a warning, and held against CloudFormation's template."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.tools.blueprint.test_oracles import asked
from tools.blueprint import plan, render
from tools.blueprint.reading import Reading, differences, read_document, read_template
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
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if not isinstance(value, dict):
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
        if isinstance(tags, dict):
            tags = {key: value for key, value in tags.items() if key not in _OURS}
        elif isinstance(tags, list):
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
    for key in ("AttributeDefinitions", "Dimensions"):
        if key in found:
            found[key] = sorted(found[key], key=lambda one: json.dumps(one, sort_keys=True))
    for key in ("AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy"):
        if key in found:
            found[key] = {**found[key], "Statement": _statements(found[key]["Statement"])}
    return found


def _statements(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each statement for one principal."""
    found: list[dict[str, Any]] = []
    for one in said:
        lists = {key: value if isinstance(value, list) else [value] for key, value in one.items()}
        services = one.get("Principal", {})
        services = services.get("Service") if isinstance(services, dict) else None
        for service in services if isinstance(services, list) else [services]:
            principal = {"Service": service} if service else one.get("Principal")
            shaped = {"Action": lists["Action"], "Principal": principal}
            if "Resource" in one:
                shaped["Resource"] = lists["Resource"]
            found.append({**one, **shaped})
    return found


_EXPLAINED = re.compile(r"$^")


def unexplained(made: Design, template: str) -> list[str]:
    """How what was synthesised differs from CloudFormation's, but for what `_EXPLAINED` names."""
    plain = read_template(read_document(render(plan(made), "cloudformation", code=False)["template.yaml"]))
    found = differences(settled(plain), settled(read_template(aligned(template))))
    return [line for line in found if not _EXPLAINED.match(line)]
