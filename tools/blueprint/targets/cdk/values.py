"""Template data as values of a program: intrinsic functions become what the library has for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tools.blueprint.targets.cdk.library import attribute_of, table
from tools.blueprint.targets.cdk.tree import Call, Expression, Member, Name, Part, Remark, Setting, Struct, Text
from tools.blueprint.targets.cloudformation.emitter import Node, Noted, Printed, Tagged

TEXT, NUMBER, TRUTH, ANYTHING = "s", "n", "b", "j"

_PSEUDO = {
    "AWS::Partition": "PARTITION",
    "AWS::Region": "REGION",
    "AWS::AccountId": "ACCOUNT_ID",
    "AWS::StackName": "STACK_NAME",
    "AWS::StackId": "STACK_ID",
    "AWS::URLSuffix": "URL_SUFFIX",
    "AWS::NoValue": "NO_VALUE",
}
_HERE = {word: Name("", f"Aws.{name}") for word, name in _PSEUDO.items()}
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_READ = re.compile(r"\$\{[\w:.]+\}|[$#]\{Token\[")
"""What the library takes for a token of its own, or its validator for a variable."""


def _function(name: str) -> Name:
    return Name("", f"Fn.{name}")


class UnsaidError(LookupError):
    """A property the library's table has no word for."""


class Reader:
    """Reads the data of one template. `built` says which resources are constructs of the second level, and what their
    references and attributes are called."""

    def __init__(self, kinds: Mapping[str, str], settings: frozenset[str]) -> None:
        self.kinds = kinds
        """Resource types by id."""
        self.settings = settings
        self.built: dict[str, Mapping[str, str]] = {}
        """Resources that are constructs: attribute to property, the reference under an empty name."""
        self.uses: set[str] = set()
        """Resources met since this was last emptied."""
        self.used: set[str] = set()
        """Parameters and conditions met."""

    def value(self, node: Node, kind: str = ANYTHING) -> Expression:
        """Data as a value of a type."""
        reader = _READERS.get(type(node))
        return reader(self, node, kind) if reader is not None else _number(node, kind)

    def part(self, identity: str) -> Part:
        """A resource."""
        self.uses.add(identity)
        return Part(identity)

    def setting(self, name: str) -> Setting:
        """A parameter or a condition."""
        self.used.add(name)
        return Setting(name)

    def reference(self, identity: str) -> Expression:
        """What `Ref` gives."""
        if identity in _HERE:
            return _HERE[identity]
        if identity in self.settings:
            return Member(self.setting(identity), "valueAsString")
        built = self.built.get(identity)
        return Member(self.part(identity), "ref" if built is None else built[""])

    def attribute(self, identity: str, attribute: str) -> Expression:
        """What `GetAtt` gives."""
        built = self.built.get(identity)
        if built is not None:
            return Member(self.part(identity), built[attribute], sure=attribute == "StreamArn")
        return Member(self.part(identity), attribute_of(self.kinds[identity], attribute))

    def condition(self, name: str) -> Expression:
        """A condition by the name the template gives it."""
        return Member(self.setting(name), "logicalId")

    def struct(self, found: Mapping[str, Node], cls: str) -> Expression:
        """A structure of the library. Raises UnsaidError."""
        known = table().structures[cls]
        return Struct(cls, self.fields(found, known))

    def fields(self, found: Mapping[str, Node], known: Mapping[str, tuple[str, str]]) -> dict[str, Expression]:
        """Named values in the library's words. Raises UnsaidError."""
        fields: dict[str, Expression] = {}
        for key, item in found.items():
            if key.lower() not in known:
                raise UnsaidError(key)
            name, kind = known[key.lower()]
            fields[name] = self.value(item, kind)
        return fields


def _text(reader: Reader, node: str, kind: str) -> Expression:
    if kind == NUMBER:
        return int(node)
    return literal(node)


def literal(words: str) -> Expression:
    """Words in which nothing is a token or a variable: those that look like one are CloudFormation's to write."""
    if "{" not in words or not _READ.search(words):
        return words
    escaped = words.replace("${", "${!").replace("#{Token[", "${Sign}{Token[")
    signs: tuple[Expression, ...] = ({"Sign": "#"},) if "${Sign}" in escaped else ()
    return Call(_function("sub"), (escaped, *signs))


def _number(node: Node, kind: str) -> Expression:
    assert node is None or isinstance(node, (int, float))
    if kind == TEXT:
        return str(node).lower() if isinstance(node, bool) else str(node)
    return node


def _list(reader: Reader, node: list[Node], kind: str) -> Expression:
    inner = kind[1:] if kind[0] == "[" else ANYTHING
    return [reader.value(item, inner) for item in node]


def _mapping(reader: Reader, node: dict[str, Node], kind: str) -> Expression:
    if kind in table().structures:
        return reader.struct(node, kind)
    inner = kind[1:] if kind[0] == "{" else ANYTHING
    return {key: reader.value(item, inner) for key, item in node.items()}


def _printed(reader: Reader, node: Printed, kind: str) -> Expression:
    return _mapping(reader, node.data, kind)


def _noted(reader: Reader, node: Noted, kind: str) -> Expression:
    return Remark(node.remark, reader.value(node.value, kind))


def _tagged(reader: Reader, node: Tagged, kind: str) -> Expression:
    value: Any = node.value
    match node.tag:
        case "!Ref":
            found = reader.reference(value)
        case "!GetAtt":
            identity, _, attribute = value.partition(".")
            found = reader.attribute(identity, attribute)
        case "!Sub":
            found = _substituted(reader, value)
        case "!Join":
            found = _joined(reader, *value)
        case "!Select":
            found = Call(_function("select"), (int(value[0]), reader.value(value[1], "[s")))
        case "!Split":
            return Call(_function("split"), (value[0], reader.value(value[1], TEXT)))
        case "!GetAZs":
            return Call(_function("getAzs"))
        case "!If":
            return _chosen(reader, value, kind)
        case _:
            found = _compared(reader, node)
    return Call(Name("", "Token.asNumber"), (found,)) if kind == NUMBER else found


def _joined(reader: Reader, separator: str, parts: Node) -> Expression:
    return Call(_function("join"), (separator, reader.value(parts, "[s")))


def _compared(reader: Reader, node: Tagged) -> Expression:
    value: Any = node.value
    if node.tag == "!Not":
        return Call(_function("conditionNot"), (reader.value(value[0]),))
    assert node.tag == "!Equals", node.tag
    return Call(_function("conditionEquals"), (reader.value(value[0]), reader.value(value[1])))


_AS = {TEXT: "Token.asString", NUMBER: "Token.asNumber", "[s": "Token.asList"}


def _chosen(reader: Reader, value: list[Any], kind: str) -> Expression:
    """One of two values: inside, structures are plain data with CloudFormation's names."""
    name, then, otherwise = value
    branches = (reader.value(then), reader.value(otherwise))
    found = Call(_function("conditionIf"), (reader.condition(name), *branches))
    return Call(Name("", _AS[kind]), (found,)) if kind in _AS else found


def _substituted(reader: Reader, value: Any) -> Expression:
    pair: tuple[str, dict[str, Node]] = (value, {}) if type(value) is str else (value[0], value[1])
    words, variables = pair
    parts: list[Expression] = []
    start = 0
    for match in _VARIABLE.finditer(words):
        parts.append(_unescaped(words[start : match.start()]))
        start = match.end()
        word = match[1]
        if word[:1] == "!":
            parts.append("${" + _unescaped(word[1:]) + "}")
        elif word in variables:
            parts.append(reader.value(variables[word], TEXT))
        else:
            identity, _, attribute = word.partition(".")
            parts.append(reader.attribute(identity, attribute) if attribute else reader.reference(identity))
    return put_together([*parts, _unescaped(words[start:])])


def _unescaped(words: str) -> str:
    """Words of people between variables, in which a brace may have been opened and never closed."""
    return words.replace("${!", "${")


def put_together(parts: list[Expression]) -> Expression:
    """Text of parts: one literal where all are, joined by the library where a part is more than a property."""
    merged: list[Expression] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if len(merged) == 1:
        only = merged[0]
        return literal(only) if isinstance(only, str) else only
    plain = all(isinstance(part, (str, Name, Member)) for part in merged)
    if plain and not any(isinstance(part, str) and _READ.search(part) for part in merged):
        return Text(tuple(merged))
    return Call(_function("join"), ("", [literal(part) if isinstance(part, str) else part for part in merged]))


_READERS: dict[type, Any] = {
    str: _text,
    list: _list,
    dict: _mapping,
    Printed: _printed,
    Noted: _noted,
    Tagged: _tagged,
}
