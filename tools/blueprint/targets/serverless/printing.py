"""`serverless.yml` from its parts, what packs the code, and what pins the framework."""

from __future__ import annotations

import json

from tools.blueprint.plan.deployment import ALARM_MAIL
from tools.blueprint.plan.model import Parameter, Plan
from tools.blueprint.targets.building import command_of
from tools.blueprint.targets.cloudformation.dialect import Dialect
from tools.blueprint.targets.cloudformation.emitter import Node, emit_under
from tools.blueprint.targets.cloudformation.printing import (
    asked_of,
    one_line,
    outputs_of,
    parameters_of,
    print_parts,
    resource_lines,
)
from tools.blueprint.targets.cloudformation.template import Properties, Template
from tools.blueprint.targets.serverless.texts import inert_node
from tools.blueprint.targets.serverless.words import STAGE, Variable, function_id, key_of, layer_id, service_name

SERVERLESS = Dialect("tools.blueprint.targets.serverless.kinds", frozenset({"functions"}), "Alias", "Version", "Stage")
"""Functions and layers have words of their own."""

VERSION = "4.3.1"
STAGES = ("dev", "staging", "prod")


def render(plan: Plan, source: str = "src") -> dict[str, str]:
    """`serverless.yml`, `package.json`, `pack.py`. `source` is the path from them to the folder of the handlers."""
    template = Template(plan, source, SERVERLESS)
    print_parts(template)
    files = {"serverless.yml": _service(template), "package.json": _package(template)}
    if template.beside["packages"]:
        files["pack.py"] = _packing(template)
    return files


def _service(template: Template) -> str:
    title = one_line(template.plan.design.title)
    names = _names(template)
    asked = asked_of(template)
    parts: dict[str, Properties] = {
        "provider": _provider(template, asked),
        "params": _stages(asked),
        "package": {"individually": True},
        "layers": template.beside["layers"],
        "functions": template.beside["functions"],
    }
    lines = [f"# {title}: printed from design.yaml. Edit the design, not this file."]
    lines += emit_under({"service": service_name(template.plan), "configValidationMode": "error"}, "")
    for name, part in parts.items():
        if part:
            lines += ["", *_spaced(name, _inert(part, names))]
    lines += ["", "resources:", *emit_under({"Description": title[:1024]}, "  ")]
    more: dict[str, Properties] = {
        "Parameters": parameters_of(template),
        "Conditions": template.conditions,
        "extensions": template.beside["extensions"],
        "Outputs": outputs_of(template),
    }
    for name, part in more.items():
        lines += ["", *emit_under({name: _inert(part, names)}, "  ")] if part else []
    sections = {
        name: {key: inert_node(_resource(resource), names) for key, resource in resources.items()}
        for name, resources in template.sections.items()
    }
    lines += ["", "  Resources:", *resource_lines(sections, "    ")]
    return "\n".join(lines) + "\n"


def _inert(part: Properties, names: dict[str, str]) -> Properties:
    return {key: inert_node(value, names) for key, value in part.items()}


def _resource(resource: Node) -> Node:
    """A resource; a state machine's definition as text, since the framework takes what is null out of resources."""
    if type(resource) is not dict or resource["Type"] != "AWS::StepFunctions::StateMachine":
        return resource
    properties = resource["Properties"]
    assert type(properties) is dict
    words = json.dumps(properties["Definition"], indent=2, ensure_ascii=False)
    rest = {key: value for key, value in properties.items() if key != "Definition"}
    return {**resource, "Properties": {**rest, "DefinitionString": words}}


def _spaced(name: str, part: Properties) -> list[str]:
    """A part, its functions with a blank line between them."""
    if name != "functions":
        return emit_under({name: part}, "")
    lines = [f"{name}:"]
    for key, function in part.items():
        lines += [*([""] if len(lines) > 1 else []), *emit_under({key: function}, "  ")]
    return lines


def _names(template: Template) -> dict[str, str]:
    """What the framework calls the functions and the layers, by their ids in the plan."""
    ids = template.plan.ids
    found = {ids[name]: function_id(ids[name]) for name in template.plan.functions}
    layers = template.beside["layers"]
    known = [*ids.values(), "SharedCode", "SharedModules"]
    return found | {identity: layer_id(identity) for identity in known if key_of(identity) in layers}


def _provider(template: Template, asked: list[Parameter]) -> Properties:
    found: Properties = {
        "name": "aws",
        "region": Variable(f"${{opt:region, '{template.plan.region}'}}"),
        "stage": Variable("${opt:stage, 'dev'}"),
        "versionFunctions": False,
        "stackTags": {"system": template.plan.design.name},
        "deploymentBucket": {"blockPublicAccess": True, "serverSideEncryption": "AES256"},
    }
    if asked:
        found["stackParameters"] = [
            {"ParameterKey": parameter.name, "ParameterValue": Variable(f"${{param:{parameter.name}}}")}
            for parameter in asked
        ]
    return found


def _stages(asked: list[Parameter]) -> Properties:
    """What every stage says, and what each says differently. A parameter without a value must be said by `--param`."""
    default: Properties = {}
    stages: dict[str, Properties] = {}
    for parameter in asked:
        if parameter.secret:
            default[parameter.name] = Variable(f"${{env:{parameter.name}}}")
        elif parameter.name == "Stage":
            default[parameter.name] = Variable(STAGE)
        elif parameter.name == ALARM_MAIL.name:
            stages = {stage: {parameter.name: ""} for stage in STAGES}
        elif parameter.default is not None:
            default[parameter.name] = parameter.default
    return {**({"default": default} if default else {}), **stages}


def _package(template: Template) -> str:
    builds = command_of(template.plan, template.source)
    before = ("npm run build && " if builds else "") + ("python3 pack.py && " if template.beside["packages"] else "")
    scripts = {"build": builds} if builds else {}
    found = {
        "name": template.plan.design.name,
        "private": True,
        "scripts": {**scripts, "package": f"{before}osls package", "deploy": f"{before}osls deploy"},
        "devDependencies": {"osls": VERSION},
    }
    return json.dumps(found, indent=2) + "\n"


def _packing(template: Template) -> str:
    folders = template.beside["packages"].items()
    listed = "".join(f"    {json.dumps(archive)}: {json.dumps(folder)},\n" for archive, folder in folders)
    return _PACKING.format(listed=listed)


_PACKING = '''\
"""Packs the code of every function and layer: one archive each, whose root is the folder of the code."""

import zipfile
from pathlib import Path

FOLDERS = {{
{listed}}}

for archive, folder in FOLDERS.items():
    Path(archive).parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                entry.external_attr = 0o755 << 16 if path.name == "bootstrap" else 0o644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
'''
