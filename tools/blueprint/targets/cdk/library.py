"""What the construct library calls the resources of CloudFormation, from a table derived from the library itself."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tools.blueprint.targets.cdk.tree import Name


class Resource(NamedTuple):
    """The class of a resource type, the types of its properties, and attributes that are called otherwise."""

    cls: Name
    properties: dict[str, tuple[str, str]]
    attributes: dict[str, str]


class Table(NamedTuple):
    """Everything there is a name for. Properties: name in CloudFormation, in small letters, to name and type."""

    resources: dict[str, Resource]
    structures: dict[str, dict[str, tuple[str, str]]]
    runtimes: frozenset[str]


@cache
def table() -> Table:
    """The table, read once."""
    read = json.loads(files(__name__.rpartition(".")[0]).joinpath("constructs.json").read_text(encoding="utf-8"))
    return Table(
        {kind: Resource(name_of(cls), _lower(props), other) for kind, (cls, props, other) in read["resources"].items()},
        {name: _lower(props) for name, props in read["structures"].items()},
        frozenset(read["runtimes"]),
    )


def _lower(properties: dict[str, str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name, kind in properties.items():
        own, _, other = name.partition("=")
        found[other or own.lower()] = (own, kind)
    return found


def name_of(words: str) -> Name:
    """`aws_sqs.CfnQueue` as a name."""
    module, dot, path = words.partition(".")
    return Name(module, path) if dot else Name("", words)


def attribute_of(kind: str, attribute: str) -> str:
    """The property that holds an attribute of a resource: `Arn` is `attrArn`."""
    return table().resources[kind].attributes.get(attribute) or "attr" + attribute.replace(".", "")
