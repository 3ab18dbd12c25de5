"""What a program is made of beside resources: names for what is declared, and the helpers of its language."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from tools.blueprint.reading.bridging import Document
from tools.blueprint.reading.unknown import FUNCTIONS, Unknown, code_of, plain_of, shown
from tools.blueprint.resources.labels import snake

Scope = dict[str, Any]


class Handle(NamedTuple):
    """Something declared, by which others refer to it."""

    kind: str
    label: str


class Module(NamedTuple):
    """A package or a part of one, of which only the name is known."""

    path: str


class Function(NamedTuple):
    """A function of the program, or what makes its components."""

    code: ast.FunctionDef | ast.Lambda
    scope: Scope
    makes: bool = False


class Component:
    """One of the program's own components, with what it tells."""

    def __init__(self) -> None:
        self.told: Scope = {}


class Method(NamedTuple):
    """Something a value can be asked."""

    of: Any
    name: str


def password_of(named: Scope) -> Scope:
    """What is said of a password of chance, in Terraform's words."""
    return {"password_length": named["length"], "exclude_punctuation": not named["special"]}


def _configured(key: str, *default: Any) -> Any:
    return Unknown(f"var.{snake(key)}")


def _all(*values: Any) -> Any:
    return list(values)


def _concatenated(*values: Any) -> str:
    return "".join(map(shown, values))


def _same(value: Any) -> Any:
    return value


def _document(value: Any) -> Document:
    return Document(plain_of(value))


def _decoded(value: Any) -> Any:
    return Unknown(f"jsondecode({code_of(value)})")


def _options(**named: Any) -> Any:
    return named


def _configuration(name: str = "") -> Any:
    return Method(name, "config")


def _project() -> Any:
    return Unknown("var.name")


def _stack() -> Any:
    return Unknown("var.stage")


def _path(path: str) -> Any:
    return Method(path, "path")


HELPERS: dict[str, Callable[..., Any]] = {
    "pathlib.Path": _path,
    "pulumi.Output.all": _all,
    "pulumi.Output.concat": _concatenated,
    "pulumi.Output.json_dumps": _document,
    "pulumi.Output.from_input": _same,
    "json.dumps": _document,
    "json.loads": _decoded,
    "pulumi.ResourceOptions": _options,
    "JSON.stringify": _document,
    "JSON.parse": _decoded,
    "pulumi.jsonStringify": _document,
    "pulumi.all": _same,
    "pulumi.output": _same,
    "pulumi.getProject": _project,
    "pulumi.getStack": _stack,
    "pulumi.Config": _configuration,
    "pulumi.get_project": _project,
    "pulumi.get_stack": _stack,
}


def _nothing(*given: Any) -> None:
    return None


def _checked(name: str, value: Any, pattern: str) -> Any:
    return value


def _archived(folder: str) -> Any:
    return Unknown(f"archive({folder})")


def _digested(text: Any) -> Any:
    return Unknown(f"sha1({code_of(text)})")


OWN: dict[str, Callable[..., Any]] = {"checked": _checked, "archive": _archived, "digest": _digested}
"""Functions of the program whose words say what they do."""


def _shown(of: Any, value: Any) -> Any:
    return value


def _counted(of: Any, value: Any) -> bool:
    return bool(value)


def _split(of: Any, mark: str) -> Any:
    return Unknown(f"split({mark}, {code_of(of)})")


def _joined(of: Any, given: Any) -> Any:
    """Python asks the mark for it, TypeScript the list."""
    return FUNCTIONS["join"](given, of) if isinstance(of, list) else FUNCTIONS["join"](of, given)


def _trimmed(of: Any, ending: str) -> Any:
    return Unknown(f"trimsuffix({of.code}, {ending})") if isinstance(of, Unknown) else of.removesuffix(ending)


def _replaced(of: Any, old: str, new: str) -> Any:
    if isinstance(of, Unknown):
        return Unknown(f"replace({of.code}, {old}, {new})")
    return FUNCTIONS["replace"](of, old, new)


def _asked(of: Any, key: str, *default: Any) -> Any:
    if of is None or isinstance(of, dict):
        return (of or {}).get(key)  # type: ignore[reportUnknownVariableType]
    return _configured(key)


def _of_parent(of: Any, *given: Any) -> Any:
    return Method(None, "register_outputs") if not given else None


METHODS: dict[str, Callable[..., Any]] = {
    "str": _shown,
    "split": _split,
    "join": _joined,
    "removesuffix": _trimmed,
    "replace": _replaced,
    "super": _of_parent,
    "__init__": _nothing,
    "register_outputs": _nothing,
    "get": _asked,
    "get_bool": _asked,
    "getBoolean": _asked,
    "requireSecret": _asked,
    "replaceAll": _replaced,
    "registerOutputs": _nothing,
    "Boolean": _counted,
    "Set": _nothing,
    "require": _asked,
    "require_secret": _asked,
}


def separated(given: list[Any]) -> tuple[list[Any], Scope]:
    """The name and what is given beside it, of a call that takes one object, and perhaps another of options."""
    names = [each for each in given if isinstance(each, str)]
    objects: list[Scope] = [each for each in given if isinstance(each, dict)]
    options = {"opts": objects[1]} if len(objects) > 1 else {}
    return names, (objects[0] if objects else {}) | options


def is_condition(value: Any) -> bool:
    """Whether a value is true or false by what is said at deployment; whatever is declared is there."""
    return isinstance(value, Unknown) and ("==" in value.code or value.code.startswith("var."))


SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Gt: ">",
    ast.Is: "is",
    ast.IsNot: "is not",
}
COMPARED: dict[str, Callable[[Any, Any], Any]] = {"==": operator.eq, "!=": operator.ne, ">": operator.gt}
