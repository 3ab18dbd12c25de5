"""Values for the fields of a template: what is wrong with them, and how they come out of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from prompts.template import Declared, Template
from prompts.tokens import estimate

_NUMBER = re.compile(r"[+-]?[0-9][0-9,_ ]*(\.[0-9]+)?")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """What is wrong with one value."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"


class ValuesError(ValueError):
    """Values that do not fit the template. `problems` names every field that is wrong."""

    def __init__(self, template: str, problems: tuple[ValueProblem, ...]) -> None:
        self.template = template
        self.problems = problems
        super().__init__("\n".join(f"{template}: {problem}" for problem in problems))


def checked(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """A clean value for every field, its default where none is given. Raises ValuesError for all that is wrong."""
    lacking = [ValueProblem(field.name, f"is required: {field.help}") for field in missing(template, values)]
    problems = (*_problems(template, values), *lacking)
    if problems:
        raise ValuesError(template.name, problems)
    return {field.name: settled(field, values.get(field.name, "")) for field in template.fields}


def ensure_fitting(template: Template, values: Mapping[str, str]) -> None:
    """Raises ValuesError where a value does not fit; what is missing may be missing."""
    problems = tuple(_problems(template, values))
    if problems:
        raise ValuesError(template.name, problems)


def missing(template: Template, values: Mapping[str, str]) -> tuple[Declared, ...]:
    """The required fields without a value."""
    return tuple(field for field in template.fields if field.required and not clean(values.get(field.name, "")))


def settled(field: Declared, value: str) -> str:
    """The value as it goes into the text: clean, choices as they are spelled, the default where it is empty."""
    text = clean(value)
    if field.is_closed and text:
        spelled = {choice.lower(): choice for choice in field.choices}
        return ", ".join(spelled[part.lower()] for part in parts_of(field, text))
    return text or field.default


def clean(value: str) -> str:
    """Without blanks around it, lines ended in one way."""
    return _BREAKS.sub("\n", value).strip()


def faults(field: Declared, value: str) -> Iterator[str]:
    """What is wrong with one value that is given, in words to put after the field's name."""
    text = clean(value)
    hidden = _HIDDEN.search(text)
    if hidden:
        yield f"holds the control character U+{ord(hidden[0]):04X}"
    if field.type != "text" and "\n" in text:
        yield "must be a single line"
    if field.type == "number" and not _NUMBER.fullmatch(text):
        yield f"'{text[:40]}' is no number"
    if field.is_closed:
        known = {choice.lower() for choice in field.choices}
        odd = [part for part in parts_of(field, text) if part.lower() not in known]
        yield from (f"'{part[:40]}' is none of: {', '.join(field.choices)}" for part in odd)


def parts_of(field: Declared, text: str) -> tuple[str, ...]:
    """The choices that a value names, each once."""
    if field.type != "choices":
        return (text,)
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def plain_values(template: Template, document: object) -> dict[str, str]:
    """The values in a document, plain data as YAML and JSON have it. Raises ValuesError.

    A list gives its items a line each, or choices; yes and no are words; a number is written out.
    """
    if not isinstance(document, dict):
        raise ValuesError(template.name, (ValueProblem("values", 'must map fields to values, "title: Shop" a line'),))
    found: dict[str, str] = {}
    problems: list[ValueProblem] = []
    for name, value in cast("dict[object, object]", document).items():
        text = _written(template.field(str(name)), value)
        if text is None:
            problems.append(ValueProblem(str(name)[:48], "must be words, a number, or a list of them"))
        else:
            found[str(name)] = text
    if problems:
        raise ValuesError(template.name, tuple(problems))
    return found


def _written(field: Declared | None, value: object) -> str | None:
    """A value as text; None where it is no value."""
    if not isinstance(value, list):
        return _scalar(value)
    items = [_scalar(item) for item in cast("list[object]", value)]
    if any(item is None or "\n" in item for item in items):
        return None
    return ("\n" if field is None or field.type == "text" else ", ").join(map(str, items))


def _scalar(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else None


def over_budget(template: Template, text: str, ready: Mapping[str, str]) -> ValuesError | None:
    """The error of a filled text that has more tokens than its template may have; it names the longest value."""
    tokens = estimate(text)
    if tokens <= template.budget:
        return None
    longest = max(ready, key=lambda name: (len(ready[name]), name), default="text")
    said = (
        f"the filled text has about {tokens:,} tokens, {tokens - template.budget:,} over its budget of "
        f"{template.budget:,}; this value has {estimate(ready.get(longest, '')):,} of them: shorten it"
    )
    return ValuesError(template.name, (ValueProblem(longest, said),))


def _problems(template: Template, values: Mapping[str, str]) -> Iterator[ValueProblem]:
    known = ", ".join(field.name for field in template.fields)
    for name in values:
        if template.field(name) is None:
            yield ValueProblem(name, f"there is no such field; there is: {known}")
    for field in template.fields:
        if clean(values.get(field.name, "")):
            yield from (ValueProblem(field.name, text) for text in faults(field, values[field.name]))
