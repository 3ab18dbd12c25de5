"""A template as a value: what it is for, the fields it declares, and its text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from tools.design.base import Model, Name, Text

FieldType = Literal["line", "text", "number", "choice"]
"""One line; any number of lines; a number of any size, written out; one of the choices."""

FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=48)]
"""Names a field: lower case words joined by underscores."""


class Declared(Model):
    """A field that people fill."""

    name: FieldKey
    type: FieldType = "line"
    help: Text
    """What to write, in a sentence with an example."""
    required: bool = False
    default: Text = ""
    """What stands there when nothing is given."""
    choices: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Declared:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a field has choices exactly where its type is choice")
        if self.required and self.default:
            raise ValueError("a required field has no default")
        if self.choices and self.default and self.default not in self.choices:
            raise ValueError(f"the default '{self.default}' is none of the choices")
        return self


class Template(Model):
    """One template."""

    name: Name
    title: Text
    summary: Text
    """What it is for, in a sentence."""
    fields: Annotated[tuple[Declared, ...], Field(min_length=1, max_length=60)]
    body: Text
    """Text in which `{{name}}` stands for a field."""

    def field(self, name: str) -> Declared | None:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)
