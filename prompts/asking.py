"""Asking for the values of a template, one after the other: what comes next, what is wrong, and the way back.

A form is a value; whoever talks with a person shows its question and hands back what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from prompts.template import Declared, Template
from prompts.values import clean, faults, settled


@dataclass(frozen=True, slots=True)
class Form:
    """How far the asking has come."""

    template: Template
    values: Mapping[str, str]
    """What is given and answered so far, by field; an answer that was left empty is kept as empty."""
    asked: tuple[Declared, ...]
    """The fields to ask for, in their order: those that were not given."""
    place: int = 0

    @property
    def field(self) -> Declared | None:
        """The field to ask for now; None at the end."""
        return self.asked[self.place] if self.place < len(self.asked) else None

    @property
    def draft(self) -> str:
        """What was answered to the question before, for those who came back to it."""
        return self.values.get(self.asked[self.place].name, "")

    def answered(self, text: str) -> Form:
        """After an answer that has no problem."""
        field = self.asked[self.place]
        value = settled(field, text) if clean(text) else ""
        return replace(self, values={**self.values, field.name: value}, place=self.place + 1)

    def back(self) -> Form:
        """At the question before; at the first one where there is none."""
        return replace(self, place=max(self.place - 1, 0))

    def given(self) -> dict[str, str]:
        """Every value that is not empty, in the order of the template."""
        found = {field.name: clean(self.values.get(field.name, "")) for field in self.template.fields}
        return {name: value for name, value in found.items() if value}


def begun(template: Template, values: Mapping[str, str]) -> Form:
    """A form that asks for what is not given. The values given must be in order."""
    asked = tuple(field for field in template.fields if not clean(values.get(field.name, "")))
    return Form(template, dict(values), asked)


def objection(field: Declared, text: str) -> str:
    """Why an answer will not do, in words; empty where it will."""
    if not clean(text):
        return "this one is needed" if field.required else ""
    return "; ".join(faults(field, text))
