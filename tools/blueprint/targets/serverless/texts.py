"""Text in which the framework reads nothing, and references by the names it gives.

The framework reads a variable wherever `${` is followed by a small letter, and takes away backslashes before `${`
("Variables", its parser); `${` before a capital letter, a colon or an exclamation mark stays what it is, which is how
CloudFormation's own are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tools.blueprint.targets.cloudformation.emitter import Node, Noted, Tagged
from tools.blueprint.targets.serverless.words import Variable

_READ = re.compile(r"\$\{[a-z]|\\\$+\{")
_VARIABLE = re.compile(r"\$\{(?!!)([A-Za-z0-9]+)")
_SLASHES = re.compile(r"\\+(?=\$\{)")


def is_read(words: str) -> bool:
    """Whether the framework would change something in a text."""
    return "${" in words and _READ.search(words) is not None


def inert_node(node: Node, names: Mapping[str, str]) -> Node:
    """Template data as the framework leaves it, with its names for the resources it makes."""
    if type(node) is str:
        return _literal(node) if "${" in node else node
    if type(node) is dict:
        return {key: inert_node(item, names) for key, item in node.items()}
    if type(node) is list:
        return [inert_node(item, names) for item in node]
    if type(node) is Tagged:
        return _tagged(node, names)
    if type(node) is Variable:
        return str(node)
    if type(node) is Noted:
        value = node.value
        return Noted(node.remark, inert_node(value, names) if type(value) is dict else value)  # type: ignore[arg-type]
    return node


def _literal(words: str) -> Node:
    """A text that is split where the framework would read it, and joined by CloudFormation."""
    if not is_read(words):
        return words
    first, *rest = words.split("${")
    parts: list[Node] = [f"{first}$", *("{" + part + "$" for part in rest[:-1]), "{" + rest[-1]]
    return Tagged("!Join", ["", parts])


def _tagged(node: Tagged, names: Mapping[str, str]) -> Node:
    tag, value = node
    if tag == "!Ref" and type(value) is str:
        return Tagged(tag, names.get(value, value))
    if tag == "!GetAtt" and type(value) is str:
        identity, _, attribute = value.partition(".")
        return Tagged(tag, f"{names.get(identity, identity)}.{attribute}")
    if tag == "!Sub":
        return _substituted(value, names)
    if type(value) is list:
        return Tagged(tag, [inert_node(item, names) for item in value])
    return node


def _substituted(value: Node, names: Mapping[str, str]) -> Tagged:
    words, variables = value if type(value) is list else (value, dict[str, Node]())
    assert isinstance(words, str)
    assert isinstance(variables, dict)
    found = _VARIABLE.sub(lambda match: "${" + names.get(match[1], match[1]), words)
    known = {key: inert_node(item, names) for key, item in variables.items()}
    for run in _SLASHES.findall(found):
        known[f"Backslashes{len(run)}"] = run
    found = _SLASHES.sub(lambda match: f"${{Backslashes{len(match[0])}}}", found)
    return Tagged("!Sub", [found, known]) if known else Tagged("!Sub", found)
