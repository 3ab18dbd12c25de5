"""The two providers every target's text comes down to: how each names, refers and nests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tools.blueprint.reading.configuration import Configured, Made
from tools.blueprint.reading.documents import Known, spelled
from tools.blueprint.reading.model import Resource, is_list, is_mapping
from tools.blueprint.reading.neutral import Provider
from tools.blueprint.reading.unknown import referring
from tools.blueprint.reading.vocabulary import tokens

_HERE = {
    "var.region": "region",
    "data.aws_region.current.region": "region",
    "data.aws_region.current.name": "region",
    "data.aws_partition.current.partition": "partition",
    "data.aws_partition.current.dns_suffix": "suffix",
    "data.aws_caller_identity.current.account_id": "account",
}
_PSEUDO = {
    "AWS::Region": "region",
    "AWS::Partition": "partition",
    "AWS::URLSuffix": "suffix",
    "AWS::AccountId": "account",
    "AWS::StackName": "stack",
}


def _address(made: Made) -> str:
    return f"{made.kind}.{made.label}"


def _split(code: str) -> tuple[str, str]:
    found = re.match(r"(aws_\w+\.[\w#.-]*?[\w#-]+(?:#\d+)?)(?:\[\d+\])?\.([\w.\[\]\"]+)$", code)
    return (found[1], found[2]) if found else (code, "")


def _input(code: str) -> str:
    return f"input/{'_'.join(tokens(code[4:]))}" if code.startswith("var.") else ""


def _identity(made: Made) -> str:
    return made.label


def _dotted(code: str) -> tuple[str, str]:
    identity, _, attribute = code.partition(".")
    return identity, attribute


def _parameter(code: str) -> str:
    return "" if "." in code or "(" in code else f"input/{'_'.join(tokens(code))}"


TERRAFORM = Provider(_address, _split, _HERE, _input)
CLOUDFORMATION = Provider(_identity, _dotted, _PSEUDO, _parameter)

DATA = frozenset(
    """
    Variables PolicyDocument AssumeRolePolicyDocument EventPattern Body Definition RequestTemplates KeyPolicy Tags
    RedrivePolicy FilterPolicy RequestParameters AccessPolicy Policy ResponseParameters Parameters
    DefaultArguments LifecyclePolicyText InputPathsMap DefinitionSubstitutions
    """.split()
)
"""Properties whose keys are the user's, or another document's."""


def snaked(value: Any) -> Any:
    """Properties with the words of their keys apart, as the other provider writes them."""
    if is_list(value):
        return [snaked(item) for item in value]
    if not is_mapping(value):
        return value
    return {_snake(key): item if key in DATA else snaked(item) for key, item in value.items()}


def _snake(key: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]+", key):
        return key
    found = re.sub(r"_(?=\d)", "", "_".join(tokens(key)))
    return (
        found.replace("cloud_watch", "cloudwatch")
        .replace("work_group", "workgroup")
        .replace("dynamo_db", "dynamodb")
        .replace("dynamo_d_b", "dynamodb")
    )


def conditions_of(document: Mapping[str, Any], known: Known) -> dict[str, str]:
    """What the conditions of a template say."""
    return {name: _said(found, known) for name, found in document.get("Conditions", {}).items()}


def _said(found: Any, known: Known) -> str:
    if is_mapping(found) and "Fn::Not" in found:
        return f"not {_said(found['Fn::Not'][0], known)}"
    if is_mapping(found) and "Fn::Equals" in found:
        one, other = (spelled(value, known._replace(defaults={})) for value in found["Fn::Equals"])
        return f"{one} == {other}"
    return str(spelled(found, known))


def made_of(resources: Iterable[Resource], conditions: Mapping[str, str]) -> list[Made]:
    """The resources of a template."""
    return [
        Made(
            each.kind,
            each.name,
            snaked(chosen(each.settings, conditions)),
            conditions.get(each.condition, each.condition),
            each.keeps,
        )
        for each in resources
    ]


_NOTHING = "${AWS::NoValue}"


def chosen(value: Any, conditions: Mapping[str, str]) -> Any:
    """Values that depend on a condition, in the form both providers have here."""
    if is_list(value):
        return [chosen(item, conditions) for item in value]
    if not is_mapping(value):
        return value
    if "Fn::If" in value:
        name, yes, no = value["Fn::If"]
        return choice_of(conditions.get(name, name), chosen(yes, conditions), chosen(no, conditions))
    found = {key: chosen(item, conditions) for key, item in value.items()}
    return {key: item for key, item in found.items() if item != _NOTHING}


def choice_of(condition: str, yes: Any, no: Any) -> Any:
    """One of two values; nothing where one is not said."""
    found = {"if": condition, "then": yes, "else": no}
    return {key: item for key, item in found.items() if item not in (None, _NOTHING)}


def configured(found: Configured) -> list[Made]:
    """The resources of a configuration, conditions as references."""
    return [each._replace(condition=referring(each.condition)) for each in found.made]
