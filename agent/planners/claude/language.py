"""The language and the catalogue in few words: what a design may be made of, for the stable part of a prompt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from agent.planners.claude.shapes import Shape, fields_of
from agent.planners.embedded.lexicon.needs import NEEDS
from tools.catalog.services import services
from tools.checks import all_rules
from tools.design.base import Model
from tools.design.components import COMPONENT_TYPES, ComponentBase, DataHolder
from tools.design.decisions import Decision
from tools.design.events import Event
from tools.design.links import Link
from tools.design.workflows import (
    Approval,
    Callback,
    Catch,
    Choice,
    Compare,
    Fail,
    Map,
    Parallel,
    Pass,
    Retry,
    StepBase,
    Succeed,
    Task,
    Wait,
)

PROVIDER = "aws"
"""The cloud whose services stand beside the kinds; others are found in the catalogue by the tools."""

_STEPS: tuple[type[StepBase], ...] = (Task, Approval, Callback, Choice, Parallel, Map, Wait, Pass, Succeed, Fail)


@cache
def digest() -> str:
    """Kinds with their fields and services, links, events, workflows, needs and rules. The same bytes every time."""
    sections = (
        ("FIELDS OF EVERY COMPONENT", [_fields(ComponentBase, ("name",))]),
        ("ALSO OF WHAT KEEPS DATA, marked *", [_fields(DataHolder, (*fields_of(ComponentBase),))]),
        ("KINDS OF COMPONENT: kind (service): fields", list(_kind_lines())),
        ("LINK", [_fields(Link)]),
        ("EVENT", [_fields(Event, ("fields",)) + " fields:[name:type with ! sensitive and ? optional]"]),
        ("DECISION", [_fields(Decision)]),
        ("STEPS OF A WORKFLOW, given as JSON", list(_step_lines())),
        ("NEEDS that capabilities name", [" ".join(need.id for need in NEEDS)]),
        (
            "RULES whose breach is an error",
            [f"{rule.id} {rule.title}" for rule in all_rules() if rule.severity == "error"],
        ),
    )
    return "\n\n".join("\n".join([heading, *lines]) for heading, lines in sections) + "\n"


def _kind_lines() -> Iterator[str]:
    names = {kind: [s.short for s in services(PROVIDER) if _is_first(s.realises, kind)] for kind in COMPONENT_TYPES}
    for kind, model in COMPONENT_TYPES.items():
        is_holder = issubclass(model, DataHolder)
        apart = (*fields_of(DataHolder if is_holder else ComponentBase), "kind")
        service = f" ({'/'.join(dict.fromkeys(names[kind]))})" if names[kind] else ""
        yield f"{kind}{'*' * is_holder}{service}: {_fields(model, apart)}".rstrip(": ")


def _is_first(realises: tuple[Any, ...], kind: str) -> bool:
    return any(found.kind == kind and found.is_primary for found in realises)


def _step_lines() -> Iterator[str]:
    yield "every step: name comment; all but choice, succeed and fail: next"
    yield f"all that does work: timeout_s result retry:[{_fields(Retry)}] catch:[{_fields(Catch)}]"
    common = {"name", "comment", "next", "timeout_s", "result", "retry", "catch", "kind"}
    for step in _STEPS:
        yield f"{_tag(step)}: {_fields(step, tuple(common))}".rstrip(": ")
    compare = f"{{kind:compare {_fields(Compare, ('kind',))}}}"
    yield f"a condition is {compare}, {{kind:all|any conditions:[]}} or {{kind:not condition:{{}}}}"


def _tag(model: type[Model]) -> str:
    return str(cast("Any", model).model_fields["kind"].default)


def _fields(model: type[Model], without: tuple[str, ...] = ()) -> str:
    shapes = fields_of(model)
    return " ".join(_field(model, name, shapes[name]) for name in shapes if name not in without)


def _field(model: type[Model], name: str, shape: Shape) -> str:
    found = cast("Any", model).model_fields[name]
    default = "" if found.is_required() or found.default in ("", None, ()) else f"={_shown(found.default)}"
    kind = _type_text(shape)
    return f"{name}{'!' * found.is_required()}{f':{kind}' if kind else ''}{default}"


def _type_text(shape: Shape) -> str:
    match shape.sort:
        case "list":
            return f"[{_type_text(shape.inner[0])}]"
        case "record" if shape.model is not None:
            return f"{{{_fields(shape.model)}}}"
        case "choice":
            return "|".join(shape.choices)
        case "either":
            return "|".join(_tag(inner.model) if inner.model else _type_text(inner) or "text" for inner in shape.inner)
        case "again":
            return "the same"
        case "flag":
            return "flag"
        case "text":
            return "" if shape.refers is None else f"->{'|'.join(shape.refers)}"
        case _:
            return _bounded(shape)


def _bounded(shape: Shape) -> str:
    bounds = dict(shape.bounds)
    least, most = bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))
    if most is not None:
        return f"{least or 0}..{most}"
    return "int" if shape.sort == "whole" else "num"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "|".join(map(str, cast("tuple[Any, ...]", value)))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)
