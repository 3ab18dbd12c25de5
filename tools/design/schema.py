"""The JSON Schema of `design.yaml`, by which editors complete and check it as it is written."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import cache
from itertools import pairwise
from typing import Any, cast

from pydantic import BaseModel

from tools.design.design import Design


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a design. Descriptions are the docstrings of the classes and of their attributes."""
    found = Design.model_json_schema()
    models = {model.__name__: model for model in _models(Design, set())}
    for name, definition in [*found.get("$defs", {}).items(), ("Design", found)]:
        model = models.get(name.split("[")[0].split("_")[0])
        if model is not None:
            _describe(definition, _attribute_docs(model))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


@cache
def text() -> str:
    """The schema as the file that ships: stable bytes."""
    return json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _describe(definition: dict[str, Any], docs: dict[str, str]) -> None:
    for name, prop in definition.get("properties", {}).items():
        if name in docs:
            prop["description"] = docs[name]


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for inner in _inner_models(field.annotation):
                _models(inner, seen)
    return seen


def _inner_models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [
        model for argument in getattr(cast("object", annotation), "__args__", ()) for model in _inner_models(argument)
    ]


def _attribute_docs(model: type[BaseModel]) -> dict[str, str]:
    docs: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base is not BaseModel and issubclass(base, BaseModel) and base.__module__.startswith("tools."):
            docs |= _own_docs(base)
    return docs


def _own_docs(model: type[BaseModel]) -> dict[str, str]:
    return _docs_of(model.__module__).get(model.__name__, {})


@cache
def _docs_of(module: str) -> dict[str, dict[str, str]]:
    """Class to attribute to docstring, of a module whose source is there; none where it is not."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, SyntaxError):
        return {}
    return {node.name: _class_docs(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _class_docs(node: ast.ClassDef) -> dict[str, str]:
    docs: dict[str, str] = {}
    for field, after in pairwise(node.body):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                docs[name] = " ".join(doc.split())
            case _:
                pass
    return docs
