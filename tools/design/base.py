"""What every part of the language shares: the frozen model, names, text, and references between parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticKnownError
from pydantic_core.core_schema import no_info_plain_validator_function


class Model(BaseModel):
    """A value of the design language: frozen, closed, built on first use.

    Modules of models do without `from __future__ import annotations`: pydantic would have to compile every annotation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False)

    if not TYPE_CHECKING:  # else every attribute would seem to exist

        def __getattr__(self, name: str) -> Any:
            """What is missing. Pydantic would seek it among private and extra attributes, of which there are none."""
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


class ByTag:
    """Marks a union of models which a field tells apart, and has each built when the first value of it is met.

    For most kinds that is never, and building all of them takes longer than reading a design.
    """

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(Members(self.tag, get_args(source)))


class Members:
    """Validates a value as the member of a union that its tag names."""

    def __init__(self, tag: str, models: tuple[type[Model], ...]) -> None:
        self.tag = tag
        self.models = {str(model.model_fields[tag].default): model for model in models}

    def __call__(self, value: Any) -> Model:
        if isinstance(value, dict):
            return self._named(cast("dict[str, Any]", value)).model_validate(value)
        if type(value) is self.models.get(getattr(value, self.tag, "")):
            return value
        raise PydanticKnownError("model_attributes_type")

    def _named(self, value: dict[str, Any]) -> type[Model]:
        tag = value.get(self.tag)
        if isinstance(tag, str) and tag in self.models:
            return self.models[tag]
        if self.tag not in value:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": repr(self.tag)})
        expected = ", ".join(map(repr, self.models))
        raise PydanticKnownError(
            "union_tag_invalid", {"discriminator": repr(self.tag), "tag": str(tag), "expected_tags": expected}
        )


def _is_encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"holds a lone surrogate at character {error.start}, which is no Unicode text") from None
    return text


Text = Annotated[str, AfterValidator(_is_encodable)]
"""Words of people. Data, never markup: printers escape it for their format."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=48)]
"""Names a part: lower case words joined by hyphens, at most 48 characters."""

TypeName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$", max_length=64)]
"""Names a type of thing (an event, an entity): words run together with capitals, at most 64 characters."""

FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)]
"""Names a field of an event or an entity."""

Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,}(-[a-z0-9]+)*$", max_length=32)]
"""A region in its cloud's own spelling, `eu-west-1` say."""


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a field that names a component, of one of these kinds or of any; the design checks that it exists."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        object.__setattr__(self, "kinds", kinds)


ComponentName = Annotated[Name, RefTo()]
"""Names a component of any kind."""


class Anatomy(NamedTuple):
    """What a class of the language is made of, as far as references go."""

    references: dict[str, tuple[str, ...]]
    """Fields that name components, and the kinds each may name (none for any)."""
    children: tuple[str, ...]
    """Fields that hold further models in which components are named."""


@cache
def anatomy(model: type[Model]) -> Anatomy:
    """The anatomy of a class; worked out once."""
    return Anatomy(
        references=_references(model),
        children=tuple(n for n, f in model.model_fields.items() if _names_components(models_in(f.annotation), model)),
    )


@cache
def _references(model: type[Model]) -> dict[str, tuple[str, ...]]:
    marked = ((name, _marks(field.metadata, field.annotation)) for name, field in model.model_fields.items())
    return {name: marks[0].kinds for name, marks in marked if marks}


def _marks(metadata: list[Any], annotation: Any) -> list[RefTo]:
    found = [mark for mark in metadata if isinstance(mark, RefTo)]
    for argument in getattr(annotation, "__args__", ()):
        found += _marks(list(getattr(argument, "__metadata__", ())), argument)
    return found


def _names_components(models: list[type[Model]], above: type[Model]) -> bool:
    """Whether components are named in one of these models, or anywhere inside them without passing the one above."""
    seen = {above}
    while models:
        model = models.pop()
        if model in seen:
            continue
        if _references(model):
            return True
        seen.add(model)
        models += _held(model)
    return False


@cache
def _held(model: type[Model]) -> list[type[Model]]:
    return [inner for field in model.model_fields.values() for inner in models_in(field.annotation)]


def models_in(annotation: Any) -> list[type[Model]]:
    """The models an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [model for argument in getattr(cast("object", annotation), "__args__", ()) for model in models_in(argument)]
