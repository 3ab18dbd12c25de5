"""What a field of the design language takes, as a value: for the schemas of tools and for the digest in the prompt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, ForwardRef, Literal, Union, cast, get_args, get_origin

from tools.design.base import ByTag, Model, RefTo

Sort = Literal["text", "whole", "number", "flag", "choice", "list", "record", "either", "again"]
"""`again` is a type that holds itself, which no schema without references can say."""

_PLAIN: dict[type, Sort] = {str: "text", int: "whole", float: "number", bool: "flag"}
_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")


class OpenShapeError(TypeError):
    """A type that no closed schema can say: a dictionary of anything, or a value of any kind."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One type."""

    sort: Sort
    choices: tuple[str, ...] = ()
    inner: tuple[Shape, ...] = ()
    """What a list holds, or what may stand in an either."""
    model: type[Model] | None = None
    nullable: bool = False
    bounds: tuple[tuple[str, Any], ...] = ()
    refers: tuple[str, ...] | None = None
    """Kinds of component that it names, none for any; None where it names none."""


@cache
def fields_of(model: type[Model]) -> dict[str, Shape]:
    """The fields of a model, in their order."""
    return {
        name: _marked(shape_of(field.annotation), field.metadata)
        for name, field in cast("Any", model).model_fields.items()
    }


def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation. Raises OpenShapeError."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        return _marked(shape_of(inner), marks)
    if origin is Literal:
        return Shape("choice", choices=tuple(map(str, get_args(annotation))))
    if origin is tuple:
        item, *rest = get_args(annotation)
        if rest != [...]:
            raise OpenShapeError(f"a list whose items differ: {annotation}")
        return Shape("list", inner=(shape_of(item),))
    if origin is Union or type(annotation).__name__ == "UnionType":
        return _either(get_args(annotation))
    if isinstance(annotation, ForwardRef):
        return Shape("again")
    if isinstance(annotation, type):
        return _of_class(annotation)
    raise OpenShapeError(f"no closed type: {annotation}")


def _of_class(found: type) -> Shape:
    if found in _PLAIN:
        return Shape(_PLAIN[found])
    if issubclass(found, Model):
        return Shape("record", model=found)
    raise OpenShapeError(f"no closed type: {found.__name__}")


def _either(members: tuple[Any, ...]) -> Shape:
    is_nullable = type(None) in members
    shapes = [shape_of(member) for member in members if member is not type(None)]
    if len(shapes) == 1:
        return replace(shapes[0], nullable=is_nullable)
    return Shape("either", inner=tuple(shapes), nullable=is_nullable)


def _marked(shape: Shape, marks: list[Any]) -> Shape:
    """The shape with what annotations beside it say. Validators are not for schemas; what they refuse is said later."""
    bounds = tuple(_bounds(marks))
    kinds = next((mark.kinds for mark in marks if isinstance(mark, RefTo)), shape.refers)
    return replace(shape, bounds=(*shape.bounds, *bounds), refers=kinds) if bounds or kinds is not None else shape


def _bounds(marks: list[Any]) -> Iterator[tuple[str, Any]]:
    for mark in marks:
        if isinstance(mark, RefTo | ByTag):
            continue
        for name in _BOUNDS:
            value = getattr(mark, name, None)
            if value is not None:
                yield name, value
