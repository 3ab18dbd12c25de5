"""The JSON Schema of `design.yaml`, by which editors complete and check it as it is written."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema
from pydantic_core.core_schema import (
    PlainValidatorFunctionSchema,
    definition_reference_schema,
    tagged_union_schema,
)

from tools.design.base import Members, Model, models_in
from tools.design.design import Design


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a design. Descriptions are the docstrings of the classes and of their attributes."""
    found = Design.model_json_schema(schema_generator=_Whole)
    models = {model.__name__: model for model in _models(Design, set())}
    for name, definition in [*found.get("$defs", {}).items(), ("Design", found)]:
        model = models.get(name.split("[")[0].split("_")[0])
        if model is not None:
            _describe(definition, _attribute_docs(model))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


class _Whole(GenerateJsonSchema):
    """Follows unions into the members that validation leaves until it meets one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._followed: set[str] = set()

    def function_plain_schema(self, schema: PlainValidatorFunctionSchema) -> dict[str, Any]:
        union = schema["function"]["function"]
        if not isinstance(union, Members):
            return super().function_plain_schema(schema)
        choices: dict[Any, CoreSchema] = {tag: self._referred(model) for tag, model in union.models.items()}
        return self.tagged_union_schema(tagged_union_schema(choices, union.tag))

    def _referred(self, model: type[Model]) -> CoreSchema:
        model.model_rebuild()
        core: Any = model.__pydantic_core_schema__
        inner = core["schema"] if core["type"] == "definitions" else core
        reference: str = inner.get("ref") or inner["schema_ref"]
        if reference not in self._followed:
            self._followed.add(reference)
            self.generate_inner(core)
        return definition_reference_schema(reference)


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
            for inner in models_in(field.annotation):
                _models(inner, seen)
    return seen


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
