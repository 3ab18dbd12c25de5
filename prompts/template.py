"""A template as a value: what it is for, the fields it declares, its budget, and its text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from tools.design.base import Model, Name, Text

Kind = Literal["brief", "review", "question"]
"""A brief is designed from; a review is held against a design that stands; a question is put about one."""

FieldType = Literal["line", "text", "number", "choice", "choices"]
"""One line; any number of lines; a number of any size, written out; one of the choices; some of them, with commas."""

FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=48)]
"""Names a field: lower case words joined by underscores."""

Shown = Annotated[Text, StringConstraints(min_length=1, max_length=400)]
"""Words that are shown to people beside a field or a template."""

MOST_TOKENS = 12_000
"""Largest budget a template may state."""

USUAL_TOKENS = 4_000
"""Budget of a template that states none."""


class Declared(Model):
    """A field that people fill."""

    name: FieldKey
    type: FieldType = "line"
    help: Shown
    """What to write, in a sentence with an example."""
    required: bool = False
    default: Text = ""
    """What stands there when nothing is given."""
    choices: tuple[Shown, ...] = ()
    suggestions: tuple[Shown, ...] = ()
    """What is often written in a line, for completion; anything else is as good."""

    @property
    def is_closed(self) -> bool:
        """Whether only its choices may be given."""
        return self.type in ("choice", "choices")

    @model_validator(mode="after")
    def _fits_together(self) -> Declared:
        if self.is_closed != bool(self.choices):
            raise ValueError("a field has choices exactly where its type is choice or choices")
        if self.type == "choices" and any("," in choice for choice in self.choices):
            raise ValueError("choices of which several may be given hold no commas")
        if self.suggestions and self.type != "line":
            raise ValueError("only a line has suggestions")
        if self.required and self.default:
            raise ValueError("a required field has no default")
        return self


class Template(Model):
    """One template."""

    name: Name
    title: Shown
    summary: Shown
    """What it is for, in a sentence."""
    kind: Kind = "brief"
    origin: Literal["packaged", "user"] = "packaged"
    """Whose it is. Text of the package is executed, text of a user never."""
    budget: int = Field(default=USUAL_TOKENS, ge=50, le=MOST_TOKENS)
    """Most tokens of the filled text, as `tokens.estimate` counts them."""
    fields: Annotated[tuple[Declared, ...], Field(max_length=60)]
    """In the order in which they are asked for."""
    body: Text

    def field(self, name: str) -> Declared | None:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)

    @model_validator(mode="after")
    def _names_once(self) -> Template:
        names = [field.name for field in self.fields]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"declared twice: {', '.join(twice)}")
        return self
