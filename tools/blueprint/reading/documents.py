"""A template's text as data: intrinsic functions in their long form, then as text with the references spelled out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from tools.blueprint.reading.model import Plain, is_list, is_mapping


class Known(NamedTuple):
    """What references are spelled with."""

    names: Mapping[str, str]
    """Names of resources, by logical id, where they differ."""
    defaults: Mapping[str, str]
    """Values of parameters that have one: SAM's translator puts some of them in their place."""


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):
    """Reads the short forms of intrinsic functions; dates stay text."""


def _long(loader: Any, suffix: str, node: yaml.Node) -> Any:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


def _text(loader: Any, node: yaml.Node) -> str:
    return str(node.value)


_Loader.add_multi_constructor("!", _long)  # pyright: ignore[reportUnknownMemberType]
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)  # pyright: ignore[reportUnknownMemberType]


def read_document(text: str) -> dict[str, Any]:
    """A template, YAML or JSON. Raises ValueError where it is neither."""
    try:
        found: object = yaml.load(text, _Loader)  # noqa: S506 - a safe loader's child
    except yaml.YAMLError as error:
        raise ValueError(f"no template: {error}") from None
    if not is_mapping(found):
        raise ValueError("no template: a mapping is expected")
    return found


_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")


def spelled(value: Any, known: Known) -> Plain:
    """Data with its references as text, under the names given to resources; the same text however it was put."""
    if isinstance(value, str):
        return value.replace("${", "${!")
    if is_list(value):
        return [spelled(item, known) for item in value]
    if not is_mapping(value):
        return value
    if len(value) == 1:
        (function, argument), *_ = value.items()
        if function in _SPELLED:
            return _SPELLED[function](argument, known)
    return {str(key): spelled(item, known) for key, item in value.items()}


def _reference(argument: Any, known: Known) -> Plain:
    identity, _, attribute = str(argument).partition(".")
    if identity in known.defaults:
        return known.defaults[identity]
    named = known.names.get(identity, identity)
    return f"${{{named}.{attribute}}}" if attribute else f"${{{named}}}"


def _attribute(argument: Any, known: Known) -> Plain:
    return _reference(argument if isinstance(argument, str) else ".".join(map(str, argument)), known)


def _substituted(argument: Any, known: Known) -> Plain:
    text: str = argument if isinstance(argument, str) else argument[0]
    variables: Mapping[str, Any] = {} if isinstance(argument, str) else argument[1]

    def put(match: re.Match[str]) -> str:
        word = match[1].strip()
        return str(spelled(variables[word], known) if word in variables else _reference(word, known))

    return _VARIABLE.sub(put, text).replace("arn:${AWS::Partition}:", "arn:aws:")


def _joined(argument: Any, known: Known) -> Plain:
    separator, parts = argument
    if not is_list(parts):
        return {"Fn::Join": [separator, spelled(parts, known)]}
    found, literal = "", ""
    for number, part in enumerate(parts):
        literal += separator if number else ""
        if isinstance(part, str):  # what two literal parts make together is literal too
            literal += part
            continue
        value = spelled(part, known)
        if not isinstance(value, str):
            return {"Fn::Join": [separator, spelled(parts, known)]}
        found, literal = found + str(spelled(literal, known)) + value, ""
    return found + str(spelled(literal, known))


def _selected(argument: Any, known: Known) -> Plain:
    """A part of what is split: `${split(:, Pool.Arn)[6]}`."""
    number, items = argument
    if not (is_mapping(items) and "Fn::Split" in items):
        return {"Fn::Select": [number, spelled(items, known)]}
    separator, whole = items["Fn::Split"]
    return f"${{split({separator}, {str(spelled(whole, known)).removeprefix('${').removesuffix('}')})[{number}]}}"


_SPELLED = {
    "Ref": _reference,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _substituted,
    "Fn::Join": _joined,
    "Fn::Select": _selected,
}
