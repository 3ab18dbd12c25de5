"""Printed texts as graphs under our own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.blueprint.reading.configuration import Made, read_configuration
from tools.blueprint.reading.definitions import read_definition
from tools.blueprint.reading.documents import read_document, spelled
from tools.blueprint.reading.folding import Resources, fold_parts, many
from tools.blueprint.reading.model import Permission, Reading, Resource, is_list, is_mapping
from tools.blueprint.reading.naming import known_of
from tools.blueprint.reading.neutral import Named, Provider, named_resources, plain
from tools.blueprint.reading.programs import read_program, read_typescript
from tools.blueprint.reading.providers import CLOUDFORMATION, TERRAFORM, conditions_of, configured, made_of
from tools.blueprint.reading.requests import gather_requests
from tools.blueprint.reading.sam import expand
from tools.blueprint.reading.serverless import expand as expand_service
from tools.blueprint.reading.shapes import shape_all
from tools.blueprint.reading.templates import resources_of
from tools.blueprint.reading.vocabulary import tokens


def terraform_graph(files: Mapping[str, str]) -> Reading:
    """The graph of a configuration. Raises ValueError where it cannot be read."""
    found = read_configuration(files)
    return graph_of(configured(found), TERRAFORM, found.outputs)


def cloudformation_graph(document: Mapping[str, Any]) -> Reading:
    """The graph of a template without a transform."""
    known = known_of(document)
    named = {i: n for i, n in known.names.items() if document["Resources"][i]["Type"] != "AWS::Lambda::Permission"}
    known = known._replace(names=named, defaults={})
    resources = resources_of(document, known)
    outputs = {name: spelled(output["Value"], known) for name, output in document.get("Outputs", {}).items()}
    return graph_of(made_of(resources, conditions_of(document, known)), CLOUDFORMATION, outputs)


def graph_of(made: list[Made], provider: Provider, outputs: Mapping[str, Any]) -> Reading:
    """The graph of a provider's resources."""
    terraform = provider is TERRAFORM
    named, spelled = named_resources(made, provider)
    found = [each._replace(settings=_plain(each)) for each in named]
    known = fold_parts(shape_all(found, terraform=terraform))
    gather_requests(known)
    told = {"_".join(tokens(name)): plain(spelled(value)) for name, value in outputs.items()}
    return _finished(known, told)


def _plain(each: Named) -> dict[str, Any]:
    body: Any = each.settings.get("body")
    if each.kind == "api" and is_mapping(body) and "paths" in body:
        return plain({**each.settings, "body": read_definition(body)})
    return plain(each.settings)


def _finished(known: Resources, told: Mapping[str, Any]) -> Reading:
    renamed = _renamed(known)
    resources: dict[str, Resource] = {}
    permissions: set[Permission] = set()
    invocations: set[tuple[str, str, str]] = set()
    for place, each in known.items():
        kind, name = renamed.get(place, place)
        settings: Any = _respelled(each.settings, renamed)
        if kind == "role":
            permissions |= _permissions(name, settings)
        if kind == "function-permit":
            invocations.add(_invocation(settings))
        elif kind != "network-closed":
            full = f"{kind}/{name}"
            resources[full] = Resource(full, kind, _condition(each.condition), each.keeps, settings)
    for each in [each for each in resources.values() if each.kind == "search"]:
        own = str(each.settings.pop("own_name", ""))
        for policy in [other for other in resources.values() if other.kind.startswith("search-")]:
            resources[policy.name] = policy._replace(settings=_named_after(policy.settings, own, each.name))
    _forget_names(resources, permissions)
    outputs = {name: _respelled(value, renamed) for name, value in told.items()}
    return Reading(resources, frozenset(permissions), frozenset(invocations), outputs)


def _forget_names(resources: Mapping[str, Resource], permissions: Iterable[Permission]) -> None:
    """A function's own name says something only where a permission spells it instead of asking for it."""
    spelled = {match[1] for each in permissions if (match := _SPELLED.search(each.resource))}
    for each in resources.values():
        if each.kind == "function" and each.settings.get("function_name") not in spelled:
            each.settings.pop("function_name", None)


_SPELLED = re.compile(r":function:([^:]+)")


def _named_after(value: Any, own: str, name: str) -> Any:
    """A collection's name, which every language gives by its own rule, as a reference to it."""
    if isinstance(value, str):
        return re.sub(rf"^((?:index|collection)/){re.escape(own)}(?=/|$)", rf"\1{name}", value)
    if is_list(value):
        return [_named_after(item, own, name) for item in value]
    return {key: _named_after(item, own, name) for key, item in value.items()} if is_mapping(value) else value


def _condition(condition: str) -> str:
    found = condition.replace(" == true", "").replace("${", "").replace("}", "")
    return re.sub(r"\s+", " ", found).strip()


_ROLE = re.compile(r"\$\{(role/[^.}]+)\.")


def _renamed(known: Resources) -> dict[tuple[str, str], tuple[str, str]]:
    """Names for what languages name differently: roles by who works under them, logs by what they are called."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for place in sorted(known):
        own = _own_name(known, place)
        if own is not None:
            found[place] = (place[0], own)
        settings = {key: value for key, value in known[place].settings.items() if key != "policy"}
        for role in _roles_in(settings) if place[0] != "role" else ():
            target = ("role", role.removeprefix("role/"))
            if target in known:
                found.setdefault(target, ("role", f"{place[0]} {own or place[1]}"))
    for place in sorted(place for place in known if place[0] == "role" and place not in found):
        trusted = many(known[place].settings.get("assume_role_policy", {}).get("Statement"))
        bare = re.sub(r"[-~0-9]+$", "", place[1])
        found[place] = ("role", f"{trusted[0]['Principal'].get('Service')} {bare}")
    return _unique(found)


_TOLD_BY = {"log-group": "title", "subnet": "cidr_block", "security-group": "title"}
"""Kinds that are told apart by a setting."""


def _own_name(known: Resources, place: tuple[str, str]) -> str | None:
    """A name made of what a resource says; nothing where its own does."""
    kind, settings = place[0], known[place].settings
    if kind in _TOLD_BY:
        return str(settings.get(_TOLD_BY[kind]))
    if kind in ("record", "api-domain"):
        words = [str(settings.get(key, "")) for key in ("name", "domain_name", "type", "set_identifier")]
        return " ".join(filter(None, words))
    if kind == "timer":
        goal = _PLACE.search(str(settings.get("target", {}).get("arn")))
        return f"{re.sub(r'[-~0-9]+$', '', place[1])} {goal[2] if goal else ''}".strip()
    if kind == "api-domain-mapping":
        domain = _PLACE.search(str(settings.get("domain_name")))
        names = known[domain[1], domain[2]].settings if domain else {}
        return str(names.get("domain_name", place[1]))
    return None


def _unique(found: dict[tuple[str, str], tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    taken: dict[tuple[str, str], int] = {}
    for place, wanted in found.items():
        taken[wanted] = taken.get(wanted, 0) + 1
        if taken[wanted] > 1:
            found[place] = (wanted[0], f"{wanted[1]}~{taken[wanted]}")
    return found


def _roles_in(value: Any) -> list[str]:
    return _ROLE.findall(json.dumps(value, sort_keys=True))


_PLACE = re.compile(r"\$\{([a-z-]+)/([^.}]+)\.([^}]*)\}(:\*)?")


def _respelled(value: Any, renamed: Mapping[tuple[str, str], tuple[str, str]]) -> Any:
    """References under the names given; a log group with or without what is in it is the same."""

    def put(match: re.Match[str]) -> str:
        kind, name = renamed.get((match[1], match[2]), (match[1], match[2]))
        streams = match[4] if match[4] and kind != "log-group" else ""
        return f"${{{kind}/{name}.{match[3]}}}{streams}"

    if isinstance(value, str):
        return _PLACE.sub(put, value)
    if is_list(value):
        return [_respelled(item, renamed) for item in value]
    if is_mapping(value):
        return {key: _respelled(item, renamed) for key, item in value.items()}
    return value


def _permissions(holder: str, settings: dict[str, Any]) -> set[Permission]:
    return {
        Permission(
            holder,
            _effective(statement, action),
            str(where),
            json.dumps(statement.get("Condition", ""), sort_keys=True),
        )
        for statement in settings.pop("allows", [])
        for action in many(statement.get("Action"))
        for where in many(statement.get("Resource"))
    }


def _effective(statement: dict[str, Any], action: str) -> str:
    """An action that is allowed; whatever else is said of it stands before it."""
    effect = str(statement.get("Effect"))
    return action if effect == "Allow" else f"{effect} {action}"


_CALLED = re.compile(r"\$\{(function(?:-alias)?/[^.}]+)\.[^}]*\}")
_REQUEST = re.compile(r"(arn:aws:execute-api:.*?\.id\})/.*")


def _invocation(settings: dict[str, Any]) -> tuple[str, str, str]:
    name = str(settings.get("function_name", ""))
    called = _CALLED.search(name)
    who = called[1].replace("-alias", "") if called else name
    source = _REQUEST.sub(r"\1", str(settings.get("source_arn", "")))
    allowed = str(settings.get("action"))
    service = str(settings.get("principal"))
    return who, service if allowed == "lambda:InvokeFunction" else f"{service} {allowed}", source


def sam_graph(document: Mapping[str, Any]) -> Reading:
    """The graph of a template of SAM."""
    return cloudformation_graph(expand(document))


def read_terraform(files: Mapping[str, str]) -> Reading:
    """The graph of a printed configuration."""
    return terraform_graph(files)


def read_pulumi_python(files: Mapping[str, str]) -> Reading:
    """The graph of a printed program in Python."""
    found = read_program(files)
    return graph_of(list(found.made), TERRAFORM, found.outputs)


def read_pulumi_typescript(files: Mapping[str, str]) -> Reading:
    """The graph of a printed program in TypeScript."""
    found = read_typescript(files)
    return graph_of(list(found.made), TERRAFORM, found.outputs)


def read_cloudformation(files: Mapping[str, str]) -> Reading:
    """The graph of a printed template."""
    return cloudformation_graph(read_document(files["template.yaml"]))


def read_serverless(files: Mapping[str, str]) -> Reading:
    """The graph of a printed file of the Serverless Framework."""
    return cloudformation_graph(expand_service(read_document(files["serverless.yml"])))


def read_sam(files: Mapping[str, str]) -> Reading:
    """The graph of a printed template of SAM."""
    return sam_graph(read_document(files["template.yaml"]))
